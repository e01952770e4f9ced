import datetime as dt

from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.editor_queries import series_titled
from webinars.domain.programme.series import permissions
from webinars.domain.programme.series.errors import SeriesInvalid
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key, slugify
from webinars.lib.text_cleaning import one_line
from webinars.models import AuditEvent, Series
from webinars.models.slugs import SlugTaken, change_slug

TITLE_LENGTH, DESCRIPTION_LENGTH = length_of(Series.title), 10_000


def update_series(
    session: Session, actor: Actor, series: Series, *, title: str, description: str, slug: str, now: dt.datetime
) -> None:
    """Change what its page says. An address that changes keeps leading here.

    Needs `series.organisation` loaded. Raises NotAllowed, SeriesInvalid.
    """
    require_right(permissions.can_keep_series(actor, series.organisation))
    wanted = {
        "title": _title(session, series, title),
        "description": _description(description),
        "slug": _slug(slug),
    }
    before = {field: getattr(series, field) for field in wanted}
    changed = {field: [before[field], value] for field, value in wanted.items() if before[field] != value}
    if not changed:
        return
    try:
        change_slug(session, series, wanted["slug"])
    except SlugTaken as error:
        raise SeriesInvalid(
            "slug", _("“%(slug)s” is the address of another series. Choose another.", slug=wanted["slug"])
        ) from error
    series.title, series.description = wanted["title"], wanted["description"]
    session.add(
        AuditEvent(
            at=now,
            action="series:update",
            actor_id=actor.user_id,
            organisation_id=series.organisation_id,
            detail={"series_id": series.id, **changed},
        )
    )
    session.flush()


def _title(session: Session, series: Series, text: str) -> str:
    title = one_line(text, at_most=TITLE_LENGTH + 1)
    if not name_key(title):
        raise SeriesInvalid("title", _("Give the series a title."))
    if len(title) > TITLE_LENGTH:
        raise SeriesInvalid("title", _("Shorten this to %(limit)s characters.", limit=TITLE_LENGTH))
    namesake = series_titled(session, series.organisation, title)
    # By its title a webinar is put into a series, so one organisation has no two of the same.
    if namesake is not None and namesake is not series and name_key(title) != name_key(series.title):
        raise SeriesInvalid("title", _("There is a series called “%(title)s” already.", title=namesake.title))
    return title


def _description(text: str) -> str:
    description = text.replace("\r\n", "\n").strip()
    if len(description) > DESCRIPTION_LENGTH:
        raise SeriesInvalid("description", _("Shorten this to %(limit)s characters.", limit=DESCRIPTION_LENGTH))
    return description


def _slug(text: str) -> str:
    slug = slugify(text)
    if not slug:
        raise SeriesInvalid("slug", _("Write letters, figures and hyphens, like the-night-sky."))
    return slug
