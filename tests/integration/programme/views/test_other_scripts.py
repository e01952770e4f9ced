"""Words in other scripts say what they are, wherever they stand."""

import lxml.html
import pytest

from tests.factories import add_appearance, make_series, make_speaker, make_webinar
from webinars.models import Status

pytestmark = pytest.mark.usefixtures("derived")


NAME, AFFILIATION, TALK = "ابن الهيثم", "بيت الحكمة", "كتاب المناظر"
SUMMARY, REASON = "كيف نرى؟", "لم تصل القافلة"


@pytest.fixture
def world(session, lunar):
    series = make_series(session, lunar, "كتب", slug="books")
    speaker = make_speaker(session, lunar, NAME, slug="haytham", affiliation=AFFILIATION)
    for title, values in (
        ("البصر", {"slug": "optics", "summary": SUMMARY}),
        ("الظل", {"slug": "shadow", "status": Status.CANCELLED, "cancellation_reason": REASON}),
    ):
        webinar = make_webinar(session, lunar, title, language="ar", series=series, **values)
        add_appearance(session, webinar, speaker, affiliation=AFFILIATION, talk_title=TALK)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", (NAME, SUMMARY)),
        ("/webinars", (NAME, REASON)),
        ("/webinars/optics", (NAME, AFFILIATION, TALK, SUMMARY)),
        ("/webinars/shadow", (NAME, AFFILIATION, TALK, REASON)),
        ("/organisations/lunar-society", (NAME, REASON)),
        ("/series/books", (NAME, REASON)),
        ("/speakers/haytham", (NAME, AFFILIATION)),
        ("/embed/next", ("البصر",)),
        ("/embed/programme", ("البصر", "الظل")),
    ],
)
def test_arabic_words_have_their_language_and_direction(client, world, address, words):
    body = lxml.html.document_fromstring(client.get(address).text).find("body")

    for text in words:
        found = [each for each in body.iter() if isinstance(each.tag, str) and text in (each.text or "")]
        assert found, text
        for each in found:
            nearest = next(step for step in (each, *each.iterancestors()) if step.get("lang"))
            assert (nearest.get("lang"), nearest.get("dir")) == ("ar", "rtl"), text


def test_monogram_says_in_which_letters_it_is(client, world):
    page = lxml.html.document_fromstring(client.get("/webinars/optics").text)

    assert [each.get("lang") for each in page.xpath("//span[@class='portrait']/bdi[text()='ه']")] == ["ar"]
