"""Names and texts in other letters say which, wherever they stand among English words."""

import datetime as dt

import lxml.html
import pytest

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.models import RecordingKind

pytestmark = pytest.mark.usefixtures("derived")


ARABIC, CHINESE, AFFILIATION, TALK = "ابن الهيثم", "王貞儀", "بيت الحكمة", "كتاب المناظر"
HOST, PARTNER = "حلقة بيت الحكمة", "金陵天文會"
DIRECTIONS = {"ar": "rtl", "zh": "ltr"}


@pytest.fixture
def webinars(session):
    host = make_organisation(session, HOST, slug="house")
    for title, starts_in in (("Coming", dt.timedelta(days=3)), ("Past", -dt.timedelta(days=3))):
        webinar = make_webinar(session, host, title, starts_in=starts_in)
        add_co_organiser(session, webinar, make_organisation(session, PARTNER, slug=f"circle-{title.lower()}"))
        optics = make_speaker(session, host, ARABIC, slug=f"optics-{title.lower()}", affiliation=AFFILIATION)
        talk = add_appearance(session, webinar, optics, talk_title=TALK)
        add_appearance(session, webinar, make_speaker(session, host, CHINESE, slug=f"eclipses-{title.lower()}"))
        if title == "Past":
            add_recording(session, webinar, "The evening", slug="the-evening")
            add_recording(session, webinar, "A talk", slug="a-talk", kind=RecordingKind.PRESENTATION, appearance=talk)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/webinars",
        "/webinars?past",
        "/webinars/coming",
        "/webinars/past",
        "/organisations",
        "/organisations/house",
        "/speakers",
        "/speakers/optics-past",
        "/recordings",
        "/follow",
        "/recordings/the-evening",
        "/recordings/a-talk",
        "/embed/webinars/coming",
        "/embed/recordings/the-evening",
    ],
)
def test_other_letters_have_their_language_and_direction(client, webinars, path):
    main = lxml.html.document_fromstring(client.get(path).text).find(".//main")

    seen = 0
    for element in main.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "textarea"}:
            continue
        for text in (element.text or "", *(child.tail or "" for child in element)):
            for words, tag in ((ARABIC, "ar"), (AFFILIATION, "ar"), (TALK, "ar"), (CHINESE, "zh"), (PARTNER, "zh")):
                if words not in text or element.get("class") == "visually-hidden":
                    continue
                said = next(each for each in (element, *element.iterancestors()) if each.get("lang"))
                assert (said.get("lang"), said.get("dir")) == (tag, DIRECTIONS[tag]), (path, text)
                seen += 1
    assert seen
