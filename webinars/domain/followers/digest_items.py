"""One webinar in a mail to those who follow: what has become of it, her hour, and the organiser's."""

import datetime as dt
from dataclasses import dataclass

from webinars.domain.followers.digest_news import Former, What
from webinars.domain.mail.mail_kind import Item, Occasion
from webinars.domain.programme.credit_line import credit_text
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.zone_display import reader_line_at
from webinars.domain.registration.letters.shared_parts import together
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, RecordingKind, Webinar
from webinars.pure.times import ZoneLine, duration_text, format_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a mail says of a webinar. It is loaded as its calendar entry needs it."""

    what: What
    webinar: Webinar
    former: Former | None = None
    """Of one that was moved: the start to name, if it is not the one before the last move."""


def item_of(occasion: Occasion, told: Told, timezone: str, day: dt.date) -> Item:
    """Returns the item with hours of `timezone`; a year stands in it only if it is not that of `day`."""
    key = ("item", told.webinar.id, told.what, told.former, timezone, day)
    return occasion.once(key, lambda: _written(occasion, told, timezone, day))


def _written(occasion: Occasion, told: Told, timezone: str, day: dt.date) -> Item:
    webinar = told.webinar
    address = occasion.links.webinar(webinar.slug)
    credit = _("%(organisers)s.", organisers=credit_text(webinar))
    if told.what is What.RECORDING:
        recording = _first(webinar)
        names = format_list([each.shown_name for each in public_lineup(webinar)])
        length = duration_text(max(1, round(recording.duration_s / 60))) if recording.duration_s else ""
        return Item(
            what=_("Recording"),
            title=webinar.title,
            when=length,
            line=" ".join(filter(None, [_("%(names)s.", names=names) if names else "", credit])),
            address=occasion.links.recording(recording.slug),
        )
    line = _line(occasion, webinar, timezone)
    when = _when(webinar, line, day)
    if told.what is What.CANCELLED:
        said = _("It was to be on %(when)s", when=when) if when else ""
        return Item(what=_("Cancelled"), title=webinar.title, when=said, line=credit, address=address)
    others = ", ".join(together(time.text) for time in line.times[1:]) if line else ""
    sentences = [_("%(times)s.", times=others) if others else "", credit]
    if told.what is What.MOVED:
        sentences.insert(0, _was(occasion, told, line, timezone))
    return Item(
        what=_what_text(told.what),
        title=webinar.title,
        when=when,
        line=" ".join(filter(None, sentences)),
        address=address,
    )


def _what_text(what: What) -> str:
    return {What.MOVED: _("Moved"), What.RESTORED: _("Takes place after all")}.get(what, _("New"))


def _first(webinar: Webinar) -> Recording:
    return min(webinar.recordings, key=lambda each: (each.kind != RecordingKind.FULL, each.position or 0))


def _line(occasion: Occasion, webinar: Webinar, timezone: str) -> ZoneLine | None:
    if webinar.starts_at is None:
        return None
    return reader_line_at(webinar, webinar.starts_at, timezone, occasion.settings.display_zones)


def _when(webinar: Webinar, line: ZoneLine | None, day: dt.date) -> str:
    """Her day and hour; the day alone where no more is known."""
    if line is None:
        return format_day(webinar.starts_on, year=webinar.starts_on.year != day.year) if webinar.starts_on else ""
    date = format_day(line.date, year=line.date.year != day.year)
    return _("%(date)s, %(times)s", date=date, times=line.times[0].text)


def _was(occasion: Occasion, told: Told, line: ZoneLine | None, timezone: str) -> str:
    """What is another by now of the start before: "Was Sunday 14 March.", "Was 4pm Rome."."""
    webinar, former = told.webinar, told.former
    if former is None and webinar.moved_from_wall is not None and webinar.moved_from_timezone is not None:
        former = Former(webinar.moved_from_wall, webinar.moved_from_timezone)
    before_at = former.at if former is not None else None
    if before_at is None or line is None:
        return ""
    before = reader_line_at(webinar, before_at, timezone, occasion.settings.display_zones)
    day, hour = format_day(before.date, year=before.date.year != line.date.year), before.times[0].text
    if before.date == line.date:
        return _("Was %(when)s.", when=hour)
    if before.times[0].hour_text == line.times[0].hour_text:
        return _("Was %(when)s.", when=day)
    return _("Was %(date)s, %(times)s.", date=day, times=hour)
