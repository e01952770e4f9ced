"""Starts of one evening are proposed on both sides of the next change of clocks, and answered in part."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.demo.records import Evening
from webinars.domain.accounts.actor import Actor
from webinars.domain.scheduling.date_polls.actions import WantedStart, answer, print_of, propose
from webinars.domain.scheduling.date_polls.queries import Voice, voices_of
from webinars.models import Availability, Webinar

PROPOSED_BEFORE, ANSWERED_BEFORE = dt.timedelta(days=2), dt.timedelta(days=1)


def propose_starts(
    session: Session, actor: Actor, webinar: Webinar, evening: Evening, *, first_day: dt.date, now: dt.datetime
) -> None:
    """Propose what the evening says, from `first_day` on, and let those answer who do. Needs the webinar whole."""
    if not evening.starts:
        return
    wanted = [
        WantedStart(
            start_id=None,
            wall=dt.datetime.combine(first_day + dt.timedelta(days=days), hour),
            timezone=webinar.host.timezone,
            duration_minutes=evening.duration_minutes,
        )
        for days, hour in evening.starts
    ]
    poll = propose(session, actor, webinar, wanted, ends_at=now + dt.timedelta(days=5), now=now - PROPOSED_BEFORE)
    seen = {start.id: print_of(start) for start in poll.starts}
    answers = {turn.name: turn for turn in evening.lineup if turn.suits}
    for voice in voices_of(session, webinar):
        turn = answers.get(voice.appearance.speaker.name) if voice.appearance is not None else None
        if turn is None or voice.link is None:
            continue
        _answer(session, webinar, voice, dict(zip(seen, turn.suits, strict=True)), turn.words, seen, now=now)


def _answer(
    session: Session,
    webinar: Webinar,
    voice: Voice,
    suits: dict[int, str],
    words: str,
    seen: dict[int, str],
    *,
    now: dt.datetime,
) -> None:
    if voice.link is not None:
        voice.link.opened_at = voice.link.opened_at or now - ANSWERED_BEFORE
    given = {number: Availability(value) if value else None for number, value in suits.items()}
    answer(session, webinar, voice, given, words, seen=seen, now=now - ANSWERED_BEFORE)
