"""What attendees are told when their webinar is no longer what they know of it, from the change to the letter."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.factories import add_recording, make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from tests.integration.registration.letter_desk import (
    TITLE,
    headline,
    laura,
    machine,
    read,
    register_laura,
    site,
    traveller,
)
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.queries import actor_of
from webinars.domain.mail.compose import write_letter
from webinars.domain.programme.life_cycle import cancel, move, postpone, restore, unpublish
from webinars.domain.registration.erasure import erase_due
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.domain.registration.seats_and_waiting_list import waiting_count
from webinars.domain.scheduling.zone_rules.actions import refresh
from webinars.models import (
    Mailing,
    OutboundEmail,
    Priority,
    PromiseState,
    Registration,
    RegistrationDesk,
    RegistrationState,
    Status,
    Webinar,
)
from webinars.models.derived import touch
from webinars.pure.ical.writing import Method

pytestmark = pytest.mark.usefixtures("derived")


__all__ = ["laura", "machine", "site", "traveller"]
State = RegistrationState
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WHAT = """\
Can a machine be said to think? Lovelace, Babbage and the Analytical Engine
Lunar Society with the Spitalfields Mathematical Society
"""
ADD = "Add to calendar:\nhttps://webinars.example/registrations/k3vQ9mTz/webinar.ics\n"
OPEN = "Open my registration:\nhttps://webinars.example/registrations/k3vQ9mTz\n"
SEE = "See the webinar’s page:\nhttps://webinars.example/webinars/can-a-machine-be-said-to-think\n"
REASON = "Captain Menabrea is ill, and the Notes without him are half a conversation. We are sorry."


@pytest.fixture
def at_desk(session, olga, machine):
    """`at_desk(postpone)`: Olga does so, as the editor lets her."""

    def at_desk(verb, **values):
        verb(session, actor_of(session, olga.id), session.get_one(Webinar, machine.id), now=clock.now(), **values)
        session.commit()

    return at_desk


@pytest.fixture
def moves(at_desk):
    def moves(day, hour=16, **values):
        at_desk(move, wall=dt.datetime(2027, 2, day, hour), timezone="Europe/London", **values)

    return moves


@pytest.fixture
def letters(session, site):
    """`letters()`: what has been written since the last time to each address; None is one that dropped itself."""
    seen = set()

    def letters(*, is_sent=True):
        session.commit()
        send_mailings(session)
        found = []
        for mail in session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id)).all():
            if mail.id not in seen:
                session.expire_all()
                letter = write_letter(session, site, KINDS, mail, now=clock.now())
                mail.state = PromiseState.SENT if letter and is_sent else PromiseState.DROPPED
                session.commit()
                found.append((mail.kind.removeprefix("registration."), letter))
                seen.add(mail.id)
        return found

    return letters


@pytest.fixture
def the_letter(letters):
    def the_letter():
        ((_kind, letter),) = letters()
        return letter

    return the_letter


@pytest.fixture
def has_entry(session, laura):
    """Her calendar has the webinar."""
    registration = session.get_one(Registration, laura.id)
    registration.told_sequence, registration.told_method = 0, "REQUEST"
    session.commit()


@pytest.mark.usefixtures("has_entry")
def test_it_has_moved(site, laura, moves, the_letter):
    moves(15, 17)

    letter = the_letter()

    assert read(letter, site, laura) == (
        "Subject: Moved to Monday 15 February, 6pm Rome: Can a machine be said to think?\n\n"
        "It has moved\nMonday 15 February, 6pm Rome\n"
        "5pm Britain, 12 noon US Eastern, 9am US Pacific, 10.30pm India, 4am Tuesday Sydney. Lasts 2 hours.\n\n"
        f"{WHAT}\n"
        "It was to be on Sunday 14 February, 5pm Rome. Your place moves with it. The new calendar entry is attached "
        f"and replaces the old one.\n\n{OPEN}\n{ADD}\n"
        "If the new hour does not suit you, give your place back on your page. Your link to join is the same as before:"
        "\nhttps://webinars.example/join/7HK2Q\n\n"
        "-- \nKept until 17 March 2027: your name, address, zone and answers. Read, change or erase them on your "
        "page:\n"
        "https://webinars.example/registrations/k3vQ9mTz\n"
    )
    assert letter.calendar.method is Method.REQUEST
    assert b"SEQUENCE:1\r\n" in letter.calendar.octets
    assert b"DTSTART:20270215T170000Z\r\n" in letter.calendar.octets


@pytest.mark.usefixtures("has_entry")
def test_it_is_cancelled(site, laura, at_desk, the_letter):
    at_desk(cancel, reason=REASON)

    letter = the_letter()

    assert read(letter, site, laura) == (
        "Subject: Cancelled, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        "It is cancelled\nIt will not take place\nIt was to begin on Sunday 14 February 2027, 5pm Rome.\n\n"
        f"{WHAT}\n"
        "You need do nothing. The attached entry takes the webinar out of your calendar, and no reminder comes.\n\n"
        f"The Lunar Society writes:\n“{REASON}”\n\n{SEE}\n"
        "If there is a new date, it will be on that page.\n\n"
        "-- \nYour name, address, zone and answers are erased on 11 March 2027. To erase them now:\n"
        "https://webinars.example/registrations/k3vQ9mTz#erase\n"
    )
    assert letter.calendar.method is Method.CANCEL
    assert b"SEQUENCE:1\r\n" in letter.calendar.octets


@pytest.mark.usefixtures("has_entry")
def test_it_is_postponed_and_has_a_new_date(site, laura, at_desk, moves, the_letter):
    at_desk(postpone)

    letter = the_letter()

    assert read(letter, site, laura) == (
        "Subject: Postponed, Sunday 14 February, 5pm Rome: Can a machine be said to think?\n\n"
        "It is postponed\nA new date will follow\nSunday 14 February 2027, 5pm Rome, no longer holds.\n\n"
        f"{WHAT}\n"
        "You keep your place. When the new date is set, we write, and a new calendar entry comes. The attached one "
        f"takes the old date out.\n\n{OPEN}\n"
        "If you do not want to wait for it, give your place back on your page.\n\n"
        "-- \nKept until 30 days after the webinar: your name, address, zone and answers. Read, change or erase them "
        "on your page:\nhttps://webinars.example/registrations/k3vQ9mTz\n"
    )
    assert letter.calendar.method is Method.CANCEL
    moves(20)
    letter = the_letter()
    assert letter.subject == "New date, Saturday 20 February, 5pm Rome: Can a machine be said to think?"
    assert "It was to be on Sunday 14 February, 5pm Rome. Your place moves with it. The new calendar" in letter.text
    assert letter.calendar.method is Method.REQUEST


@pytest.mark.usefixtures("has_entry")
def test_it_takes_place_after_all(site, at_desk, the_letter):
    at_desk(cancel, reason=REASON)
    assert the_letter().kicker == "It is cancelled"

    at_desk(restore)

    letter = the_letter()
    assert letter.subject == "It takes place, Sunday 14 February, 5pm Rome: Can a machine be said to think?"
    assert letter.kicker == "It takes place after all"
    (says,) = letter.paragraphs
    assert says.startswith("It had been cancelled, and takes place after all. You have your place as before. The new")
    assert letter.calendar.method is Method.REQUEST
    assert b"STATUS:CONFIRMED\r\n" in letter.calendar.octets


@pytest.mark.usefixtures("has_entry")
def test_of_what_is_taken_down_only_what_was_public_is_said(session, machine, at_desk, the_letter):
    at_desk(unpublish)
    webinar = session.get_one(Webinar, machine.id)
    webinar.title, webinar.summary, webinar.description = "A secret draft", "A secret draft", "A secret draft"

    letter = the_letter()

    assert letter.subject == "Taken down, Sunday 14 February, 5pm Rome: Can a machine be said to think?"
    assert letter.title == TITLE
    assert letter.calendar.method is Method.CANCEL
    assert "A secret draft" not in repr(letter)
    assert b"A secret draft" not in letter.calendar.octets


@pytest.mark.parametrize(("minutes", "kicker"), [(180, "It is longer"), (90, "It is shorter")])
def test_it_is_longer_or_shorter(moves, laura, the_letter, minutes, kicker):
    moves(14, duration_minutes=minutes)

    letter = the_letter()

    assert letter.subject == f"{kicker}, Sunday 14 February, 5pm Rome: Can a machine be said to think?"
    lasts = {180: "3 hours", 90: "1 hour and 30 minutes"}[minutes]
    assert letter.paragraphs[0].startswith(f"It begins as announced, and lasts {lasts} instead of 2 hours. The new")


def test_whoever_waits_or_is_to_be_approved_is_told_and_nobody_else(session, site, machine, moves, letters):
    session.get_one(RegistrationDesk, machine.id).capacity = 1
    others = {}
    for state in State:
        others[state] = register_laura(
            session, site, machine, email_normal=f"{state}@x.example", state=state, ended_at=NOW
        )

    moves(15)

    told = {letter.paragraphs[0].split("Rome. ")[1].split(".")[0] for _kind, letter in letters()}
    assert told == {"Your place moves with it", "You stay on the waiting list", "Your registration moves with it"}
    recipients = set(session.scalars(sa.select(OutboundEmail.recipient)))
    assert recipients == {"confirmed@x.example", "waiting@x.example", "pending@x.example"}


def test_only_those_with_an_entry_are_sent_another(session, site, machine, laura, moves, at_desk, letters):
    moves(15)
    ((_kind, first),) = letters()
    assert first.calendar.method is Method.REQUEST
    waiting = register_laura(session, site, machine, email_normal="w@x.example", state=State.WAITING)

    at_desk(postpone)

    found = {mail.recipient: mail.context["sequence"] for mail in session.scalars(sa.select(OutboundEmail))}
    assert set(found) == {"laura@example.org"}
    calendars = [letter.calendar and letter.calendar.method for _kind, letter in letters()]
    assert calendars == [Method.CANCEL, None]
    assert session.get_one(Registration, waiting.id).told_sequence is None


def test_each_sequence_is_above_those_before(session, laura, moves, at_desk, letters):
    """Also where a personal entry has counted further than the feed's."""
    session.get_one(Registration, laura.id).told_sequence = 7
    session.get_one(Registration, laura.id).told_method = "REQUEST"
    session.commit()
    numbers = []
    for change in (lambda: moves(15), lambda: moves(16), lambda: at_desk(cancel), lambda: at_desk(restore)):
        change()
        ((_kind, letter),) = letters()
        numbers.append(letter.calendar.octets.partition(b"SEQUENCE:")[2].partition(b"\r\n")[0])

    assert numbers == [b"8", b"9", b"10", b"11"]
    assert session.get_one(Registration, laura.id).told_sequence == 11


def test_moved_twice_before_the_worker_ran_is_one_mail_from_what_was_known(session, laura, moves, letters):
    moves(15)
    moves(16)

    ((kind, letter),) = letters()

    assert kind == "moved"
    assert headline(letter) == "Tuesday 16 February, 5pm Rome"
    assert "It was to be on Sunday 14 February, 5pm Rome." in letter.text
    states = session.scalars(sa.select(Mailing.state).order_by(Mailing.id)).all()
    assert states == [PromiseState.DROPPED, PromiseState.SENT]


def test_moved_away_and_back_before_the_worker_ran_is_no_news(session, laura, moves, letters):
    moves(15)
    moves(14)

    assert letters() == []
    assert session.get_one(RegistrationDesk, laura.webinar_id).told_starts_at.day == 14


def test_moved_again_while_mails_wait_tells_from_what_has_left(session, laura, moves, letters):
    moves(15)
    send_mailings(session)
    moves(16)

    (first, second) = letters()

    assert first == ("moved", None)
    assert headline(second[1]) == "Tuesday 16 February, 5pm Rome"
    assert "It was to be on Sunday 14 February, 5pm Rome." in second[1].text


def test_moved_away_and_back_while_mails_wait_says_nothing(session, laura, moves, letters):
    moves(15)
    send_mailings(session)
    moves(14)

    assert letters() == [("moved", None), ("moved", None)]


def test_what_has_been_sent_is_what_she_knows(laura, moves, letters):
    moves(15)
    assert letters()[0][1] is not None

    moves(14)

    ((_kind, letter),) = letters()
    assert headline(letter) == "Sunday 14 February, 5pm Rome"
    assert "It was to be on Monday 15 February, 5pm Rome." in letter.text


def test_cancelled_while_mails_of_a_move_wait(session, laura, moves, at_desk, letters):
    moves(15)
    send_mailings(session)
    at_desk(cancel)

    (first, second) = letters()

    assert first == ("moved", None)
    assert second[1].line == "It was to begin on Sunday 14 February 2027, 5pm Rome."


def test_whoever_registers_after_the_move_knows_it(session, site, machine, laura, traveller, moves, letters):
    moves(15)
    traveller.move_to(NOW + HOUR)
    register_laura(session, site, machine, email_normal="late@x.example", created_at=clock.now())

    assert len(letters()) == 1


def test_other_changes_and_nobody_are_no_news(session, olga, machine, at_desk, moves, laura):
    webinar = session.get_one(Webinar, machine.id)
    webinar.title = "Can it?"
    session.commit()
    assert session.scalars(sa.select(Mailing)).all() == []
    session.delete(session.get_one(Registration, laura.id))
    session.commit()

    moves(15)

    assert session.scalars(sa.select(Mailing)).all() == []
    assert session.get_one(RegistrationDesk, machine.id).told_starts_at.day == 15


def test_a_draft_is_nobodys_news_and_publication_is_where_it_begins(session, settings, lunar, traveller):
    webinar = make_webinar(session, lunar, status=Status.DRAFT)
    row = open_desk(session, webinar)
    make_registration(session, settings, webinar)
    session.commit()
    assert row.told_status is None

    webinar.status, webinar.published_at = Status.PUBLISHED, NOW
    session.commit()

    assert (row.told_status, row.told_starts_at) == (Status.PUBLISHED, webinar.starts_at)
    assert session.scalars(sa.select(Mailing)).all() == []


def test_what_is_over_is_tidied_up_in_silence(session, machine, laura, traveller, at_desk, moves):
    traveller.move_to(machine.ends_at + HOUR)
    moves(13)
    at_desk(cancel)

    assert session.scalars(sa.select(Mailing)).all() == []


def test_a_slip_into_the_past_is_not_told(session, laura, moves, the_letter):
    moves(1)
    assert session.scalars(sa.select(Mailing)).all() == []

    moves(15)

    assert "It was to be on Sunday 14 February, 5pm Rome." in the_letter().text


def test_new_zone_rules_are_news_as_well(session, olga, machine, laura, letters):
    webinar = session.get_one(Webinar, machine.id)
    webinar.starts_at, webinar.ends_at = webinar.starts_at - HOUR, webinar.ends_at - HOUR
    row = session.get_one(RegistrationDesk, machine.id)
    row.told_starts_at, row.told_ends_at = webinar.starts_at, webinar.ends_at
    session.commit()
    olga.is_admin = True

    refresh(session, actor_of(session, olga.id), now=clock.now())

    assert [kind for kind, _letter in letters() if kind == "moved"] == ["moved"]


def test_the_mails_are_the_hosts_and_urgent(session, machine, laura, moves, letters):
    moves(15)
    letters()

    mail = session.scalars(sa.select(OutboundEmail)).one()
    assert (mail.priority, mail.organisation_id) == (Priority.REGISTRATION, machine.host_id)


def test_whoever_waits_is_given_a_place_by_the_change_that_makes_room(session, site, machine, traveller, at_desk):
    """Postponed, nobody is given one; with the new date the queue moves."""
    at_desk(postpone)
    waiting = register_laura(session, site, machine, state=State.WAITING)
    touch(session, [machine.id])
    session.commit()
    assert session.get_one(Registration, waiting.id).state is State.WAITING

    at_desk(restore)

    session.expire_all()
    assert session.get_one(Registration, waiting.id).state is State.CONFIRMED
    assert session.scalars(sa.select(OutboundEmail.kind)).all() == ["registration.place"]


def test_the_recording_of_what_is_known_by_its_date_is_told_to_those_who_asked(session, settings, lunar, promised):
    webinar = make_webinar(session, lunar, starts_in=None, starts_on=(clock.now() - 3 * DAY).date())
    open_desk(session, webinar)
    make_registration(session, settings, webinar, wants_recording=True)
    make_registration(session, settings, webinar, "Wang")
    session.commit()

    add_recording(session, webinar)
    session.commit()
    send_mailings(session, now=clock.now)
    assert promised() == [], "whoever has added it may still put it right"
    send_mailings(session, now=lambda: clock.now() + HOUR)

    assert promised() == ["recording"]


def test_the_first_recording_is_told_once_to_those_who_asked(session, site, machine, laura, traveller, letters):
    session.get_one(Registration, laura.id).wants_recording = True
    register_laura(session, site, machine, email_normal="other@x.example")
    webinar = session.get_one(Webinar, machine.id)
    traveller.move_to(machine.starts_at + HOUR)
    recording = add_recording(session, webinar)
    session.commit()
    assert letters() == [], "it is still live"

    traveller.move_to(machine.ends_at)
    ((kind, letter),) = letters()

    assert (kind, headline(letter)) == ("recording", "The recording is up")
    mail = session.scalars(sa.select(OutboundEmail)).one()
    assert (mail.recipient, mail.priority) == ("laura@example.org", Priority.MESSAGE)
    recording = session.get_one(type(recording), recording.id)
    recording.title = "Another title"
    add_recording(session, session.get_one(Webinar, machine.id), "Another")
    session.commit()
    assert letters() == []


def test_what_is_recorded_before_it_begins_is_none(session, machine, laura):
    session.get_one(Registration, laura.id).wants_recording = True
    add_recording(session, session.get_one(Webinar, machine.id))
    session.commit()

    assert session.scalars(sa.select(Mailing)).all() == []


def test_webinars_without_a_desk_cost_one_look_however_many_there_are(session, lunar, count_statements, traveller):
    def statements(count):
        for number in range(count):
            make_webinar(session, lunar, f"Comets {count} {number}")
        session.flush()
        with count_statements() as found:
            session.commit()
        return [each for each in found if re.search(r"(FROM|UPDATE|INTO) (registration|mailing)", each)]

    assert len(statements(1)) == len(statements(30)) == 1


def test_a_deleted_webinar_is_no_news(session, lunar, traveller):
    webinar = make_webinar(session, lunar)
    open_desk(session, webinar)
    session.commit()

    session.execute(sa.delete(Webinar).where(Webinar.id == webinar.id))
    touch(session, [webinar.id])
    session.commit()

    assert session.scalars(sa.select(Mailing)).all() == []


def test_what_was_erased_holds_no_place_when_a_new_date_is_set(session, settings, machine, traveller, at_desk, moves):
    desk = session.get_one(RegistrationDesk, machine.id)
    desk.capacity = 1
    make_registration(session, settings, machine, "Ana")
    make_registration(session, settings, machine, "Ben", state=State.WAITING)
    at_desk(postpone)
    traveller.move_to(NOW + 181 * DAY)
    erase_due(session, now=clock.now())

    at_desk(move, wall=dt.datetime(2027, 11, 14, 16), timezone="Europe/London")

    rows = session.execute(sa.select(Registration.name, Registration.state)).all()
    assert set(rows) == {("", State.CANCELLED)}
    assert (session.get_one(RegistrationDesk, machine.id).seats_taken, waiting_count(session, machine.id)) == (0, 0)
    assert session.scalars(sa.select(Mailing.kind)).all() == ["registration.postponed"]
