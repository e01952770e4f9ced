"""The attendee's own page: every state of it, what its buttons do, and that looking at it changes nothing."""

import datetime as dt

import icalendar
import pytest
import sqlalchemy as sa

from tests.factories import add_recording, ask, make_registration, open_desk
from tests.integration.registration.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.programme.phases import over_at
from webinars.domain.registration.attendee_actions import RegistrationInput, register
from webinars.domain.registration.links import join_code, page_token
from webinars.models import (
    JoinAccess,
    OutboundEmail,
    QuestionKind,
    Registration,
    RegistrationAnswer,
    RegistrationDesk,
    RegistrationEnd,
    RegistrationState,
    Status,
)

pytestmark = pytest.mark.usefixtures("derived")


State = RegistrationState
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ROOM = "https://room.example/secret"
OPTIONS = ["Menabrea’s Sketch", "Lovelace’s Notes"]
PRESSES = ("confirmation", "zone", "answers", "reminders", "cancellation", "erasure")


@pytest.fixture
def laura(session, settings, webinar, desk, noon):
    return make_registration(session, settings, webinar, "Laura Bassi")


@pytest.fixture
def address(settings):
    def address(registration):
        return f"/registrations/{page_token(settings, registration)}"

    return address


def fresh(session, registration):
    query = sa.select(Registration).where(Registration.id == registration.id)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def main_buttons(answer):
    found = page_of(answer).xpath('//main//*[contains(@class, "button-main") or contains(@class, "button-live")]')
    return [" ".join(each.text_content().split()) for each in found]


def test_who_has_a_place_sees_it_with_the_own_hour(client, session, webinar, laura, address):
    webinar.display_zones = [{"label": "Britain", "timezone": "Europe/London"}]

    answer = client.get(address(laura))

    assert answer.status_code == 200
    words = words_of(answer)
    assert "Your place Comets and their tails" in words
    assert "You have a place." in words
    assert "Sunday 14 February 2027 Lasts 2 hours." in words
    (hour,) = page_of(answer).find_class("own-hour-figure")
    assert hour.text_content() == "5pm"
    assert "Sunday 14 February 2027Rome (Europe/Rome)" in words
    assert main_buttons(answer) == ["Join from 4.30pm Rome"]
    assert "Otherwise it is done on 16 March 2027." in words


def test_a_secret_page_is_kept_to_its_reader(client, laura, address):
    for method in ("GET", "HEAD"):
        answer = client.open(address(laura), method=method)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("state", list(State))
def test_looking_changes_nothing(client, session, settings, webinar, noon, address, state):
    open_desk(session, webinar, capacity=1)
    make_registration(
        session, settings, webinar, "Early", state=State.PENDING if state is State.CONFIRMED else State.CONFIRMED
    )
    registration = make_registration(session, settings, webinar, state=state)
    before = {column.key: getattr(registration, column.key) for column in sa.inspect(Registration).columns}

    for method in ("GET", "HEAD"):
        assert client.open(address(registration), method=method).status_code == 200
        assert client.open(address(registration) + "/webinar.ics", method=method).status_code in {200, 404}
    for press in PRESSES:
        assert client.get(f"{address(registration)}/{press}").status_code == 405

    after = fresh(session, registration)
    assert {name: getattr(after, name) for name in before} == before
    assert session.scalars(sa.select(OutboundEmail)).all() == []


@pytest.mark.parametrize(
    "told",
    [
        (START - 31 * MINUTE, "You have a place.", "Join from 4.30pm Rome"),
        (START - 20 * MINUTE, "You have a place. Come in: it begins in 20 minutes.", "Join in your browser"),
        (START + 5 * MINUTE, "You have a place. Come in: it has begun.", "Join in your browser"),
        (
            START + 125 * MINUTE,
            "It should have ended at 6pm Britain; it may still be running.",
            "Join in your browser",
        ),
    ],
)
def test_the_way_in_follows_the_clock(client, settings, webinar, laura, address, noon, told):
    moment, words, button = told
    webinar.join_url, webinar.join_passcode = ROOM, "nota-g"
    noon.move_to(moment)

    answer = client.get(address(laura))

    assert words in words_of(answer)
    assert main_buttons(answer) == [button]
    (link,) = [each for each in page_of(answer).xpath("//main//a") if button in each.text_content()]
    assert link.get("href") == f"/join/{join_code(settings, laura)}"
    assert ROOM not in answer.text
    assert ("nota-g" in answer.text) == (button == "Join in your browser")


def test_who_waits_sees_the_number(client, session, settings, webinar, noon, address):
    open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar, "Ana")
    first, second = (
        make_registration(session, settings, webinar, name, state=State.WAITING) for name in ("Wang", "Zhenyi")
    )

    words = words_of(client.get(address(second)))

    assert "You are number 2 on the waiting list." in words
    assert "This goes on until 30 minutes before the start." in words
    assert "Leave the waiting list" in words
    assert client.post(address(first) + "/cancellation").status_code == 303
    assert "You are number 1 on the waiting list." in words_of(client.get(address(second)))


def test_half_an_hour_before_no_place_is_given_out(client, session, settings, webinar, noon, address):
    open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar, "Ana")
    waiting = make_registration(session, settings, webinar, "Wang", state=State.WAITING)
    noon.move_to(START - 20 * MINUTE)

    words = words_of(client.get(address(waiting)))

    assert (
        "The only place is taken. Places are no longer given out: it starts in 20 minutes. From 5.05pm Rome you can "
        "join if there is room."
    ) in words
    noon.move_to(START + 2 * MINUTE)
    late = words_of(client.get(address(waiting)))
    assert "Places are no longer given out. From 5.05pm Rome you can join if there is room." in late


def test_who_is_to_be_approved_is_told_who_decides(client, session, settings, webinar, noon, address):
    open_desk(session, webinar, is_approval_needed=True)
    pending = make_registration(session, settings, webinar, state=State.PENDING)

    words = words_of(client.get(address(pending)))

    assert "The Lunar Society has your registration and will answer by mail." in words
    assert "Until then no place is yours." in words


def test_one_press_takes_the_place(client, session, settings, webinar, noon, address, promised):
    open_desk(session, webinar, capacity=28)
    register(session, settings, webinar.id, RegistrationInput(name="Laura", email="laura@attendee.example"), now=NOW)
    (laura,) = session.scalars(sa.select(Registration))
    before = client.get(address(laura))
    assert "One press, and the place is yours." in words_of(before)
    assert "This page ends on 16 February 2027." in words_of(before)
    assert main_buttons(before) == ["Take my place"]

    for _ in range(2):
        answer = client.post(address(laura) + "/confirmation")
        assert (answer.status_code, answer.location) == (303, address(laura))

    assert fresh(session, laura).state is State.CONFIRMED
    assert session.get_one(RegistrationDesk, webinar.id, populate_existing=True).seats_taken == 1
    assert promised() == ["take_place", "place"]
    assert "You have a place." in words_of(client.get(address(laura)))


def test_the_press_that_comes_late_puts_one_on_the_list(client, session, settings, webinar, noon, address):
    open_desk(session, webinar, capacity=1)
    late = make_registration(session, settings, webinar, "Late", state=State.UNCONFIRMED)
    make_registration(session, settings, webinar, "Early")
    assert "The only place is taken. One press puts you on the waiting list." in words_of(client.get(address(late)))

    client.post(address(late) + "/confirmation")

    assert "You are number 1 on the waiting list." in words_of(client.get(address(late)))


def test_the_press_where_nothing_is_free_says_so(client, session, settings, webinar, noon, address):
    open_desk(session, webinar, capacity=1, has_waiting_list=False)
    late = make_registration(session, settings, webinar, "Late", state=State.UNCONFIRMED)
    make_registration(session, settings, webinar, "Early")

    answer = client.post(address(late) + "/confirmation")

    assert answer.status_code == 409
    assert page_of(answer).get_element_by_id("error-summary").text_content().strip() == "The only place is taken."


def test_a_place_is_given_back_and_goes_to_the_next(client, session, settings, webinar, noon, address, promised):
    open_desk(session, webinar, capacity=1)
    laura = make_registration(session, settings, webinar, "Laura")
    wang = make_registration(session, settings, webinar, "Wang", state=State.WAITING)

    for _ in range(2):
        answer = client.post(address(laura) + "/cancellation")
        assert (answer.status_code, answer.location) == (303, address(laura))

    page = client.get(address(laura))
    assert "You have given your place back. It has gone to the next in the queue." in words_of(page)
    assert "Register again" in words_of(page)
    assert "Registering again puts you at the end of the queue." in words_of(page)
    assert fresh(session, wang).state is State.CONFIRMED
    assert sorted(promised()) == ["ended", "place"]


def test_what_becomes_of_a_place_given_back_is_said_as_it_is(
    client, session, settings, webinar, desk, laura, address, noon
):
    desk.capacity = 5
    session.commit()
    make_registration(session, settings, webinar, "Wang", state=State.WAITING)
    session.commit()
    at_once, later = "If others wait, the first of them gets it at once", "Places are no longer given out, but whoever"

    before = words_of(client.get(address(laura)))
    noon.move_to(START - 29 * MINUTE)
    soon = words_of(client.get(address(laura)))

    assert (at_once in before, later in before) == (True, False)
    assert (at_once in soon, later in soon) == (False, True)


def test_where_places_are_free_a_place_given_back_goes_to_nobody_and_one_can_register_again(
    client, session, desk, laura, address, noon
):
    desk.capacity = 5
    session.commit()

    said = words_of(client.get(address(laura)))

    assert "Give your place back. You can register again while there are places." in said
    assert "in the queue" not in said


def test_where_nobody_waits_a_place_given_back_goes_to_nobody(client, laura, address):
    client.post(address(laura) + "/cancellation")

    words = words_of(client.get(address(laura)))

    assert "You have given your place back." in words
    assert "next in the queue" not in words


def test_after_the_end_nothing_is_given_back(client, session, webinar, laura, address, noon):
    noon.move_to(over_at(webinar))

    answer = client.post(address(laura) + "/cancellation")

    assert answer.status_code == 409
    assert "This registration has changed in the meantime." in words_of(answer)
    assert fresh(session, laura).state is State.CONFIRMED


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": State.DECLINED, "ended_by": RegistrationEnd.ORGANISER}, "There is no place for you this time."),
        ({"state": State.CANCELLED, "ended_by": RegistrationEnd.ORGANISER}, "has ended your registration."),
        (
            {"state": State.CANCELLED, "ended_by": RegistrationEnd.ATTENDEE, "confirmed_at": None},
            "You have withdrawn your registration.",
        ),
    ],
)
def test_what_has_ended_says_so(client, laura, address, values, words):
    for name, value in values.items():
        setattr(laura, name, value)

    assert words in words_of(client.get(address(laura)))
    answer = client.post(address(laura) + "/confirmation")
    assert answer.status_code == 409


def test_a_cancelled_webinar_has_ended_the_place_with_it(client, webinar, laura, address):
    webinar.status, webinar.cancelled_at = Status.CANCELLED, START - dt.timedelta(days=3)
    webinar.cancellation_reason = "The coach from Turin has lost a wheel."

    words = words_of(client.get(address(laura)))

    assert "This webinar will not take place. The coach from Turin has lost a wheel." in words
    assert "Your place has ended with it. You need do nothing." in words
    assert "It was to begin on Sunday 14 February 2027, 5pm Rome." in words
    assert "Give my place back" not in words
    assert "Erase what you keep about me" in words


def test_a_postponed_webinar_keeps_the_place(client, webinar, laura, address):
    webinar.status = Status.POSTPONED

    words = words_of(client.get(address(laura)))

    assert "A new date will follow. Sunday 14 February 2027, 5pm Rome no longer holds." in words
    assert "You keep your place." in words
    assert "Give my place back" in words


def test_a_webinar_that_was_taken_down_says_so(client, webinar, laura, address):
    webinar.status = Status.DRAFT

    answer = client.get(address(laura))

    assert "The Lunar Society has taken this webinar down." in words_of(answer)
    assert f"/webinars/{webinar.slug}" not in answer.text
    assert "Erase what you keep about me" in words_of(answer)


@pytest.mark.parametrize("has_recording", [True, False])
def test_afterwards_the_page_leads_to_the_recording(client, session, webinar, laura, address, noon, has_recording):
    if has_recording:
        add_recording(session, webinar)
    noon.move_to(over_at(webinar))

    answer = client.get(address(laura))

    words = words_of(answer)
    assert "It took place on Sunday 14 February 2027." in words
    assert ("The recording is up." in words) == has_recording
    assert main_buttons(answer) == (["Watch the recording"] if has_recording else [])
    assert "are erased on 16 March 2027. This page ends then" in words


def test_the_zone_is_changed_and_the_hour_with_it(client, session, laura, address):
    answer = client.post(address(laura) + "/zone", data={"timezone": "Australia/Sydney"})

    assert (answer.status_code, answer.location) == (303, address(laura))
    page = client.get(address(laura))
    (hour,) = page_of(page).find_class("own-hour-figure")
    assert hour.text_content() == "3am"
    assert "Monday 15 February 2027" in words_of(page)
    assert main_buttons(page) == ["Join from 2.30am Sydney"]
    assert len(page.data) < 25_000
    (more,) = page_of(page).xpath('//a[contains(@href, "zone=")]/@href')
    page = client.get(address(laura) + more)
    assert page_of(page).xpath('//select[@id="my-zone"]//option[@selected]/@value') == ["Australia/Sydney"]


def test_an_unknown_zone_changes_nothing(client, session, laura, address):
    for zone in ("Mars/Olympus", ""):
        assert client.post(address(laura) + "/zone", data={"timezone": zone}).status_code == 303

    assert fresh(session, laura).timezone == "Europe/Rome"


def test_an_hour_is_followed_by_the_webinars_own_name_of_the_zone(client, webinar, laura, address):
    webinar.display_zones = [{"label": "The Eternal City", "timezone": "Europe/Rome"}]

    assert main_buttons(client.get(address(laura))) == ["Join from 4.30pm The Eternal City"]


def test_wishes_are_stored(client, session, laura, address):
    answer = client.post(address(laura) + "/reminders", data={"recording": "yes"})

    assert (answer.status_code, answer.location) == (303, address(laura) + "#reminders")
    assert (fresh(session, laura).wants_reminders, fresh(session, laura).wants_recording) == (False, True)
    page = page_of(client.get(address(laura)))
    boxes = {each.get("name"): each.checked for each in page.xpath('//input[@type="checkbox" and @name]')}
    assert boxes == {"reminders": False, "recording": True, "messages": False}


def test_reminders_are_chosen_one_by_one(client, session, laura, address):
    def boxes():
        page = page_of(client.get(address(laura)))
        return {each.get("value"): each.checked for each in page.xpath('//input[@name="reminders"]')}

    assert boxes() == {"1440": True, "60": True}

    client.post(address(laura) + "/reminders", data={"reminders": ["60"]})

    assert boxes() == {"1440": False, "60": True}
    assert fresh(session, laura).wants_reminders
    # As pages sent it that had one box for all of them.
    client.post(address(laura) + "/reminders", data={"reminders": "yes"})
    assert boxes() == {"1440": True, "60": True}


def test_answers_are_read_and_changed(client, session, webinar, laura, address):
    work = ask(session, webinar, "Where do you work?")
    text = ask(session, webinar, "Which text?", kind=QuestionKind.CHOICE, options=OPTIONS)
    store(session, laura, {work: "Bologna"})
    page = client.get(address(laura))
    assert "Where do you work? Bologna" in words_of(page)

    answer = client.post(address(laura) + "/answers", data={"answer-1": "Rome", "answer-2": OPTIONS[1]})

    assert (answer.status_code, answer.location) == (303, address(laura) + "#answers")
    stored = {each.question_id: each.value for each in session.scalars(sa.select(RegistrationAnswer))}
    assert stored == {work.id: "Rome", text.id: OPTIONS[1]}


def store(session, registration, answers):
    for question, value in answers.items():
        answer = RegistrationAnswer(question_id=question.id, value=value)
        answer.registration_id = registration.id
        session.add(answer)
    session.flush()


def test_answers_that_cannot_be_taken_are_not_lost(client, session, webinar, laura, address):
    ask(session, webinar, "Where do you work?")
    ask(session, webinar, "Which text?", kind=QuestionKind.CHOICE, options=OPTIONS, is_required=True)

    answer = client.post(address(laura) + "/answers", data={"answer-1": "Rome"})

    assert answer.status_code == 422
    page = page_of(answer)
    assert page.get_element_by_id("answer-2-error").text_content() == "Choose one of the two."
    assert page.get_element_by_id("answer-1").get("value") == "Rome"
    assert page.xpath('//details[@open]//input[@id="answer-1"]')


def test_after_the_start_answers_are_only_read(client, session, webinar, laura, address, noon):
    store(session, laura, {ask(session, webinar, "Where do you work?"): "Bologna"})
    noon.move_to(START)

    assert "Change my answers" not in words_of(client.get(address(laura)))
    assert client.post(address(laura) + "/answers", data={"answer-1": "Rome"}).status_code == 409


def test_answers_to_what_is_asked_no_more_are_still_read(client, session, webinar, laura, address):
    question = ask(session, webinar, "Where do you work?")
    store(session, laura, {question: "Bologna"})
    question.is_retired = True

    assert "Where do you work? Bologna" in words_of(client.get(address(laura)))


def test_what_is_kept_is_erased_and_the_links_with_it(client, session, laura, address, promised):
    link = address(laura)

    answer = client.post(link + "/erasure")

    assert answer.status_code == 200
    words = words_of(answer)
    assert "Erased. Nothing about you is kept for this webinar. The links in earlier mails no longer work." in words
    after = fresh(session, laura)
    assert (after.email_normal, after.name, after.state) == (None, "", State.CANCELLED)
    assert promised() == ["erased"]
    assert client.get(link).status_code == 404
    assert client.post(link + "/erasure").status_code == 404


@pytest.mark.parametrize("press", PRESSES)
def test_nobody_presses_from_another_site_or_without_the_link(client, session, laura, address, press):
    state = laura.state

    assert client.post(f"{address(laura)}/{press}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(f"{address(laura)}/{press}", headers={"Origin": "https://evil.example"}).status_code == 403
    unknown = client.post(f"/registrations/nobody-has-this/{press}")
    assert (unknown.status_code, unknown.headers["Cache-Control"]) == (404, "no-store")
    assert fresh(session, laura).state is state


@pytest.mark.parametrize("press", PRESSES)
def test_a_press_from_the_page_itself_passes(client, laura, address, press):
    answer = client.post(f"{address(laura)}/{press}", headers={"Origin": "http://localhost"})

    assert answer.status_code == (200 if press == "erasure" else 303)


def test_the_own_entry_holds_the_own_way_in(client, session, settings, webinar, laura, address):
    webinar.join_access = JoinAccess.REGISTERED
    webinar.title = "Comets and their tails, seen"

    answer = client.get(address(laura) + "/webinar.ics")

    assert b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n" in answer.data
    assert b"TRIGGER:-PT15M\r\n" in answer.data
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="comets-and-their-tails-seen.ics"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    (entry,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    own = f"http://localhost/join/{join_code(settings, laura)}"
    assert entry["LOCATION"] == own
    assert entry["UID"] == webinar.uid
    lines = str(entry["DESCRIPTION"]).splitlines()
    assert lines[0] == f"Sunday 14 February 2027, 5pm Rome. Join: {own}"


def test_where_access_is_open_the_entry_has_one_way_in(client, session, settings, webinar, laura, address):
    webinar.join_url, webinar.title = ROOM, "Comets, at last"

    (entry,) = icalendar.Calendar.from_ical(client.get(address(laura) + "/webinar.ics").data).walk("VEVENT")

    assert str(entry["DESCRIPTION"]).count("/join/") == 1
    assert webinar.join_code not in str(entry["DESCRIPTION"])


def test_who_has_no_place_gets_an_entry_without_a_way_in(client, session, settings, webinar, noon, address):
    webinar.join_access = JoinAccess.REGISTERED
    open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar, "Early")
    waiting = make_registration(session, settings, webinar, state=State.WAITING)
    webinar.title = "Comets, at last"

    answer = client.get(address(waiting) + "/webinar.ics")

    assert answer.status_code == 200
    assert b"/join/" not in answer.data


def test_a_room_that_opens_the_day_before_says_so(client, session, webinar, laura, address):
    laura.timezone = "Australia/Brisbane"
    webinar.starts_wall = dt.datetime(2027, 2, 14, 14, 15)
    webinar.starts_at = START - dt.timedelta(hours=1, minutes=45)

    answer = client.get(address(laura))

    assert main_buttons(answer) == ["Join from 11.45pm Sunday Brisbane"]
    assert "Monday 15 February 2027Brisbane" in words_of(answer)


def test_a_moved_webinar_names_the_start_that_no_longer_holds(client, webinar, laura, address):
    webinar.moved_from_wall, webinar.moved_from_timezone = dt.datetime(2027, 2, 7, 16), "Europe/London"

    assert "It has moved: it was to be on Sunday 7 February 2027, 4pm Britain." in words_of(client.get(address(laura)))


def test_of_a_day_without_an_hour_only_the_day_is_said(client, session, settings, webinar, desk, noon, address):
    webinar.starts_wall = webinar.starts_at = webinar.ends_at = None
    registration = make_registration(session, settings, webinar)

    answer = client.get(address(registration))

    assert answer.status_code == 200
    assert "Sunday 14 February 2027" in words_of(answer)
    assert page_of(answer).find_class("own-hour") == []
    assert client.get(address(registration) + "/webinar.ics").status_code == 404
