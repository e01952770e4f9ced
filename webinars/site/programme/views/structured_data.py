"""What templates say to programs about the site and about whatever has a page of its own."""

from collections.abc import Sequence
from urllib.parse import urljoin

from webinars.domain.programme.queries import Named
from webinars.domain.programme.structured_data import subjects as structured
from webinars.domain.programme.structured_data.webinars import Thing
from webinars.models import Organisation, Picture, Series, Speaker, Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.stored_files import shown_sizes
from webinars.web.well_known import search_address

bp.add_app_template_global(structured.breadcrumbs)


@bp.app_template_global()
def described_site() -> Thing:
    """Returns the site, and where its search is."""
    settings = site_settings()
    return structured.website(settings.site_name, home=absolute_url("programme.home"), search=search_address("{words}"))


@bp.app_template_global()
def described_subject(subject: Named, coming: Sequence[Webinar]) -> Thing | None:
    """Returns whose page it is, as it was loaded for that, or None for a topic, which is nobody."""
    if isinstance(subject, Organisation):
        page = absolute_url("programme.organisation", slug=subject.slug)
        return structured.organisation(subject, page=page, logo=_address_of(subject.logo))
    if isinstance(subject, Speaker):
        page = absolute_url("programme.speaker", slug=subject.slug)
        return structured.person(subject, page=page, image=_address_of(subject.portrait))
    if isinstance(subject, Series):
        return structured.series(
            subject,
            page=absolute_url("programme.series", slug=subject.slug),
            organiser=absolute_url("programme.organisation", slug=subject.organisation.slug),
            webinars=[absolute_url("programme.show", slug=each.slug) for each in coming if each.starts_at],
        )
    return None


def _address_of(picture: Picture | None) -> str | None:
    """Returns the absolute address of the widest size."""
    sizes = shown_sizes(picture) if picture is not None else []
    return urljoin(site_settings().base_url, sizes[-1].path) if sizes else None
