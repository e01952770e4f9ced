"""What a speaker proposes, until an organiser takes it or leaves it, and how a field is stored in either case."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.record_permissions import can_keep_records
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.speaker_pages.errors import ProposalChanged
from webinars.domain.speaker_pages.proposal_fields import (
    FIELDS,
    as_typed,
    fingerprint_of,
    stored_value,
)
from webinars.domain.speaker_pages.queries import LinkedAppearance, proposals_of
from webinars.lib.errors import require_right
from webinars.models import Appearance, AuditEvent, Speaker, SpeakerProposal


class FieldProposal(Struct, frozen=True, kw_only=True):
    """One field as the desk shows it, in the form of a text."""

    field: str
    name: str
    now: str
    """What stands there."""
    former: str | None
    """What stood there when it was proposed, if that is something else."""
    value: str
    seen: str
    """A fingerprint of what is shown, for the button."""


def propose(
    session: Session,
    appearance: Appearance,
    field: str,
    value: Any,  # noqa: ANN401 - a text, or the addresses of `links`
    waiting: SpeakerProposal | None,
    *,
    now: dt.datetime,
) -> None:
    """Keep `value` until somebody takes it. One that says what stands there anyway is none."""
    present = stored_value(appearance, field)
    if value == present:
        if waiting is not None:
            session.delete(waiting)
    elif waiting is not None:
        waiting.value, waiting.former, waiting.made_at = value, present, now
    else:
        session.add(SpeakerProposal(appearance=appearance, field=field, former=present, value=value, made_at=now))
    session.flush()


def set_field(
    session: Session,
    appearance: Appearance,
    field: str,
    value: Any,  # noqa: ANN401 - as above
    waiting: SpeakerProposal | None,
    *,
    now: dt.datetime,
) -> None:
    """Store `value`, which was checked, and forget what was proposed before."""
    if FIELDS[field].is_on_record:
        _set_on_record(session, appearance.speaker, field, value, now=now)
    else:
        setattr(appearance, field, value)
    if waiting is not None:
        session.delete(waiting)
    session.flush()


def _set_on_record(session: Session, speaker: Speaker, field: str, value: Any, *, now: dt.datetime) -> None:  # noqa: ANN401 - as above
    before = getattr(speaker, field)
    setattr(speaker, field, value)
    session.add(
        AuditEvent(
            at=now,
            action="speaker:update",
            organisation_id=speaker.organisation_id,
            detail={"speaker_id": speaker.id, "by": "speaking", field: [before, value]},
        )
    )


def field_proposals(appearance: Appearance, waiting: Mapping[str, SpeakerProposal]) -> list[FieldProposal]:
    """Returns what waits, in the order of the speaker's form. Needs `speaker` loaded."""
    return [_shown(appearance, field, waiting[field]) for field in FIELDS if field in waiting]


def _shown(appearance: Appearance, field: str, proposal: SpeakerProposal) -> FieldProposal:
    present = stored_value(appearance, field)
    return FieldProposal(
        field=field,
        name=str(FIELDS[field].title),
        now=as_typed(appearance, field, present),
        former=as_typed(appearance, field, proposal.former) if proposal.former != present else None,
        value=as_typed(appearance, field, proposal.value),
        seen=fingerprint_of([present, proposal.value]),
    )


def may_take(actor: Actor, appearance: Appearance, field: str) -> bool:
    """Returns whether somebody who edits the webinar may take a field. Needs `speaker` loaded."""
    return not FIELDS[field].is_on_record or keeps_record(actor, appearance)


def keeps_record(actor: Actor, appearance: Appearance) -> bool:
    """Returns whether the speaker's record is the actor's to change. Needs `speaker` loaded."""
    return can_keep_records(actor, appearance.speaker.organisation_id)


def decide(
    session: Session,
    actor: Actor,
    found: LinkedAppearance,
    seen: Mapping[str, str],
    *,
    is_taken: bool,
    now: dt.datetime,
) -> Sequence[str]:
    """Take or leave the fields in `seen`, which has the fingerprint of each as it was looked at. Needs `found` locked.

    Returns the fields that were decided. Twice is once. Raises NotAllowed, ProposalChanged.
    """
    appearance, webinar = found.appearance, found.webinar
    require_right(permissions.can_edit_people(actor, webinar))
    waiting = proposals_of(session, [appearance.id]).get(appearance.id, {})
    chosen = [field for field in FIELDS if field in waiting and field in seen]
    if is_taken:
        chosen = [field for field in chosen if may_take(actor, appearance, field)]
    for field in chosen:
        proposal = waiting[field]
        if fingerprint_of([stored_value(appearance, field), proposal.value]) != seen[field]:
            raise ProposalChanged
    if not chosen:
        return []
    for field in chosen:
        if is_taken:
            set_field(session, appearance, field, waiting[field].value, waiting[field], now=now)
        else:
            session.delete(waiting[field])
    detail = {"appearance_id": appearance.id, "speaker": appearance.shown_name, "fields": chosen}
    record(session, actor, webinar, "speaking:take" if is_taken else "speaking:leave", detail, now=now)
    return chosen
