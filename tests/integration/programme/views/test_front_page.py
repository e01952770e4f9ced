"""The front page of a site and of an organisation: what stands there, and what is left out."""

import dataclasses
import datetime as dt

import lxml.html
import pytest

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_picture,
    add_question,
    add_recording,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.domain.front_page import queries
from webinars.domain.front_page.queries import Figure
from webinars.models import Agreement, AppearanceRole, Follow, MailFollow, RecordingKind, Status, Visibility

pytestmark = pytest.mark.usefixtures("derived")
DAY = dt.timedelta(days=1)
SENTENCE = "Talks about whatever can be tried out. Free to join."


@pytest.fixture
def sentence(app, settings):
    """The site has a sentence of its own."""
    app.config["SETTINGS"] = dataclasses.replace(settings, tagline=SENTENCE)
    yield
    app.config["SETTINGS"] = settings


@pytest.fixture
def counted(monkeypatch):
    """Figures are shown from one on."""
    monkeypatch.setattr(queries, "LEAST", dict.fromkeys(Figure, 1))


@pytest.fixture
def front(client):
    def front(address="/"):
        response = client.get(address)
        assert response.status_code == 200, response.text
        return lxml.html.fromstring(response.get_data())

    return front


def held(session, lunar, title="Tides", days=9, **values):
    return make_webinar(session, lunar, title, starts_in=-days * DAY, **values)


def headings(page):
    return [" ".join(each.text_content().split()) for each in page.xpath("//main//h2") if each.get("id") != "next"]


def test_the_sentence_is_the_heading_of_the_page(front, sentence, lunar, session):
    (heading,) = front().xpath("//h1")

    assert (heading.text_content(), heading.get("class")) == (SENTENCE, "welcome-line")
    assert front().xpath('//meta[@name="description"]/@content') == [SENTENCE]


def test_a_site_without_a_sentence_has_a_heading_that_is_not_seen(front):
    (heading,) = front().xpath("//h1")

    assert heading.get("class") == "visually-hidden"


def test_nothing_that_is_empty_is_there(front, session, lunar):
    make_webinar(session, lunar, starts_in=DAY)

    found = front()

    assert headings(found) == ["After that", "Do not miss the next one"]
    assert found.xpath('//section[@id="after-that"]/@hidden')
    assert not found.xpath('//*[contains(@class, "figures-line") or contains(@class, "cast")]')


def test_figures_that_do_no_credit_are_not_shown(page_text, session, lunar):
    for number in range(9):
        webinar = held(session, lunar, f"Evening {number}", days=number + 1)
        add_recording(session, webinar, f"Film {number}", duration_s=2 * 3600)

    assert "webinars since" not in page_text("/")
    assert "hours to watch" not in page_text("/")

    held(session, lunar, "The tenth")

    assert "webinars since 2027 10 hours to watch 18" in page_text("/")


def test_of_a_long_list_the_latest_are_counted(page_text, session, lunar, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 11)
    monkeypatch.setattr(queries, "_figures", queries._figures.__wrapped__)
    for number in range(13):
        webinar = held(session, lunar, f"Evening {number}", days=100 * (number + 1))
        add_recording(session, webinar, f"Film {number}", duration_s=9 * 3600)

    assert "webinars since 2023 12+ hours to watch 100+" in page_text("/")


def test_only_what_took_place_is_counted(page_text, session, lunar, counted):
    shown = held(session, lunar, "Tides", days=400)
    for name, agreement in (("Ada", Agreement.AGREED), ("Grace", Agreement.ASKED), ("Emmy", Agreement.DECLINED)):
        add_appearance(session, shown, make_speaker(session, lunar, name), agreement=agreement)
    stream = add_recording(session, shown, duration_s=7300)
    clip = add_recording(session, shown, kind=RecordingKind.PRESENTATION, duration_s=3600)
    clip.stream_id, clip.from_s = stream.id, 0
    for status, visibility in (
        (Status.DRAFT, Visibility.PUBLIC),
        (Status.CANCELLED, Visibility.PUBLIC),
        (Status.PUBLISHED, Visibility.UNLISTED),
    ):
        hidden = held(session, lunar, f"Hidden {status}{visibility}", days=500, status=status, visibility=visibility)
        add_appearance(session, hidden, make_speaker(session, lunar, f"Mary {status}{visibility}"))
        add_recording(session, hidden, f"Film {status}{visibility}", duration_s=36_000)
    make_webinar(session, lunar, "To come", starts_in=DAY)

    assert "webinars since 2026 1 people have spoken 1 hours to watch 2" in page_text("/")


def test_the_people_of_the_next_webinar_are_seen_large(front, session, lunar):
    webinar = make_webinar(session, lunar, starts_in=DAY)
    ada, mary = make_speaker(session, lunar, "Ada Lovelace"), make_speaker(session, lunar, "Mary Somerville")
    add_appearance(session, webinar, ada, affiliation="Ockham", talk_title="Note G")
    add_appearance(session, webinar, mary, role=AppearanceRole.MODERATOR)
    refused = make_speaker(session, lunar, "Sophie Germain")
    add_appearance(session, webinar, refused, agreement=Agreement.DECLINED)
    add_picture(session, ada)
    add_picture(session, refused)

    (cast,) = front().xpath('//ul[@class="cast"]')

    words = [" ".join(" ".join(each.itertext()).split()) for each in cast]
    assert words == ["Ada Lovelace Ockham Note G", "MS Mary Somerville Moderator"]
    assert cast.xpath(".//img/@alt") == [""]
    assert "With Ada Lovelace" not in front().get_element_by_id("lead").text_content()


def test_of_many_people_each_stands_in_a_line(front, session, lunar):
    webinar = make_webinar(session, lunar, starts_in=DAY)
    for number in range(5):
        speaker = make_speaker(session, lunar, f"Speaker {number}")
        add_appearance(session, webinar, speaker)
    add_picture(session, speaker)

    found = front()

    assert not found.xpath('//ul[@class="cast"]')
    assert len(found.xpath('//ul[@class="people"]/li')) == 5


def test_what_comes_later_shows_faces_and_no_buttons(front, session, lunar):
    make_webinar(session, lunar, "First", starts_in=DAY)
    later = make_webinar(session, lunar, "Later", starts_in=2 * DAY)
    for name, has_picture in (("Ada", True), ("Mary", False)):
        speaker = make_speaker(session, lunar, name)
        add_appearance(session, later, speaker)
        if has_picture:
            add_picture(session, speaker)

    (after,) = front().xpath('//section[@id="after-that"]')

    assert len(after.xpath('.//p[@class="item-faces"]/img')) == 1
    assert not after.xpath('.//*[@class="item-acts"]')


def test_the_questions_of_the_next_webinar_stand_beside_it(page_text, session, lunar):
    webinar = make_webinar(session, lunar, starts_in=DAY)
    for number in range(4):
        add_question(session, webinar, f"Question {number}?")

    text = page_text("/")

    assert "What we will ask Question 0? Question 1? Question 2? " in text
    assert "Question 3?" not in text


def test_an_answer_leads_to_its_second(front, session, lunar):
    webinar = held(session, lunar, "Tides")
    question = add_question(session, webinar, "Why twice a day?")
    add_recording(session, webinar, slug="tides-film", duration_s=3600)
    question.answered_s = 754
    session.commit()

    (answer,) = front().xpath('//ul[@class="answered-cards"]/li')

    words = " ".join(answer.text_content().split())
    assert words == "Why twice a day? Watch at 12:34: Why twice a day? In Tides"
    assert answer.xpath(".//a/@href") == ["/recordings/tides-film?t=754", f"/webinars/{webinar.slug}"]


def test_who_has_spoken_is_seen_with_those_first_who_have_a_picture(front, session, lunar):
    webinar = held(session, lunar)
    add_recording(session, webinar)
    for name in ("Ada", "Mary"):
        speaker = make_speaker(session, lunar, name)
        add_appearance(session, webinar, speaker)
    add_picture(session, speaker)
    unasked = make_speaker(session, lunar, "Grace")
    add_appearance(session, webinar, unasked, agreement=Agreement.ASKED)

    found = front().xpath('//ul[@class="wall"]/li')

    assert [list(each.itertext())[-1] for each in found] == ["Mary", "Ada"]


def test_without_a_next_webinar_the_last_recording_takes_its_place(page_text, session, lunar):
    add_recording(session, held(session, lunar), "Tides, all of it")

    text = page_text("/")

    assert "Nothing is planned just now Watch the last one: Tides, all of it" in text
    assert "Tell me of the next one" in text


def test_who_holds_them_is_told_where_there_are_several(page_text, session, lunar):
    held(session, lunar)
    make_webinar(session, lunar, "To come", starts_in=DAY)
    assert "Who holds them" not in page_text("/")

    held(session, make_organisation(session, "House of Wisdom"), "Mirrors")

    assert "Who holds them Lunar Society 2 webinars, 1 coming House of Wisdom 1 webinar" in page_text("/")


def test_one_line_is_enough_to_follow_by_mail(front, client, session, lunar, with_mail_server):
    make_webinar(session, lunar, starts_in=DAY)
    (form,) = front().xpath('//form[@action="/follow"]')
    form.fields["email"] = "ana@example.org"

    answer = client.post("/follow", data={**dict(form.form_values()), "by-mail": "yes"})

    assert (answer.status_code, answer.location) == (303, "/follow/mail")
    follow = session.query(MailFollow).one()
    assert (follow.email_normal, follow.rhythm) == ("ana@example.org", "weekly")
    assert [(each.kind, each.subject_id) for each in session.query(Follow)] == [("site", 0)]


def test_without_a_mail_server_no_mail_is_offered(front, session, lunar):
    make_webinar(session, lunar, starts_in=DAY)

    assert not front().xpath('//form[@action="/follow"]')


def test_an_organisation_has_a_front_page_of_its_own(front, session, lunar, with_mail_server):
    lunar.tagline = SENTENCE
    wisdom = make_organisation(session, "House of Wisdom")
    make_webinar(session, wisdom, "Not theirs", starts_in=DAY / 2)
    first = make_webinar(session, lunar, "First", starts_in=DAY)
    shared = make_webinar(session, wisdom, "Shared", starts_in=2 * DAY)
    add_co_organiser(session, shared, lunar)
    add_recording(session, held(session, lunar), "Tides, all of it")

    found = front("/organisations/lunar-society")

    text = " ".join(found.get_element_by_id("main").text_content().split())
    assert SENTENCE in text
    assert found.get_element_by_id("next").text_content().strip() == first.title
    assert "After that" in text
    assert "Not theirs" not in text
    assert found.xpath('//form[@action="/follow"]/input[@name="chosen"]/@value') == [f"organisation-{lunar.id}"]


def test_more_of_an_organisation_goes_on_where_its_front_page_ended(front, session, lunar):
    for number in range(33):
        make_webinar(session, lunar, f"Evening {number}", starts_in=(number + 1) * DAY)

    first, second = front("/organisations/lunar-society"), front("/organisations/lunar-society?page=2")

    titles = [
        each.text_content().strip()
        for found in (first, second)
        for each in found.xpath('//*[@id="next"] | //h3[@class="item-title"]')
    ]
    assert titles == [f"Evening {number}" for number in range(33)]
