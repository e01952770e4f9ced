import datetime as dt

import pytest

from tests.factories import add_recording, add_transcript, make_webinar
from webinars.models import FormerSlug, RecordingCut, Status, Visibility

CAPTIONS = "/recordings/comets/captions/en.vtt"
TEXT = "/recordings/comets/transcript.txt"


def cut(session, recording, starts_s, ends_s):
    session.add(cut := RecordingCut(starts_s=starts_s, ends_s=ends_s))
    cut.recording_id = recording.id
    session.flush()


def test_captions_are_served_as_webvtt_to_players_everywhere(client, session, stream):
    add_transcript(session, stream, "Caroline Herschel: Is 1 < 2 & 3 > 2?", "Good evening.")

    answer = client.get(CAPTIONS)

    assert answer.text == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:05.000\n<v Caroline Herschel>Is 1 &lt; 2 &amp; 3 &gt; 2?\n\n"
        "00:00:05.000 --> 00:00:10.000\nGood evening.\n"
    )
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    again = client.get(CAPTIONS, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_captions_follow_the_sync_point_and_the_cuts(client, session, stream):
    add_transcript(session, stream, "One.", "Two.", "Three.", "Four.")
    stream.sync_s = 5
    cut(session, stream, 10, 15)

    times = [line for line in client.get(CAPTIONS).text.splitlines() if "-->" in line or line.endswith(".")]

    assert times == ["00:00:00.000 --> 00:00:05.000", "Two.", "00:00:05.000 --> 00:00:10.000", "Four."]


def test_clip_has_its_part_of_the_streams_captions_in_its_own_time(client, session, stream, cut_out):
    add_transcript(session, stream, "One.", "Two.", "Three.", "Four.")
    cut_out(7, 15)

    answer = client.get("/recordings/clip/captions/en.vtt")

    assert answer.text == ("WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nTwo.\n\n00:00:03.000 --> 00:00:08.000\nThree.\n")


def test_player_of_a_longer_file_gets_the_captions_by_its_clock(client, session, stream, cut_out):
    add_transcript(session, stream, "One.", "Two.", "Three.")
    cut_out(7, 15)

    answer = client.get("/recordings/clip/captions/en.vtt?starts=7")

    assert "00:00:07.000 --> 00:00:10.000\nTwo." in answer.text
    assert client.get("/recordings/clip/captions/en.vtt?starts=nonsense").text.startswith("WEBVTT\n\n00:00:00.000")


def test_player_of_a_copy_without_its_beginning_gets_the_captions_by_its_clock(client, session, stream):
    add_transcript(session, stream, "One.", "Two.", "Three.")

    answer = client.get("/recordings/comets/captions/en.vtt?starts=-7")

    assert answer.text == "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nTwo.\n\n00:00:03.000 --> 00:00:08.000\nThree.\n"


def test_text_is_in_passages_with_times_and_names(client, session, stream):
    add_transcript(
        session, stream, "Herschel: Good", "Herschel: evening.", "Somerville: 月食", "Somerville: 不是怪事。"
    )

    answer = client.get(TEXT)

    assert answer.text == "[0:00] Herschel: Good evening.\n\n[0:10] Somerville: 月食不是怪事。\n"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_language_is_the_recordings_unless_another_is_asked_for(client, session, stream):
    add_transcript(session, stream, "Guten Abend.", language="de")
    add_transcript(session, stream, "Good evening.")

    assert "Good evening." in client.get(TEXT).text
    assert "Guten Abend." in client.get(f"{TEXT}?language=de").text
    assert "Guten Abend." in client.get("/recordings/comets/captions/de.vtt").text


@pytest.mark.parametrize(
    "path", ["/recordings/comets/captions/fr.vtt", f"{TEXT}?language=fr", "/recordings/none/transcript.txt"]
)
def test_what_is_not_there_is_not_found(client, session, stream, path):
    add_transcript(session, stream, "Good evening.")

    assert client.get(path).status_code == 404


def test_recording_without_transcripts_has_no_text(client, stream):
    assert client.get(TEXT).status_code == 404


@pytest.mark.parametrize("ending", ["captions/en.vtt", "transcript.txt"])
@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": Status.DRAFT}, 404),
        ({"status": Status.DRAFT, "published_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, 410),
        ({"visibility": Visibility.UNLISTED}, 200),
        ({}, 200),
    ],
)
def test_words_are_as_public_as_the_webinar(client, session, lunar, ending, values, status):
    hidden = make_webinar(session, lunar, "Plans", starts_in=-dt.timedelta(days=1), **values)
    add_transcript(session, add_recording(session, hidden, "Plans", slug="plans"), "The secret plan.")

    answer = client.get(f"/recordings/plans/{ending}")

    assert answer.status_code == status
    assert ("secret plan" in answer.text) == (status == 200)
    assert (answer.headers.get("X-Robots-Tag") == "noindex") == ("visibility" in values)


@pytest.mark.parametrize("ending", ["captions/en.vtt?starts=4", "transcript.txt?language=en"])
def test_former_address_leads_on_with_all_that_was_asked(client, session, stream, ending):
    add_transcript(session, stream, "Good evening.")
    session.add(FormerSlug(kind="recording", slug="old", target_id=stream.id))

    answer = client.get(f"/recordings/old/{ending}")

    assert (answer.status_code, answer.headers["Location"]) == (308, f"/recordings/comets/{ending}")
