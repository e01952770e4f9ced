"""One search over everything that is public: what it finds, and what nobody finds."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import add_asked
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    add_transcript,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.recordings.removal import remove_recording
from webinars.models import Agreement, QuestionState, RecordingKind, Status, Visibility, webinar_topic


def groups_in(response):
    """By group, the text of its links."""
    found = {}
    for section in re.findall(r'<section[^>]*aria-labelledby="found-(\w+)">(.*?)</section>', response.text, re.DOTALL):
        name, body = section
        links = re.findall(r"<(?:a|p)[^>]*>(.*?)</(?:a|p)>", body.partition("</div>")[2], re.DOTALL)
        found[name] = [re.sub(r"<[^>]+>", "", link).strip() for link in links]
    return found


def put_on(session, webinar, topic):
    session.execute(sa.insert(webinar_topic).values(webinar_id=webinar.id, topic_id=make_topic(session, topic).id))


@pytest.fixture
def past(session, lunar):
    webinar = make_webinar(
        session, lunar, "An evening of comets", starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None,
        series=make_series(session, lunar, "Comet letters"),
    )  # fmt: skip
    put_on(session, webinar, "Comets")
    caroline = add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Comet"))
    stream = add_recording(session, webinar, "An evening of comets", slug="evening")
    add_recording(
        session, webinar, "How I found a comet", slug="talk", kind=RecordingKind.PRESENTATION, appearance=caroline
    )
    add_transcript(session, stream, "and the comet came back")
    add_question(session, webinar, "Whose comet is it?").answered_s = 90
    return webinar


def test_each_kind_of_thing_is_found_in_its_group(client, session, lunar, past):
    make_webinar(session, lunar, "More comets to come")
    add_co_organiser(session, past, make_organisation(session, "Comet Club"))
    session.commit()

    found = groups_in(client.get("/search?q=comet"))

    assert list(found) == ["webinars", "talks", "speakers", "subjects", "questions", "said"]
    assert "More comets to come" in found["webinars"]
    assert "An evening of comets" in found["webinars"]
    assert "How I found a comet" in found["talks"]
    assert "Caroline Comet" in found["speakers"]
    assert {"Comets", "Comet letters", "Comet Club"} <= set(found["subjects"])
    assert "Whose comet is it?" in found["questions"]
    assert any("and the comet came back" in each for each in found["said"])


def test_nothing_is_found_that_is_not_public(client, session, lunar, past, olga):
    words = {}

    def planted(word):
        words[word] = word
        return word

    other = make_organisation(session, planted("Zyzzyva Society"))
    draft = make_webinar(
        session, other, planted("Quokka draft"), status=Status.DRAFT,
        series=make_series(session, other, planted("Wombat series")),
    )  # fmt: skip
    put_on(session, draft, planted("Numbat topic"))
    add_appearance(session, draft, make_speaker(session, other, planted("Axolotl Person")))
    unlisted = make_webinar(session, lunar, planted("Okapi unlisted"), visibility=Visibility.UNLISTED, slug="okapi",
                            starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None)  # fmt: skip
    add_transcript(session, add_recording(session, unlisted, "Rec", slug="rec"), planted("Capybara said"))
    add_asked(session, past, planted("Pangolin hidden?"), state=QuestionState.ANSWERED, answered_s=30, is_hidden=True)
    removed = add_recording(session, past, planted("Narwhal removed"), slug="removed")
    session.commit()
    session.refresh(past, ["recordings", "co_organisers"])
    session.refresh(removed, ["clips"])
    remove_recording(session, actor_of(session, olga.id), past, removed, now=clock.now())
    no = add_appearance(
        session, past, make_speaker(session, lunar, planted("Dugong Declined")), agreement=Agreement.DECLINED
    )
    assert no.id
    session.commit()

    for word in words.values():
        page = client.get("/search", query_string={"q": word.split()[0]})
        assert groups_in(page) == {}, word
        assert word not in page.text
        misspelt = client.get("/search", query_string={"q": word.split()[0][:-1] + "qq"})
        assert word not in misspelt.text


def test_everybody_is_answered_the_same(client, session, lunar, past, sign_in):
    make_webinar(session, lunar, "Comets that nobody has announced", status=Status.DRAFT)
    session.commit()
    stranger = client.get("/search?q=comet").data

    for user in (make_user(session, "Membra"), make_user(session, "Admina", is_admin=True)):
        session.commit()
        sign_in(client, user)
        assert client.get("/search?q=comet").data == stranger


def test_a_group_of_more_than_a_few_has_a_page_of_its_own(client, session, lunar):
    for number in range(7):
        make_webinar(session, lunar, f"Tides {number}", slug=f"tides-{number}")
    session.commit()

    few, all_ = client.get("/search?q=tides"), client.get("/search?q=tides&in=webinars")

    assert len(groups_in(few)["webinars"]) < len(groups_in(all_)["webinars"])
    assert '<a href="/search?q=tides&amp;in=webinars">' in few.text
    assert all(f"Tides {number}" in re.sub("</?mark>", "", all_.text) for number in range(7))
    assert client.get("/search?q=tides&in=everything").status_code == 404


def test_where_nothing_is_found_something_like_it_is_offered(client, session, past):
    session.commit()

    text = client.get("/search?q=karoline").text

    assert "Nothing was found for “karoline”" in text
    assert '<a href="/speakers/caroline-comet">Caroline Comet</a>' in text
    assert '<a href="/search?q=caroline">' in text or "Caroline Comet" in text


def test_without_words_the_page_asks_for_some(client):
    page = client.get("/search")

    assert page.status_code == 200
    assert "What are you looking for?" in page.text
    assert "Nothing was found for “…”" in client.get("/search?q=…").text


def test_pages_of_search_are_in_no_index_and_set_no_cookie(client, session, past):
    session.commit()
    page = client.get("/search?q=comet")

    assert '<meta name="robots" content="noindex">' in page.text
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("address", ["/", "/webinars", "/recordings", "/speakers"])
def test_every_public_page_has_a_form_that_works_without_script(client, address):
    text = client.get(address).text

    assert re.search(r'<form class="head-search" role="search" aria-label="Whole site" action="/search">', text)
    assert '<a class="head-find" href="/search">Search</a>' in text


def test_it_asks_the_database_no_more_for_many(client, session, lunar, past, count_statements):
    counts = []
    for number in (1, 30):
        for each in range(number):
            webinar = make_webinar(
                session, lunar, f"Comets {number} {each}", slug=f"c-{number}-{each}",
                starts_wall=dt.datetime(2026, 4, 1, 12), starts_in=None,
            )  # fmt: skip
            add_transcript(
                session, add_recording(session, webinar, "Comets", slug=f"r-{number}-{each}"), "the comet was seen"
            )
            make_webinar(session, lunar, f"Coming comets {number} {each}", slug=f"d-{number}-{each}")
        session.commit()
        with count_statements() as statements:
            assert client.get("/search?q=comet").status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1]
