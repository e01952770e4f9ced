"""The index of speakers, and what pages of speakers and topics show of recordings."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import RecordingKind, Status, webinar_topic

pytestmark = pytest.mark.usefixtures("derived")


def held(session, host, title, **values):
    return make_webinar(session, host, title, starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None, **values)


def test_speakers_stand_under_the_letters_of_their_families(client, session, lunar):
    webinar = held(session, lunar, "Comets")
    for place, name in enumerate(("Ada Lovelace", "Mary Anning", "王贞仪", "ابن الهيثم")):
        add_appearance(session, webinar, make_speaker(session, lunar, name, slug=f"speaker-{place}"))
    add_appearance(
        session, held(session, lunar, "Draft", status=Status.DRAFT), make_speaker(session, lunar, "Zed Zero")
    )
    session.commit()

    text = client.get("/speakers").text

    assert re.findall(r'<h2 id="l-(.)">', text) == ["A", "L", "ه", "王"]
    assert '<a href="#l-A">A</a>' in text
    assert '<span aria-hidden="true">Z</span>' in text
    assert "Zed Zero" not in text
    assert '<bdi lang="zh" dir="ltr">王贞仪</bdi>' in text
    assert '<bdi lang="ar" dir="rtl">ابن الهيثم</bdi>' in text
    monograms = re.findall(r'<span class="portrait" aria-hidden="true">(?:<bdi[^>]*>)?(.*?)<', text)
    assert monograms == ["MA", "AL", "ه", "王"]


def test_a_speakers_page_shows_talks_with_posters_and_what_was_answered_in_them(client, session, lunar):
    webinar = held(session, lunar, "An evening of comets")
    ada = make_speaker(session, lunar, "Ada Lovelace")
    appearance = add_appearance(session, webinar, ada)
    stream = add_recording(session, webinar, "The whole evening", slug="evening")
    add_recording(
        session, webinar, "Note G, read slowly", slug="note-g", kind=RecordingKind.PRESENTATION,
        appearance=appearance, starts_s=60, ends_s=600, url=stream.url,
    )  # fmt: skip
    add_question(session, webinar, "Does it originate anything?").answered_s = 90
    draft = held(session, lunar, "Draft", status=Status.DRAFT)
    add_recording(session, draft, "Hidden talk", kind=RecordingKind.PRESENTATION, slug="hidden",
                  appearance=add_appearance(session, draft, ada))  # fmt: skip
    session.commit()

    text = client.get("/speakers/ada-lovelace").text
    talks = text[text.index('id="talks"') : text.index('id="answers"')]

    assert re.findall(r'<h3 class="item-title"><a[^>]*>(.*?)</a>', talks) == [
        "Note G, read slowly",
        "The whole evening",
    ]
    assert '<a href="/webinars/an-evening-of-comets">An evening of comets</a>' in talks
    assert 'src="/' in talks
    assert '<a href="/recordings?speaker=ada-lovelace">All recordings</a>' in talks
    assert re.search(r'<a href="/recordings/note-g\?t=30"><span>0:30</span><span>Does it originate anything\?', text)
    assert "Hidden talk" not in text
    assert '<span class="plate plate-letters" aria-hidden="true">AL</span>' in text


def test_a_topics_page_shows_its_talks(client, session, lunar):
    webinar = held(session, lunar, "An evening of comets")
    add_recording(session, webinar, "The whole evening", slug="evening")
    topic = make_topic(session, "Comets")
    session.execute(sa.insert(webinar_topic).values(webinar_id=webinar.id, topic_id=topic.id))
    session.commit()

    text = client.get("/topics/comets").text

    assert '<h2 id="talks">Talks</h2>' in text
    assert '<a href="/recordings?topic=comets">All recordings</a>' in text
    assert "Questions answered" not in text
