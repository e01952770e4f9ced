"""What a text may say is offered below its field, and one press puts it there."""

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation
from tests.integration.imports.test_views import form_of, page_of, read, texts
from tests.integration.imports.texts import ANNOUNCEMENT, UNSURE, UNSURE_TWICE
from webinars.models import Webinar


def person_chips(page, section=0):
    """The chips of the first person offered for the line-up, by what they say."""
    row = page.get_element_by_id(f"{section}-offers-lineup").xpath(".//li[contains(@class, 'offer')]")[0]
    name = row.xpath("./span[@class='offer-text']")[0].text_content().split(",")[0]
    return name, {chip.get("aria-label").partition(":")[0]: chip for chip in row.xpath(".//button")}


def press(client, page, value, *, section=0, **typed):
    """What comes back when a chip is pressed and `typed` has been typed before."""
    fields = {}
    for name, before in form_of(page):
        fields.setdefault(name, []).append(before)
    fields |= {name: [text] for name, text in typed.items()}
    return client.post("/manage/paste", data={**fields, f"{section}-take": value})


def field(page, name):
    element = page.get_element_by_id(name)
    return (element.get("value") if element.tag == "input" else element.text_content()).strip()


def test_an_offer_that_is_pressed_stands_in_its_field_and_what_was_typed_is_kept(session, client, olga):
    page = page_of(read(client, UNSURE))
    name, chips = person_chips(page)
    assert list(chips)[1:] == ["Moderator", "Organiser", "Leave out"]
    assert chips["Moderator"].get("formaction") == "/manage/paste#0-offers-lineup"
    assert name not in field(page, "0-lineup")
    assert name in texts(page, "//ol[@class='source']//span[@class='offered']")

    response = press(client, page, chips["Moderator"].get("value"), **{"0-series": "Letters", "0-title": "As I say"})

    after = page_of(response)
    assert response.status_code == 200
    assert any(line.startswith(name) and line.endswith("moderator") for line in field(after, "0-lineup").splitlines())
    assert (field(after, "0-series"), field(after, "0-title")) == ("Letters", "As I say")
    group = after.get_element_by_id("0-offers-lineup")
    assert group.get("tabindex") == "-1"
    assert texts(group, ".//p[@role='status']") == [f"“{name}” stands in the line-up."]
    assert not group.xpath(f".//span[@class='offer-text'][starts-with(., '{name}')]")
    assert name not in texts(after, "//span[@class='offered']")
    assert session.scalars(sa.select(Webinar)).all() == []


def test_a_person_can_be_made_an_organiser_or_be_left_out(client, olga):
    page = page_of(read(client, UNSURE))
    name, chips = person_chips(page)

    organising = page_of(press(client, page, chips["Organiser"].get("value")))
    left_out = page_of(press(client, page, chips["Leave out"].get("value")))

    assert name in field(organising, "0-co_organisers").splitlines()
    assert texts(organising, "//p[@role='status']") == [f"“{name}” stands among the organisers."]
    assert name not in field(left_out, "0-lineup") + field(left_out, "0-co_organisers")
    assert not left_out.xpath(f"//span[@class='offer-text'][starts-with(., '{name}')]")


def test_the_same_press_twice_puts_it_there_once(client, olga):
    page = page_of(read(client, UNSURE))
    name, chips = person_chips(page)

    first = page_of(press(client, page, chips["Moderator"].get("value")))
    again = page_of(press(client, first, chips["Moderator"].get("value")))

    assert field(again, "0-lineup").count(name) == 1
    assert field(again, "0-lineup") == field(first, "0-lineup")
    assert not again.xpath("//p[@role='status']")


def test_each_webinar_of_a_text_has_its_own(client, olga):
    page = page_of(read(client, UNSURE_TWICE))
    assert len(page.xpath("//textarea[contains(@name, '-title')]")) > 1
    name, chips = person_chips(page, 1)

    after = page_of(press(client, page, chips["Moderator"].get("value"), section=1))

    assert name in field(after, "1-lineup")
    assert name not in field(after, "0-lineup")
    assert person_chips(after, 0)[0] == name


@pytest.mark.parametrize(
    "value", ["", "speaker", "speaker 0", "speaker ../..", "nonsense", "moderator " + "9" * 500, "\x00 \x00", "title "]
)
def test_nonsense_in_the_place_of_a_chip_changes_nothing(client, olga, value):
    page = page_of(read(client, UNSURE))

    response = press(client, page, value, **{"0-seen": "<script>" * 90})

    after = page_of(response)
    assert response.status_code == 200
    assert field(after, "0-lineup") == field(page, "0-lineup")
    assert person_chips(after)[0] == person_chips(page)[0]
    assert not after.xpath("//p[@role='status'] | //input[@name='0-seen']")


def test_a_use_that_the_offer_is_not_offered_for_is_none(client, olga):
    page = page_of(read(client, UNSURE))
    key = person_chips(page)[1]["Moderator"].get("value").partition(" ")[2]

    after = page_of(press(client, page, f"__class__ {key}"))

    assert person_chips(after)[0] == person_chips(page)[0]


def test_a_text_that_leaves_nothing_open_says_nothing_of_offers(client, olga):
    page = page_of(read(client, "Comets\n\nSunday 14 February 2027, 4pm Britain\n"))

    assert not page.xpath("//*[@data-offers]")
    assert not texts(page, "//p[contains(., 'What is dotted')]")


def test_a_length_and_a_passcode_stand_in_their_fields(session, client, olga):
    room = "Join: https://us02web.zoom.us/j/81234567\nPasscode: 123456\n"
    page = page_of(read(client, ANNOUNCEMENT.replace("8am US Pacific", "8am US Pacific (75 minutes)") + room))

    assert (field(page, "0-duration_minutes"), field(page, "0-join_passcode")) == ("75", "123456")

    fields = {}
    for name, value in form_of(page):
        fields.setdefault(name, []).append(value)
    client.post("/manage/paste/webinars", data=fields)
    webinar = session.scalars(sa.select(Webinar)).one()
    assert (webinar.duration_minutes, webinar.is_duration_assumed, webinar.join_passcode) == (75, False, "123456")
    assert "123456" not in webinar.description


def test_a_host_that_is_on_the_site_is_filled_in_and_the_page_says_why(session, client, olga):
    text = "The Long Night\nCandle Circle Leeds\n\nSunday 14 February 2027, 4pm Britain\n\nBring a candle.\n"
    before = page_of(read(client, text))
    assert field(before, "0-co_organisers") == ""
    assert "Candle Circle Leeds" in texts(before, "//*[@id='0-offers-co_organisers']//span[@class='offer-text']")

    make_organisation(session, "Candle Circle Leeds")
    session.commit()
    after = page_of(read(client, text))

    assert field(after, "0-co_organisers") == "Candle Circle Leeds"
    assert "Known here: Candle Circle Leeds." in texts(after, "//p[@class='hint']")
