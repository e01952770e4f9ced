"""What leaves a site as an archive arrives on another as it was."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests import factories
from tests.audience_question_factories import add_asked, open_board
from tests.integration.archive.excluded_columns import LEFT_OUT, TABLES_LEFT_OUT
from webinars import clock
from webinars.db import Base
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import export_archive, import_archive, records
from webinars.domain.recordings.clip_tree import settle_clip
from webinars.models import (
    AgendaQuestion,
    Agreement,
    AnnouncementCopy,
    Appearance,
    AppearanceRole,
    AskedBy,
    AskerNames,
    AskingMode,
    AudienceQuestion,
    CalendarEntry,
    Chapter,
    CoOrganiser,
    Cue,
    FormerSlug,
    JoinAccess,
    Organisation,
    QuestionBoard,
    QuestionKind,
    QuestionState,
    Recording,
    RecordingCopy,
    RecordingCut,
    RecordingKind,
    Registration,
    RegistrationDesk,
    RegistrationQuestion,
    RegistrationSource,
    RegistrationState,
    Series,
    Source,
    SourceKind,
    Speaker,
    Status,
    Topic,
    Transcript,
    Visibility,
    Webinar,
    webinar_topic,
)
from webinars.pure.videos import recognise

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def programme(session):
    """One of everything that is stored, each column with a value that is not its default."""
    society = factories.make_organisation(
        session,
        "Société des Étoiles",
        url="https://etoiles.example",
        description="*Nous* regardons.",
        contact="bonjour@etoiles.example",
        display_zones=[{"label": "Paris", "timezone": "Europe/Paris"}, {"label": "中国", "timezone": "Asia/Shanghai"}],
        default_duration_minutes=75,
        accent="#1a4f8b",
        hour_style="digits",
        is_zone_line_joined=True,
        house_style={"chair": "chaired by", "emoji": True},
        embed_sites=["https://blog.etoiles.example"],
        timezone="Europe/Paris",
    )
    lunar = factories.make_organisation(session, "Lunar Society")
    # Two of one name: nothing forbids it, and they must not become one.
    other = factories.make_organisation(session, "Lunar Society", slug="lunar-society-2")
    caroline = factories.make_speaker(
        session, lunar, affiliation="Observatory of Slough", bio="Eight comets.", links=["https://herschel.example"]
    )
    zhenyi = factories.make_speaker(session, society, "王贞仪", slug="wang-zhenyi")
    namesake = factories.make_speaker(session, lunar, slug="caroline-herschel-2")
    factories.make_speaker(session, other, "Nobody Yet")
    series = factories.make_series(session, society, description="Every month.")
    webinar = factories.make_webinar(
        session,
        society,
        "كتاب المناظر: the book of optics",
        slug="book-of-optics",
        starts_in=None,
        starts_wall=dt.datetime(2027, 3, 21, 16, 30),
        timezone="Europe/Paris",
        duration_minutes=120,
        is_duration_assumed=True,
        summary="A prism, a poem.",
        description="# Colour\n\n- one\n- two",
        language="ar",
        visibility=Visibility.UNLISTED,
        display_zones=[{"label": "Cairo", "timezone": "Africa/Cairo"}],
        moved_from_wall=dt.datetime(2027, 3, 14, 16, 30),
        moved_from_timezone="Europe/Paris",
        moved_at=NOW,
        join_url="https://rooms.example/secret-room",
        join_passcode="1040",
        join_dial_in="+33 1 00 00 00 00",
        join_access=JoinAccess.REGISTERED,
        live_stream_url="https://live.example/optics",
        registration_url="https://tickets.example/optics",
        series=series,
    )
    topics = [factories.make_topic(session, "Optics"), factories.make_topic(session, "Ästhetik")]
    session.execute(webinar_topic.insert(), [{"webinar_id": webinar.id, "topic_id": topic.id} for topic in topics])
    factories.add_co_organiser(session, webinar, other)
    factories.add_co_organiser(session, webinar, lunar, is_accepted=False)
    factories.add_appearance(session, webinar, zhenyi, role=AppearanceRole.MODERATOR)
    talk = factories.add_appearance(
        session,
        webinar,
        caroline,
        affiliation="Hanover, then",
        talk_title="On sweeping",
        abstract="How one looks.",
        agreement=Agreement.ASKED,
    )
    factories.add_appearance(session, webinar, namesake, role=AppearanceRole.RESPONDENT)
    factories.add_question(session, webinar, "Is colour in the light?")
    factories.add_question(session, webinar, "Or in the eye?")
    factories.add_question(session, webinar, "Or between the two?").answered_s = -30
    recording = factories.add_recording(
        session, webinar, "The whole evening", duration_s=5400, language="fr", sync_s=-300
    )
    session.refresh(recording, ["cuts", "chapters", "copies"])
    recording.cuts += [RecordingCut(starts_s=1000, ends_s=1100), RecordingCut(starts_s=10, ends_s=20)]
    recording.chapters += [Chapter(at_s=600, title="On sweeping"), Chapter(at_s=-300, title="Welcome")]
    heard = factories.add_transcript(session, recording, "Herschel: Bonsoir & <bien>.", "Une\nprisme.", language="fr")
    heard.is_by_machine, heard.read_at, heard.read_by = True, NOW, "Caroline Herschel"
    session.execute(sa.update(Cue).where(Cue.text == "Une\nprisme.").values(unsure="0-3 4-10"))
    factories.add_transcript(session, recording, "王贞仪: 月食", language="zh")
    before_it_began = sa.update(Cue).where(Cue.text == "月食").values(starts_ms=-2500, ends_ms=-1)
    session.execute(before_it_began)
    for url, shift_s in (("https://vimeo.com/76979871/0123abcdef", 4), ("https://archive.org/details/evening", -2)):
        video = recognise(url)
        copy = RecordingCopy(
            url=url,
            provider=video.provider,
            provider_host=video.host,
            provider_video=video.video,
            provider_hash=video.hash,
        )
        recording.copies.append(copy)
        copy.shift_s = shift_s
    factories.add_recording(
        session,
        webinar,
        "On sweeping",
        kind=RecordingKind.PRESENTATION,
        appearance=talk,
        starts_s=60,
        ends_s=1260,
        url="https://videos.example/sweeping.webm",
    )
    clip = factories.add_recording(session, webinar, "A clip of it", kind=RecordingKind.PRESENTATION, appearance=talk)
    clip.stream, clip.from_s, clip.until_s = recording, 600, 1250
    settle_clip(clip, recording)
    # Before its stream: an importer meets it when the stream is not there yet.
    session.refresh(webinar, ["recordings"])
    webinar.recordings.insert(0, webinar.recordings.pop())
    factories.make_webinar(session, lunar, "Comets", status=Status.CANCELLED, cancellation_reason="The speaker is ill.")
    factories.make_webinar(session, lunar, "Tides", status=Status.DRAFT, starts_in=None)
    factories.make_webinar(session, lunar, "Old days", starts_in=None, starts_on=dt.date(2019, 5, 4))
    later = factories.make_webinar(session, lunar, "Later", status=Status.POSTPONED)
    add_registration(session, webinar, later)
    add_asked_ones(session, webinar, later, talk)
    taken_down = factories.make_webinar(session, lunar, "Taken down")
    session.commit()
    taken_down.status = Status.DRAFT
    for place in ("our website", "the ticket site"):
        session.add(
            AnnouncementCopy(webinar=webinar, place=place, form="plain", phase="before", text="Soon.", copied_at=NOW)
        )
    for row, slug in ((webinar, "optics"), (society, "etoiles"), (caroline, "c-herschel"), (recording, "evening")):
        session.add(FormerSlug(kind=row.__tablename__, slug=slug, target_id=row.id))
    session.add(FormerSlug(kind="webinar", slug="never-again", target_id=None))
    session.add(
        Source(
            webinar_id=webinar.id, kind=SourceKind.TEXT, key="abc:lunar-society", values={"title": "B", "a": [1]},
            imported_at=NOW,
        )
    )  # fmt: skip
    session.commit()
    return webinar


def add_registration(session, elsewhere, later):
    """For `later` people register here: with all that can be set, in an hour that clocks skip too."""
    webinar = factories.make_webinar(
        session, later.host, "Spring", starts_wall=dt.datetime(2027, 3, 28, 16), is_registration_here=True
    )
    factories.make_webinar(session, later.host, "Neap", starts_in=None, is_registration_here=True, status=Status.DRAFT)
    session.add_all(
        [
            RegistrationDesk(
                webinar_id=webinar.id, capacity=28, has_waiting_list=False, is_approval_needed=True,
                takes_feedback=True, opens_before_minutes=14 * 60 + 30, closes_before_minutes=-30,
                reminder_minutes=[4320, 10], retention_days=7, seats_taken=3, next_number=4,
            ),
            # Switched off, but what was set is kept; and for one where people register elsewhere nothing is.
            RegistrationDesk(webinar_id=later.id, capacity=5, closes_before_minutes=60),
            RegistrationQuestion(
                webinar_id=webinar.id, position=0, kind=QuestionKind.CHOICES, label="Which?", reason="To know.",
                options=["One", "Two"], is_required=True, keep_days=1,
            ),
            RegistrationQuestion(
                webinar_id=webinar.id, position=1, kind=QuestionKind.LONG, label="Why?", reason="For ever."
            ),
            RegistrationQuestion(
                webinar_id=webinar.id, position=1, kind=QuestionKind.TEXT, label="Asked no more", reason="-",
                is_retired=True,
            ),
            Registration(
                webinar_id=webinar.id, email_normal="laura@bassi.example", name="Laura Bassi", timezone="Europe/Rome",
                state=RegistrationState.CONFIRMED, source=RegistrationSource.PAGE, nonce="n", link_digest="l",
                join_digest="j", kept_days=7, created_at=NOW,
            ),
        ]
    )  # fmt: skip
    assert elsewhere.registration_url is not None


def add_asked_ones(session, webinar, later, talk):
    """Of `webinar` the audience has asked, in every state; of `later` nobody has yet."""
    open_board(session, later, code="later2", mode=AskingMode.OFF, names=AskerNames.NONE, asked_by=AskedBy.REGISTERED)
    board = open_board(
        session, webinar, code="optic2", mode=AskingMode.ALWAYS, approves_first=True, stream_began_at=NOW
    )
    add_asked(session, webinar, "Is a prism lit?", name="Laura Bassi", vote_count=3)
    answered = add_asked(
        session,
        webinar,
        "Ist es heiß?",
        language="de",
        state=QuestionState.ANSWERED,
        answering_at=NOW,
        answered_at=NOW,
        answered_s=1800,
        answer="Only *faintly*.\n\nSee [there](https://herschel.example).",
        answer_by="Caroline Herschel",
        written_at=NOW,
        appearance_id=talk.id,
    )
    merged = {"state": QuestionState.MERGED, "merged_into_id": answered.id}
    add_asked(session, webinar, "Is it hot?", **merged)
    add_asked(session, webinar, "Who is next?", state=QuestionState.DECLINED, reason="It is another evening’s.")
    add_asked(session, webinar, "Planted pending", state=QuestionState.PENDING)
    hidden = add_asked(session, webinar, "Planted hidden", state=QuestionState.ANSWERED, is_hidden=True)
    add_asked(session, webinar, "Planted below it", state=QuestionState.MERGED, merged_into_id=hidden.id)
    board.next_number += 4
    webinar.host.blocked_words = ["humbug", "snake oil"]


def rows_of(session, table):
    return session.scalars(sa.select(table)).all()


def test_export_import_export_gives_the_same_bytes(session, programme, empty):
    before = export_archive(session)
    assert "secret-room" in before.decode()

    empty()
    report = import_archive(session, OPERATOR, before, now=NOW)
    session.commit()

    assert export_archive(session) == before
    assert len(report.created) == 8
    assert (report.updated, report.unchanged, report.proposals, report.unknown) == ([], [], [], [])


def test_importing_the_same_file_again_changes_nothing(session, programme, empty):
    archive = export_archive(session)
    empty()
    import_archive(session, OPERATOR, archive, now=NOW)
    session.commit()
    session.expire_all()

    report = import_archive(session, OPERATOR, archive, now=NOW + dt.timedelta(days=1))
    session.commit()

    assert export_archive(session) == archive
    assert len(report.unchanged) == 8
    assert (report.created, report.updated, report.proposals) == ([], [], [])


def test_calendars_go_on_counting_where_the_other_site_stopped(session, programme, empty):
    programme = session.scalars(sa.select(Webinar).where(Webinar.slug == "book-of-optics")).one()
    for title in ("Optics", "Optics, the book"):
        programme.title = title
        session.commit()
    [before] = [entry for entry in rows_of(session, CalendarEntry) if entry.uid == programme.uid]
    archive = export_archive(session)
    assert before.sequence == 2

    empty()
    import_archive(session, OPERATOR, archive, now=clock.now() + dt.timedelta(days=3))
    session.commit()

    [after] = [entry for entry in rows_of(session, CalendarEntry) if entry.uid == programme.uid]
    assert (after.sequence, after.changed_at) == (before.sequence, before.changed_at)
    assert b"SEQUENCE:2\r\n" in after.full


def test_rows_of_a_new_site_are_those_of_the_old(session, programme, empty):
    archive = export_archive(session)
    empty()

    import_archive(session, OPERATOR, archive, now=NOW)
    session.commit()

    webinar = session.scalars(sa.select(Webinar).where(Webinar.slug == "book-of-optics")).one()
    assert webinar.starts_at == dt.datetime(2027, 3, 21, 15, 30, tzinfo=dt.UTC)
    assert webinar.ends_at == dt.datetime(2027, 3, 21, 17, 30, tzinfo=dt.UTC)
    assert webinar.starts_on == dt.date(2027, 3, 21)
    assert {(former.kind, former.slug) for former in rows_of(session, FormerSlug)} == {
        ("webinar", "optics"), ("webinar", "never-again"), ("organisation", "etoiles"),
        ("speaker", "c-herschel"), ("recording", "evening"),
    }  # fmt: skip
    counts = {
        table: len(rows_of(session, table)) for table in (Organisation, Speaker, Series, Topic, Webinar, Recording)
    }
    assert counts == {Organisation: 3, Speaker: 4, Series: 1, Topic: 2, Webinar: 8, Recording: 3}


def test_how_people_register_is_in_it(session, programme):
    said = {each["slug"]: each["registration"] for each in json.loads(export_archive(session))["webinars"]}

    assert said["spring"] == {
        "mode": "here",
        "url": None,
        "opens_at": "2027-03-28T01:00:00Z",  # half past one does not exist on that day
        "closes_at": "2027-03-28T15:30:00Z",
        "capacity": 28,
        "waiting_list": False,
        "approval": True,
        "feedback": True,
        "reminders_minutes": [4320, 10],
        "keep_days": 7,
        "questions": [
            {"kind": "choices", "label": "Which?", "choices": ["One", "Two"], "reason": "To know.", "required": True,
             "keep_days": 1},
            {"kind": "long", "label": "Why?", "choices": [], "reason": "For ever.", "required": False,
             "keep_days": None},
        ],
    }  # fmt: skip
    assert (said["later"]["mode"], said["later"]["capacity"]) == ("none", 5)
    assert (said["book-of-optics"]["mode"], said["book-of-optics"]["url"]) == (
        "elsewhere",
        "https://tickets.example/optics",
    )
    assert said["neap"]["mode"] == "here"
    assert said["comets"] is None


def test_what_was_asked_in_public_is_in_it_and_nothing_of_who_asked_or_voted(session, programme):
    text = export_archive(session).decode()
    [said] = [each for each in json.loads(text)["webinars"] if each["slug"] == "book-of-optics"]

    assert said["audience_questions"] == {
        "mode": "always", "approve_first": True, "names": "optional", "who": "everybody", "code": "optic2",
        "next_number": 12, "stream_began_at": "2027-02-01T09:30:00Z",
    }  # fmt: skip
    assert [(each["number"], each["state"], each["merged_into"]) for each in said["asked"]] == [
        (1, "open", None), (2, "answered", None), (3, "merged", 2), (4, "declined", None),
    ]  # fmt: skip
    assert said["asked"][1] == {
        "number": 2, "text": "Ist es heiß?", "language": "de", "state": "answered",
        "asked_at": said["asked"][1]["asked_at"], "answering_at": "2027-02-01T09:30:00Z",
        "answered_at": "2027-02-01T09:30:00Z", "answered_s": 1800,
        "answer": "Only *faintly*.\n\nSee [there](https://herschel.example).", "answer_by": "Caroline Herschel",
        "written_at": "2027-02-01T09:30:00Z", "reason": "", "speaker": "caroline-herschel", "merged_into": None,
    }  # fmt: skip
    assert "Planted" not in text
    assert "vote" not in text


def test_people_who_use_the_site_are_not_in_it(session, programme):
    factories.make_user(session, "Olga")
    session.commit()

    archive = json.loads(export_archive(session))

    assert "olga" not in json.dumps(archive).lower()
    assert "bassi" not in json.dumps(archive).lower()
    assert set(archive) == {
        "format", "version", "organisations", "speakers", "series", "topics", "webinars", "retired_slugs",
    }  # fmt: skip


TABLES = {
    "organisation": (Organisation, records.ORGANISATION),
    "speaker": (Speaker, records.SPEAKER),
    "series": (Series, records.SERIES),
    "topic": (Topic, records.TOPIC),
    "webinar": (Webinar, records.WEBINAR),
    "co_organiser": (CoOrganiser, records.INVITATION),
    "appearance": (Appearance, records.APPEARANCE),
    "agenda_question": (AgendaQuestion, records.QUESTION),
    "recording": (Recording, records.RECORDING),
    "recording_cut": (RecordingCut, records.CUT),
    "chapter": (Chapter, records.CHAPTER),
    "recording_copy": (RecordingCopy, records.RECORDING_COPY),
    "transcript": (Transcript, records.TRANSCRIPT),
    "cue": (Cue, records.CUE),
    "calendar_entry": (CalendarEntry, records.CALENDAR_ENTRY),
    "source": (Source, records.SOURCE),
    "announcement_copy": (AnnouncementCopy, records.COPY),
    "former_slug": (FormerSlug, ()),
    "registration_desk": (RegistrationDesk, ()),
    "question_board": (QuestionBoard, {each for each in records.BOARD if each.key not in {"approve_first", "who"}}),
    "audience_question": (AudienceQuestion, {each for each in records.AUDIENCE_QUESTION if each.key != "asked_at"}),
    "registration_question": (RegistrationQuestion, ()),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_stored_column_is_in_the_archive_or_is_left_out_for_a_reason(name):
    table, fields = TABLES[name]

    written = {field.key for field in fields}

    assert written | set(LEFT_OUT[name]) == set(table.__table__.columns.keys())
    assert written & set(LEFT_OUT[name]) == set()


def test_every_table_is_in_the_archive_or_is_known_not_to_be():
    left_out = set(TABLES_LEFT_OUT) | {"webinar_topic"}

    assert {table.name for table in Base.metadata.sorted_tables} == set(TABLES) | left_out
