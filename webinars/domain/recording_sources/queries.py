"""What is read of places and of what was found there."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.recording_sources.evenings import evening_of
from webinars.domain.recording_sources.permissions import can_change
from webinars.domain.recording_sources.rhythm import is_waiting
from webinars.domain.recordings.queries import recording_to_edit
from webinars.domain.recordings.video_copies.places import video_of
from webinars.models import (
    Appearance,
    HostedVideo,
    Organisation,
    ProposalState,
    Recording,
    RecordingCopy,
    RecordingProposal,
    RecordingSource,
    RecordingSourceKind,
    SpeakingTurn,
    Webinar,
)
from webinars.pure.film_lists.answers import ListedCaptions, ListedFilm, film_at, film_of
from webinars.pure.matching.films import Evening, Fit, Verdict, fit_of
from webinars.pure.videos import Video, recognise


class ShownProposal(Struct, frozen=True, kw_only=True):
    """A film that nobody has decided on yet, and why it may be of its webinar."""

    proposal: RecordingProposal
    fit: Fit
    evening: Evening
    appearance: Appearance | None = None
    """Whose talk it perhaps is."""


def sources_of(session: Session, organisation: Organisation, actor: Actor) -> Sequence[RecordingSource]:
    """Returns the places that are watched and that the actor may know of, the oldest first."""
    found = session.scalars(
        sa.select(RecordingSource)
        .where(RecordingSource.organisation_id == organisation.id)
        .options(orm.joinedload(RecordingSource.organisation))
        .order_by(RecordingSource.id)
    )
    return [each for each in found if can_change(actor, each)]


def source_with_id(session: Session, slug: str, source_id: int) -> RecordingSource | None:
    """Returns a place that the organisation `slug` watches, with that."""
    return session.scalar(
        sa.select(RecordingSource)
        .join(RecordingSource.organisation)
        .where(RecordingSource.id == source_id, Organisation.slug == slug)
        .options(orm.contains_eager(RecordingSource.organisation))
    )


def source_with_hook(session: Session, kind: RecordingSourceKind, code: str) -> RecordingSource | None:
    """Returns the place that tells of recordings at the address with `code`."""
    is_asked = sa.and_(RecordingSource.hook_code == code, RecordingSource.kind == kind)
    return session.scalar(sa.select(RecordingSource).where(is_asked))


def is_any_watched(session: Session, organisation_id: int) -> bool:
    """Returns whether an organisation watches any place."""
    return session.scalar(sa.select(sa.exists().where(RecordingSource.organisation_id == organisation_id))) or False


def taken_counts(session: Session, organisation: Organisation) -> dict[int, int]:
    """Returns how many recordings came from each place, by its id."""
    rows = session.execute(
        sa.select(RecordingSource.id, sa.func.count())
        .join(RecordingProposal, RecordingSource.id == RecordingProposal.source_id)
        .where(RecordingSource.organisation_id == organisation.id, RecordingProposal.recording_id.is_not(None))
        .group_by(RecordingSource.id)
    )
    return {row[0]: row[1] for row in rows}


def last_ends(session: Session, now: dt.datetime) -> dict[int, dt.datetime]:
    """Returns when the last webinar ended that waits for a recording, by the organisation that holds it."""
    rows = session.execute(
        sa.select(Webinar.host_id, sa.func.max(Webinar.over_at, type_=Webinar.over_at.type))
        .where(is_waiting(now))
        .group_by(Webinar.host_id)
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def waiting_evenings(session: Session, organisation_id: int, now: dt.datetime) -> list[Evening]:
    """Returns the webinars of an organisation that wait for a recording, as films are compared with them."""
    found = session.scalars(
        sa.select(Webinar)
        .where(Webinar.host_id == organisation_id, is_waiting(now))
        .options(orm.selectinload(Webinar.lineup).joinedload(Appearance.speaker), orm.selectinload(Webinar.recordings))
        .order_by(Webinar.over_at, Webinar.id)
    ).all()
    return [evening_of(each, _turns(session, each)) for each in found]


def films_here(session: Session, films: Collection[ListedFilm]) -> set[str]:
    """Returns which of `films` are recordings or copies of this site already, as they call themselves."""
    urls = {each.url for each in films}
    ids = {video.video for url in urls if (video := recognise(url)).video}
    here = set()
    kinds: tuple[type[HostedVideo], ...] = (Recording, RecordingCopy)
    for kind in kinds:
        columns = (kind.provider, kind.url, kind.provider_host, kind.provider_video)
        query = sa.select(*columns).where(sa.or_(kind.provider_video.in_(ids), kind.url.in_(urls)))
        if kind is Recording:
            query = query.where(Recording.removed_at.is_(None))
        here |= {film_of(Video(provider=a, url=b, host=c, video=d)) for a, b, c, d in session.execute(query)}
    return {each.film for each in films if {each.film, each.also} & here}


def open_proposals(session: Session, webinar: Webinar) -> list[ShownProposal]:
    """Returns what was found for a webinar, which is loaded whole, and nobody has decided on, the surest first."""
    found = session.scalars(
        sa.select(RecordingProposal)
        .where(RecordingProposal.webinar_id == webinar.id, RecordingProposal.state == ProposalState.OPEN)
        .options(orm.joinedload(RecordingProposal.source))
        .order_by(RecordingProposal.id)
    ).all()
    if not found or webinar.starts_at is None:
        return []
    evening = evening_of(webinar, _turns(session, webinar))
    # One of them may have been pasted since.
    here = {film_of(video_of(place)) for each in webinar.recordings for place in (each, *each.copies)}
    shown = [_shown(each, evening, webinar) for each in found if not {each.film, film_at(each.url)} & here]
    # What was said since of when it began may have made it a film of something else.
    return sorted(
        (each for each in shown if each.fit.verdict is not Verdict.NO),
        key=lambda each: (each.fit.verdict is not Verdict.SURE, not each.fit.is_address),
    )


def proposal_with_id(session: Session, webinar: Webinar, proposal_id: int) -> RecordingProposal | None:
    return session.scalar(
        sa.select(RecordingProposal)
        .where(RecordingProposal.id == proposal_id, RecordingProposal.webinar_id == webinar.id)
        .options(orm.joinedload(RecordingProposal.source))
    )


def waiting_for_captions(session: Session, webinar: Webinar | None = None) -> Sequence[RecordingProposal]:
    """Returns what became a recording, of `webinar` or of any, and waits for its captions."""
    query = sa.select(RecordingProposal).where(RecordingProposal.wants_captions).order_by(RecordingProposal.id)
    return session.scalars(query if webinar is None else query.where(RecordingProposal.webinar_id == webinar.id)).all()


def taken_from(session: Session, proposal_id: int) -> tuple[RecordingProposal, Recording | None]:
    """Returns a film that was taken, and the recording that it became, with its webinar whole, unless that is gone."""
    proposal = session.get_one(RecordingProposal, proposal_id)
    slug = session.scalar(sa.select(Webinar.slug).where(Webinar.id == proposal.webinar_id)) or ""
    return proposal, recording_to_edit(session, slug, proposal.recording_id or 0)


def listed(proposal: RecordingProposal) -> ListedFilm:
    """Returns a film as it was found."""
    return ListedFilm(
        film=proposal.film,
        also=film_at(proposal.url),
        url=proposal.url,
        title=proposal.title,
        published_at=proposal.published_at,
        began_at=proposal.began_at,
        duration_s=proposal.duration_s,
        captions=tuple(ListedCaptions(**each) for each in proposal.captions),
    )


def _turns(session: Session, webinar: Webinar) -> Sequence[SpeakingTurn]:
    query = sa.select(SpeakingTurn).where(SpeakingTurn.webinar_id == webinar.id).order_by(SpeakingTurn.id)
    return session.scalars(query).all()


def _shown(proposal: RecordingProposal, evening: Evening, webinar: Webinar) -> ShownProposal:
    fit = fit_of(listed(proposal), evening)
    appearance = next((each for each in webinar.lineup if each.id == fit.talk), None)
    return ShownProposal(proposal=proposal, fit=fit, evening=evening, appearance=appearance)
