"""The page on which organisers write to those who registered, and that of administrators."""

import re

import lxml.html
import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_user, make_webinar, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.models import Audience, Mailing, OutboundEmail, PromiseState, RegistrationState

HERE = "/manage/webinars/comets-and-their-tails/messages"
TYPED = {"audience": "confirmed", "subject": "Note G", "body": "Have it **at hand**.", "when": "now"}


@pytest.fixture
def webinar(session, lunar):
    return make_webinar(session, lunar)


@pytest.fixture
def browser(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def people(session, settings, webinar):
    open_desk(session, webinar, capacity=3)
    session.commit()
    ana = make_registration(session, settings, webinar, "Ana", wants_recording=True)
    for name, values in (
        ("Bo", {}),
        ("Cy", {"wants_messages": False}),
        ("Di", {"state": RegistrationState.WAITING}),
    ):
        make_registration(session, settings, webinar, name, **values)
    session.commit()
    return ana


def hidden(answer):
    return {each.get("name"): each.get("value") for each in page_of(answer).xpath('//form//input[@type="hidden"]')}


def looked_at(browser, **values):
    """The form as it is after the preview, with what its button says."""
    answer = browser.post(f"{HERE}/preview", data={**TYPED, **values})
    assert answer.status_code == 200
    found = hidden(answer)
    return {**TYPED, **values, "key": found["key"], "said": found["said"]}


def mailings(session):
    session.rollback()
    return session.scalars(sa.select(Mailing).order_by(Mailing.id)).all()


def test_it_counts_each_audience_before_anything_is_chosen(browser, people):
    page = page_of(browser.get(HERE))

    counts = {
        each.get("value"): next(each.itersiblings("span")).text_content().split()[0]
        for each in page.xpath('//input[@name="audience"]')
    }
    assert counts == {"confirmed": "3", "waiting": "1", "joined": "0", "absent": "3", "recording": "1"}
    assert page.xpath('//input[@name="audience"][@disabled]/@value') == ["joined", "absent"]
    assert "No message has been written yet." in page.text_content()
    assert len(page.xpath('//*[contains(@class, "button-main")]')) == 1


def test_the_preview_says_how_many_on_the_button_and_shows_the_letter_without_secrets(browser, people):
    answer = browser.post(f"{HERE}/preview", data=TYPED)

    page = words_of(answer)
    assert "2 people will get it. 3 have a place, and one of them has stopped messages." in page
    assert "Send to 2 people" in page
    assert "as Ana would get it" in page
    assert "From: Lunar Society via Learned Societies" in page
    assert "/registrations/…" in page
    assert not re.search(r"/registrations/[\w-]{20}", answer.text)
    assert "<strong>at hand</strong>" in answer.text
    assert 'value="Note G"' in answer.text


@pytest.mark.usefixtures("with_mail_server")
def test_what_was_looked_at_is_sent_once(session, browser, people):
    form = looked_at(browser)
    answer = browser.post(HERE, data=form)
    again = browser.post(HERE, data=form)

    assert [(each.status_code, each.location) for each in (answer, again)] == [(303, HERE)] * 2
    (mailing,) = mailings(session)
    assert (mailing.subject, mailing.said_count, mailing.audience) == ("Note G", 2, Audience.CONFIRMED)
    assert "It is on its way to 2 people." in browser.get(HERE).text


@pytest.mark.parametrize(
    "said", ["", "confirmed now 3", "waiting now 2", "confirmed 2027-02-13T09:00 2", "2", "x y -1"]
)
def test_a_button_that_said_something_else_sends_nothing(session, browser, people, said):
    answer = browser.post(HERE, data={**looked_at(browser), "said": said})

    assert answer.status_code == 422
    assert mailings(session) == []
    assert "Send to 2 people" in words_of(answer)
    assert hidden(answer)["said"] == "confirmed now 2"
    assert "Have it **at hand**." in answer.text


def test_somebody_who_goes_between_page_and_press_is_noticed(session, browser, people):
    form = looked_at(browser)
    people.wants_messages = False
    session.commit()

    answer = browser.post(HERE, data=form)

    assert answer.status_code == 422
    assert "It is one person by now. Nothing is sent yet" in words_of(answer)
    assert mailings(session) == []
    assert browser.post(HERE, data={**form, "said": hidden(answer)["said"]}).status_code == 303


def test_another_choice_after_the_look_is_looked_at_again(session, browser, people):
    answer = browser.post(HERE, data={**looked_at(browser), "audience": "waiting"})

    assert answer.status_code == 422
    assert "is not what the button said" in words_of(answer)
    assert "Send to one person" in words_of(answer)
    assert mailings(session) == []


def test_a_planned_one_says_when(session, browser, people, webinar):
    on = webinar.starts_on.isoformat()
    form = looked_at(browser, when="later", on=on, at="00:01")
    assert form["said"] == f"confirmed {on}T00:01 2"

    browser.post(HERE, data=form)

    page = words_of(browser.get(HERE))
    assert "It is planned for" in page
    assert "at 12.01am Britain, to those with a place: 2 when it was planned, counted again when it goes out." in page
    (mailing,) = mailings(session)
    assert mailing.context["is_planned"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"subject": ""}, "Say in a few words what it is about."),
        ({"body": " "}, "Write what you have to say."),
        ({"body": "See [the table](http://lunar.example/)."}, "to no others: http://lunar.example/"),
        ({"body": "<mailto:ada@x.example>"}, "to no others: mailto:ada@x.example"),
        ({"audience": "everybody"}, "Choose whom it goes to."),
        ({"audience": "joined"}, "Whether somebody joins is not known before the start."),
        ({"when": "later", "on": "soon", "at": "x"}, "Enter a date and an hour"),
        ({"when": "later", "on": "2001-01-01", "at": "09:00"}, "Choose an hour that is still to come"),
        ({"when": "later", "on": "9999-01-01", "at": "09:00"}, "Enter a date and an hour"),
    ],
)
@pytest.mark.parametrize("where", ["", "/preview", "/test"])
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(session, browser, people, values, sentence, where):
    typed = {**TYPED, "subject": "Note G<", **values}
    answer = browser.post(HERE + where, data={**typed, "said": "confirmed now 2"})

    assert answer.status_code == 422
    # A press for another hour than the button said is told that first.
    assert sentence in words_of(answer) or (not where and "when" in values)
    assert lxml.html.fromstring(answer.text).xpath('//textarea[@name="body"]')[0].text.strip() == typed["body"].strip()
    assert mailings(session) == []


@pytest.mark.usefixtures("with_mail_server")
def test_a_test_leaves_the_form_as_it_was(session, browser, people, olga):
    email = olga.email
    answer = browser.post(f"{HERE}/test", data=TYPED)

    assert answer.status_code == 200
    assert f"A test is on its way to {email}." in words_of(answer)
    assert "Send to 2 people" in words_of(answer)
    session.rollback()
    assert session.scalars(sa.select(OutboundEmail.recipient)).all() == [email]


def test_progress_stop_and_what_was_said(session, browser, people):
    browser.post(HERE, data=looked_at(browser))
    send_mailings(session)
    mail = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id)).first()
    mail.state = PromiseState.SENT
    session.commit()
    (mailing,) = mailings(session)

    page = browser.get(HERE)
    assert "1 of 2 sent, to those with a place." in words_of(page)
    assert page_of(page).xpath("//progress/@value") == ["1"]
    assert "Stop the last one" in words_of(page)
    assert "by you" in words_of(page)

    answer = browser.post(f"{HERE}/{mailing.id}/stop")
    assert answer.status_code == 303
    assert "1 of 2 sent, to those with a place. Written by you, stopped" in words_of(browser.get(HERE))
    assert "<strong>at hand</strong>" in browser.get(f"{HERE}/{mailing.id}").text
    again = browser.get(f"{HERE}?again={mailing.id}").text
    assert "Have it **at hand**." in again


def test_what_is_of_another_webinar_is_not_found(session, browser, people, lunar):
    other = make_webinar(session, lunar, "Tides")
    open_desk(session, other)
    browser.post(HERE, data=looked_at(browser))
    (mailing,) = mailings(session)
    elsewhere = "/manage/webinars/tides/messages"

    assert browser.get(f"{elsewhere}/{mailing.id}").status_code == 404
    assert browser.post(f"{elsewhere}/{mailing.id}/stop").status_code == 404
    assert browser.get(f"{elsewhere}?again={mailing.id}").status_code == 404
    for nothing in ("x", "0", str(2**31), "9" * 30):
        assert browser.get(f"{HERE}?again={nothing}").status_code == 404
    assert browser.get(f"{HERE}/999").status_code == 404


def test_it_says_which_mails_go_out_by_themselves(session, browser, people):
    people.wants_reminders = False
    session.commit()

    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page_of(browser.get(HERE)).xpath('//section[@aria-labelledby="own"]//tbody/tr')
    ]

    assert [row[0] for row in rows] == [
        "Your place",
        "Reminder, the day before",
        "Reminder, one hour before",
        "It has moved, it is cancelled",
        "The recording is up",
    ]
    assert rows[1][2] == "2 of 3 with a place"
    assert rows[4][1:] == ["One hour after it is added", "One who asked for it"]


def test_where_nobody_registers_there_is_no_such_page(browser, webinar):
    assert browser.get(HERE).status_code == 404


def test_administrators_decide_on_one_page(session, client, new_client, sign_in, people, olga, app):
    ada = make_user(session, "Ada", is_admin=True)
    sign_in(client, olga)
    client.post(HERE, data=looked_at(client))
    session.execute(sa.update(Mailing).values(is_held=True))
    session.commit()
    (mailing,) = mailings(session)
    held = "To those with a place, 2 people. It is the first message of the Lunar Society, so an administrator"
    assert held in words_of(client.get(HERE))
    assert "Waits for an administrator" in words_of(client.get(HERE))
    admin = new_client()
    sign_in(admin, ada)

    assert "One message waits for an administrator." in words_of(admin.get("/manage/outbox"))
    assert "Lunar Society, about “Comets and their tails”" in words_of(admin.get("/manage/messages"))
    assert admin.post(f"/manage/messages/{mailing.id}", data={"press": "x"}).status_code == 404
    assert admin.post("/manage/messages/999", data={"press": "refuse"}).status_code == 404
    assert client.post(f"/manage/messages/{mailing.id}", data={"press": "let-go"}).status_code == 403

    answer = admin.post(f"/manage/messages/{mailing.id}", data={"press": "let-go"})
    assert (answer.status_code, answer.location) == (303, "/manage/messages")
    assert "No message waits." in words_of(admin.get("/manage/messages"))
    assert not mailings(session)[0].is_held
