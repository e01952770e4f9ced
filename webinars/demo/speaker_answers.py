"""Speakers are asked through the same verbs as everywhere, and answer on their own pages."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.programme import Evening
from webinars.demo.registrations import mark_mails_sent
from webinars.domain.accounts.actor import Actor
from webinars.domain.speaker_pages.organiser_actions import ask
from webinars.domain.speaker_pages.queries import LinkedAppearance, appearance_of, links_of
from webinars.domain.speaker_pages.speaker_actions import reply
from webinars.models import Webinar

HOUR = dt.timedelta(hours=1)
ASKED_BEFORE, ANSWERED_BEFORE = dt.timedelta(days=3), dt.timedelta(days=2)


def ask_speakers(
    session: Session, settings: Settings, actor: Actor, webinar: Webinar, evening: Evening, *, now: dt.datetime
) -> None:
    """Send links to those of a line-up who are asked, and let some of them answer. Needs `lineup` loaded."""
    appearances = {appearance.speaker.name: appearance.id for appearance in webinar.lineup}
    asked = [turn for turn in evening.lineup if turn.asked_at]
    for turn in asked:
        number = appearances[turn.name]
        ask(session, settings, actor, _found(session, number), turn.asked_at, now=now - ASKED_BEFORE)
        if not turn.says:
            continue
        found, answered_at = _found(session, number), now - ANSWERED_BEFORE
        assert found.link is not None
        found.link.opened_at = answered_at - HOUR
        reply(session, found, is_yes=turn.says == "yes", words=turn.words, now=answered_at)
    if asked:
        mark_mails_sent(session, before=now - HOUR)


def _found(session: Session, appearance_id: int) -> LinkedAppearance:
    found = appearance_of(session, appearance_id, links_of(session, [appearance_id]).get(appearance_id))
    assert found is not None
    return found
