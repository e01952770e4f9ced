"""Verbs of whoever has a speaker's link. Each locks the webinar first, flushes, and never commits."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import ANONYMOUS
from webinars.domain.programme.changes import record
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.speaker_pages.errors import DetailsInvalid, TooLateToAnswer
from webinars.domain.speaker_pages.notifications import tell_organisers
from webinars.domain.speaker_pages.proposal_fields import (
    FIELDS,
    as_typed,
    checked_values,
    form_fingerprint,
    stands_at_once,
    stored_value,
)
from webinars.domain.speaker_pages.proposals import propose, set_field
from webinars.domain.speaker_pages.queries import LinkedAppearance, proposals_of
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines
from webinars.models import Agreement, AuditEvent
from webinars.pure.times import is_known

WORDS_LENGTH = 500
BY = "speaking"
"""In the history: done by the speaker's link, for nobody has signed in."""


def reply(session: Session, found: LinkedAppearance, *, is_yes: bool, words: str = "", now: dt.datetime) -> None:
    """Say yes or no. The same once more changes nothing but the words. Needs `found` locked.

    Her calendar entry follows: see `notifications`.

    Yes counts in public at once, no is nowhere in public at once. Raises TooLateToAnswer, DetailsInvalid.
    """
    appearance, webinar = found.appearance, found.webinar
    phase = phase_of(webinar, now)
    if not (phase.is_to_come or phase is Phase.POSTPONED):
        raise TooLateToAnswer
    said = many_lines(words)
    if len(said) > WORDS_LENGTH:
        raise DetailsInvalid({"words": _("Shorten this to %(limit)s characters.", limit=WORDS_LENGTH)})
    before = _answer(found)
    has_answered = appearance.replied_at is not None
    if has_answered and before == is_yes and (not said or said == appearance.reply_words):
        return
    appearance.agreement = Agreement.AGREED if is_yes else Agreement.DECLINED
    appearance.replied_at = now
    if said or before != is_yes:
        appearance.reply_words = said
    detail = {"by": BY, "appearance_id": appearance.id, "speaker": appearance.shown_name}
    record(session, ANONYMOUS, webinar, "speaking:yes" if is_yes else "speaking:no", detail, now=now)
    tell_organisers(session, found, now=now)


def _answer(found: LinkedAppearance) -> bool | None:
    """Returns what stands there now, or None: neither."""
    if found.appearance.has_declined:
        return False
    return True if found.appearance.has_agreed and found.appearance.replied_at is not None else None


def set_zone(session: Session, found: LinkedAppearance, timezone: str) -> None:
    """Show her hours in `timezone`. What is none changes nothing."""
    if is_known(timezone) and found.link is not None:
        found.link.timezone = timezone
        session.flush()


class DetailsResult(Struct, frozen=True):
    """What became of a form."""

    stored: tuple[str, ...]
    """Fields that stand on the page now."""
    proposed: tuple[str, ...]
    """Fields that wait for the organisers."""


def set_details(
    session: Session, found: LinkedAppearance, typed: Mapping[str, str], seen: Mapping[str, str], *, now: dt.datetime
) -> DetailsResult:
    """Store or propose what was typed in the fields. Those that were left as they were seen stay as they are now.

    `seen` has a fingerprint for each field, of what stood in the form when it was made. Needs `found` locked.
    Raises DetailsInvalid, also where an organiser has changed a field meanwhile: hers is kept in the form then.
    """
    appearance, webinar, link = found.appearance, found.webinar, found.link
    assert link is not None
    waiting = proposals_of(session, [appearance.id]).get(appearance.id, {})
    known = {field: text for field, text in typed.items() if field in FIELDS}
    values = checked_values(appearance, known)
    present = {field: waiting[field].value if field in waiting else stored_value(appearance, field) for field in values}
    changed = {
        field: value
        for field, value in values.items()
        if value != present[field] and (field not in seen or form_fingerprint(appearance, field, value) != seen[field])
    }
    collided = {
        field: _(
            "The organisers have changed this meanwhile. There stands now: “%(now)s”. Save again to put yours there.",
            now=_in_short(found, field),
        )
        for field in changed
        if field in seen and form_fingerprint(appearance, field, present[field]) != seen[field] and field not in waiting
    }
    if collided:
        raise DetailsInvalid(collided)
    at_once = {field for field in changed if stands_at_once(webinar, link, field)}
    for field, value in changed.items():
        put = set_field if field in at_once else propose
        put(session, appearance, field, value, waiting.get(field), now=now)
    if changed:
        _note(session, found, at_once, set(changed) - at_once, now=now)
        tell_organisers(session, found, now=now)
    return DetailsResult(tuple(sorted(at_once)), tuple(sorted(set(changed) - at_once)))


def _in_short(found: LinkedAppearance, field: str) -> str:
    text = as_typed(found.appearance, field, stored_value(found.appearance, field)).replace("\n", " ")
    return text if len(text) <= 160 else text[:159] + "…"  # noqa: PLR2004 - a sentence at a field


def _note(
    session: Session, found: LinkedAppearance, at_once: set[str], proposed: set[str], *, now: dt.datetime
) -> None:
    detail: dict[str, Any] = {"by": BY, "appearance_id": found.appearance.id, "speaker": found.appearance.shown_name}
    if at_once:
        record(session, ANONYMOUS, found.webinar, "speaking:update", {**detail, "fields": sorted(at_once)}, now=now)
    if proposed:
        # Nothing of the webinar has changed: open editors must not become stale for it.
        session.add(
            AuditEvent.of_webinar(found.webinar, "speaking:propose", {**detail, "fields": sorted(proposed)}, at=now)
        )
        session.flush()
