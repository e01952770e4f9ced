import io

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_transcript, make_speaker
from tests.filled_form import FilledForm
from webinars.models import Cue, Transcript

WEBVTT = b"WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening.\n"


@pytest.fixture
def address(stream):
    return f"/manage/webinars/comets-and-their-tails/recordings/{stream.id}/transcripts"


@pytest.fixture
def signed_in(client, olga, sign_in):
    sign_in(client, olga)


def words(session):
    return session.scalars(sa.select(Cue.text).order_by(Cue.starts_ms, Cue.id)).all()


def send(client, address, data):
    """Post, and follow to where that leads."""
    answer = client.post(address, data=data)
    return client.get(answer.headers["Location"]) if answer.status_code == 303 else answer


def save(client, form, address):
    return send(client, address, form.data(""))


def rows_of(answer):
    return FilledForm(answer, "//form[@class='stack'][.//ol]")


@pytest.mark.usefixtures("signed_in")
def test_file_is_added_and_opened_to_be_looked_over(client, session, address):
    answer = send(client, address, {"language": "de", "file": (io.BytesIO(WEBVTT), "x.vtt")})

    assert "Saved: 1 cue." in answer.text
    assert rows_of(answer)["cues-0-text"] == "Good evening."
    assert session.scalar(sa.select(Transcript.language)) == "de"
    assert "German" in client.get(address).text


@pytest.mark.usefixtures("signed_in")
def test_pasted_text_that_cannot_be_read_stays_in_its_field(client, session, address):
    answer = client.post(address, data={"language": "en", "text": "Good evening, without times"})

    assert answer.status_code == 422
    assert "No times were found in it." in answer.text
    assert "Good evening, without times</textarea>" in answer.text
    assert words(session) == []


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file, or paste the text."),
        ({"file": "a text"}, "Choose a file, or paste the text."),
        ({"file": (io.BytesIO("0:00 café".encode("cp1252")), "x.srt")}, "Save it as UTF-8"),
    ],
)
def test_what_is_missing_is_said(client, address, data, sentence):
    answer = client.post(address, data={"language": "en", **data})

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2  # above the form, and at its field


@pytest.mark.usefixtures("signed_in")
def test_cues_are_corrected_in_place(client, session, stream, address):
    add_transcript(session, stream, "Herschell: Good evening.", "It has two tails.")
    form = rows_of(client.get(f"{address}/en"))
    assert (form["cues-0-starts"], form["cues-0-voice"], form["cues-1-starts"]) == ("0:00", "Herschell", "0:05")

    answer = save(client, form.fill(cues__0__voice="Herschel", cues__1__text="It has three."), f"{address}/en")

    assert "2 cues are changed." in answer.text
    assert rows_of(answer)["cues-0-voice"] == "Herschel"
    assert words(session) == ["Good evening.", "It has three."]


@pytest.mark.usefixtures("signed_in")
def test_wrong_time_is_said_at_its_row_and_nothing_typed_is_lost(client, session, stream, address):
    add_transcript(session, stream, "Good evening.", "It has two tails.")
    form = rows_of(client.get(f"{address}/en")).fill(cues__0__text="Good night.", cues__1__starts="soon")

    answer = save(client, form, f"{address}/en")

    assert answer.status_code == 422
    again = rows_of(answer)
    assert (again["cues-0-text"], again["cues-1-starts"]) == ("Good night.", "soon")
    assert "“soon” is not a time. Write it like 24:10 or 1:02:03.5." in answer.text
    assert words(session) == ["Good evening.", "It has two tails."]


@pytest.mark.usefixtures("signed_in")
def test_change_of_somebody_else_is_shown_and_saving_again_decides(client, session, stream, address):
    add_transcript(session, stream, "Good evening.", "It has two tails.")
    form = rows_of(client.get(f"{address}/en")).fill(cues__0__text="Good night.")
    session.execute(sa.update(Cue).where(Cue.text == "Good evening.").values(text="Good morning."))

    answer = save(client, form, f"{address}/en")

    assert answer.status_code == 422
    assert "it says “Good morning.” now" in answer.text
    assert rows_of(answer)["cues-0-text"] == "Good night."
    assert words(session) == ["Good morning.", "It has two tails."]

    save(client, rows_of(answer), f"{address}/en")

    assert words(session) == ["Good night.", "It has two tails."]


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("cue", ["", "Herschel", "9" * 10, "9" * 5000])
def test_row_of_no_cue_changes_nothing(client, session, stream, address, cue):
    add_transcript(session, stream, "Good evening.")
    form = rows_of(client.get(f"{address}/en")).fill(cues__0__cue=cue, cues__0__text="Good night.")

    assert "0 cues are changed." in save(client, form, f"{address}/en").text
    assert words(session) == ["Good evening."]


@pytest.mark.usefixtures("signed_in")
def test_misheard_name_is_found_and_replaced_everywhere(client, session, stream, address):
    add_transcript(session, stream, "Herschell: Good evening.", *["So it is."] * 60, "Thank you, Herschell.")

    found = client.get(f"{address}/en?find=herschell")

    assert "2 cues have “herschell”" in found.text
    assert rows_of(found).values("-text") == ["Good evening.", "Thank you, Herschell."]
    form = FilledForm(found, "//form[contains(@action, '/words')]").fill(replacement="Herschel")
    answer = save(client, form, f"{address}/en/words")
    assert "Replaced in 2 places." in answer.text
    assert "2 cues have “Herschel”" in answer.text
    assert words(session)[-1] == "Thank you, Herschel."


@pytest.mark.usefixtures("signed_in")
def test_long_transcript_comes_in_pages_and_one_can_go_to_a_moment(client, session, stream, address):
    add_transcript(session, stream, *(f"Number {number}." for number in range(120)))

    first, last = client.get(f"{address}/en"), client.get(f"{address}/en?page=99")
    there = client.get(f"{address}/en?at=4:30")

    assert len(rows_of(first).values("-text")) == 50
    assert rows_of(last).values("-text")[-1] == "Number 119."
    assert "Number 54." in rows_of(there).values("-text")


@pytest.mark.usefixtures("signed_in")
def test_page_of_a_transcript_costs_as_much_however_long_it_is(client, session, stream, address, count_statements):
    def count(number):
        session.execute(sa.delete(Transcript))
        add_transcript(session, stream, *(f"Number {number}." for number in range(number)))
        session.commit()
        with count_statements() as statements:
            client.get(f"{address}/en")
        return len(statements)

    assert count(1) == count(120)


@pytest.mark.usefixtures("signed_in")
def test_transcript_is_removed(client, session, stream, address):
    add_transcript(session, stream, "Good evening.")

    answer = send(client, f"{address}/en/removal", {})

    assert "The transcript is removed." in answer.text
    assert words(session) == []


@pytest.mark.usefixtures("signed_in")
def test_clip_leads_to_the_transcripts_of_its_stream(client, session, stream, address, cut_out):
    add_transcript(session, stream, "Good evening.")
    clip = cut_out(5, 20)

    answer = client.get(address.replace(f"/{stream.id}/", f"/{clip.id}/"))

    assert f'href="{address}"' in answer.text
    assert "<form" not in answer.text.split('id="main"')[1]


@pytest.mark.usefixtures("signed_in")
def test_names_of_the_line_up_are_offered(client, session, webinar, lunar, stream, address):
    add_appearance(session, webinar, make_speaker(session, lunar))
    add_transcript(session, stream, "Somerville: Good evening.")

    answer = client.get(f"{address}/en")

    assert '<option value="Somerville">' in answer.text
    assert '<option value="Caroline Herschel">' in answer.text


@pytest.mark.parametrize("path", ["", "/en", "/en?find=secret"])
def test_strangers_find_nothing(client, session, stream, oskar, sign_in, address, path):
    add_transcript(session, stream, "The secret plan.")
    sign_in(client, oskar)

    answer = client.get(address + path)

    assert answer.status_code == 404
    assert "The secret plan" not in answer.text


@pytest.mark.parametrize("path", ["", "/en", "/en/words", "/en/removal"])
def test_strangers_change_nothing(client, session, stream, oskar, sign_in, address, path):
    add_transcript(session, stream, "Good evening.")
    sign_in(client, oskar)

    answer = client.post(address + path, data={"text": "0:00 Mine.", "language": "en", "find": "Good"})

    assert answer.status_code == 404
    assert words(session) == ["Good evening."]


def test_without_signing_in_one_is_asked_to(client, session, stream, address):
    assert "/account/sign-in" in client.get(address).headers["Location"]


@pytest.mark.usefixtures("signed_in")
def test_cue_that_is_missing_is_added_and_shown(client, session, stream, address):
    add_transcript(session, stream, *(f"Number {number}." for number in range(120)))
    form = FilledForm(client.get(f"{address}/en"), "//form[@id='new-cue']")

    answer = save(client, form.fill(starts="5:02", voice="Herschel", text="And one between."), f"{address}/en/cues")

    assert "The cue at 5:02 is added." in answer.text
    assert "And one between." in rows_of(answer).values("-text")
    assert words(session)[60:63] == ["Number 60.", "And one between.", "Number 61."]


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts": "soon", "text": "Hear, hear."}, "“soon” is not a time."),
        ({"starts": "0:02", "text": " "}, "Type the words that are said."),
    ],
)
def test_cue_that_cannot_be_added_stays_in_its_form(client, session, stream, address, typed, sentence):
    add_transcript(session, stream, "Good evening.")
    form = FilledForm(client.get(f"{address}/en"), "//form[@id='new-cue']").fill(voice="Herschel", **typed)

    answer = save(client, form, f"{address}/en/cues")

    assert answer.status_code == 422
    assert sentence in answer.text
    again = FilledForm(answer, "//form[@id='new-cue']")
    assert {name: again[name] for name in typed} == typed
    assert again["voice"] == "Herschel"
    assert words(session) == ["Good evening."]
