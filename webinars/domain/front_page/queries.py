"""What a front page tells of all that has been: figures, answers, and who has spoken.

Lists are asked for what is latest in them, so that a page takes no longer the more there has been.
"""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.domain.programme.listing.lists import recorded_ids
from webinars.domain.programme.listing.statements import Subject, values_of
from webinars.domain.programme.public_lineup import stands_in_public
from webinars.models import (
    Appearance,
    AudienceQuestion,
    FeedKind,
    ListedWebinar,
    Organisation,
    PassageKind,
    Picture,
    Recording,
    RecordingKind,
    SearchPassage,
    Speaker,
    Status,
    Webinar,
)

SECONDS_IN_HOUR = 3600
LATEST = 20
"""So many webinars are looked through for answers and for who has spoken."""
MOST_COUNTED = 1000
"""Of a longer list the latest so many are counted, and the figures are told as the least that there is."""
ANSWERS, PEOPLE, HOLDERS = 3, 12, 6


class Figure(enum.Enum):
    """What is counted, in the order in which it stands."""

    WEBINARS = enum.auto()
    PEOPLE = enum.auto()
    HOURS = enum.auto()
    ANSWERS = enum.auto()


LEAST: Mapping[Figure, int] = {Figure.WEBINARS: 10, Figure.PEOPLE: 20, Figure.HOURS: 10, Figure.ANSWERS: 10}
"""From so many on a figure does credit to who shows it."""
FEWEST_FIGURES = 2
"""One alone says little."""


class Figures(Struct, frozen=True):
    """What there has been, as far as it does credit."""

    counts: Mapping[Figure, int]
    since: int | None
    """The year of the first webinar."""
    is_least: bool = False
    """Whether there is more than was counted. The figures are round ones then."""


class AnsweredQuestion(NamedTuple):
    """A question, and the second of a recording at which it is answered."""

    text: str
    starts_s: int
    slug: str
    """The recording's."""
    title: str
    """The webinar's."""
    webinar_slug: str
    language: str
    name: str | None
    """Who is heard, where a recording is one person's."""


class Latest(Struct, frozen=True):
    """What the latest webinars that are recorded have left."""

    answers: Sequence[AnsweredQuestion]
    people: Sequence[Speaker]
    """With their portraits; those who have one first."""


class Holder(Struct, frozen=True):
    """An organisation, and what it has done here."""

    slug: str
    name: str
    webinar_count: int
    coming_count: int


def figures_of(session: Session, subject: Subject, now: dt.datetime) -> Figures:
    """Returns what has taken place in a list of webinars, counted. What is too little to be shown is not there."""
    row = session.execute(_figures(), values_of(subject, now)).one()
    found = dict(
        zip(Figure, (row.webinars, row.people, (row.seconds or 0) // SECONDS_IN_HOUR, row.answers), strict=True)
    )
    is_least = row.webinars > MOST_COUNTED
    counts = {
        figure: _rounded_down(count) if is_least else count for figure, count in found.items() if count >= LEAST[figure]
    }
    since = row.first_month // 100 if row.first_month else None
    return Figures(counts if len(counts) >= FEWEST_FIGURES else {}, since, is_least)


def _rounded_down(count: int) -> int:
    """Returns its first two digits, and zeros: 1,940 are 1,900."""
    step: int = 10 ** max(0, len(str(count)) - 2)
    return count // step * step


def latest_of(session: Session, subject: Subject, now: dt.datetime) -> Latest:
    """Returns what the latest `LATEST` recorded webinars of a list have left."""
    webinar_ids = list(recorded_ids(session, now, LATEST, subject))
    if not webinar_ids:
        return Latest((), ())
    values = {"webinar_ids": webinar_ids}
    answers: dict[str, AnsweredQuestion] = {}
    for row in session.execute(_answers(), values):
        found = AnsweredQuestion._make(row)
        answers.setdefault(found.webinar_slug, found)
    people = session.scalars(_people(), values).all()
    return Latest(list(answers.values())[:ANSWERS], people)


def holders(session: Session, now: dt.datetime) -> list[Holder]:
    """Returns the organisations with most webinars on the site. Of one alone nothing has to be told."""
    is_to_come = sa.or_(ListedWebinar.is_postponed, ListedWebinar.ends_at > sa.bindparam("now"))
    counted = (
        sa.select(
            ListedWebinar.subject_id,
            sa.func.count().label("webinars"),
            sa.func.sum(sa.case((is_to_come, 1), else_=0)).label("coming"),
        )
        .where(ListedWebinar.kind == FeedKind.ORGANISATION)
        .group_by(ListedWebinar.subject_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Organisation.slug, Organisation.name, counted.c.webinars, counted.c.coming)
        .join(counted, counted.c.subject_id == Organisation.id)
        .order_by(counted.c.webinars.desc(), Organisation.name)
        .limit(HOLDERS),
        {"now": now},
    )
    found = [Holder(*row) for row in rows]
    return found if len(found) > 1 else []


def load_people(
    session: Session, lead: Webinar | None, others: Sequence[Webinar], *, of_lead: Sequence[LoaderOption] = ()
) -> None:
    """Load the picture and the questions of `lead`, and the portraits of all who stand in these webinars.

    They came from a list, which shows less of them: what is loaded stays as it is, and the rest is added to it, of
    `lead` by `of_lead` too.
    """
    if lead is not None:
        session.scalars(
            sa.select(Webinar)
            .where(Webinar.id == lead.id)
            .options(
                *of_lead or (orm.load_only(Webinar.id),),
                orm.joinedload(Webinar.cover).selectinload(Picture.files),
                orm.selectinload(Webinar.questions),
            )
        ).all()
    shown = [*([lead] if lead is not None else []), *others]
    speaker_ids = {each.speaker.id for webinar in shown for each in webinar.lineup}
    session.scalars(sa.select(Speaker).where(Speaker.id.in_(speaker_ids)).options(_portrait())).all()


def _portrait() -> Any:  # noqa: ANN401 - SQLAlchemy's own
    return orm.joinedload(Speaker.portrait).selectinload(Picture.files)


@cache
def _figures() -> sa.Select[*tuple[Any, ...]]:
    # Built once: that takes longer than to run it.
    took_place = (
        sa.select(ListedWebinar.webinar_id)
        .join(Webinar, Webinar.id == ListedWebinar.webinar_id)
        .where(
            ListedWebinar.kind == sa.bindparam("list_kind", type_=ListedWebinar.kind.type),
            ListedWebinar.subject_id == sa.bindparam("list_subject", type_=sa.Integer),
            sa.not_(ListedWebinar.is_postponed),
            ListedWebinar.ends_at <= sa.bindparam("now", type_=ListedWebinar.ends_at.type),
            Webinar.status == Status.PUBLISHED,
        )
    )
    past = took_place.order_by(ListedWebinar.sorts_at.desc()).limit(MOST_COUNTED + 1).cte("past")
    first = took_place.with_only_columns(ListedWebinar.month).order_by(ListedWebinar.month).limit(1)
    ids = sa.select(past.c.webinar_id)
    people = (
        sa.select(sa.func.count(sa.distinct(Appearance.speaker_id)))
        .join(Webinar, Webinar.id == Appearance.webinar_id)
        .where(Appearance.webinar_id.in_(ids), stands_in_public(is_over=True))
    )
    is_whole = sa.or_(Recording.kind == RecordingKind.FULL, Recording.stream_id.is_(None))
    other = orm.aliased(Recording)
    has_full = sa.exists().where(other.webinar_id == Recording.webinar_id, other.kind == RecordingKind.FULL)
    # What a clip shows is seen in its stream already.
    is_counted = sa.or_(Recording.kind == RecordingKind.FULL, sa.not_(has_full))
    seconds = sa.select(sa.func.sum(Recording.duration_s)).where(Recording.webinar_id.in_(ids), is_whole, is_counted)
    answers = (
        sa.select(sa.func.count())
        .select_from(SearchPassage)
        .join(Recording, Recording.id == SearchPassage.recording_id)
        .where(SearchPassage.kind == PassageKind.QUESTION, Recording.webinar_id.in_(ids))
    )
    return sa.select(
        sa.func.count().label("webinars"),
        first.scalar_subquery().label("first_month"),
        people.scalar_subquery().label("people"),
        seconds.scalar_subquery().label("seconds"),
        answers.scalar_subquery().label("answers"),
    ).select_from(past)


@cache
def _answers() -> sa.Select[*tuple[Any, ...]]:
    votes = sa.func.coalesce(AudienceQuestion.vote_count, 0)
    return (
        sa.select(
            SearchPassage.text,
            SearchPassage.starts_s,
            Recording.slug,
            Webinar.title,
            Webinar.slug.label("webinar_slug"),
            Webinar.language,
            sa.func.coalesce(sa.func.nullif(Appearance.name, ""), Speaker.name).label("name"),
        )
        .join(Recording, Recording.id == SearchPassage.recording_id)
        .join(Webinar, Webinar.id == Recording.webinar_id)
        .outerjoin(AudienceQuestion, AudienceQuestion.id == -SearchPassage.ref_id)
        .outerjoin(Recording.appearance)
        .outerjoin(Appearance.speaker)
        .where(
            Recording.webinar_id.in_(sa.bindparam("webinar_ids", expanding=True)),
            SearchPassage.kind == PassageKind.QUESTION,
        )
        .order_by(votes.desc(), Webinar.starts_on.desc(), SearchPassage.id)
        .limit(LATEST * ANSWERS)
    )


@cache
def _people() -> sa.Select[Speaker]:
    in_webinars = Appearance.webinar_id.in_(sa.bindparam("webinar_ids", expanding=True))
    last = (
        sa.select(Appearance.speaker_id, sa.func.max(Webinar.starts_on).label("last_on"))
        .join(Webinar, Webinar.id == Appearance.webinar_id)
        .where(in_webinars, stands_in_public(is_over=True))
        .group_by(Appearance.speaker_id)
        .subquery()
    )
    has_portrait = sa.exists().where(Picture.speaker_id == Speaker.id)
    return (
        sa.select(Speaker)
        .join(last, last.c.speaker_id == Speaker.id)
        .options(_portrait())
        .order_by(has_portrait.desc(), last.c.last_on.desc(), Speaker.name)
        .limit(PEOPLE)
    )
