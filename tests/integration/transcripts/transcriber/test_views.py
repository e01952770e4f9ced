import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_transcript, make_member
from tests.filled_form import FilledForm
from webinars import clock
from webinars.models import Cue, Role, Transcription, TranscriptionState

S = TranscriptionState
HEADING = "Transcript by our own machine"


@pytest.fixture
def address(stream):
    return f"/manage/webinars/comets-and-their-tails/recordings/{stream.id}/transcripts"


@pytest.fixture
def desk(client, olga, sign_in):
    sign_in(client, olga)
    return client


@pytest.fixture
def rows(session):
    def rows():
        session.expire_all()
        return session.scalars(sa.select(Transcription)).all()

    return rows


def press(browser, address):
    """Press a button, and follow to where that leads."""
    return browser.get(browser.post(address).headers["Location"])


def add_row(session, stream, **values):
    session.add(Transcription(recording_id=stream.id, **{"due_at": clock.now(), "state": S.WAITING, **values}))
    session.commit()


def test_without_a_machine_nothing_is_said_and_nothing_begins(desk, address, rows):
    assert HEADING not in desk.get(address).text

    answer = press(desk, f"{address}/by-machine")

    assert "This site has no machine that writes it down, or it was written down already." in answer.text
    assert rows() == []


@pytest.mark.usefixtures("site")
def test_it_begins_by_itself_unless_somebody_presses_now_or_never(desk, address, rows):
    page = desk.get(address).text
    assert "Begins when no captions have come by" in page
    assert "Stop it" in page

    desk.post(f"{address}/by-machine", data={"press": "stop"})
    assert [row.state for row in rows()] == [S.STOPPED]
    assert "Begins only when you say so." in desk.get(address).text

    answer = press(desk, f"{address}/by-machine")
    assert "Begins as soon as the machine is free." in answer.text
    assert [(row.state, row.due_at <= clock.now()) for row in rows()] == [(S.WAITING, True)]


@pytest.mark.usefixtures("site")
def test_what_runs_can_be_stopped_and_what_failed_tried_again(session, desk, stream, address, rows):
    add_row(session, stream, state=S.RUNNING, began_at=clock.now(), leased_until=clock.now())
    assert "Is being written since <time" in desk.get(address).text
    desk.post(f"{address}/by-machine")
    assert rows()[0].state == S.RUNNING
    desk.post(f"{address}/by-machine", data={"press": "stop"})
    assert (rows()[0].state, rows()[0].leased_until) == (S.STOPPED, None)

    (row,) = rows()
    row.state, row.failure, row.attempt_count = S.FAILED, "The command ended with 3: <no model>", 2
    session.commit()
    page = desk.get(address).text
    assert "It could not be written: The command ended with 3: &lt;no model&gt;" in page
    assert "Try again" in page
    desk.post(f"{address}/by-machine")
    assert (rows()[0].state, rows()[0].failure, rows()[0].attempt_count) == (S.WAITING, "", 0)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"url": "https://youtu.be/dQw4w9WgXcQ", "provider": "youtube"}, "This recording is at none of these places."),
        ({"url": "http://videos.example/comets.mp4"}, "This recording is at none of these places."),
        (
            {"duration_s": 4 * 3600 + 1},
            "Our machine hears at most 4 hours and 2 GB, and this recording is longer or larger.",
        ),
    ],
)
def test_why_it_cannot_be_had_is_one_sentence(session, desk, stream, address, rows, values, sentence):
    for name, value in values.items():
        setattr(stream, name, value)
    session.commit()

    page = desk.get(address).text
    assert sentence in page
    assert "Begin now" not in page

    assert sentence in press(desk, f"{address}/by-machine").text
    assert rows() == []


@pytest.mark.usefixtures("site")
def test_an_old_recording_waits_for_a_press(session, desk, stream, address):
    stream.created_at = clock.now() - dt.timedelta(days=8)
    session.commit()

    assert "Begins only when you say so." in desk.get(address).text


@pytest.mark.usefixtures("site")
def test_with_captions_and_for_clips_nothing_is_said(session, desk, stream, cut_out, address, rows):
    clip = cut_out(10, 20)
    session.commit()
    assert HEADING not in desk.get(address.replace(f"/{stream.id}/", f"/{clip.id}/")).text
    add_transcript(session, stream, "Ada: Good evening.")
    session.commit()

    assert HEADING not in desk.get(address).text
    answer = press(desk, f"{address}/by-machine")
    assert "This site has no machine that writes it down, or it was written down already." in answer.text
    assert rows() == []


@pytest.mark.usefixtures("site")
def test_who_may_only_look_presses_nothing(client, sign_in, vera, address, rows):
    sign_in(client, vera)

    for wish in ("now", "stop"):
        assert client.post(f"{address}/by-machine", data={"press": wish}).status_code == 403
    assert rows() == []


@pytest.fixture
def transcript(session, stream):
    """What a machine has written: two words of it are unsure."""
    transcript = add_transcript(session, stream, "It stood near taurus.", "And it stood\nthere <too>.")
    transcript.is_by_machine = True
    first, second = session.scalars(sa.select(Cue).order_by(Cue.starts_ms))
    first.unsure, second.unsure = "14-20", "13-18"
    session.commit()
    return transcript


@pytest.mark.usefixtures("transcript")
def test_the_page_says_that_a_machine_made_it_and_where_it_was_unsure(client):
    page = client.get("/recordings/comets").text

    assert "Made by a machine, not read by a person. Names and numbers are often wrong." in page
    assert 'Underlined, like <span class="is-unsure">this</span>: what the machine was unsure of.' in page
    assert (
        'It stood near <span class="is-unsure">taurus</span>. And it stood <span class="is-unsure">there</span> &lt;too'
        in page
    )


def test_the_page_of_what_people_made_says_nothing_of_it(session, client, transcript):
    transcript.is_by_machine = False
    session.commit()

    page = client.get("/recordings/comets").text

    assert "achine" not in page
    assert "is-unsure" not in page


def test_the_places_where_it_is_unsure_are_read_by_themselves(session, desk, transcript, address):
    sure = "Nothing is unsure here."
    second = session.scalars(sa.select(Cue).where(Cue.unsure == "13-18")).one()
    second.text, second.unsure = sure, ""
    session.commit()
    assert f'href="{address}/en?unsure=1#cues"' in desk.get(f"{address}/en").text

    page = desk.get(f"{address}/en?unsure=1").text

    assert "1 cue in which it is unsure." in page
    assert '<span class="is-unsure">taurus</span>' in page
    assert sure not in page
    desk.post(f"{address}/en/words", data={"find": "taurus", "replacement": "Taurus"})
    assert "It is unsure of nothing any more." in desk.get(f"{address}/en?unsure=1").text


def test_somebody_says_by_name_to_have_read_it_and_takes_it_back(session, desk, olga, client, transcript, address):
    page = desk.get(f"{address}/en").text
    assert "Nobody yet. 2 words are unsure." in page
    assert "Then the page says “Made by a machine, read by Olga”." in page

    desk.post(f"{address}/en/reading", data={"press": "read"})
    session.expire_all()
    assert (transcript.read_by, transcript.read_at is not None) == (olga.name, True)
    assert "Made by a machine, read by Olga." in client.get("/recordings/comets").text
    assert "Olga, all of it." in desk.get(f"{address}/en").text

    # Correcting a word afterwards keeps it.
    desk.post(f"{address}/en/words", data={"find": "taurus", "replacement": "Taurus"})
    session.expire_all()
    assert transcript.read_by == olga.name

    desk.post(f"{address}/en/reading", data={"press": "unread"})
    session.expire_all()
    assert (transcript.read_by, transcript.read_at) == ("", None)
    assert "not read by a person" in client.get("/recordings/comets").text
    history = desk.get("/manage/history?webinar=comets-and-their-tails").text
    assert "said to have read all of a transcript that a machine has written" in history
    assert "took back that all of a transcript has been read" in history


def test_who_may_only_look_has_not_read_it(session, client, sign_in, lunar, transcript, address):
    sign_in(client, make_member(session, lunar, "Vera", Role.VIEWER))

    assert client.post(f"{address}/en/reading").status_code == 403
    assert transcript.read_at is None


def test_files_say_that_a_machine_made_them(session, client, transcript):
    unread = "Made by a machine, not read by a person. Names and numbers are often wrong."

    assert client.get("/recordings/comets/captions/en.vtt").text.startswith(f"WEBVTT\n\nNOTE {unread}\n\n00:00:00.000")
    assert client.get("/recordings/comets/transcript.txt").text.startswith(f"{unread}\n\n[0:00] ")

    transcript.read_at, transcript.read_by = clock.now(), "Olga"
    session.commit()
    assert "NOTE Made by a machine, read by Olga.\n" in client.get("/recordings/comets/captions/en.vtt").text
    transcript.is_by_machine = False
    session.commit()
    assert client.get("/recordings/comets/captions/en.vtt").text.startswith("WEBVTT\n\n00:00:00.000")


@pytest.mark.usefixtures("derived")
def test_search_says_which_words_a_machine_made_that_nobody_has_read(session, client, stream):
    transcript = add_transcript(session, stream, "It stood near taurus.")
    transcript.is_by_machine = True
    session.commit()

    for path in ("/search?q=taurus", "/recordings?q=taurus"):
        assert "made by a machine" in client.get(path).text
    transcript.read_at, transcript.read_by = clock.now(), "Olga"
    session.commit()
    for path in ("/search?q=taurus", "/recordings?q=taurus"):
        page = client.get(path).text
        assert "taurus" in page
        assert "made by a machine" not in page


def test_words_put_right_by_hand_are_unsure_no_more(session, desk, transcript, address):
    desk.post(f"{address}/en/words", data={"find": "taurus", "replacement": "Taurus"})
    session.expire_all()
    first, second = session.scalars(sa.select(Cue).order_by(Cue.starts_ms))
    assert (first.unsure, second.unsure) == ("", "13-18")

    form = FilledForm(desk.get(f"{address}/en"), "//form[@class='stack'][.//ol]")
    form.put("cues-1-text", "And it stood there too.")
    desk.post(f"{address}/en", data=form.data(""))
    session.expire_all()

    assert (second.text, second.unsure) == ("And it stood there too.", "")


def test_captions_in_its_place_are_no_machines(session, desk, transcript, address):
    transcript.read_at, transcript.read_by = clock.now(), "Olga"
    session.commit()

    desk.post(
        address, data={"language": "en", "text": "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.unsure>Good</c> evening.\n"}
    )

    session.expire_all()
    assert (transcript.is_by_machine, transcript.read_at, transcript.read_by) == (False, None, "")
    assert session.scalars(sa.select(Cue.unsure)).all() == [""]
