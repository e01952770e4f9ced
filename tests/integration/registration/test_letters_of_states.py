"""What is said by mail of one registration, word for word, and when it is no longer said."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration
from tests.integration.registration.conftest import NOW
from tests.integration.registration.letter_desk import (
    headline,
    laura,
    machine,
    read,
    register_laura,
    site,
    traveller,
    write,
)
from webinars.domain.registration.mail_triggers import SeatReason
from webinars.models import (
    Organisation,
    RecordingPlan,
    Registration,
    RegistrationDesk,
    RegistrationEnd,
    RegistrationSource,
    RegistrationState,
    Status,
    Webinar,
)
from webinars.pure.ical.writing import Method

pytestmark = pytest.mark.usefixtures("derived")


__all__ = ["laura", "machine", "site", "traveller", "write"]
State = RegistrationState
STARTS_AT = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)

HEAD = """\
Sunday 14 February, 5pm Rome
4pm Britain, 11am US Eastern, 8am US Pacific, 9.30pm India, 3am Monday Sydney. Lasts 2 hours.

Can a machine be said to think? Lovelace, Babbage and the Analytical Engine
Lunar Society with the Spitalfields Mathematical Society
"""
ALONE = """\
Sunday 14 February, 5pm Rome.

Can a machine be said to think? Lovelace, Babbage and the Analytical Engine
Lunar Society with the Spitalfields Mathematical Society
"""
ADD = "Add to calendar:\nhttps://webinars.example/registrations/k3vQ9mTz/webinar.ics\n"
OPEN = """\
Open my registration:
https://webinars.example/registrations/k3vQ9mTz
"""
JOIN = """\
On the day, join with your own link, from 4.30pm Rome. If the room changes, the link stays the same:
https://webinars.example/join/7HK2Q
"""
KEPT = """\
-- \n\
Kept until 16 March 2027: your name, address, zone and answers. Read, change or erase them on your page:
https://webinars.example/registrations/k3vQ9mTz
"""
SEE = """\
See the webinar’s page:
https://webinars.example/webinars/can-a-machine-be-said-to-think
"""


@pytest.fixture
def become(session, laura):
    """`become("waiting", queue_number=1)`: the registration as it is in that state."""

    def become(state, **values):
        registration = session.get(Registration, laura.id)
        registration.queue_number = None
        for name, value in {"state": State(state), **values}.items():
            setattr(registration, name, value)
        session.commit()
        return registration

    return become


def test_your_place(site, laura, write):
    assert read(write("place", laura, sequence=0), site, laura) == (
        "Subject: Your place, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"Your place\n{HEAD}\n"
        "You have a place. The calendar entry is attached, and moves when the webinar moves.\n\n"
        f"{OPEN}\n{ADD}\n{JOIN}\n"
        "Reminders come the day before and one hour before. On your page you can stop them, change your zone and "
        "answers, or give your place back.\n\n"
        f"{KEPT}"
    )


def test_an_address_that_may_be_another_persons_can_be_erased_at_once(site, become, write):
    registration = become("confirmed", confirmed_at=NOW)

    assert read(write("place", registration, sequence=0), site, registration).endswith(
        "-- \nThis address was entered at webinars.example on 9 February 2027. If it was not you, erase it here, and "
        "no further mail comes:\nhttps://webinars.example/registrations/k3vQ9mTz#erase\n"
    )


def test_an_address_entered_by_the_organisers_says_so(site, become, write):
    registration = become("confirmed", confirmed_at=NOW, source=RegistrationSource.HAND)

    text = read(write("place", registration, sequence=0), site, registration)
    assert "-- \nThe Lunar Society entered this address on 9 February 2027. If it was not you, erase it here" in text


def test_a_place_became_free(site, become, write):
    registration = become("confirmed", promoted_at=NOW)

    assert read(write("place", registration, sequence=0, came=SeatReason.GIVEN_BACK), site, registration) == (
        "Subject: A place is yours, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"A place became free: it is yours\n{HEAD}\n"
        "Somebody gave a place back, and you were first in the queue. You have the place now and need not confirm it. "
        "The calendar entry is attached.\n\n"
        f"{OPEN}\n{ADD}\n{JOIN}\n"
        f"If you cannot come after all, please give the place back on your page.\n\n{KEPT}"
    )


def test_a_place_that_somebody_waits_for_goes_on_at_once(session, settings, machine, become, write):
    registration = become("confirmed", promoted_at=NOW)
    make_registration(session, settings, machine, "Wang", state=RegistrationState.WAITING)

    text = write("place", registration, sequence=0, came=SeatReason.GIVEN_BACK).text

    assert "please give the place back on your page. The next in the queue gets it at once.\n" in text


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (
            SeatReason.ROOM,
            "A place became free: it is yours\n{head}\nThere is room for you now, and you were first in the queue.",
        ),
        (SeatReason.ORGANISERS, "A place is yours\n{head}\nThe Lunar Society has given you a place."),
    ],
)
def test_it_says_how_the_place_came(site, become, write, came, said):
    registration = become("confirmed", promoted_at=NOW)

    text = read(write("place", registration, sequence=0, came=came), site, registration)

    assert said.format(head=HEAD) in text
    assert "gave a place back" not in text


def test_take_your_place(site, become, write):
    registration = become("unconfirmed", confirmed_at=None)

    letter = write("take_place", registration)

    assert read(letter, site, registration) == (
        "Subject: Take your place, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"Take your place\n{HEAD}\n"
        "Press to take your place. Until then no place is held for you, and on 14 February 2027 the link ends.\n\n"
        "Take my place:\nhttps://webinars.example/registrations/k3vQ9mTz\n\n"
        "If the places have gone meanwhile, the same press puts you on the waiting list. Your page says which.\n\n"
        "-- \nThis address was entered at webinars.example on 9 February 2027. If it was not you, do nothing: no "
        "further mail comes.\n"
    )
    assert letter.unsubscribe is None
    assert letter.calendar is None


def test_where_people_are_approved_the_press_is_not_the_end(session, site, become, write):
    session.scalars(sa.select(RegistrationDesk)).one().is_approval_needed = True
    registration = become("unconfirmed", confirmed_at=None)

    text = read(write("take_place", registration), site, registration)
    assert "After the press the Lunar Society decides who comes, and answers by mail." in text


def test_you_are_number_7(session, site, machine, become, write):
    for number in range(1, 7):
        register_laura(
            session, site, machine, email_normal=f"{number}@x.example", state=State.WAITING, queue_number=number * 10
        )
    registration = become("waiting", queue_number=100)
    session.get(RegistrationDesk, registration.webinar_id).seats_taken = 28
    session.commit()

    assert read(write("waiting", registration), site, registration) == (
        "Subject: Waiting list, number 7, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"You are number 7 on the waiting list\n{HEAD}\n"
        "All 28 places are taken. When a place is given back, the first in the queue gets it, until 30 minutes before "
        "the start. We write as soon as one is yours. Your page always shows your number.\n\n"
        f"{OPEN}\n"
        "No place by then? From 5.05pm Rome you may join if there is room, with this link:\n"
        "https://webinars.example/join/7HK2Q\n\n"
        f"{KEPT}"
    )


def test_who_comes_onto_the_list_in_the_last_half_hour(site, become, write):
    registration = become("waiting", queue_number=1)
    late = dt.datetime(2027, 2, 14, 15, 40, tzinfo=dt.UTC)

    text = read(write("waiting", registration, now=late), site, registration)

    assert "Places are no longer given out. Your page always shows your number." in text
    assert "\nFrom 5.05pm Rome you may join if there is room, with this link:\n" in text
    assert "the first in the queue gets it" not in text


def test_to_be_approved(site, become, write):
    registration = become("pending", confirmed_at=None)

    assert read(write("pending", registration), site, registration) == (
        "Subject: Not yet a place, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"To be approved\n{HEAD}\n"
        "The Lunar Society has your registration and decides who comes. Its answer comes by mail.\n\n"
        f"{OPEN}\n{KEPT}"
    )


def test_declined(site, become, write):
    registration = become("declined", confirmed_at=None)

    assert read(write("declined", registration), site, registration) == (
        "Subject: No place, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"The Lunar Society has answered\nThere is no place for you this time\n{ALONE}\n"
        "The organisers could not take your registration. If there is a recording, it will be on the webinar’s page, "
        f"for everybody.\n\n{SEE}\n{KEPT}"
    )


def test_who_is_declined_is_promised_no_recording_where_there_is_none(session, machine, become, write):
    session.get(Webinar, machine.id).recording_plan = RecordingPlan.NO

    text = write("declined", become("declined", confirmed_at=None)).text

    assert "The organisers could not take your registration.\n" in text
    assert "recording" not in text


def test_given_back(site, become, write):
    registration = become("cancelled", ended_by=RegistrationEnd.ATTENDEE)

    letter = write("ended", registration, sequence=3)

    assert read(letter, site, registration) == (
        "Subject: Given back, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"It is given back\nYou have given your place back\n{ALONE}\n"
        "You need do nothing more. The attached entry takes the webinar out of your calendar, and no reminder "
        "comes.\n\n"
        f"{SEE}\nIf you can come after all, register again there. What is free then is given out anew.\n\n{KEPT}"
    )
    assert letter.calendar.method is Method.CANCEL


def test_taken_back_by_the_organisers(site, become, write):
    registration = become("cancelled", ended_by=RegistrationEnd.ORGANISER)

    assert read(write("ended", registration, sequence=None), site, registration) == (
        "Subject: Your place is taken back, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        f"The Lunar Society has changed your registration\nYour place is taken back\n{ALONE}\n"
        f"The organisers have ended your registration. No reminder comes.\n\n{SEE}\n{KEPT}"
    )
    registration = become("cancelled", confirmed_at=None)
    text = read(write("ended", registration), site, registration)
    assert "Your registration has ended, Sunday" in text
    assert "\nYou are no longer registered\n" in text


MAILS = {
    "take_place": State.UNCONFIRMED,
    "place": State.CONFIRMED,
    "waiting": State.WAITING,
    "pending": State.PENDING,
    "declined": State.DECLINED,
    "ended": State.CANCELLED,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("mail", MAILS)
def test_a_mail_is_dropped_when_the_registration_is_in_another_state_by_now(become, write, mail, state):
    registration = become(state, queue_number=1 if state is State.WAITING else None)

    assert (write(mail, registration) is not None) == (MAILS[mail] is state)


@pytest.mark.parametrize("mail", ["take_place", "place", "waiting", "pending"])
@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.DRAFT, "over"])
def test_nobody_is_told_of_a_place_in_what_does_not_take_place(session, machine, become, write, mail, status):
    registration = become(MAILS[mail], queue_number=1 if mail == "waiting" else None)
    assert write(mail, registration) is not None
    now = machine.ends_at if status == "over" else NOW
    if status != "over":
        webinar = session.get(Webinar, machine.id)
        webinar.status, webinar.cancelled_at = status, NOW

    assert write(mail, registration, now=now) is None


def test_nothing_is_written_of_what_is_erased(become, write):
    for mail, state in MAILS.items():
        registration = become(state, erased_at=NOW, queue_number=1 if mail == "waiting" else None)
        assert write(mail, registration) is None


def test_no_mail_says_what_somebody_has_typed(session, site, become, write):
    """The name may be anybody's words to anybody."""
    for mail, state in MAILS.items():
        registration = become(state, name="Buy gold at gold.example", queue_number=1 if mail == "waiting" else None)
        letter = write(mail, registration, sequence=1)
        assert "gold" not in repr(letter)


def test_midnight_and_the_day_before_are_said(session, site, machine, become, write):
    webinar = session.get(Webinar, machine.id)
    registration = become("confirmed", timezone="Asia/Shanghai")
    assert "Monday 15 February, midnight Sunday to Monday China" in write("place", registration).subject
    assert "from 11.30pm Sunday China." in write("place", registration).text
    assert "\n4pm Sunday Britain, 11am Sunday US Eastern" in write("place", registration).text
    assert webinar is not None


@pytest.mark.parametrize(
    ("timezone", "shown", "line"),
    [
        (
            "Australia/Sydney",
            "Monday 15 February, 3am Sydney",
            "4pm Sunday Britain, 11am Sunday US Eastern, 8am Sunday US Pacific, 9.30pm Sunday India.",
        ),
        (
            "Europe/London",
            "Sunday 14 February, 4pm Britain",
            "11am US Eastern, 8am US Pacific, 9.30pm India, 3am Monday",
        ),
        ("Europe/Belfast", "Sunday 14 February, 4pm Britain", "11am US Eastern, 8am US Pacific"),
        ("Gone/Forever", "Sunday 14 February, 4pm Britain", "11am US Eastern"),
    ],
)
def test_her_hour_and_the_days_of_her_calendar(become, write, timezone, shown, line):
    letter = write("place", become("confirmed", timezone=timezone))

    assert headline(letter) == shown
    assert letter.text.splitlines()[2].startswith(line)


def test_an_hour_follows_the_clocks_of_each_zone(session, site, machine, become, write):
    """On 31 October 2027 Britain's clocks go back, on 7 November those of the US: for a week they are closer."""
    seen = {}
    for wall in (dt.datetime(2027, 10, 24, 16), dt.datetime(2027, 10, 31, 16), dt.datetime(2027, 11, 7, 16)):
        webinar = session.get(Webinar, machine.id)
        at = wall.replace(tzinfo=dt.UTC) - dt.timedelta(hours=wall.month == 10 and wall.day == 24)
        webinar.starts_wall, webinar.starts_on, webinar.starts_at = wall, wall.date(), at
        webinar.ends_at = at + dt.timedelta(hours=2)
        letter = write("place", become("confirmed", timezone="Europe/Rome"))
        seen[headline(letter)] = letter.text.splitlines()[2].split(", 9.30pm")[0].split(", 10.30pm")[0]

    assert seen == {
        "Sunday 24 October, 5pm Rome": "4pm Britain, 11am US Eastern, 8am US Pacific, 8.30pm India, 2am Monday Sydney. "
        "Lasts 2 hours.",
        "Sunday 31 October, 5pm Rome": "4pm Britain, 12 noon US Eastern, 9am US Pacific",
        "Sunday 7 November, 5pm Rome": "4pm Britain, 11am US Eastern, 8am US Pacific",
    }


def test_a_year_that_is_not_this_one_is_said(become, write):
    registration = become("confirmed")

    letter = write("place", registration, now=dt.datetime(2026, 12, 30, tzinfo=dt.UTC))

    assert headline(letter) == "Sunday 14 February 2027, 5pm Rome"


def test_once_the_room_is_open_the_way_in_is_now(become, write):
    letter = write("place", become("confirmed"), now=dt.datetime(2027, 2, 14, 15, 40, tzinfo=dt.UTC))

    assert "The room is open. Join with your own link" in letter.text
    assert "Reminders come" not in letter.text


def test_only_reminders_that_will_come_are_promised(become, write):
    early = write("place", become("confirmed"), now=dt.datetime(2027, 2, 13, 17, tzinfo=dt.UTC))
    stopped = write("place", become("confirmed", wants_reminders=False))

    assert "Reminders come one hour before." in early.text
    assert "Reminders" not in stopped.text


def test_an_assumed_length_is_not_said(session, machine, become, write):
    session.get(Webinar, machine.id).is_duration_assumed = True

    assert "Lasts" not in write("place", become("confirmed")).text


def test_when_the_key_is_gone_the_mail_leads_to_the_webinar(site, become, write):
    other = dataclasses.replace(site, secret_key="another secret of more than 32 characters")
    fallback = dataclasses.replace(other, secret_key_fallbacks=(site.secret_key,))
    registration = become("confirmed")

    lost, kept = write("place", registration, site=other), write("place", registration, site=fallback)

    assert lost.button.address == "https://webinars.example/webinars/can-a-machine-be-said-to-think"
    assert "/join/" not in lost.text
    assert "/registrations/k3vQ9mTz" in read(kept, site, registration)
    assert write("take_place", become("unconfirmed"), site=other) is None


def test_what_ends_them_is_in_the_head_and_their_own_words(site, laura, write):
    letter = write("place", laura)

    assert letter.unsubscribe.startswith("https://webinars.example/mail/")
    assert "/unsubscribe" not in letter.text


def test_after_a_calendar_has_said_no_she_is_asked(site, laura, write):
    assert read(write("asked", laura), site, laura) == (
        "Subject: Do you give your place back, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        "Do you give your place back?\n"
        f"{HEAD}\n"
        "Your calendar has answered the invitation with “no”. That alone changes nothing: you have your place.\n\n"
        "Give my place back:\nhttps://webinars.example/registrations/k3vQ9mTz\n\n"
        "If you come, you need do nothing. If not, somebody else may be glad of the place.\n\n"
        f"{KEPT}"
    )


def test_who_has_given_the_place_back_meanwhile_is_not_asked(session, laura, write):
    laura.state, laura.ended_by, laura.ended_at = State.CANCELLED, RegistrationEnd.ATTENDEE, NOW

    assert write("asked", laura) is None


def test_an_answer_goes_to_the_host_where_it_names_an_address_and_the_mail_is_in_its_name(
    session, lunar, site, laura, write
):
    letters = [write("place", laura), write("reminder", laura, minutes=60, starts_at=STARTS_AT.isoformat())]
    assert [(each.author, each.reply_to) for each in letters] == [("Lunar Society", None)] * 2

    session.get_one(Organisation, lunar.id).contact = "hello@lunar.example"
    letters = [write("place", laura), write("reminder", laura, minutes=60, starts_at=STARTS_AT.isoformat())]
    assert [(each.author, each.reply_to) for each in letters] == [("Lunar Society", "hello@lunar.example")] * 2


def test_of_what_was_taken_down_the_host_is_not_named_for_it_may_be_another_by_now(session, lunar, laura, write):
    planted = make_organisation(session, "Zqplanted Society", contact="zq@planted.example")
    webinar = session.get_one(Webinar, laura.webinar_id)
    webinar.status, webinar.host_id = Status.DRAFT, planted.id

    letter = write("erased", laura, is_asked=True, days=None)

    assert (letter.author, letter.reply_to) == (None, None)
    assert "zqplanted" not in repr(letter).lower()


def test_what_takes_the_webinar_out_of_a_calendar_is_not_offered_to_be_added(become, write):
    registration = become("cancelled", ended_by=RegistrationEnd.ATTENDEE)

    letter = write("ended", registration, sequence=1)

    assert letter.calendar is not None
    assert "Add to calendar" not in letter.text
