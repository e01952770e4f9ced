"""What is said by mail of one registration: where it stands now. Each letter drops itself once that is otherwise."""

from webinars.domain.mail.mail_kind import Button, Letter, LinkedParagraph, Passage
from webinars.domain.programme.recording_plan import recording_plan_text
from webinars.domain.registration import standby_entry
from webinars.domain.registration.letters.calendar_parts import cancel, request
from webinars.domain.registration.letters.shared_parts import Reader, while_it_is
from webinars.domain.registration.mail_triggers import SeatReason
from webinars.domain.registration.queries import place_in_queue
from webinars.domain.registration.registration_window import press_ends_at
from webinars.domain.registration.reminder_times import coming_reminders, reminders_text, wanted_reminders
from webinars.domain.registration.seats_and_waiting_list import free_seats, gives_places
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import capitalised
from webinars.models import RecordingPlan, RegistrationEnd, RegistrationState


@while_it_is(RegistrationState.UNCONFIRMED)
def write_take_place(reader: Reader) -> Letter | None:
    """Returns the letter to an address that nobody has shown to be theirs: nothing that was typed stands in it."""
    if reader.token is None:
        return None
    desk = reader.desk
    until = press_ends_at(reader.webinar, desk, reader.registration.created_at)
    press = _(
        "Press to take your place. Until then no place is held for you, and on %(date)s the link ends.",
        date=reader.day_of(until),
    )
    after = None
    if desk.is_approval_needed:
        after = _("After the press %(who)s decides who comes, and answers by mail.", who=reader.host)
    elif desk.capacity is not None and desk.has_waiting_list:
        after = _(
            "If the places have gone meanwhile, the same press puts you on the waiting list. Your page says which."
        )
    return reader.letter(
        subject=reader.subject(_("Take your place"), reader.starts_at),
        kicker=_("Take your place"),
        paragraphs=[press],
        button=Button(label=_("Take my place"), address=reader.page),
        further=[after],
        footer=reader.entry_notice(way_out=_("If it was not you, do nothing: no further mail comes.")),
    )


@while_it_is(RegistrationState.CONFIRMED)
def write_place(reader: Reader) -> Letter:
    """Returns the letter to somebody who has a place: the first time, from the waiting list, or again."""
    context = reader.occasion.context
    calendar, came = request(reader, context.get("sequence")), context.get("came")
    if came:
        subject = _("A place is yours")
        kicker = subject if came == SeatReason.ORGANISERS else _("A place became free: it is yours")
        says = _how_it_came(reader, SeatReason(came))
        attached = _("The calendar entry is attached.")
        last = _("If you cannot come after all, please give the place back on your page.")
        if reader.is_place_waited_for:
            last = " ".join([last, _("The next in the queue gets it at once.")])
    else:
        subject = kicker = _("Your place")
        says = _("You have a place.")
        attached = _("The calendar entry is attached, and moves when the webinar moves.")
        last = _on_the_page(reader)
    return reader.letter(
        subject=reader.subject(subject, reader.starts_at),
        kicker=kicker,
        paragraphs=[f"{says} {attached}" if calendar else says],
        further=[_way_in(reader), recording_plan_text(reader.webinar) or None, last],
        footer=reader.retention_footer() if reader.is_proven else _way_out(reader),
        calendar=calendar,
    )


def _how_it_came(reader: Reader, came: SeatReason) -> str:
    if came is SeatReason.ORGANISERS:
        return _("%(who)s has given you a place. You have it now and need not confirm it.", who=reader.host_first)
    if came is SeatReason.ROOM:
        return _(
            "There is room for you now, and you were first in the queue. You have the place and need not confirm it."
        )
    return _(
        "Somebody gave a place back, and you were first in the queue. You have the place now and need not confirm it."
    )


@while_it_is(RegistrationState.WAITING)
def write_waiting(reader: Reader) -> Letter:
    """Returns the letter to somebody on the waiting list, with the number of now."""
    number, capacity = place_in_queue(reader.occasion.session, reader.registration), reader.desk.capacity
    taken = _("Others were first.")
    if capacity is not None and free_seats(reader.desk) == 0:
        taken = ngettext("The only place is taken.", "All %(num)s places are taken.", capacity)
    if gives_places(reader.webinar, now=reader.occasion.now):
        rest = _(
            "When a place is given back, the first in the queue gets it, until 30 minutes before the start. We write "
            "as soon as one is yours. Your page always shows your number."
        )
    else:
        rest = _("Places are no longer given out. Your page always shows your number.")
    return reader.letter(
        subject=reader.subject(_("Waiting list, number %(number)s", number=number), reader.starts_at),
        kicker=_("You are number %(number)s on the waiting list", number=number),
        paragraphs=[f"{taken} {rest}"],
        further=[_standby(reader)],
        footer=reader.retention_footer() if reader.is_proven else _way_out(reader),
    )


@while_it_is(RegistrationState.PENDING)
def write_pending(reader: Reader) -> Letter:
    """Returns the letter to somebody whom the organisers have to approve."""
    return reader.letter(
        subject=reader.subject(_("Not yet a place"), reader.starts_at),
        kicker=_("To be approved"),
        paragraphs=[
            _(
                "%(who)s has your registration and decides who comes. Its answer comes by mail.",
                who=reader.host_first,
            )
        ],
    )


@while_it_is(RegistrationState.DECLINED)
def write_declined(reader: Reader) -> Letter:
    """Returns the letter to somebody whom the organisers have turned down."""
    says = _("The organisers could not take your registration.")
    if reader.webinar.recording_plan is not RecordingPlan.NO:
        says = " ".join([says, _("If there is a recording, it will be on the webinar’s page, for everybody.")])
    return reader.letter(
        subject=reader.subject(_("No place"), reader.webinar.starts_at),
        kicker=_("%(who)s has answered", who=reader.host_first),
        headline=_("There is no place for you this time"),
        line=_hour_alone(reader),
        paragraphs=[says],
        button=reader.webinar_button(),
    )


@while_it_is(RegistrationState.CANCELLED)
def write_ended(reader: Reader) -> Letter:
    """Returns the letter to somebody who has given a place back, or whose registration the organisers have ended."""
    is_hers = reader.registration.ended_by is RegistrationEnd.ATTENDEE
    had_place = reader.registration.confirmed_at is not None
    if is_hers:
        subject, kicker = _("Given back"), _("It is given back")
        headline, says = _("You have given your place back"), _("You need do nothing more.")
    else:
        subject = _("Your place is taken back") if had_place else _("Your registration has ended")
        kicker = _("%(who)s has changed your registration", who=reader.host_first)
        headline = _("Your place is taken back") if had_place else _("You are no longer registered")
        says = _("The organisers have ended your registration.")
    sequence = reader.occasion.context.get("sequence")
    calendar = cancel(reader.occasion, reader.webinar, sequence, why=f"{headline}.")
    if calendar is not None:
        rest = _("The attached entry takes the webinar out of your calendar, and no reminder comes.")
    else:
        rest = _("No reminder comes.")
    after = _("If you can come after all, register again there. What is free then is given out anew.")
    return reader.letter(
        subject=reader.subject(subject, reader.webinar.starts_at),
        kicker=kicker,
        headline=headline,
        line=_hour_alone(reader),
        paragraphs=[f"{says} {rest}"],
        button=reader.webinar_button(),
        further=[after if is_hers and reader.takes_place else None],
        calendar=calendar,
    )


@while_it_is(RegistrationState.CONFIRMED)
def write_asked(reader: Reader) -> Letter:
    """Returns the letter to somebody whose calendar has said no.

    It may have been a slip, so the place is hers until she says so.
    """
    return reader.letter(
        subject=reader.subject(_("Do you give your place back"), reader.starts_at),
        kicker=_("Do you give your place back?"),
        paragraphs=[
            _("Your calendar has answered the invitation with “no”. That alone changes nothing: you have your place.")
        ],
        button=Button(label=_("Give my place back"), address=reader.page),
        further=[_("If you come, you need do nothing. If not, somebody else may be glad of the place.")],
    )


def _hour_alone(reader: Reader) -> str:
    starts_at = reader.webinar.starts_at
    return _("%(when)s.", when=capitalised(reader.when(starts_at))) if starts_at else ""


def _way_in(reader: Reader) -> Passage | None:
    if reader.join is None or reader.opens_at is None:
        return None
    if reader.opens_at <= reader.occasion.now:
        text = _("The room is open. Join with your own link; if the room changes, the link stays the same:")
    else:
        text = _(
            "On the day, join with your own link, from %(hour)s. If the room changes, the link stays the same:",
            hour=reader.hour(reader.opens_at),
        )
    return LinkedParagraph(text=text, address=reader.join)


def _standby(reader: Reader) -> Passage | None:
    at = standby_entry.opens_at(reader.webinar)
    if reader.join is None or at is None or reader.desk.capacity is None:
        return None
    if gives_places(reader.webinar, now=reader.occasion.now):
        text = _("No place by then? From %(hour)s you may join if there is room, with this link:", hour=reader.hour(at))
    else:
        text = _("From %(hour)s you may join if there is room, with this link:", hour=reader.hour(at))
    return LinkedParagraph(text=text, address=reader.join)


def _on_the_page(reader: Reader) -> str:
    """Returns which reminders come, and what else her page is for."""
    coming = coming_reminders(reader.webinar, reader.desk, now=reader.occasion.now)
    coming = wanted_reminders(reader.registration, coming)
    if not coming:
        return _("On your page you can change your zone and answers, or give your place back.")
    rest = _("On your page you can stop them, change your zone and answers, or give your place back.")
    return " ".join([_("Reminders come %(times)s.", times=reminders_text(coming)), rest])


def _way_out(reader: Reader) -> LinkedParagraph:
    """Returns the footer of an address that may be another person's."""
    text = reader.entry_notice(way_out=_("If it was not you, erase it here, and no further mail comes:"))
    return LinkedParagraph(text=text, address=reader.below_page("erase"))
