import datetime as dt

import pytest
import sqlalchemy as sa

from tests import factories
from tests.audience_question_factories import make_question, open_board
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.domain.accounts.actions import create_user
from webinars.domain.accounts.errors import EmailTaken
from webinars.domain.search.actions import write_speakers
from webinars.domain.search.vocabulary import Vocabulary
from webinars.models import (
    Agreement,
    CalendarEntry,
    Chapter,
    QuestionState,
    RecordingKind,
    Speaker,
    Status,
    Webinar,
)
from webinars.models.derived import MADE_OF, touch

pytestmark = pytest.mark.usefixtures("derived")


def test_the_end_of_a_savepoint_forgets_nothing_that_was_noted_before(session):
    society = factories.make_organisation(session)
    webinar = factories.make_webinar(session, society, "Comets and their tails")
    factories.make_user(session, "Olga", email="olga@society.example")
    session.commit()

    webinar.title = "Comets and their beards"
    session.flush()
    try:
        create_user(session, email="olga@society.example", name="Olga", now=clock.now())
    except EmailTaken:
        pass
    else:
        raise AssertionError("the address is taken")
    session.commit()

    entry = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id)).one()
    assert b"beards" in unfolded(entry.full)


NEVER_ALONE = {
    "id", "uid", "webinar_id", "removed_from_id", "starts_wall", "rehearsal_wall", "rehearsal_timezone",
    "merged_into_id",
}  # fmt: skip
"""What nobody writes, or only with another column, with which it is tried."""
KEPT = (
    "calendar_entry", "feed_entry", "feed", "listed_webinar", "search_document", "search_passage", "recording_facet",
    "facet_count",
)  # fmt: skip
"""What is derived, by its tables."""


@pytest.fixture
def world(session, settings):
    """Webinars to come, cancelled and past, with all that calendars, lists and search tell of one."""
    lunar, solar = (factories.make_organisation(session, name) for name in ("Lunar Society", "Solar Society"))
    series, topics = factories.make_series(session, lunar), [factories.make_topic(session, each) for each in "AB"]
    speakers = [factories.make_speaker(session, lunar, each, bio="Comets.") for each in ("Ada", "Bea", "Cyd")]
    told = {"summary": "Short.", "description": "Long.", "cancelled_at": clock.now(), "series": series}
    told |= {"moved_from_wall": dt.datetime(2027, 1, 3, 16), "moved_from_timezone": "Asia/Kolkata"}
    make, past = factories.make_webinar, -dt.timedelta(days=3)
    webinars = [
        make(session, lunar, "Comets", registration_url="https://forms.example/1", **told),
        make(session, lunar, "Moons", **told),
        make(session, lunar, "Fogs", status=Status.CANCELLED, cancellation_reason="Fog.", **told),
        make(session, lunar, "Rings", starts_in=past, **told),
        make(session, lunar, "Dust", starts_in=None, starts_on=past_day(), **told),
    ]
    for webinar in webinars:
        session.refresh(webinar, ["topics"])
        webinar.topics.extend(topics)
        factories.add_co_organiser(session, webinar, solar)
        said = (Agreement.AGREED, Agreement.NOT_ASKED, Agreement.DECLINED)
        for speaker, agreement in zip(speakers, said, strict=True):
            factories.add_appearance(session, webinar, speaker, agreement=agreement, talk_title=f"{speaker.name} talks")
        for text in ("What is a tail?", "What is a head?"):
            factories.add_question(session, webinar, text).answered_s = 300
    rings = webinars[3]
    full = factories.add_recording(session, rings, duration_s=3_000)
    factories.add_recording(
        session, rings, "A talk", kind=RecordingKind.PRESENTATION, appearance=rings.lineup[0], starts_s=250, ends_s=900
    )
    session.refresh(full, ["chapters"])
    full.chapters.append(Chapter(at_s=10, title="Beginning"))
    factories.add_transcript(session, full, *("word" for _ in range(20)))
    make_question(session, settings, open_board(session, rings), "Why?", state=QuestionState.ANSWERED, answered_s=400)
    for name in ("Somebody", "Somebody else"):
        factories.make_speaker(session, lunar, name)
    factories.make_organisation(session, "Something else")
    factories.make_series(session, lunar, "Some other series")
    session.commit()
    return webinars


def past_day():
    return clock.now().date() - dt.timedelta(days=9)


MEANT = {
    "timezone": "Asia/Tokyo", "moved_from_timezone": "Asia/Tokyo", "language": "de", "hour_style": "digits",
    "display_zones": [{"label": "Oslo", "timezone": "Europe/Oslo"}], "links": ["https://x.example/"],
    "accepted_at": None, "from_s": 200, "until_s": 250, "stream_id": None, "state": QuestionState.OPEN,
}  # fmt: skip
"""Values of columns that do not take any."""


def other_value(session, row, column):  # noqa: PLR0911 - one a kind of column
    """Another value of a column: a plausible one, or the id of another row."""
    value, kind = getattr(row, column.key), column.type
    if column.key == "position":
        return value or 10
    if column.key in MEANT:
        return MEANT[column.key]
    if column.foreign_keys:
        (target,) = column.foreign_keys
        with session.no_autoflush:
            others = session.scalars(
                sa.select(target.column).where(target.column != value).order_by(target.column)
            ).all()
        # Two of a webinar are given two.
        return others[-2 if getattr(row, "position", None) else -1] if others else None
    if isinstance(kind, sa.Enum):
        members = list(kind.enum_class)
        return members[(members.index(value) + 1) % len(members)]
    if isinstance(kind, sa.JSON):
        return [*value, "texts"] if isinstance(value, list) else {}
    if isinstance(kind, sa.Boolean):
        return not value
    more = {sa.Integer: 1, sa.DateTime: dt.timedelta(hours=1), sa.Date: dt.timedelta(days=40)}
    begin = {sa.Integer: 0, sa.DateTime: clock.now(), sa.Date: clock.now().date()}
    for of, step in more.items():
        if isinstance(kind, of) or isinstance(getattr(kind, "impl", None), of):
            return (begin[of] if value is None else value) + step
    if not value:
        return "https://x.example/x" if "url" in column.key else "x"
    return f"{value[:-1]}{'y' if value.endswith('x') else 'x'}"


def rows_to_change(session, kind, webinars):
    """The first and the last row of each webinar, or the one that all of them name."""
    if kind is Webinar:
        return [session.get_one(Webinar, each) for each in webinars]
    if not hasattr(kind, "webinar_id"):
        return session.scalars(sa.select(kind).where(kind.id == session.scalar(sa.select(sa.func.min(kind.id))))).all()
    rows = session.scalars(
        sa.select(kind).where(kind.webinar_id.in_(webinars)).order_by(kind.webinar_id, kind.id)
    ).all()
    of = {each: [row for row in rows if row.webinar_id == each] for each in webinars}
    return [row for some in of.values() for row in {*some[:1], *some[-1:]}]


def kept(session):
    return {name: set(map(str, session.execute(sa.text(f"SELECT * FROM {name}")))) for name in KEPT}


@pytest.mark.parametrize("kind", sorted({each for kinds in MADE_OF.values() for each in kinds}, key=str))
def test_whatever_is_made_of_a_column_is_made_anew_when_that_changes(session, world, kind):
    webinar_ids = [webinar.id for webinar in world]
    stale = []
    for column in sa.inspect(kind).local_table.c:
        if column.key in NEVER_ALONE:
            continue
        for row in rows_to_change(session, kind, webinar_ids):
            if column.key == "removed_at":
                row.removed_from_id, row.webinar_id = row.webinar_id, None
            elif (column.key == "is_registration_here" and row.registration_url) or (
                column.key in {"starts_at", "ends_at"} and row.starts_at is None
            ):
                continue
            setattr(row, column.key, other_value(session, row, column))
        session.commit()
        before = kept(session)
        touch(session, webinar_ids)
        write_speakers(session, session.scalars(sa.select(Speaker.id)).all(), Vocabulary())
        session.commit()
        stale += [(column.key, name) for name, rows in kept(session).items() if rows != before[name]]
    assert stale == []
