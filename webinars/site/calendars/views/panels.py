"""What the templates of other pages may call."""

from flask import url_for

from webinars.domain.calendars import links
from webinars.lib.i18n import gettext as _
from webinars.models import JoinAccess, Webinar
from webinars.site.calendars.views.blueprint import bp
from webinars.web.site_context import site_settings


@bp.app_template_global()
def subscribe_links(path: str, name: str) -> links.SubscribeLinks:
    return links.subscribe_links(site_settings().base_url + path, name)


@bp.app_template_global()
def qr_code(text: str) -> str:
    return links.qr_code(text)


@bp.app_template_global()
def add_links(webinar: Webinar, when: str, own_way_in: str = "") -> links.AddLinks:
    """Returns the ways to copy a webinar that begins at `when`.

    `own_way_in` is the way in of one person, in the place of everybody's.
    """
    assert webinar.starts_at is not None
    assert webinar.ends_at is not None
    base = site_settings().base_url
    page = base + url_for("programme.show", slug=webinar.slug)
    is_open = webinar.join_access == JoinAccess.OPEN and webinar.join_url is not None
    way_in = own_way_in or (base + url_for("programme.join", code=webinar.join_code) if is_open else "")
    lines = [when, _("Join: %(address)s", address=way_in) if way_in else "", webinar.summary]
    return links.add_links(
        title=webinar.title,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        details="\n\n".join(filter(None, lines)),
        location=way_in or page,
        page=page,
    )
