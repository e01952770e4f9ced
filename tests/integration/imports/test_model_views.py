"""A model of the operator's choice on the page: where a text goes is said before it goes; what comes is offered."""

import dataclasses
import json
import logging

import pytest
import sqlalchemy as sa

from tests.integration.imports.test_views import confirm, form_of, page_of, read, texts
from tests.integration.imports.texts import ANNOUNCEMENT, RECAP, UNSURE, UNSURE_TWICE
from tests.language_model_server import own_model, person, piece
from webinars.domain.imports.language_model import client as asked_model
from webinars.models import Webinar
from webinars.site.imports.views import model as views

UNKNOWN = UNSURE + "\nRead aloud by Zorn of the Quiet Room.\nhttps://meet.example/j/4711?pwd=secret\n"


@pytest.fixture
def server(app, settings):
    with own_model() as server:
        app.config["SETTINGS"] = dataclasses.replace(
            settings, reader_model_url=server.url, reader_model_name="small", reader_model_key="the-key"
        )
        yield server
        app.config["SETTINGS"] = settings


def fields_of(page):
    fields = {}
    for name, value in form_of(page):
        fields.setdefault(name, []).append(value)
    return fields


def ask(client, page, **typed):
    return client.post("/manage/paste/model", data=fields_of(page) | {name: [text] for name, text in typed.items()})


def offered(page, section=0, name="lineup"):
    groups = page.xpath(f"//*[@id='{section}-offers-{name}']")
    return texts(groups[0], ".//span[@class='offer-text']") if groups else []


def said(page):
    return texts(page, "//*[@data-model-said]")


def test_without_a_model_no_page_speaks_of_one_and_nothing_is_asked(client, olga):
    page = page_of(read(client, UNKNOWN))

    assert not page.xpath("//*[@data-ask-model]|//*[@id='model']")
    assert "language model" not in client.get("/manage/paste").get_data(as_text=True)
    again = page_of(ask(client, page))
    assert offered(again) == offered(page)


def test_where_the_text_goes_is_said_before_it_goes(client, olga, server):
    paste = client.get("/manage/paste").get_data(as_text=True)
    page = page_of(read(client, UNKNOWN))

    host = f"127.0.0.1:{server.port}"
    assert host in paste
    assert host in page.get_element_by_id("model").text_content()
    assert page.get_element_by_id("result").get("data-ask-model") == "/manage/paste/model"
    assert server.asked == []


def test_what_the_model_names_is_offered_and_stays_offered_and_becomes_a_speaker_by_one_press(
    session, client, olga, server
):
    server.says(person("Zorn", "Quiet Room", "moderator"))
    first = page_of(read(client, UNKNOWN))

    page = page_of(ask(client, first, **{"0-series": "Letters", "0-title": "As I say"}))

    assert said(page) == ["The model names one thing more. It is offered below, and marked in your text."]
    assert set(offered(page)) - set(offered(first)) == {"Zorn, Quiet Room"}
    assert "Zorn" in texts(page, "//ol[@class='source']//span[@class='offered']")
    kept = {name: page.get_element_by_id(name) for name in ("0-series", "0-title")}
    assert (kept["0-series"].get("value"), kept["0-title"].text_content().strip()) == ("Letters", "As I say")
    assert "Zorn" not in page.get_element_by_id("0-lineup").text_content()
    assert not page.xpath("//*[@data-ask-model]")
    assert session.scalars(sa.select(Webinar)).all() == []

    row = next(row for row in page.xpath("//li[@class='offer']") if "Zorn" in row.text_content())
    chip = row.xpath(".//button")[0]
    assert chip.get("aria-label") == "Moderator: Zorn, Quiet Room"
    after = page_of(client.post("/manage/paste", data=fields_of(page) | {"0-take": chip.get("value")}))
    assert "Zorn, Quiet Room, moderator" in after.get_element_by_id("0-lineup").text_content()
    assert "Zorn, Quiet Room" not in offered(after)
    confirm(client, after)
    webinar = session.scalars(sa.select(Webinar)).one()
    assert webinar.title == "As I say"


def test_what_was_heard_is_looked_up_again_each_time(client, olga, server):
    page = page_of(read(client, UNKNOWN))

    forged = json.dumps([person("<script>alert(1)</script>"), person("Nobody"), person("Zorn")])
    response = client.post("/manage/paste", data=fields_of(page) | {"heard": forged})

    assert set(offered(page_of(response))) - set(offered(page)) == {"Zorn"}
    assert "<script>alert" not in response.get_data(as_text=True)


def test_another_text_forgets_what_was_heard(client, olga, server):
    server.says(person("Zorn"))
    page = page_of(ask(client, page_of(read(client, UNKNOWN))))

    paste = page_of(client.post("/manage/paste", data=fields_of(page) | {"change": "1"}))

    assert not paste.xpath("//*[@name='heard']")


def test_a_model_that_fails_is_said_kindly_and_all_that_was_typed_stays(client, olga, server, caplog):
    server.status = 500
    first = page_of(read(client, UNKNOWN))
    with caplog.at_level(logging.DEBUG):
        response = ask(client, first, **{"0-title": "As I say"})
    page = page_of(response)

    assert response.status_code == 200
    assert said(page) == ["The model refused the question (status 500)."]
    assert page.get_element_by_id("0-title").text_content().strip() == "As I say"
    # It is not asked again by itself, but by whoever presses.
    assert not page.xpath("//*[@data-ask-model]")
    assert texts(page, "//*[@id='model']//button") == ["Ask the model again"]
    server.status = 200
    server.says(person("Zorn"))
    assert "Zorn" in offered(page_of(ask(client, page)))
    assert not [word for word in ("Zorn", "the-key", "4711") if word in caplog.text]


def test_neither_the_room_nor_addresses_leave(client, olga, server):
    ask(client, page_of(read(client, UNKNOWN)))

    assert "Zorn" in server.sent
    assert "meet.example" not in server.sent
    assert "secret" not in server.sent


def test_who_asks_often_is_told_to_wait(client, olga, server, monkeypatch):
    monkeypatch.setattr(views, "OFTEN", "1 per 10 minutes")
    page = page_of(ask(client, page_of(read(client, UNKNOWN))))

    again = page_of(ask(client, page))

    assert said(again) == ["The model was asked often in a short time. Wait ten minutes, and ask again."]
    assert len(server.asked) == 1


def test_people_whom_the_model_names_in_a_recap_can_be_ticked_and_are_not_ticked(session, client, olga, server):
    confirm(client, page_of(read(client, ANNOUNCEMENT)))
    recap = RECAP + "\nKept by zorn\n"
    first = page_of(read(client, recap))
    server.says(person("zorn"))

    page = page_of(ask(client, first))

    boxes = page.xpath("//*[@data-additions]//label[contains(., 'zorn')]/input")
    assert len(boxes) == 1
    assert boxes[0].get("checked") is None


def test_of_two_webinars_each_has_its_own_offers(client, olga, server):
    server.says(piece("organiser", "the quiet room"))
    text = UNSURE_TWICE + "\nKept by the quiet room.\n\nQuiet, please\n"

    page = page_of(ask(client, page_of(read(client, text))))

    count = len(page.xpath("//*[contains(@id, '-offers-co_organisers')]//span[text()='the quiet room']"))
    assert count == 1


def test_a_calendar_never_goes_to_the_model(client, olga, server):
    first = page_of(client.get("/manage/paste"))
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    token = first.xpath("//input[@name='csrf_token']/@value")[0]

    response = client.post("/manage/paste/model", data={"csrf_token": token, "text": calendar})

    assert response.status_code == 422
    assert server.asked == []


def test_who_has_not_signed_in_asks_nothing(client, server):
    assert client.post("/manage/paste/model", data={"text": UNKNOWN}).status_code == 403
    assert server.asked == []


def test_no_transaction_is_open_while_the_model_thinks(app, client, olga, server, monkeypatch):
    """Whoever saves meanwhile does not wait, and the connection is free for others."""
    open_ones = []
    ask_once = asked_model._said

    def looked(*arguments):
        from webinars.db import db  # noqa: PLC0415 - within the request

        open_ones.append(db.session().in_transaction())
        return ask_once(*arguments)

    monkeypatch.setattr(asked_model, "_said", looked)
    ask(client, page_of(read(client, UNKNOWN)))

    assert open_ones == [False]
