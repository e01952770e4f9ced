"""The form with which people register: what it asks, what comes of it, and that it tells nobody who is known."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import ask, make_registration, make_webinar, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.programme.phases import over_at
from webinars.models import (
    FormerSlug,
    OutboundEmail,
    QuestionKind,
    Registration,
    RegistrationAnswer,
    RegistrationState,
    Status,
    Webinar,
)

pytestmark = pytest.mark.usefixtures("derived")


FORM = "/webinars/comets-and-their-tails/register"
LAURA = {"name": "Laura Bassi", "email": "laura@attendee.example", "timezone": "Europe/Rome"}
OPTIONS = ["Menabrea’s Sketch", "Lovelace’s Notes", "Both", "Neither yet"]


def registered(session):
    return session.scalars(sa.select(Registration).order_by(Registration.id)).all()


def field(page, name):
    (found,) = page.xpath(f'//*[@name="{name}"]')
    return found


def test_the_form_asks_for_a_name_an_address_and_a_zone(client, desk, noon):
    answer = client.get(FORM)

    assert answer.status_code == 200
    page = page_of(answer)
    (form,) = [each for each in page.forms if each.method == "POST"]
    assert form.action == FORM
    assert sorted(name for name in form.fields if name != "starts") == ["email", "name", "tell-recording", "timezone"]
    assert not field(page, "tell-recording").checked
    assert "Until 16 March 2027, 30 days after the webinar. Then all of it is erased" in words_of(answer)
    assert "The Lunar Society. Nobody else" in words_of(answer)


def test_zones_of_the_webinar_come_first_each_with_its_hour(client, session, webinar, desk, noon):
    webinar.display_zones = [
        {"label": "Britain", "timezone": "Europe/London"},
        {"label": "Sydney", "timezone": "Australia/Sydney"},
    ]

    page = page_of(client.get(FORM))

    groups = page.xpath('//select[@name="timezone"]/optgroup')
    assert groups[0].get("label") == "In this webinar"
    assert [option.text for option in groups[0]] == ["Britain, 4pm", "Sydney, 3am Monday"]
    options = {option.get("value"): option.text for group in groups[1:] for option in group}
    assert options["Europe/Rome"] == "Rome, 5pm"
    assert options["Asia/Shanghai"] == "China, midnight Sunday to Monday"
    assert "Europe/London" not in options
    assert "Europe" in [group.get("label") for group in groups]


def test_who_registers_has_a_place_and_a_mail(client, session, desk, promised, noon):
    answer = client.post(FORM, data=LAURA | {"tell-recording": "yes"})

    assert (answer.status_code, answer.location) == (303, f"{FORM}/sent")
    (registration,) = registered(session)
    assert (registration.name, registration.email_normal) == ("Laura Bassi", "laura@attendee.example")
    assert (registration.timezone, registration.state) == ("Europe/Rome", RegistrationState.CONFIRMED)
    assert registration.wants_recording
    assert promised() == ["place"]


@pytest.mark.usefixtures("with_mail_server")
def test_the_page_after_it_is_the_same_for_everybody(client, desk, noon):
    answer = client.get(f"{FORM}/sent")

    assert "We have written to the address you entered. The mail has your link." in words_of(answer)
    assert "Take my place" not in answer.text


@pytest.mark.usefixtures("with_mail_server")
def test_where_places_are_counted_the_page_after_it_asks_for_a_press(client, session, webinar, noon):
    open_desk(session, webinar, capacity=28)

    assert "Press “Take my place” there: until then no place is held for you." in words_of(client.get(f"{FORM}/sent"))


@pytest.mark.usefixtures("with_mail_server")
def test_the_link_ends_after_a_week_or_with_the_registration(client, session, webinar, noon):
    open_desk(session, webinar, capacity=28)
    noon.move_to(webinar.starts_at - dt.timedelta(days=8))
    before = words_of(client.get(f"{FORM}/sent"))
    noon.move_to(webinar.starts_at - dt.timedelta(minutes=7))
    shortly = words_of(client.get(f"{FORM}/sent"))

    week, sooner = "After 7 days the link ends.", "The link ends when registration closes."
    assert (week in before, sooner in before) == (True, False)
    assert (week in shortly, sooner in shortly) == (False, True)


def test_where_no_mail_leaves_the_page_after_it_says_whom_to_ask(client, session, webinar, noon):
    open_desk(session, webinar, capacity=28)

    said = words_of(client.get(f"{FORM}/sent"))

    assert "This site sends no mails yet. Ask the organisers for your link." in said
    assert "Until you press “Take my place” there, no place is held for you." in said
    assert "written" not in said


@pytest.mark.parametrize("state", list(RegistrationState))
def test_a_known_address_is_answered_as_an_unknown_one(client, session, settings, webinar, desk, noon, state):
    known = make_registration(session, settings, webinar, "known", state=state)
    before = known.name, known.timezone, known.email_normal

    answers = [client.post(FORM, data=LAURA | {"email": f"{who}@attendee.example"}) for who in ("known", "unknown")]

    first, second = answers
    assert (first.status_code, first.data, first.location) == (second.status_code, second.data, second.location)
    assert list(first.headers) == list(second.headers)
    session.refresh(known)
    assert (known.name, known.timezone, known.email_normal) == before


def test_a_second_press_registers_nobody_twice(client, session, desk, noon):
    for _ in range(2):
        assert client.post(FORM, data=LAURA).status_code == 303

    assert len(registered(session)) == 1


def test_who_registers_leaves_the_webinar_as_it_is(client, session, webinar, desk, noon):
    client.get(FORM)
    before = webinar.revision, webinar.updated_at

    client.post(FORM, data=LAURA)

    fresh = session.scalars(sa.select(Webinar).execution_options(populate_existing=True)).one()
    assert (fresh.revision, fresh.updated_at) == before


def test_what_is_wrong_stands_on_top_and_at_its_field(client, session, webinar, desk, noon):
    ask(session, webinar, "Which text do you know?", kind=QuestionKind.CHOICE, options=OPTIONS, is_required=True)

    answer = client.post(FORM, data={"name": " ", "email": "laura.example", "timezone": "Europe/Rome"})

    assert answer.status_code == 422
    page, words = page_of(answer), words_of(answer)
    assert "3 things need a look. Nothing you typed is lost." in words
    links = {link.get("href"): link.text for link in page.get_element_by_id("error-summary").xpath(".//a")}
    assert links == {"#name": "Name", "#email": "Email address", "#answer-1": "Which text do you know?"}
    assert (
        page.get_element_by_id("email-error").text_content() == "Enter an address with an @, like name@society.example."
    )
    assert page.get_element_by_id("answer-1-error").text_content() == "Choose one of the four."
    assert "email-error" in field(page, "email").get("aria-describedby")
    assert field(page, "email").get("aria-invalid") == "true"
    assert registered(session) == []


def test_nothing_that_was_typed_is_lost(client, session, webinar, desk, noon):
    kinds = {"text": QuestionKind.TEXT, "long": QuestionKind.LONG, "box": QuestionKind.CHECKBOX}
    for label, kind in kinds.items():
        ask(session, webinar, label, kind=kind)
    ask(session, webinar, "one", kind=QuestionKind.CHOICE, options=OPTIONS)
    ask(session, webinar, "many", kind=QuestionKind.CHOICES, options=OPTIONS)
    typed = {
        "name": "  Laura <b>Bassi</b>",
        "email": "laura.attendee.example",
        "timezone": "Australia/Sydney",
        "tell-recording": "yes",
        "answer-1": "Bologna & Rome",
        "answer-2": "\nOne\n<Two>",
        "answer-3": "yes",
        "answer-4": OPTIONS[1],
        "answer-5": [OPTIONS[0], OPTIONS[3]],
    }

    page = page_of(client.post(FORM, data=typed))

    (form,) = [each for each in page.forms if each.method == "POST"]
    kept = form.fields
    assert kept["name"] == "  Laura <b>Bassi</b>"
    assert kept["email"] == "laura.attendee.example"
    assert page.xpath("//option[@selected]/@value") == ["Australia/Sydney"]
    assert field(page, "tell-recording").checked
    assert kept["answer-1"] == "Bologna & Rome"
    assert kept["answer-2"].strip() == "One\n<Two>"
    assert [each.get("name") for each in page.xpath("//input[@checked]")] == [
        *("answer-3", "answer-4", "answer-5", "answer-5", "tell-recording")
    ]
    assert sorted(kept["answer-5"]) == sorted([OPTIONS[0], OPTIONS[3]])


def test_answers_are_stored_by_their_question(client, session, webinar, desk, noon):
    work = ask(session, webinar, "Where do you work?")
    text = ask(session, webinar, "Which text?", kind=QuestionKind.CHOICE, options=OPTIONS)

    answer = client.post(FORM, data=LAURA | {"answer-1": "Bologna", "answer-2": OPTIONS[2]})

    assert answer.status_code == 303
    stored = {each.question_id: each.value for each in session.scalars(sa.select(RegistrationAnswer))}
    assert stored == {work.id: "Bologna", text.id: OPTIONS[2]}


def test_an_answer_belongs_to_the_question_that_the_page_asked(client, session, webinar, desk, noon):
    work = ask(session, webinar, "Where do you work?")
    page = page_of(client.get(FORM))
    asked = field(page, "asked").get("value")
    before = ask(session, webinar, "And before that?")
    before.position, work.position = work.position, before.position

    client.post(FORM, data=LAURA | {"asked": asked, "answer-1": "Bologna"})

    stored = {each.question_id: each.value for each in session.scalars(sa.select(RegistrationAnswer))}
    assert stored == {work.id: "Bologna"}
    assert before.id not in stored


def test_a_reason_and_an_end_stand_at_each_question(client, session, webinar, desk, noon):
    ask(session, webinar, "Where?", reason="So that the speakers know.")
    ask(session, webinar, "What would help?", reason="So that it can be arranged.", keep_days=1)

    words = words_of(client.get(FORM))

    assert "The Lunar Society asks" in words
    assert "So that the speakers know. Kept until 16 March 2027." in words
    assert "So that it can be arranged. Erased on the day after the webinar." in words


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"status": Status.CANCELLED, "cancelled_at": dt.datetime(2027, 2, 9, tzinfo=dt.UTC)},
            "Registration is closed.",
        ),
        ({"status": Status.POSTPONED}, "Registration is closed."),
        ({"is_registration_here": False, "registration_url": "https://x.example/"}, "Registration is closed."),
    ],
)
def test_a_form_that_comes_too_late_is_kept(client, session, webinar, desk, noon, change, sentence):
    assert client.get(FORM).status_code == 200
    for name, value in change.items():
        setattr(webinar, name, value)

    answer = client.post(FORM, data=LAURA)

    assert answer.status_code == 409
    assert f"{sentence} Nothing you typed is lost." in words_of(answer)
    assert field(page_of(answer), "name").get("value") == "Laura Bassi"
    assert field(page_of(answer), "email").get("value") == "laura@attendee.example"
    assert registered(session) == []


def test_who_comes_when_all_places_are_taken_is_told_so(client, session, settings, webinar, noon):
    open_desk(session, webinar, capacity=1, has_waiting_list=False)
    make_registration(session, settings, webinar)

    answer = client.post(FORM, data=LAURA)

    assert answer.status_code == 409
    assert "The only place is taken. Nothing you typed is lost." in words_of(answer)


def test_a_webinar_that_has_moved_meanwhile_is_registered_for_by_one_more_press(client, session, webinar, desk, noon):
    seen = field(page_of(client.get(FORM)), "starts").get("value")
    webinar.starts_wall += dt.timedelta(days=1)
    webinar.starts_at += dt.timedelta(days=1)
    webinar.ends_at += dt.timedelta(days=1)

    answer = client.post(FORM, data=LAURA | {"starts": seen})

    assert answer.status_code == 409
    assert "The webinar has been moved while this form was open." in words_of(answer)
    assert registered(session) == []
    page = page_of(answer)
    again = {name: field(page, name).get("value") for name in ("name", "email", "starts")}
    assert client.post(FORM, data=again).status_code == 303


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"opens_before_minutes": 60}, "Registration opens on Sunday 14 February at 3pm Britain."),
        ({"closes_before_minutes": 6 * 24 * 60}, "It closed on Monday 8 February at 4pm Britain."),
        ({"capacity": 1, "has_waiting_list": False, "seats_taken": 1}, "The only place is taken."),
    ],
)
def test_without_a_way_to_register_a_page_says_why(client, session, webinar, noon, values, words):
    open_desk(session, webinar, **values)

    answer = client.get(FORM)

    assert answer.status_code == 200
    assert words in words_of(answer)
    assert [each for each in page_of(answer).forms if each.get("role") != "search"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": Status.CANCELLED, "cancelled_at": dt.datetime(2027, 2, 9, tzinfo=dt.UTC)}, "will not take place"),
        ({"status": Status.POSTPONED}, "A new date will follow"),
        ({"is_registration_here": False, "registration_url": "https://www.x.example/t"}, "Register at x.example"),
    ],
)
def test_of_a_webinar_that_nobody_registers_for_here_a_page_says_so(client, webinar, desk, noon, change, words):
    for name, value in change.items():
        setattr(webinar, name, value)

    answer = client.get(FORM)

    assert answer.status_code == 200
    assert words in words_of(answer)


def test_of_a_past_webinar_the_page_says_that_it_is_over(client, webinar, desk, noon):
    noon.move_to(over_at(webinar))

    assert "This webinar is over" in words_of(client.get(FORM))


@pytest.mark.parametrize("address", [FORM, f"{FORM}/sent"])
def test_where_nobody_has_to_register_there_is_no_form(client, webinar, noon, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("published_at", "status"), [(None, 404), (dt.datetime(2027, 2, 1, tzinfo=dt.UTC), 410)])
def test_there_is_no_form_of_what_nobody_may_see(client, session, webinar, desk, noon, published_at, status):
    webinar.status, webinar.published_at = Status.DRAFT, published_at

    assert [client.get(FORM).status_code, client.get(f"{FORM}/sent").status_code] == [status, status]
    assert client.post(FORM, data=LAURA).status_code == status
    assert registered(session) == []


def test_a_full_webinar_with_a_list_offers_the_list(client, session, webinar, noon):
    open_desk(session, webinar, capacity=1, seats_taken=1)

    page = page_of(client.get(FORM))

    assert page.xpath("//main//form//button/text()") == ["Join the waiting list"]


def test_public_pages_of_registering_are_the_same_bytes_for_everyone(client, session, webinar, desk, noon):
    for address in (FORM, f"{FORM}/sent", "/registrations"):
        first = client.get(address)
        second = client.get(address, headers={"Cookie": "session=somebody", "Accept-Language": "de"})
        assert first.data == second.data
        for answer in (first, second):
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in client.post(FORM, data=LAURA).headers


def test_a_form_of_another_site_registers_nobody(client, session, desk, noon):
    answer = client.post(FORM, data=LAURA, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert registered(session) == []


def test_a_body_that_no_form_has_is_refused(client, session, desk, noon):
    answer = client.post(FORM, data=LAURA | {"answer-1": "x" * 70_000})

    assert answer.status_code == 413
    assert "This is too large." in words_of(answer)
    assert registered(session) == []


def test_a_lecture_hall_behind_one_address_registers_and_who_goes_on_without_end_waits(client, session, desk, noon):
    hall = [client.post(FORM, data=LAURA | {"email": f"p{n}@attendee.example"}).status_code for n in range(100)]
    others = [client.post(FORM, data={}).status_code for _ in range(200)]
    stopped = client.post(FORM, data=LAURA | {"email": "late@attendee.example"})

    assert hall == [303] * 100
    assert set(others) == {422}
    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"] == "600"
    assert "Too many tries in a short time. Wait 10 minutes, and try again." in words_of(stopped)


def test_an_address_gets_few_mails_a_day_and_the_same_answer(client, session, lunar, desk, noon):
    for number in range(7):
        webinar = make_webinar(session, lunar, f"Evening {number}")
        open_desk(session, webinar)
        answer = client.post(f"/webinars/{webinar.slug}/register", data=LAURA)
        assert (answer.status_code, answer.location) == (303, f"/webinars/{webinar.slug}/register/sent")

    assert session.scalar(sa.select(sa.func.count(OutboundEmail.id))) == 5


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "x" * 5000])
def test_an_unknown_zone_is_the_webinars(client, session, desk, noon, zone):
    assert client.post(FORM, data=LAURA | {"timezone": zone}).status_code == 303

    assert registered(session)[0].timezone == "Europe/London"


def test_a_former_address_of_the_webinar_leads_to_the_form(client, session, webinar, desk, noon):
    session.add(FormerSlug(kind="webinar", slug="tails", target_id=webinar.id))

    for address in ("register", "register/sent"):
        answer = client.get(f"/webinars/tails/{address}")
        assert (answer.status_code, answer.location) == (308, f"/webinars/comets-and-their-tails/{address}")
    answer = client.post("/webinars/tails/register", data=LAURA)
    assert (answer.status_code, answer.location) == (308, FORM)
    assert client.get("/webinars/no-such-webinar/register").status_code == 404
