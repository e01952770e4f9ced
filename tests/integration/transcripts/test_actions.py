import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_transcript, make_speaker
from webinars import clock
from webinars.domain.accounts.actor import Actor
from webinars.domain.transcripts.actions import (
    MAX_TRANSCRIPTS,
    CueDetails,
    captions_from,
    insert_cue,
    remove_transcript,
    replace_words,
    set_transcript,
    update_cues,
)
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, Cue, RecordingCut, Role, Transcript
from webinars.pure.captions.caption import mark_of
from webinars.pure.captions.errors import TranscriptInvalid
from webinars.pure.captions.find_and_replace import Replacement

WEBVTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening.\n\n00:10.000 --> 00:12.000\nHerschel: It has two tails.\n"


def cues_in(session, transcript=None):
    query = sa.select(Cue).order_by(Cue.starts_ms, Cue.id).execution_options(populate_existing=True)
    if transcript is not None:
        query = query.where(Cue.transcript_id == transcript.id)
    return session.scalars(query).all()


def times_in(session):
    return [(cue.starts_ms, cue.ends_ms) for cue in cues_in(session)]


def events(session):
    return session.execute(sa.select(AuditEvent.action, AuditEvent.detail).order_by(AuditEvent.id)).all()


def set_in(session, editor, webinar, recording, text=WEBVTT, language="en"):
    captions = captions_from(session, editor, webinar, recording, text)
    return set_transcript(session, editor, webinar, recording, captions=captions, language=language, now=clock.now())


def test_file_is_kept_as_cues_and_noted(session, editor, webinar, lunar, stream):
    add_appearance(session, webinar, make_speaker(session, lunar, "Herschel"))

    assert set_in(session, editor, webinar, stream) == 2

    assert [(cue.starts_ms, cue.ends_ms, cue.voice, cue.text) for cue in cues_in(session)] == [
        (1000, 2500, "", "Good evening."),
        (10_000, 12_000, "Herschel", "It has two tails."),
    ]
    assert events(session) == [("transcript:add", {"recording": "Comets", "language": "en", "cues": 2})]


def test_times_of_the_file_are_kept_in_webinar_time(session, editor, webinar, stream):
    stream.sync_s = -300
    session.add(cut := RecordingCut(starts_s=-295, ends_s=-285))
    cut.recording_id = stream.id
    session.flush()

    set_in(session, editor, webinar, stream)

    # The file begins five minutes early, and lacks ten seconds from its fifth on.
    assert times_in(session) == [(-299_000, -297_500), (-280_000, -278_000)]


def test_recording_within_a_longer_file_counts_from_the_files_beginning(session, editor, webinar, stream):
    stream.starts_s, stream.ends_s = 8, 20
    session.flush()

    set_in(session, editor, webinar, stream)

    assert times_in(session) == [(1000, 2500), (10_000, 12_000)]


def test_another_in_the_same_language_takes_its_place(session, editor, webinar, stream):
    set_in(session, editor, webinar, stream)
    kept = add_transcript(session, stream, "Guten Abend.", language="de")

    set_in(session, editor, webinar, stream, "0:03 again")

    transcripts = session.scalars(sa.select(Transcript).order_by(Transcript.language)).all()
    assert [(each.language, [cue.text for cue in cues_in(session, each)]) for each in transcripts] == [
        ("de", ["Guten Abend."]),
        ("en", ["again"]),
    ]
    assert kept in transcripts
    assert [action for action, _ in events(session)] == ["transcript:add", "transcript:replace"]


def test_cues_go_in_one_statement_however_many(session, editor, webinar, stream, count_statements):
    def count(number):
        text = "\n".join(f"{at // 60}:{at % 60:02} word {at}" for at in range(number))
        with count_statements() as statements:
            set_in(session, editor, webinar, stream, text)
        return len(statements)

    set_in(session, editor, webinar, stream)
    assert count(3) == count(900)


@pytest.mark.parametrize(
    ("text", "language", "field"),
    [("no times", "en", "text"), (WEBVTT, "not a language", "language")],
)
def test_what_cannot_be_kept_is_said_at_its_field(session, editor, webinar, stream, text, language, field):
    with pytest.raises(TranscriptInvalid) as refused:
        set_in(session, editor, webinar, stream, text, language)

    assert refused.value.field == field
    assert cues_in(session) == []


def test_there_is_an_end_to_languages(session, editor, webinar, stream):
    for number in range(MAX_TRANSCRIPTS):
        add_transcript(session, stream, language=f"en-x-{number}")

    with pytest.raises(TranscriptInvalid, match="at most 50 transcripts") as refused:
        set_in(session, editor, webinar, stream)

    assert refused.value.field == "language"
    assert set_in(session, editor, webinar, stream, language="en-x-7") == 2


def test_virtual_clip_has_no_transcript_of_its_own(session, editor, webinar, stream, cut_out):
    clip = cut_out(5, 20)

    with pytest.raises(TranscriptInvalid, match="Add it to the stream"):
        set_in(session, editor, webinar, clip)


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_only_editors_touch_transcripts(session, webinar, lunar, stream, role):
    other = Actor(user_id=None, name="Ana", roles={lunar.id: role} if role else {})
    transcript = add_transcript(session, stream, "Good evening.")
    [cue] = cues_in(session)
    now = clock.now()

    for verb in (
        lambda: set_in(session, other, webinar, stream),
        lambda: update_cues(session, other, webinar, transcript, {cue.id: changed(cue, text="No.")}, now=now),
        lambda: replace_words(session, other, webinar, transcript, Replacement("evening", "day"), now=now),
        lambda: remove_transcript(session, other, webinar, transcript, now=now),
    ):
        with pytest.raises(NotAllowed):
            verb()

    assert [cue.text for cue in cues_in(session)] == ["Good evening."]


def changed(cue, *, own_ms=None, **values):
    """The details a form would hold for `cue`, some of them changed."""
    seen_ms = cue.starts_ms if own_ms is None else own_ms
    details = {"text": cue.text, "voice": cue.voice, "starts_ms": seen_ms} | values
    return CueDetails(seen=mark_of(seen_ms, cue.voice, cue.text), **details)


@pytest.fixture
def transcript(session, stream):
    return add_transcript(session, stream, "Herschell: Good evening.", "It has two tails.", "Two?")


def test_words_voice_and_time_are_corrected_and_the_end_moves_along(session, editor, webinar, transcript):
    first, second, third = cues_in(session)
    later = clock.now() + dt.timedelta(minutes=1)

    count = update_cues(
        session,
        editor,
        webinar,
        transcript,
        {
            first.id: changed(first, voice=" Herschel ", starts_ms=400),
            second.id: changed(second, text="It has\r\n\r\nthree tails. "),
            third.id: changed(third),
        },
        now=later,
    )

    assert count == 2
    assert [(cue.starts_ms, cue.ends_ms, cue.voice, cue.text) for cue in cues_in(session)] == [
        (400, 5400, "Herschel", "Good evening."),
        (5000, 10_000, "", "It has\nthree tails."),
        (10_000, 15_000, "", "Two?"),
    ]
    assert transcript.updated_at == later
    [(action, detail)] = events(session)
    assert action == "transcript:update"
    assert detail["cues"] == [["Good evening.", "Good evening."], ["It has two tails.", "It has\nthree tails."]]


def test_times_are_corrected_as_the_page_counts_them(session, editor, webinar, stream, transcript):
    stream.sync_s = 5
    session.flush()
    second = cues_in(session)[1]

    update_cues(
        session, editor, webinar, transcript, {second.id: changed(second, own_ms=0, starts_ms=1500)}, now=clock.now()
    )

    assert cues_in(session)[1].starts_ms == 6500


def test_cue_without_words_is_taken_away(session, editor, webinar, transcript):
    third = cues_in(session)[2]

    update_cues(session, editor, webinar, transcript, {third.id: changed(third, text=" ")}, now=clock.now())

    assert [cue.text for cue in cues_in(session)] == ["Good evening.", "It has two tails."]


def test_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten(session, editor, webinar, transcript):
    first, second, _third = cues_in(session)
    as_i_saw_it = changed(first, text="Good night.")
    untouched = changed(second)
    first.text, second.text = "Good morning.", "It has three tails."
    session.flush()

    with pytest.raises(TranscriptInvalid, match="it says “Good morning") as refused:
        update_cues(
            session, editor, webinar, transcript, {second.id: untouched, first.id: as_i_saw_it}, now=clock.now()
        )

    assert (refused.value.field, refused.value.cue_id) == ("text", first.id)
    assert [cue.text for cue in cues_in(session)] == ["Good morning.", "It has three tails.", "Two?"]


def test_cues_of_a_transcript_that_was_replaced_are_not_put_on_its_successors(session, editor, webinar, stream):
    transcript = add_transcript(session, stream, "One.", "Two.")
    typed = {cue.id: changed(cue, text="Mine.") for cue in cues_in(session)}
    set_in(session, editor, webinar, stream)

    with pytest.raises(TranscriptInvalid):
        update_cues(session, editor, webinar, transcript, typed, now=clock.now())

    assert "Mine." not in [cue.text for cue in cues_in(session)]


@pytest.mark.parametrize(("field", "value"), [("text", "a" * 2001), ("voice", "a" * 201)])
def test_words_that_are_too_long_are_refused_at_their_cue(session, editor, webinar, transcript, field, value):
    second = cues_in(session)[1]

    with pytest.raises(TranscriptInvalid, match="Shorten it") as refused:
        update_cues(
            session, editor, webinar, transcript, {second.id: changed(second, **{field: value})}, now=clock.now()
        )

    assert (refused.value.field, refused.value.cue_id) == (field, second.id)


def test_misheard_name_is_put_right_in_words_and_voices(session, editor, webinar, stream):
    transcript = add_transcript(
        session, stream, "Herschell: Good evening.", "Thank you,\nmrs herschell.", "Herschells are many.", "Herschel."
    )

    places = replace_words(session, editor, webinar, transcript, Replacement("herschell", "Herschel"), now=clock.now())

    assert places == 2
    assert [(cue.voice, cue.text) for cue in cues_in(session)] == [
        ("Herschel", "Good evening."),
        ("", "Thank you,\nmrs Herschel."),
        ("", "Herschells are many."),
        ("", "Herschel."),
    ]
    [(action, detail)] = events(session)
    assert (action, detail["words"], detail["places"]) == ("transcript:replace_words", ["herschell", "Herschel"], 2)


def test_nothing_found_changes_nothing(session, editor, webinar, transcript):
    before = transcript.updated_at

    assert replace_words(session, editor, webinar, transcript, Replacement("moon", "sun"), now=clock.now()) == 0

    assert transcript.updated_at == before
    assert events(session) == []


def test_transcript_is_removed_with_its_cues(session, editor, webinar, stream, transcript):
    add_transcript(session, stream, "Guten Abend.", language="de")

    remove_transcript(session, editor, webinar, transcript, now=clock.now())

    assert [cue.text for cue in cues_in(session)] == ["Guten Abend."]
    assert events(session) == [("transcript:remove", {"recording": "Comets", "language": "en"})]


def test_cue_of_which_replacing_leaves_nothing_is_removed(session, editor, webinar, stream):
    transcript = add_transcript(session, stream, "Dr Herschel: Erm", "Dr Herschel: Erm, good evening.", "Two tails.")

    assert replace_words(session, editor, webinar, transcript, Replacement("Erm"), now=clock.now()) == 2
    assert replace_words(session, editor, webinar, transcript, Replacement("Dr"), now=clock.now()) == 1

    assert [(cue.voice, cue.text) for cue in cues_in(session)] == [
        ("Herschel", ", good evening."),
        ("", "Two tails."),
    ]


def insert(session, editor, transcript, webinar, *, starts_ms, text="So it is.", voice="Herschel"):
    insert_cue(session, editor, webinar, transcript, starts_ms=starts_ms, voice=voice, text=text, now=clock.now())


def test_missing_cue_is_added_between_those_around_it(session, editor, webinar, stream):
    stream.sync_s = -300
    transcript = add_transcript(session, stream, "Good evening.", "It has two tails.")
    first, second = times_in(session)

    insert(session, editor, transcript, webinar, starts_ms=302_000)

    # Five seconds each from the webinar's beginning on: the first ends earlier, the new one where the next begins.
    assert [(cue.starts_ms, cue.ends_ms, cue.text) for cue in cues_in(session)] == [
        (first[0], 2000, "Good evening."),
        (2000, second[0], "So it is."),
        (*second, "It has two tails."),
    ]
    assert cues_in(session)[1].voice == "Herschel"
    assert events(session)[-1] == (
        "transcript:update",
        {"recording": "Comets", "language": "en", "cues": [["", "So it is."]]},
    )


def test_cue_after_the_last_lasts_some_seconds(session, editor, webinar, stream):
    transcript = add_transcript(session, stream, "Good evening.")

    insert(session, editor, transcript, webinar, starts_ms=60_000)

    assert times_in(session)[1] == (60_000, 70_000)


def test_cue_that_is_added_twice_stands_once(session, editor, webinar, stream):
    transcript = add_transcript(session, stream, "Good evening.")

    insert(session, editor, transcript, webinar, starts_ms=60_000)
    insert(session, editor, transcript, webinar, starts_ms=60_000)

    assert len(times_in(session)) == 2
    assert len(events(session)) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": " \n"}, "text"), ({"text": "x" * 2001}, "text"), ({"starts_ms": 21_000}, "starts")],
)
def test_cue_that_cannot_be_added_is_named(session, editor, webinar, stream, wrong, field):
    stream.ends_s = 20
    transcript = add_transcript(session, stream, "Good evening.")

    with pytest.raises(TranscriptInvalid) as caught:
        insert(session, editor, transcript, webinar, **{"starts_ms": 10_000, **wrong})

    assert caught.value.field == field
    assert len(times_in(session)) == 1


def test_viewer_adds_no_cue(session, webinar, lunar, stream):
    transcript = add_transcript(session, stream, "Good evening.")
    viewer = Actor(user_id=None, name="Vera", roles={lunar.id: Role.VIEWER})

    with pytest.raises(NotAllowed):
        insert(session, viewer, transcript, webinar, starts_ms=10_000)
