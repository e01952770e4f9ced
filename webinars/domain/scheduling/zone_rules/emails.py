"""What is said by mail when zone rules have changed."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.programme.zone_display import zone_line_at
from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar
from webinars.pure import times


def write_zone_rules(occasion: Occasion) -> Letter | None:
    """Returns the letter to the organisers of a webinar that new rules have moved.

    Returns None once it is gone, over or cancelled.
    """
    webinar = occasion.session.scalar(
        sa.select(Webinar).where(Webinar.id == occasion.context["webinar_id"]).options(orm.joinedload(Webinar.host))
    )
    if webinar is None or webinar.starts_at is None or webinar.timezone is None or webinar.starts_at < occasion.now:
        return None
    if webinar.status == Status.CANCELLED:
        return None
    before_at = dt.datetime.fromisoformat(occasion.context["before_at"])
    is_decided = occasion.context["after_at"] is not None
    place = times.place_name(webinar.timezone)
    return Letter(
        subject=_("The clocks of %(place)s change: %(title)s", place=place, title=webinar.title),
        headline=_("The clocks of %(place)s will show another hour than was known", place=place),
        paragraphs=_moved(occasion, webinar, before_at) if is_decided else _undecided(occasion, webinar),
        button=Button(label=_("Open the webinar"), address=occasion.links.managed_webinar(webinar.slug)),
        footer=_("You get this because you organise with %(organisation)s.", organisation=webinar.host.name),
    )


def _moved(occasion: Occasion, webinar: Webinar, before_at: dt.datetime) -> list[str]:
    assert webinar.starts_at is not None
    return [
        _(
            "New rules for %(timezone)s were published. “%(title)s” keeps the hour you promised there, so its hour in "
            "other zones has changed.",
            timezone=webinar.timezone,
            title=webinar.title,
        ),
        _("Before: %(line)s", line=_line(occasion, webinar, before_at)),
        _("Now: %(line)s", line=_line(occasion, webinar, webinar.starts_at)),
        _("The page and the calendars that subscribe have been corrected. Texts you have copied elsewhere have not."),
    ]


def _undecided(occasion: Occasion, webinar: Webinar) -> list[str]:
    assert webinar.starts_at is not None
    return [
        _(
            "New rules for %(timezone)s were published, and “%(title)s” can no longer start at the hour you promised.",
            timezone=webinar.timezone,
            title=webinar.title,
        ),
        str(occasion.context["reason"]),
        _("Until you choose another hour, it stays where it was: %(line)s", line=_utc(webinar.starts_at)),
    ]


def _line(occasion: Occasion, webinar: Webinar, at: dt.datetime) -> str:
    line = zone_line_at(webinar, at, occasion.settings.display_zones)
    return f"{line.text} ({_utc(at)})"


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
