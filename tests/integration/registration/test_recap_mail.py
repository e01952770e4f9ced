"""The mail that a recording is up: an hour after it was added, read, sent at once, stopped and sent after all."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import add_asked
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_member,
    make_organisation,
    make_registration,
    make_speaker,
    open_desk,
)
from tests.integration.registration.conftest import STARTS
from tests.integration.registration.reading import words_of
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.live.feedback import give_feedback
from webinars.domain.mail.compose import write_letter
from webinars.domain.registration.letters.recap_email import MOST
from webinars.domain.registration.mailings.mailing import RECORDING, send_mailings
from webinars.domain.registration.mailings.recap_mail import RecapMailState, recap_mail_of
from webinars.domain.registration.recording_wishes import RECORDING_WISH
from webinars.models import (
    Agreement,
    AuditEvent,
    Chapter,
    FileKind,
    Mailing,
    OutboundEmail,
    QuestionState,
    Recording,
    RecordingWish,
    Registration,
    RegistrationDesk,
    Role,
    Status,
    StoredFile,
    Webinar,
)

pytestmark = pytest.mark.usefixtures("derived", "with_mail_server")

HERE = "/manage/webinars/comets/recordings"
MAIL = f"{HERE}/mail"
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def webinar(past_webinar):
    return past_webinar


@pytest.fixture
def people(session, settings, webinar):
    """Two with a place who asked, one who did not, and one who waits without a place."""
    open_desk(session, webinar)
    for name in ("Ana", "Bo"):
        make_registration(session, settings, webinar, name, wants_recording=True)
    make_registration(session, settings, webinar, "Cy")
    add_wish(session, webinar, "dora")
    session.commit()


def add_wish(session, webinar, name, confirmed_at=STARTS + 2 * HOUR):
    session.add(
        RecordingWish(
            webinar_id=webinar.id,
            email_normal=f"{name}@attendee.example",
            nonce=name,
            link_digest=name,
            created_at=STARTS + 2 * HOUR,
            confirmed_at=confirmed_at,
        )
    )


@pytest.fixture
def added(session, webinar):
    """The first recording is added now."""

    def added(title="All of it", **values):
        recording = add_recording(session, session.get_one(Webinar, webinar.id), title, **values)
        session.commit()
        return recording

    return added


@pytest.fixture
def browser(client, sign_in, olga, webinar):
    sign_in(client, olga)
    return client


def pressed(browser, button):
    """What stands on the page after a press."""
    answer = browser.post(MAIL, data={"press": button})
    assert (answer.status_code, answer.location) == (303, f"{HERE}#mail")
    return words_of(browser.get(HERE))


def gone_to(session):
    """Whom it goes to, by what has been promised by now."""
    session.rollback()
    send_mailings(session)
    kinds = [RECORDING, RECORDING_WISH]
    query = sa.select(OutboundEmail.recipient).where(OutboundEmail.kind.in_(kinds)).order_by(OutboundEmail.id)
    return [each.partition("@")[0] for each in session.scalars(query)]


def state_of(session, webinar):
    session.rollback()
    found = recap_mail_of(session, webinar.id, now=clock.now())
    return found and (found.state, found.count)


def remove(session, recording, webinar):
    """The recording is taken off, as the desk does it."""
    webinar = session.scalars(
        sa.select(Webinar).where(Webinar.id == webinar.id).options(sa.orm.selectinload(Webinar.recordings))
    ).one()
    recording = session.get_one(Recording, recording.id)
    webinar.recordings.remove(recording)
    recording.removed_at, recording.removed_from_id = clock.now(), webinar.id
    session.commit()


def test_it_leaves_an_hour_after_the_first_recording(session, webinar, people, added, at):
    added()
    assert (state_of(session, webinar), gone_to(session)) == ((RecapMailState.WAITING, 3), [])
    at(3.5)
    added("Another")
    assert gone_to(session) == []

    at(4)

    assert gone_to(session) == ["ana", "bo", "dora"]
    assert state_of(session, webinar) == (RecapMailState.LEFT, 3)
    added("A third")
    at(6)
    assert gone_to(session) == ["ana", "bo", "dora"]


def test_not_before_the_end(session, webinar, people, added, at):
    at(0.5)
    added()
    at(1.9)
    assert gone_to(session) == []
    at(2)
    assert gone_to(session) == ["ana", "bo", "dora"]


@pytest.mark.parametrize("has_desk", [True, False])
def test_it_goes_with_the_last_recording_and_comes_back_with_the_next(session, settings, webinar, added, at, has_desk):
    if has_desk:
        open_desk(session, webinar)
        make_registration(session, settings, webinar, "Ana", wants_recording=True)
    add_wish(session, webinar, "dora")
    session.commit()
    wrong = added("Wrong")
    remove(session, wrong, webinar)
    assert state_of(session, webinar) is None
    at(4)
    assert gone_to(session) == []

    added("Right")

    at(4.9)
    assert gone_to(session) == []
    at(5)
    assert gone_to(session) == (["ana", "dora"] if has_desk else ["dora"])


def test_those_who_wait_without_a_place_go_on_waiting_while_there_is_nothing_to_see(session, webinar, added, at):
    add_wish(session, webinar, "dora")
    added()
    session.get_one(Webinar, webinar.id).status = Status.DRAFT
    session.commit()
    at(4)
    assert gone_to(session) == []
    session.get_one(Webinar, webinar.id).status = Status.PUBLISHED
    session.commit()
    at(5)

    assert gone_to(session) == ["dora"]
    assert session.scalars(sa.select(RecordingWish)).all() == []


def test_the_page_of_recordings_says_when_it_goes_and_to_how_many(browser, webinar, people, added, at):
    assert browser.get(HERE).status_code == 200
    assert "Mail to" not in words_of(browser.get(HERE))
    added()
    at(3 + 2 / 60)

    words = words_of(browser.get(HERE))

    assert "Mail to 3 people. Goes out at 8pm Britain, 58 minutes from now. Read it Send it now Stop it" in words


def test_who_may_not_write_to_those_registered_sees_nothing_of_it(client, session, sign_in, webinar, people, added):
    added()
    partner = make_organisation(session, "Royal Society")
    add_co_organiser(session, session.get_one(Webinar, webinar.id), partner).rights = ["texts"]
    editor = make_member(session, partner, "Edith", Role.EDITOR)
    session.commit()
    sign_in(client, editor)

    page = client.get(HERE)
    assert page.status_code == 200
    assert "Mail to" not in words_of(page)
    assert [client.get(MAIL).status_code, client.post(MAIL, data={"press": "now"}).status_code] == [403, 403]


def test_it_is_read_as_it_would_leave_now_to_nobody_in_particular(browser, session, settings, webinar, people, added):
    added()

    page = browser.get(MAIL)

    assert page.status_code == 200
    assert "The recording is up: Comets and their tails" in words_of(page)
    assert "One more mail comes" in words_of(page)
    assert not {name for name in ("ana@", "bo@", "dora@") if name in page.text}


def test_without_a_desk_it_is_read_as_those_read_it_who_wait(browser, session, webinar, added):
    add_wish(session, webinar, "dora")
    added()

    assert "Your address is erased with it." in words_of(browser.get(MAIL))
    assert "Mail to one person." in words_of(browser.get(HERE))


def test_where_there_is_nothing_to_tell_of_it_says_so(browser, session, webinar, people, added):
    added()
    session.get_one(Webinar, webinar.id).status = Status.DRAFT
    session.commit()

    assert "There is nothing to tell of now: it would not leave." in words_of(browser.get(MAIL))


def test_send_it_now(browser, session, webinar, people, added):
    added()

    answer = pressed(browser, "now")

    assert "It is on its way to 3 people." in answer
    assert gone_to(session) == ["ana", "bo", "dora"]
    words = words_of(browser.get(HERE))
    assert "Mail to 3 people. It has gone out, or is on its way." in words
    assert "Stop it" not in words
    again = pressed(browser, "now")
    assert "It is on its way already." in again
    assert gone_to(session) == ["ana", "bo", "dora"]
    assert session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.like("message:%"))).all() == [
        "message:send_recap"
    ]


def test_stop_it_and_send_it_after_all(browser, session, webinar, people, added, at):
    added()

    assert "It is stopped." in pressed(browser, "stop")

    at(5)
    added("Another")
    assert gone_to(session) == []
    words = words_of(browser.get(HERE))
    assert "Mail to 3 people. It is stopped. Read it Send it after all" in words
    assert "Stop it" not in words
    refused = pressed(browser, "now")
    assert "Somebody has stopped it in the meantime." in refused
    assert gone_to(session) == []
    answer = pressed(browser, "after-all")
    assert "It is on its way to 3 people." in answer
    assert gone_to(session) == ["ana", "bo", "dora"]
    again = pressed(browser, "after-all")
    assert "It is on its way already." in again
    assert gone_to(session) == ["ana", "bo", "dora"]


def test_what_has_been_sent_cannot_be_stopped(browser, session, webinar, people, added):
    added()
    browser.post(MAIL, data={"press": "now"})

    answer = pressed(browser, "stop")

    assert "It is on its way already." in answer
    assert gone_to(session) == ["ana", "bo", "dora"]


def test_a_press_of_nothing_is_none(browser, webinar, people, added):
    added()

    assert browser.post(MAIL, data={"press": "maybe"}).status_code == 400


def test_where_nobody_waits_there_is_no_mail(browser, session, webinar, added):
    added()

    assert "Mail to" not in words_of(browser.get(HERE))
    assert browser.get(MAIL).location == HERE
    assert session.scalars(sa.select(Mailing)).all() == []


@pytest.fixture
def letter(session, settings):
    """The letter to Ana, as it is written now."""

    def letter():
        session.rollback()
        mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.recipient == "ana@attendee.example")).one()
        return write_letter(session, settings, KINDS, mail, now=clock.now())

    return letter


def test_of_many_chapters_ten_are_named(session, webinar, people, added, at, letter):
    recording = added()
    session.add_all([Chapter(at_s=60 * number, title=f"Part {number}") for number in range(MOST + 3)])
    for each in session.new:
        each.recording_id = recording.id
    session.commit()
    at(4)
    gone_to(session)

    text = letter().text

    assert "Chapters\n0:00 Part 0\nhttp://localhost/recordings/all-of-it-full?t=0\n" in text
    assert "t=540\nand 3 more on the page\n" in text
    assert "Part 10" not in text


def test_answers_to_the_audience_and_offered_slides_are_led_to(session, lunar, webinar, people, added, at, letter):
    webinar = session.get_one(Webinar, webinar.id)
    add_asked(session, webinar, "Does a tail cast a shadow?", state=QuestionState.ANSWERED, answered_s=75)
    for name, agreement, is_offered in (
        ("ada", Agreement.AGREED, True),
        ("bo", Agreement.AGREED, False),
        ("cy", Agreement.DECLINED, True),
    ):
        appearance = add_appearance(session, webinar, make_speaker(session, lunar, name), agreement=agreement)
        slides = StoredFile(
            key=name,
            kind=FileKind.SLIDES,
            name=f"{name}.pdf",
            content_type="application/pdf",
            byte_count=7,
            created_at=clock.now(),
            is_offered=is_offered,
        )
        slides.appearance_id = appearance.id
        session.add(slides)
    session.commit()
    added()
    at(4)
    gone_to(session)

    text = letter().text

    moment = "http://localhost/recordings/all-of-it-full?t=75"
    assert f"Answered questions\n1:15 Does a tail cast a shadow?\n{moment}\n" in text
    assert "Slides\nada.pdf\nhttp://localhost/files/ada/ada.pdf\n\n" in text
    assert "bo.pdf" not in text
    assert "cy.pdf" not in text


def test_feedback_is_asked_for_once(session, settings, webinar, people, added, at, letter):
    asked = "Was it worth your time? Two questions on your page:"
    session.get_one(RegistrationDesk, webinar.id).takes_feedback = True
    session.commit()
    added()
    at(4)
    gone_to(session)
    assert asked in letter().text
    ana = session.scalars(sa.select(Registration).where(Registration.name == "Ana")).one()

    give_feedback(session, ana.id, "yes", "", now=clock.now())
    session.commit()

    assert asked not in letter().text
    session.get_one(RegistrationDesk, webinar.id).takes_feedback = False
    ana.has_given_feedback = False
    session.commit()
    assert asked not in letter().text


def test_it_is_dropped_when_the_recordings_are_gone_as_it_is_written(session, webinar, people, added, at, letter):
    recording = added()
    at(4)
    gone_to(session)
    remove(session, recording, webinar)

    assert letter() is None
