import datetime as dt
import json

import pytest

from tests.factories import add_appearance, add_recording, make_speaker, make_webinar
from webinars import clock
from webinars.domain.recordings.short_codes import code_of
from webinars.models import FormerSlug, RecordingKind, Status, Visibility


@pytest.fixture
def talk(session, lunar):
    """A talk of 14 February 2027 at /recordings/sweeping."""
    webinar = make_webinar(session, lunar, "Comets & <tails>", starts_wall=dt.datetime(2027, 2, 14, 16))
    herschel = add_appearance(session, webinar, make_speaker(session, lunar))
    return add_recording(
        session, webinar, "Sweeping the sky", slug="sweeping", kind=RecordingKind.PRESENTATION, appearance=herschel
    )


@pytest.mark.parametrize(
    ("moment", "query"), [("", ""), ("/24m10s", "?t=1450"), ("/1h2m3s", "?t=3723"), ("/90", "?t=90"), ("/soon", "")]
)
def test_short_address_leads_to_the_moment(client, talk, moment, query):
    answer = client.get(f"/v/{code_of('sweeping')}{moment}")

    assert (answer.status_code, answer.location) == (302, f"/recordings/sweeping{query}")


def test_short_address_lasts_when_the_slug_changes(client, session, talk):
    session.add(FormerSlug(kind="recording", slug="sweeping", target_id=talk.id))
    talk.slug = "sweeping-the-sky"

    answer = client.get(f"/v/{code_of('sweeping')}/90")

    assert (answer.status_code, answer.location) == (302, "/recordings/sweeping-the-sky?t=90")
    assert client.get(f"/v/{code_of('sweeping-the-sky')}/90").location == "/recordings/sweeping-the-sky?t=90"


def test_short_address_of_what_is_gone_or_never_was(client, session, talk):
    session.add(FormerSlug(kind="recording", slug="removed"))

    assert client.get(f"/v/{code_of('removed')}").status_code == 410
    assert client.get(f"/v/{code_of('never')}").status_code == 404
    assert client.get("/v/1").status_code == 404
    assert client.get("/v/sweeping").status_code == 404


PLACES = (
    "/v/{code}",
    "/recordings/secret/citation",
    "/recordings/secret/citation.bib",
    "/recordings/secret/citation.json",
)


@pytest.mark.parametrize("address", PLACES)
def test_drafts_are_not_cited(client, session, lunar, address):
    draft = make_webinar(session, lunar, "Secret draft", status=Status.DRAFT)
    recording = add_recording(session, draft, "Secret film", slug="secret")

    never_seen = client.get(address.format(code=code_of("secret")))
    draft.published_at = clock.now()
    taken_back = client.get(address.format(code=code_of("secret")))
    draft.status, draft.visibility = Status.PUBLISHED, Visibility.UNLISTED
    unlisted = client.get(address.format(code=code_of("secret")))

    assert (never_seen.status_code, taken_back.status_code) == (404, 410)
    assert "Secret film" not in never_seen.text + taken_back.text
    assert never_seen.location is taken_back.location is None
    assert unlisted.status_code in {200, 302}
    assert recording.slug == "secret"


@pytest.mark.usefixtures("derived")
def test_page_shows_how_to_cite_the_moment(client, talk):
    text = client.get("/recordings/sweeping?t=24:10").text

    short = f"http://localhost/v/{code_of('sweeping')}/24m10s"
    assert "Caroline Herschel: “Sweeping the sky”. In the webinar “Comets &amp; &lt;tails&gt;”." in text
    assert f"Lunar Society, 14 February 2027. Video, from 24:10. {short}</textarea>" in text
    assert f'value="{short}"' in text
    assert 'href="/recordings/sweeping/citation.bib?t=1450"' in text
    assert 'href="/recordings/sweeping/citation.json?t=1450"' in text


def test_part_of_the_page_for_another_moment(client, talk):
    answer = client.get("/recordings/sweeping/citation?t=90")

    assert "Video, from 1:30." in answer.text
    assert "<html" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_files_for_programs_of_citations(client, talk):
    bib = client.get("/recordings/sweeping/citation.bib?t=90")
    csl = client.get("/recordings/sweeping/citation.json?t=90")

    assert bib.mimetype == "application/x-bibtex"
    assert bib.headers["Content-Disposition"] == 'attachment; filename="sweeping.bib"'
    assert bib.text.startswith("@misc{herschel-2027-sweeping-the,\n  author = {Caroline Herschel},")
    assert f"urldate = {{{clock.now().date().isoformat()}}}" in bib.text
    assert csl.mimetype == "application/vnd.citationstyles.csl+json"
    assert json.loads(csl.text)[0]["URL"] == f"http://localhost/v/{code_of('sweeping')}/1m30s"


def test_full_stream_is_by_those_who_spoke(client, session, lunar):
    webinar = make_webinar(session, lunar, "Comets", starts_in=-dt.timedelta(days=1))
    for name in ("Caroline Herschel", "Ada Lovelace"):
        add_appearance(session, webinar, make_speaker(session, lunar, name))
    add_recording(session, webinar, "Comets", slug="comets")

    assert "Caroline Herschel and Ada Lovelace: “Comets”. Lunar Society," in client.get("/recordings/comets").text
