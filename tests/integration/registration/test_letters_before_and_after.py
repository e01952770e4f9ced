"""Reminders, the recording, the last mail and the list of one's registrations, word for word."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    add_transcript,
    make_registration,
    make_speaker,
    make_webinar,
    open_desk,
)
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
from tests.postbox import mail_server, postbox, sending, sending_in_vain
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.jobs import forget_last_mails, send_due_mails
from webinars.domain.registration.address_list import list_token
from webinars.models import (
    CalendarEntry,
    Chapter,
    OutboundEmail,
    Priority,
    Recording,
    RecordingKind,
    Registration,
    RegistrationDesk,
    RegistrationState,
    Status,
    Webinar,
)
from webinars.pure.ical.writing import Method

__all__ = ["laura", "machine", "mail_server", "postbox", "sending", "sending_in_vain", "site", "traveller", "write"]

START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
TITLE = "Can a machine be said to think? Lovelace, Babbage and the Analytical Engine\n"
CREDIT = "Lunar Society with the Spitalfields Mathematical Society\n"
LINE = "4pm Britain, 11am US Eastern, 8am US Pacific, 9.30pm India, 3am Monday Sydney. Lasts 2 hours.\n"
STOP = (
    "-- \nReminders come the day before and one hour before. Stop them for this webinar:\n"
    "https://webinars.example/registrations/k3vQ9mTz#reminders\n"
)


@pytest.fixture
def remind(write, laura):
    """`remind(60)`: the reminder so many minutes before the start, written then or `late` after that."""

    def remind(minutes, *, late=dt.timedelta(), now=None, starts_at=START):
        now = now or starts_at - dt.timedelta(minutes=minutes) + late
        return write("reminder", laura, now=now, minutes=minutes, starts_at=starts_at.isoformat())

    return remind


@pytest.mark.usefixtures("derived")
def test_in_one_hour(session, settings, site, machine, laura, remind):
    session.get(Webinar, machine.id).join_passcode = "nota-g"
    session.scalars(sa.select(RegistrationDesk)).one().capacity = 1
    make_registration(session, settings, machine, "Wang", state=RegistrationState.WAITING)

    assert read(remind(60), site, laura) == (
        "Subject: In one hour, 5pm Rome: Can a machine be said to think?\n\n"
        f"In one hour\nToday at 5pm Rome\nSunday 14 February 2027. {LINE}\n{TITLE}{CREDIT}\n"
        "Join from 4.30pm Rome:\nhttps://webinars.example/join/7HK2Q\n\n"
        "This is your own link. If the room changes, the link stays the same. If it asks for a passcode: nota-g\n\n"
        "You cannot come? Give your place back until 4.30pm Rome and somebody who waits gets it:\n"
        f"https://webinars.example/registrations/k3vQ9mTz\n\n{STOP}"
    )


@pytest.mark.usefixtures("derived")
def test_tomorrow(session, settings, site, machine, laura, remind):
    session.get(Webinar, machine.id).join_passcode = "nota-g"
    session.scalars(sa.select(RegistrationDesk)).one().capacity = 1
    make_registration(session, settings, machine, "Wang", state=RegistrationState.WAITING)

    assert read(remind(1440), site, laura) == (
        "Subject: Tomorrow, 5pm Rome: Can a machine be said to think?\n\n"
        f"Tomorrow\nSunday 14 February, 5pm Rome\n{LINE}\n{TITLE}{CREDIT}\n"
        "Join from 4.30pm Rome:\nhttps://webinars.example/join/7HK2Q\n\n"
        "This is your own link. If the room changes, the link stays the same.\n\n"
        "You cannot come? Give your place back, and somebody who waits gets it:\n"
        f"https://webinars.example/registrations/k3vQ9mTz\n\n{STOP}"
    )


def test_in_ten_minutes(site, laura, remind):
    assert read(remind(10), site, laura) == (
        "Subject: In ten minutes, 5pm Rome: Can a machine be said to think?\n\n"
        f"In ten minutes\nToday at 5pm Rome\nThe room is open.\n\n{TITLE}\n"
        "Join:\nhttps://webinars.example/join/7HK2Q\n\n"
        "-- \nStop the reminders for this webinar:\n"
        "https://webinars.example/registrations/k3vQ9mTz#reminders\n"
    )


def test_where_nobody_waits_nobody_gets_the_place(remind):
    assert "You cannot come? Give your place back on your page:\n" in remind(60).text


@pytest.mark.parametrize(
    ("timezone", "minutes", "late", "words"),
    [
        ("Europe/Rome", 2880, 0, "In two days, 5pm Rome: "),
        ("Europe/Rome", 7 * 1440, 0, "In seven days, 5pm Rome: "),
        ("Europe/Rome", 1440, 12 * 60, "Today, 5pm Rome: "),
        ("Australia/Sydney", 1440, 0, "Tomorrow, 3am Sydney: "),
        ("Australia/Sydney", 1440, 22 * 60, "Today, 3am Sydney: "),
        ("Europe/Rome", 60, 2, "In one hour, 5pm Rome: "),
        ("Europe/Rome", 60, 15, "In 45 minutes, 5pm Rome: "),
        ("Europe/Rome", 180, 0, "In 3 hours, 5pm Rome: "),
        ("Europe/Rome", 60, 50, "In ten minutes, 5pm Rome: "),
        ("Europe/Rome", 10, 9, "In 1 minute, 5pm Rome: "),
    ],
)
def test_the_words_are_true_where_she_is_when_it_leaves(session, laura, remind, timezone, minutes, late, words):
    session.get(Registration, laura.id).timezone = timezone
    assert remind(minutes, late=late * MINUTE).subject.startswith(words)


def test_an_hour_before_it_may_be_tomorrow_for_her(session, laura, remind):
    session.get(Registration, laura.id).timezone = "Asia/Shanghai"

    letter = remind(60)

    assert headline(letter) == "Tomorrow at midnight Sunday to Monday China"
    assert letter.line.startswith("Monday 15 February 2027. ")


def test_no_reminder_of_what_has_begun_moved_or_is_not_hers(session, machine, laura, remind):
    assert remind(60) is not None
    assert remind(60, late=HOUR) is None
    assert remind(60, starts_at=START + DAY) is None
    session.get(Registration, laura.id).wants_reminders = False
    assert remind(60) is None
    registration = session.get(Registration, laura.id)
    registration.wants_reminders, registration.state, registration.queue_number = True, RegistrationState.WAITING, 1
    assert remind(60) is None
    registration = session.get(Registration, laura.id)
    registration.state, registration.queue_number = RegistrationState.CONFIRMED, None
    session.get(Webinar, machine.id).status = Status.POSTPONED
    assert remind(60) is None


def test_the_recording_is_up(session, site, machine, laura, write):
    session.get(Registration, laura.id).wants_recording = True
    webinar = session.get(Webinar, machine.id)
    for number in range(5):
        add_question(session, webinar, f"Question {number}?").answered_s = 60 * number if number else None
    full = add_recording(session, webinar, "All of it", duration_s=112 * 60)
    for at_s, title in ((0, "Welcome"), (125, "The Notes")):
        session.execute(sa.insert(Chapter).values(recording_id=full.id, at_s=at_s, title=title))
    for name in ("Ada Lovelace", "Charles Babbage"):
        speaker = make_speaker(session, webinar.host, name)
        add_recording(
            session,
            webinar,
            name,
            kind=RecordingKind.PRESENTATION,
            appearance=add_appearance(session, webinar, speaker),
        )
    add_transcript(session, full, "Yes.")

    assert read(write("recording", laura, now=START + DAY), site, laura) == (
        "Subject: The recording is up: Can a machine be said to think?\n\n"
        "You asked to be told\nThe recording is up\n"
        f"1 hour and 52 minutes, with a transcript and each of two talks by itself.\n\n{TITLE}{CREDIT}\n"
        "Watch the recording:\nhttps://webinars.example/webinars/can-a-machine-be-said-to-think\n\n"
        "Chapters\n0:00 Welcome\nhttps://webinars.example/recordings/all-of-it-full?t=0\n"
        "2:05 The Notes\nhttps://webinars.example/recordings/all-of-it-full?t=125\n\n"
        "Answered questions\n1:00 Question 1?\nhttps://webinars.example/recordings/all-of-it-full?t=60\n"
        "2:00 Question 2?\nhttps://webinars.example/recordings/all-of-it-full?t=120\n"
        "3:00 Question 3?\nhttps://webinars.example/recordings/all-of-it-full?t=180\n"
        "4:00 Question 4?\nhttps://webinars.example/recordings/all-of-it-full?t=240\n\n"
        "-- \nOne more mail comes, on 16 March 2027, when your name, address, zone and answers have been erased. To "
        "erase them now:\nhttps://webinars.example/registrations/k3vQ9mTz#erase\n"
    )
    session.get(Registration, laura.id).wants_recording = False
    assert write("recording", laura, now=START + DAY) is None


def test_a_recording_that_is_gone_again_is_not_told(session, machine, laura, write):
    session.get(Registration, laura.id).wants_recording = True
    add_recording(session, session.get(Webinar, machine.id))
    assert write("recording", laura, now=START + DAY) is not None

    session.execute(sa.update(Recording).values(removed_at=NOW, removed_from_id=machine.id, webinar_id=None))

    assert write("recording", laura, now=START + DAY) is None


@pytest.mark.usefixtures("derived")
def test_erased(session, site, laura, write):
    registration = session.get(Registration, laura.id)
    registration.email_normal = registration.link_digest = registration.join_digest = registration.nonce = None
    registration.erased_at, registration.name = NOW, ""

    letter = write("erased", laura, is_asked=False, days=30, sequence=None)

    assert f"Subject: {letter.subject}\n\n{letter.text}" == (
        "Subject: Erased: what we kept about you for “Can a machine be said to think?”\n\n"
        f"Erased\nWhat we kept about you is erased\n\n{TITLE}\n"
        "Your name, address, zone and answers for this webinar are gone, as we said they would be 30 days after it. "
        "The links in earlier mails no longer work. What remains is a count: one more registration.\n\n"
        "See the webinar’s page:\nhttps://webinars.example/webinars/can-a-machine-be-said-to-think\n\n"
        "-- \nThis is the last mail about this webinar.\n"
    )
    assert letter.unsubscribe is None
    asked = write("erased", laura, is_asked=True, days=30, sequence=4)
    assert "are gone, as you asked. The links" in asked.text
    assert asked.calendar.method is Method.CANCEL
    by_organisers = write("erased", laura, is_asked=False, days=None, sequence=None)
    assert "are gone: the organisers have erased them. The links" in by_organisers.text

    webinar = session.get(Webinar, laura.webinar_id)
    webinar.status = Status.POSTPONED
    assert "are gone, as we said they would be. The" in write("erased", laura, is_asked=False, days=30).text
    webinar.status, webinar.title = Status.DRAFT, "zqsecretzq"
    taken_down = write("erased", laura, is_asked=True, days=30, sequence=5)
    assert (taken_down.title, "zqsecretzq" in taken_down.subject + taken_down.text) == (TITLE.strip(), False)
    assert session.scalars(sa.select(CalendarEntry)).one()


def promise_the_last(session, laura, *, now=NOW):
    add_mail(
        session,
        kind="registration.erased",
        priority=Priority.REGISTRATION,
        recipient="laura@example.org",
        context={"webinar_id": laura.webinar_id, "is_asked": False, "days": 30, "sequence": None},
        dedupe_key="x",
        now=now,
    )
    session.commit()


@pytest.mark.usefixtures("derived")
def test_the_last_mail_is_forgotten_once_it_has_left(session, laura, sending, postbox):
    promise_the_last(session, laura)

    send_due_mails(session, sending, KINDS, now=lambda: NOW)

    assert [message["To"] for message in postbox.messages] == ["laura@example.org"]
    assert session.scalars(sa.select(OutboundEmail)).all() == []


def test_the_last_mail_is_kept_while_the_server_is_away(session, laura, sending_in_vain):
    promise_the_last(session, laura)

    send_due_mails(session, sending_in_vain, KINDS, now=lambda: NOW)
    forget_last_mails(session, KINDS, now=NOW)

    assert session.scalars(sa.select(OutboundEmail.recipient)).all() == ["laura@example.org"]
    forget_last_mails(session, KINDS, now=NOW + 8 * DAY)
    assert session.scalars(sa.select(OutboundEmail)).all() == []


def test_my_registrations(session, site, machine, laura, lunar, write):
    tides = make_webinar(
        session, lunar, "What the tide tables leave out", starts_wall=dt.datetime(2027, 2, 25, 19), timezone="UTC"
    )
    turk = make_webinar(
        session, lunar, "The Turk", starts_wall=dt.datetime(2027, 3, 21, 16), timezone="UTC", status=Status.POSTPONED
    )
    old = make_webinar(session, lunar, "Comets", starts_wall=dt.datetime(2027, 1, 3, 16), timezone="UTC")
    draft = make_webinar(session, lunar, "Never published", status=Status.DRAFT)
    states = [(tides, "waiting"), (turk, "confirmed"), (old, "confirmed"), (draft, "confirmed")]
    for webinar, state in states:
        # All places are taken, or whoever waits is given one.
        open_desk(session, webinar, capacity=2, seats_taken=1 if state == "confirmed" else 2)
        register_laura(session, site, webinar, state=RegistrationState(state))

    letter = write("links", laura, timezone="Europe/Rome")

    text = letter.text.replace(list_token(site, 7), "Xw81nP")
    assert f"Subject: {letter.subject}\n\n{text}" == (
        "Subject: Your registrations at Learned Societies\n\n"
        "You asked for your links\nThree webinars to come, one past\nHours are those of Rome.\n\n"
        "Sunday 14 February, 5pm Rome: Can a machine be said to think? You have a place.\n\n"
        "Thursday 25 February, 8pm Rome: What the tide tables leave out. You are number 1 on the waiting list.\n\n"
        "Postponed: The Turk. You have a place.\n\n"
        "Open my webinars:\nhttps://webinars.example/registrations/mine/Xw81nP\n\n"
        "The link works for 24 hours.\n\n"
        "-- \nIf you did not ask for this, do nothing: nobody else has seen it.\n"
    )
    assert letter.secrets == {list_token(site, 7)}
    assert letter.unsubscribe is None


def test_of_what_has_ended_and_of_nothing_no_list_is_sent(session, laura, write):
    session.get(Registration, laura.id).state = RegistrationState.CANCELLED

    assert write("links", laura, timezone="Europe/Rome") is None
