"""What is said by mail shortly before the start."""

import datetime as dt

from webinars.domain.mail.mail_kind import Button, Letter, LinkedParagraph, Passage
from webinars.domain.programme.join_window import is_room_open
from webinars.domain.programme.phases import countdown_text
from webinars.domain.registration.letters.shared_parts import Reader, on_one_line, while_it_is
from webinars.domain.registration.reminder_times import is_in_days, reminders_text, wanted_reminders
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext, pgettext
from webinars.lib.text_cleaning import capitalised, number_word, short_title
from webinars.models import RegistrationState
from webinars.pure.times import format_day

_MINUTE, _HOUR, _TEN_MINUTES = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(minutes=10)
_NEAR = 0.05
"""A mail that leaves some minutes late still speaks of one hour."""


@while_it_is(RegistrationState.CONFIRMED)
def write_reminder(reader: Reader) -> Letter | None:
    """Returns the letter before the start, or None if it has begun or moved, or if she wants no reminders."""
    starts_at, now, context = reader.starts_at, reader.occasion.now, reader.occasion.context
    if not wanted_reminders(reader.registration, [context["minutes"]]):
        return None
    if starts_at <= now or starts_at != dt.datetime.fromisoformat(context["starts_at"]):
        return None
    day = _day_words(reader)
    if is_in_days(context["minutes"]):
        return _reminder(reader, day, headline=reader.headline, line=reader.below)
    headline = _("%(day)s at %(hour)s", day=day, hour=on_one_line(reader.start_hour))
    if is_room_open(reader.webinar, now):
        line = _("The room is open.")
    else:
        date = _("%(when)s.", when=capitalised(format_day(reader.line_at(starts_at).date)))
        line = f"{date} {reader.below}"
    return _reminder(reader, _distance_words(starts_at - now, starts_at, now), headline=headline, line=line)


def _reminder(reader: Reader, what: str, *, headline: str, line: str) -> Letter:
    is_open = is_room_open(reader.webinar, reader.occasion.now)
    if is_open:
        footer = _("Stop the reminders for this webinar:")
    else:
        wanted = wanted_reminders(reader.registration, reader.desk.reminder_minutes)
        coming = _("Reminders come %(times)s.", times=reminders_text(wanted))
        footer = " ".join([coming, _("Stop them for this webinar:")])
    return reader.letter(
        subject=_(
            "%(what)s, %(when)s: %(title)s",
            what=what,
            when=reader.start_hour,
            title=short_title(reader.webinar.title),
        ),
        kicker=what,
        headline=headline,
        line=line,
        credit="" if is_open else None,
        paragraphs=[],
        button=join_button(reader),
        further=[] if is_open else [_own_link(reader), _give_back(reader)],
        footer=LinkedParagraph(text=footer, address=reader.below_page("reminders")),
    )


def join_button(reader: Reader) -> Button:
    """Returns the way into the room, or where there is none to the reader's own page."""
    if reader.join is None or reader.opens_at is None:
        return reader.open_button()
    is_open = is_room_open(reader.webinar, reader.occasion.now)
    label = pgettext("button", "Join") if is_open else _("Join from %(hour)s", hour=reader.hour(reader.opens_at))
    return Button(label=label, address=reader.join)


def _own_link(reader: Reader) -> str | None:
    if reader.join is None:
        return None
    says = _("This is your own link. If the room changes, the link stays the same.")
    passcode = reader.webinar.join_passcode
    is_near = reader.opens_at is not None and reader.opens_at - reader.occasion.now < _HOUR
    if not passcode or not is_near:
        return says
    return " ".join([says, _("If it asks for a passcode: %(code)s", code=passcode)])


def _give_back(reader: Reader) -> Passage:
    if reader.opens_at is None or not reader.is_place_waited_for:
        text = _("You cannot come? Give your place back on your page:")
    elif reader.opens_at - reader.occasion.now < _HOUR:
        text = _(
            "You cannot come? Give your place back until %(hour)s and somebody who waits gets it:",
            hour=reader.hour(reader.opens_at),
        )
    else:
        text = _("You cannot come? Give your place back, and somebody who waits gets it:")
    return LinkedParagraph(text=text, address=reader.page)


def _day_words(reader: Reader) -> str:
    """Returns the day by her own calendar: "Today", "Tomorrow", "In two days"."""
    days = (reader.on(reader.starts_at) - reader.on(reader.occasion.now)).days
    if days <= 0:
        return _("Today")
    return ngettext("Tomorrow", "In %(count)s days", days, count=number_word(days))


def _distance_words(left: dt.timedelta, starts_at: dt.datetime, now: dt.datetime) -> str:
    if abs(left - _HOUR) <= _HOUR * _NEAR:
        return _("In one hour")
    if abs(left - _TEN_MINUTES) < _MINUTE:
        return _("In ten minutes")
    return capitalised(countdown_text(starts_at, now))
