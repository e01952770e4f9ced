"""Who speaks, said by one press each: shown on the page at once, and chapters of the recording afterwards.

Each verb has the webinar locked, flushes, and never commits.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.programme.public_lineup import public_lineup
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, SpeakingTurn, Webinar


class Turn(Struct, frozen=True, kw_only=True):
    """One of the line-up, or the audience's questions (no appearance), and what was said of it on the day."""

    appearance: Appearance | None
    began_at: dt.datetime | None = None
    """When it began last. None: not yet."""
    ended_at: dt.datetime | None = None

    @property
    def is_now(self) -> bool:
        return self.began_at is not None and self.ended_at is None

    @property
    def is_done(self) -> bool:
        return self.ended_at is not None


def turns_of(session: Session, webinar: Webinar) -> Sequence[Turn]:
    """Returns a turn for each who stands in public, in their order, and last that of the audience’s questions.

    The webinar has its line-up loaded.
    """
    said = _said(session, webinar)
    people: list[Appearance | None] = [*public_lineup(webinar)]
    return [_turn(each, said) for each in [*people, None]]


def said_turns(session: Session, webinar: Webinar) -> Sequence[SpeakingTurn]:
    """Returns what was said, the earliest first."""
    return session.scalars(
        sa.select(SpeakingTurn)
        .where(SpeakingTurn.webinar_id == webinar.id)
        .order_by(SpeakingTurn.began_at, SpeakingTurn.id)
    ).all()


def begin_turn(session: Session, webinar: Webinar, appearance: Appearance | None, *, now: dt.datetime) -> None:
    """Say that somebody speaks from now on, or that questions are answered (None); who spoke before has ended.

    A second press changes nothing.
    """
    current = _current(session, webinar)
    if current is not None:
        if _key(current) == (None if appearance is None else appearance.id):
            return
        current.ended_at = max(now, current.began_at)
    title = _("Questions from the audience") if appearance is None else appearance.talk_title or appearance.shown_name
    session.add(
        SpeakingTurn(
            webinar_id=webinar.id,
            appearance_id=None if appearance is None else appearance.id,
            is_for_questions=appearance is None,
            title=title[:300],
            began_at=now,
        )
    )
    session.flush()


def end_turn(session: Session, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that whoever speaks has ended. With nobody speaking it changes nothing."""
    current = _current(session, webinar)
    if current is not None:
        current.ended_at = max(now, current.began_at)
        session.flush()


def _current(session: Session, webinar: Webinar) -> SpeakingTurn | None:
    return session.scalar(
        sa.select(SpeakingTurn)
        .where(SpeakingTurn.webinar_id == webinar.id, SpeakingTurn.ended_at.is_(None))
        .order_by(SpeakingTurn.id.desc())
        .limit(1)
    )


def _key(said: SpeakingTurn) -> int | None:
    """Returns whose turn it is, or None: that of the questions. Nobody's is -1."""
    return None if said.is_for_questions else said.appearance_id or -1


def _said(session: Session, webinar: Webinar) -> dict[int | None, SpeakingTurn]:
    """Returns the last turn of each."""
    return {_key(each): each for each in said_turns(session, webinar) if webinar.pressed(each.began_at) is not None}


def _turn(appearance: Appearance | None, said: dict[int | None, SpeakingTurn]) -> Turn:
    found = said.get(None if appearance is None else appearance.id)
    if found is None:
        return Turn(appearance=appearance)
    return Turn(appearance=appearance, began_at=found.began_at, ended_at=found.ended_at)
