"""Transcripts in archives: new ones are added, what people have edited is left to people."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.factories import add_recording, add_transcript, make_organisation, make_webinar
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import export_archive, import_archive
from webinars.domain.archive.fields import ArchiveUnreadable
from webinars.models import Cue, Transcript

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def recording(session):
    webinar = make_webinar(session, make_organisation(session), starts_in=-dt.timedelta(days=1))
    return add_recording(session, webinar, slug="comets")


def said(session):
    rows = session.execute(
        sa.select(Transcript.language, Cue.text).join(Transcript.cues).order_by(Transcript.language, Cue.starts_ms)
    )
    return [tuple(row) for row in rows]


def archive_with(session, *cues, language="en"):
    """The archive of the site as it is, with a transcript that says something else."""
    archive = json.loads(export_archive(session))
    [record] = archive["webinars"][0]["recordings"]
    record["transcripts"] = [
        {
            "language": language,
            "cues": [
                {"starts_ms": at * 1000, "ends_ms": at * 1000 + 900, "text": text} for at, text in enumerate(cues)
            ],
        }
    ]
    return json.dumps(archive)


def bring(session, archive, now=NOW):
    report = import_archive(session, OPERATOR, archive.encode(), now=now)
    session.commit()
    session.expire_all()
    return report


def test_transcript_is_added_beside_what_is_there(session, recording):
    add_transcript(session, recording, "Good evening.")

    report = bring(session, archive_with(session, "Guten Abend.", language="de"))

    assert said(session) == [("de", "Guten Abend."), ("en", "Good evening.")]
    assert (len(report.updated), report.proposals) == (1, [])


def test_what_was_written_here_is_not_overwritten(session, recording):
    add_transcript(session, recording, "Good evening.")

    report = bring(session, archive_with(session, "Good night."))

    assert said(session) == [("en", "Good evening.")]
    assert [proposal.place for proposal in report.proposals] == ["recording comets, transcripts, en"]


def test_transcript_follows_its_source_until_a_person_edits_it(session, recording):
    bring(session, archive_with(session, "Good evening.", "Sit down."))
    bring(session, archive_with(session, "Good night."), LATER)
    assert said(session) == [("en", "Good night.")]

    session.execute(sa.update(Cue).values(text="Good morning."))
    report = bring(session, archive_with(session, "Good day."), LATER)

    assert said(session) == [("en", "Good morning.")]
    assert len(report.proposals) == 1


def test_the_same_again_changes_nothing(session, recording):
    archive = archive_with(session, "Good evening.")
    bring(session, archive)

    report = bring(session, archive, LATER)

    assert (len(report.unchanged), report.proposals) == (1, [])
    assert session.scalar(sa.select(Transcript.updated_at)) == NOW


@pytest.mark.parametrize(
    ("transcripts", "place"),
    [
        ([{"cues": []}], "transcripts[0].language: is missing"),
        ([{"language": "no language"}], "transcripts[0].language: "),
        ([{"language": f"en-x-{number}"} for number in range(51)], "transcripts: "),
        ([{"language": "en", "cues": [{}] * 20_001}], "cues: "),
        ([{"language": "en"}, {"language": "en"}], "transcripts: one of them stands there twice"),
        ([{"language": "en", "cues": [{"starts_ms": 1, "ends_ms": 1, "text": "a"}]}], "cues[0].ends_ms: ends before"),
        ([{"language": "en", "cues": [{"starts_ms": 1, "ends_ms": 2, "text": "\n\n"}]}], "cues[0].text: must not be"),
        ([{"language": "en", "cues": [{"starts_ms": 1, "ends_ms": 2}]}], "cues[0].text: is missing"),
    ],
)
def test_what_cannot_be_stored_is_named_by_its_place(session, recording, transcripts, place):
    archive = json.loads(archive_with(session))
    archive["webinars"][0]["recordings"][0]["transcripts"] = transcripts

    with pytest.raises(ArchiveUnreadable) as refused:
        import_archive(session, OPERATOR, json.dumps(archive).encode(), now=NOW)

    assert str(refused.value).startswith("webinars[0].recordings[0].transcripts")
    assert place in str(refused.value)


def test_what_a_machine_made_is_said_to_be_a_machines_also_where_it_follows_its_source(session, recording):
    bring(session, archive_with(session, "Good evening."))
    archive = json.loads(archive_with(session, "Good night."))
    [record] = archive["webinars"][0]["recordings"][0]["transcripts"]
    record |= {"is_by_machine": True, "read_at": "2027-01-31T12:00:00Z", "read_by": "Ada"}
    record["cues"][0]["unsure"] = "5-10"

    bring(session, json.dumps(archive))

    transcript = session.scalars(sa.select(Transcript)).one()
    assert (transcript.is_by_machine, transcript.read_by, transcript.read_at.day) == (True, "Ada", 31)
    assert session.scalars(sa.select(Cue.unsure)).all() == ["5-10"]
    assert [
        each["unsure"]
        for each in json.loads(export_archive(session))["webinars"][0]["recordings"][0]["transcripts"][0]["cues"]
    ] == ["5-10"]
    # What was unsure has no part in whether somebody has edited the words.
    session.execute(sa.update(Cue).values(unsure=""))
    assert bring(session, archive_with(session, "Good day."), LATER).proposals == []
