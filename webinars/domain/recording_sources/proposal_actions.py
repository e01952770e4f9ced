"""Deciding on films that were found."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.recording_sources.errors import ProposalDecided
from webinars.domain.recordings.actions import RecordingDetails, add_recording, require_editor, update_recording
from webinars.domain.recordings.clip_tree import settle_clips, sync_s_of
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.domain.recordings.queries import load_trees
from webinars.domain.recordings.timeline_actions import set_timing
from webinars.lib.i18n import gettext as _
from webinars.models import (
    Appearance,
    ProposalState,
    Recording,
    RecordingKind,
    RecordingProposal,
    RecordingSource,
    Webinar,
)
from webinars.pure.film_lists.answers import film_at


def take(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    proposal: RecordingProposal,
    *,
    appearance: Appearance | None = None,
    with_chapters: bool = False,
    with_captions: bool = False,
    now: dt.datetime,
) -> Recording:
    """Let a film be the full stream of its webinar, or the talk of somebody.

    Its captions come within a minute, or as soon as the place has them. Raises NotAllowed, ProposalDecided,
    RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    _require_open(proposal)
    details = RecordingDetails(
        url=proposal.url,
        kind=RecordingKind.FULL if appearance is None else RecordingKind.PRESENTATION,
        appearance=appearance,
        duration_s=proposal.duration_s,
        published_at=None if proposal.published_at is None else min(proposal.published_at, now),
    )
    recording = add_recording(session, actor, webinar, details, now=now)
    if appearance is None:
        if proposal.began_at is not None:
            recording.sync_s = sync_s_of(webinar.starts_at, proposal.began_at)
            load_trees(session, webinar)
            settle_clips(recording)
        if not with_chapters:
            recording.chapters.clear()
    _decide(session, actor, proposal, ProposalState.TAKEN, recording, now=now)
    if with_captions:
        proposal.wants_captions = True
        session.execute(
            sa.update(RecordingSource).where(RecordingSource.id == proposal.source_id).values(asked_at=None)
        )
    session.flush()
    return recording


def refuse(session: Session, actor: Actor, webinar: Webinar, proposal: RecordingProposal, *, now: dt.datetime) -> None:
    """Remember that a film is not of its webinar, or not wanted. Raises NotAllowed, ProposalDecided."""
    require_editor(session, actor, webinar)
    _require_open(proposal)
    _decide(session, actor, proposal, ProposalState.REFUSED, None, now=now)


def put_in_place(
    session: Session, actor: Actor, webinar: Webinar, proposal: RecordingProposal, *, now: dt.datetime
) -> Recording:
    """Let a film be where the first full stream of its webinar is. All that is marked in that moves along.

    Raises NotAllowed, ProposalDecided, RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    _require_open(proposal)
    first = full_stream(webinar)
    if first is None:
        raise RecordingInvalid("url", _("There is no full stream any more. Take the film as one."))
    former = first.url
    moved_s = moved_by(session, first, proposal)
    details = RecordingDetails(
        url=proposal.url,
        kind=RecordingKind.FULL,
        title=first.title,
        starts_s=0,
        duration_s=proposal.duration_s,
        language=first.language,
    )
    update_recording(session, actor, webinar, first, details, now=now)
    if moved_s:
        cuts = [(cut.starts_s, cut.ends_s) for cut in first.cuts]
        set_timing(session, actor, webinar, first, sync_s=first.sync_s + moved_s, cuts=cuts, now=now)
    _decide(session, actor, proposal, ProposalState.TAKEN, first, now=now)
    _never_again(session, actor, webinar, former, now=now)
    return first


def full_stream(webinar: Webinar) -> Recording | None:
    """Returns the first full stream of a webinar, which was loaded with its recordings."""
    return next((each for each in webinar.recordings if each.kind == RecordingKind.FULL), None)


def moved_by(session: Session, first: Recording, proposal: RecordingProposal) -> int | None:
    """Returns how many seconds later a film begins than the one that is there, or None where either is not known."""
    began_at = session.scalar(
        sa.select(RecordingProposal.began_at)
        .where(RecordingProposal.recording_id == first.id, RecordingProposal.url == first.url)
        .limit(1)
    )
    if began_at is None or proposal.began_at is None:
        return None
    return round((proposal.began_at - began_at).total_seconds())


def _never_again(session: Session, actor: Actor, webinar: Webinar, url: str, *, now: dt.datetime) -> None:
    """Have the film that was replaced not proposed: it still appears where it did."""
    film = film_at(url)
    is_there = sa.and_(RecordingProposal.webinar_id == webinar.id, RecordingProposal.film == film)
    if not film or session.scalar(sa.select(sa.exists().where(is_there))):
        return
    former = RecordingProposal(
        webinar_id=webinar.id, source_id=None, film=film, url=url, title="", state=ProposalState.OPEN, found_at=now
    )
    session.add(former)
    _decide(session, actor, former, ProposalState.REFUSED, None, now=now)


def _require_open(proposal: RecordingProposal) -> None:
    if proposal.state is not ProposalState.OPEN:
        raise ProposalDecided


def _decide(
    session: Session,
    actor: Actor,
    proposal: RecordingProposal,
    state: ProposalState,
    recording: Recording | None,
    *,
    now: dt.datetime,
) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by_id = state, now, actor.user_id
    proposal.recording_id = None if recording is None else recording.id
    session.flush()
