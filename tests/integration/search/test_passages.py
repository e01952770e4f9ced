"""What is said, asked and named in recordings is found with its second."""

import datetime as dt

import pytest
import sqlalchemy as sa
from msgspec import structs

from tests.factories import add_appearance, add_question, add_recording, make_organisation, make_speaker, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.recordings.removal import remove_recording
from webinars.domain.search.actions import reindex
from webinars.domain.search.engines.engine import engine_of
from webinars.domain.search.hit_positions import AT_MOST, found_passages
from webinars.domain.search.queries import search
from webinars.domain.search.terms import terms_of
from webinars.domain.search.verification import find_differences
from webinars.models import (
    PASSAGE_ROOM,
    Agreement,
    Chapter,
    Cue,
    PassageKind,
    RecordingCut,
    RecordingKind,
    SearchPassage,
    Status,
    Transcript,
    Visibility,
)

TODAY = dt.date(2027, 6, 1)
PAST = dt.timedelta(days=-1)


def moments(session, text, *recordings):
    """Where `text` is found in `recordings`: (title, second, marked words)."""
    session.commit()
    found = found_passages(session, terms_of(text), [recording.id for recording in recordings])
    return [
        (recording.title, passage.starts_s, "".join(piece.text for piece in passage.pieces if piece.is_hit))
        for recording in recordings
        for passage in found.get(recording.id, ())
    ]


def found(session, text, **filters):
    session.commit()
    return [hit.ref_id for hit in search(session, text, filters, today=TODAY)]


def say(session, recording, *spoken, language="en"):
    """A transcript of (second of webinar time, text), each five seconds long."""
    transcript = Transcript(language=language, created_at=recording.created_at, updated_at=recording.created_at)
    transcript.recording = recording
    session.add(transcript)
    transcript.cues = [
        Cue(starts_ms=round(at_s * 1000), ends_ms=round(at_s * 1000) + 5000, text=text) for at_s, text in spoken
    ]
    session.flush()
    return transcript


def clip_of(session, stream, title, from_s, until_s, **values):
    """A stretch of `stream`, which has neither cuts nor a sync point."""
    clip = add_recording(
        session, stream.webinar, title, kind=RecordingKind.PRESENTATION, starts_s=from_s, ends_s=until_s, **values
    )
    clip.stream, clip.from_s, clip.until_s = stream, from_s, until_s
    session.flush()
    return clip


@pytest.fixture
def stream(session, webinar):
    return add_recording(session, webinar, "All of the evening")


def test_what_is_said_is_found_at_the_second_of_its_cue(session, stream):
    say(session, stream, (0, "Good evening"), (61.5, "of the moon"), (66.5, "and of phlogiston"), (130, "thank you"))

    assert found(session, "phlogiston") == [stream.id]
    assert moments(session, "phlogiston", stream) == [("All of the evening", 66, "phlogiston")]
    # What stands across the border of two cues begins with the first of them.
    assert moments(session, '"moon and of"', stream) == [("All of the evening", 61, "moon and of")]


@pytest.mark.parametrize(
    ("spoken", "asked", "marked"),
    [
        ("今天我们谈谈潮汐的规律", "潮汐", "潮汐"),
        ("今天我们谈谈潮汐的规律", "汐", "汐的"),
        ("Die Straße nach Łódź", "strasse lodz", "StraßeŁódź"),
        ("مُحاضَرة عن المَدّ والجَزر", "محاضرة", "مُحاضَرة"),
        ("हिन्दी में ज्वार की बात", "ज्वार", "ज्वार"),
    ],
)
def test_words_of_any_script_lead_to_their_second(session, stream, spoken, asked, marked):
    say(session, stream, (10, "Welcome"), (95, spoken))

    assert found(session, asked) == [stream.id]
    ((_title, second, hits),) = moments(session, asked, stream)
    assert (second, hits[: len(marked)]) == (95, marked[: len(hits)])


def test_of_what_is_said_often_the_latest_is_compared(session, stream):
    say(session, stream, (0, "tides tides tides"), (40, "a tide and many tides"), (80, "more of tides"))
    session.commit()
    first, second, third = session.scalars(sa.select(SearchPassage.id).order_by(SearchPassage.starts_s))

    engine = engine_of(session)

    def compared(most, *conditions):
        index = structs.replace(engine.passages, most_compared=most)
        rows = session.execute(index.best(engine.query_text(terms_of("tides")), 10, *conditions))
        return {row.document_id for row in rows}

    assert compared(3) == {first, second, third}
    assert compared(2) == {second, third}
    assert compared(2, engine.passages.document_id != third) == {first, second}


def test_phrases_exclusions_and_beginnings_are_understood_in_speech(session, stream):
    say(session, stream, (0, "the tide is late"), (40, "late is the tide, says the moon"))

    assert moments(session, '"tide is late"', stream) == [("All of the evening", 0, "tide is late")]
    assert moments(session, "tide -moon", stream) == [("All of the evening", 0, "tide")]
    assert moments(session, "moo*", stream) == [("All of the evening", 40, "moon")]


def test_recording_is_found_if_each_word_is_somewhere_in_it(session, lunar, webinar, stream):
    add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    say(session, stream, (0, "a comet"), (3600, "a nebula"))

    assert found(session, "herschel comet nebula") == [stream.id]
    assert found(session, "herschel comet quasar") == []
    assert [second for _title, second, _hits in moments(session, "herschel comet nebula", stream)] == [0, 3600]


def test_recording_about_what_is_unwanted_is_left_out_even_where_it_says_what_is_wanted(session, webinar, stream):
    moon = add_recording(session, webinar, "The moon")
    for recording in (stream, moon):
        say(session, recording, (0, "the tide"))

    assert set(found(session, "tide")) == {stream.id, moon.id}
    assert found(session, "tide -moon") == [stream.id]


def test_what_a_recording_is_about_comes_before_what_is_said_in_passing(session, lunar, stream):
    say(session, stream, (0, "tide and tide and tide"))
    other = make_webinar(session, lunar, "Other", starts_in=PAST)
    titled = add_recording(session, other, "A tide table")
    described = add_recording(
        session, make_webinar(session, lunar, "Third", starts_in=PAST, description="The tide, and more."), "Third"
    )

    assert found(session, "tide") == [titled.id, described.id, stream.id]


def test_word_is_found_as_long_as_one_passage_of_a_recording_has_it(session, stream):
    transcript = say(session, stream, (0, "the tide"), (40, "the tide and the moon"))
    assert found(session, "tide") == [stream.id]

    transcript.cues[1].text = "the moon"
    assert found(session, "tide") == found(session, "moon") == [stream.id]
    transcript.cues[0].text = "the sun"
    assert found(session, "tide") == []
    assert found(session, "moon sun") == [stream.id]


def test_no_more_than_a_few_moments_are_shown_in_the_order_of_the_recording(session, stream):
    say(session, stream, *((at_s, "tide") for at_s in range(0, 600, 60)))

    shown = [second for _title, second, _hits in moments(session, "tide", stream)]

    assert len(shown) == AT_MOST
    assert shown == sorted(shown)


def test_commonest_word_of_a_question_is_no_moment_of_its_own(session, stream):
    say(session, stream, *((at_s, "the sea") for at_s in range(0, 3000, 60)), (3000, "the phlogiston"))

    if session.get_bind().dialect.name == "sqlite":
        # PostgreSQL does not weigh words by how rare they are.
        assert moments(session, "the phlogiston", stream) == [("All of the evening", 3000, "thephlogiston")]


def test_what_a_clip_shows_is_found_in_the_clip_and_the_rest_in_the_stream(session, lunar, webinar, stream):
    herschel = add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    clip = clip_of(session, stream, "Sweeping", 100, 200, appearance=herschel)
    say(session, stream, (95, "before the comet"), (130, "a comet in the talk"), (205, "after the comet"))

    assert moments(session, "comet", stream, clip) == [
        ("All of the evening", 95, "comet"),
        ("All of the evening", 205, "comet"),
        ("Sweeping", 30, "comet"),
    ]
    assert set(found(session, "comet")) == {stream.id, clip.id}
    assert found(session, "talk", speaker="caroline-herschel") == [clip.id]


def test_chapters_and_answers_are_moments_too(session, webinar, stream):
    add_question(session, webinar, "Why do comets return?").answered_s = 700
    chapter = Chapter(at_s=300, title="Comets of antiquity")
    chapter.recording = stream
    session.add(chapter)

    session.commit()
    shown = found_passages(session, terms_of("comets"), [stream.id])[stream.id]

    assert [(passage.kind, passage.starts_s) for passage in shown] == [
        (PassageKind.CHAPTER, 300),
        (PassageKind.QUESTION, 700),
    ]


def test_moments_follow_the_sync_point_without_new_tokens(session, webinar, stream, count_statements):
    say(session, stream, (100, "phlogiston"))
    session.commit()
    with count_statements() as statements:
        stream.sync_s = 40
        session.commit()

    assert moments(session, "phlogiston", stream) == [("All of the evening", 60, "phlogiston")]
    assert [each for each in statements if "search_fts_passage" in each] == []
    assert find_differences(session).count == 0


def test_what_was_cut_out_is_neither_found_nor_in_an_excerpt(session, stream):
    say(session, stream, (100, "open words"), (105, "secret words"), (110, "words again"))
    session.commit()
    assert found(session, "secret") == [stream.id]

    cut = RecordingCut(starts_s=103, ends_s=108)
    cut.recording = stream
    session.add(cut)

    assert found(session, "secret") == []
    session.commit()
    passages = found_passages(session, terms_of("words"), [stream.id])[stream.id]
    texts = {passage.starts_s: "".join(piece.text for piece in passage.pieces) for passage in passages}
    assert texts == {100: "open words", 105: "words again"}


@pytest.mark.parametrize("values", [{"status": Status.DRAFT}, {"visibility": Visibility.UNLISTED}])
def test_what_is_said_in_hidden_webinars_is_not_found_until_it_is_shown(session, webinar, stream, values):
    before = {name: getattr(webinar, name) for name in values}
    say(session, stream, (0, "phlogiston"))
    assert found(session, "phlogiston") == [stream.id]

    for name, value in values.items():
        setattr(webinar, name, value)
    session.commit()
    assert session.scalar(sa.select(sa.func.count(SearchPassage.id))) == 0
    assert session.scalars(engine_of(session).passages.stored()).all() == []
    assert session.scalars(engine_of(session).speech.stored()).all() == []

    for name, value in before.items():
        setattr(webinar, name, value)
    assert found(session, "phlogiston") == [stream.id]


def test_only_the_passage_that_reads_otherwise_is_written_again(session, stream):
    transcript = say(session, stream, *((at_s, f"word{at_s}") for at_s in range(0, 300, 30)))
    session.commit()
    before = set(session.scalars(sa.select(SearchPassage.digest)))

    next(cue for cue in transcript.cues if cue.text == "word90").text = "phlogiston"

    assert moments(session, "phlogiston", stream) == [("All of the evening", 90, "phlogiston")]
    assert len(before & set(session.scalars(sa.select(SearchPassage.digest)))) == 9
    assert found(session, "word90") == []


def test_saving_a_webinar_reads_no_transcript(session, webinar, stream, count_statements):
    say(session, stream, (0, "phlogiston"))
    session.commit()
    webinar.title = "Meteors"
    with count_statements() as statements:
        session.commit()

    assert [each for each in statements if "FROM cue" in each or "search_passage" in each] == []
    assert found(session, "meteors phlogiston") == [stream.id]


def test_removed_transcripts_and_recordings_leave_nothing(session, webinar, stream):
    transcript = say(session, stream, (0, "phlogiston"))
    other = add_recording(session, webinar, "Another")
    say(session, other, (0, "phlogiston"))
    assert set(found(session, "phlogiston")) == {stream.id, other.id}

    session.delete(transcript)
    assert found(session, "phlogiston") == [other.id]
    remove_recording(session, OPERATOR, webinar, other, now=clock.now())
    session.commit()

    assert session.scalars(engine_of(session).passages.stored()).all() == []
    assert session.scalars(engine_of(session).speech.stored()).all() == []


def test_passages_say_by_their_id_where_they_are_seen(session, stream):
    say(session, stream, (0, "one"), (40, "two"), language="de")
    session.commit()

    ids = session.scalars(sa.select(SearchPassage.id).order_by(SearchPassage.id)).all()

    assert [id_ // PASSAGE_ROOM for id_ in ids] == [stream.id] * 2


def test_passages_that_are_written_anew_keep_their_ids(session, stream):
    say(session, stream, (0, "one"), (40, "two"))
    session.commit()
    ids = sa.select(SearchPassage.id).order_by(SearchPassage.id)
    before = session.scalars(ids).all()

    reindex(session)

    assert session.scalars(ids).all() == before
    assert found(session, "two") == [stream.id]


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        ("UPDATE cue SET text = 'caloric'", "outdated"),
        ("DELETE FROM search_passage", "missing"),
        ("UPDATE search_passage SET starts_s = starts_s + 1", "outdated"),
        ("DELETE FROM cue", "surplus"),
        ("DELETE FROM search_fts_said", "tokens"),
        ("DELETE FROM search_document WHERE kind = 'speaker'", "missing"),
        ("UPDATE speaker SET name = 'Karoline'", "outdated"),
    ],
)
def test_what_was_changed_past_the_application_is_noticed_and_mended(
    session, lunar, webinar, stream, statement, difference
):
    add_appearance(session, webinar, make_speaker(session, lunar))
    say(session, stream, (0, "phlogiston"))
    session.commit()
    assert find_differences(session).count == 0
    if "search_fts" in statement and session.get_bind().dialect.name == "sqlite":
        statement += " WHERE rowid > 0"
    session.execute(sa.text(statement))
    session.commit()

    assert getattr(find_differences(session), difference) > 0
    reindex(session)
    session.commit()

    assert find_differences(session).count == 0


def test_speakers_are_known_by_their_records_as_long_as_they_appear(session, lunar, webinar, stream):
    herschel = make_speaker(session, lunar, "Caroline Herschel", affiliation="Slough", bio="Found *eight* comets.")
    appearance = add_appearance(session, webinar, herschel)
    session.commit()
    speakers = sa.text("SELECT title, body FROM search_document WHERE kind = 'speaker'")
    assert session.execute(speakers).all() == [("Caroline Herschel", "Slough\nFound eight comets.")]

    herschel.bio = "Swept the sky."
    session.commit()
    assert session.execute(speakers).all() == [("Caroline Herschel", "Slough\nSwept the sky.")]

    appearance.agreement = Agreement.DECLINED
    session.commit()
    assert session.execute(speakers).all() == []
    appearance.agreement = Agreement.AGREED
    session.commit()
    assert len(session.execute(speakers).all()) == 1

    session.delete(webinar)
    session.commit()
    assert session.execute(speakers).all() == []


def test_webinar_is_a_document_until_it_has_a_recording(session, lunar):
    coming = make_webinar(session, lunar, "Meteors to come")
    make_webinar(session, make_organisation(session, "Royal Society"), "Secret meteors", status=Status.DRAFT)
    session.commit()
    webinars = sa.text("SELECT title FROM search_document WHERE kind = 'webinar'")
    assert session.scalars(webinars).all() == ["Meteors to come"]

    recording = add_recording(session, coming, "Meteors")
    session.commit()
    assert session.scalars(webinars).all() == []

    session.refresh(coming, ["recordings"])
    remove_recording(session, OPERATOR, coming, recording, now=clock.now())
    session.commit()
    assert session.scalars(webinars).all() == ["Meteors to come"]
