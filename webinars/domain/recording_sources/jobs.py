"""What the worker does: looks where recordings appear while somebody waits for one, and proposes what it finds."""

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa
import structlog
from msgspec.structs import asdict, replace
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.db import length_of, reading
from webinars.domain.recording_sources.places import Place, caption_file, captions_at, film_list, place_of
from webinars.domain.recording_sources.queries import (
    films_here,
    last_ends,
    waiting_evenings,
    waiting_for_captions,
)
from webinars.domain.recording_sources.rhythm import is_due
from webinars.lib.errors import WebinarsError
from webinars.lib.safe_http import NoAnswer, RequestRefused, SafeHttpClient
from webinars.lib.text_cleaning import one_line
from webinars.models import ProposalState, RecordingProposal, RecordingSource
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.film_lists.answers import ListedCaptions, ListedFilm, ListRefused
from webinars.pure.matching.films import Evening, fits

ROUND_S = 30.0
"""After so long the rest waits for the next minute."""
MOST_FOUND = 20
"""Films of one look that fit anything: more are a mistake of ours, or somebody's joke."""
TITLE_LENGTH = length_of(RecordingProposal.title)
CaptionsFetched = Callable[[Session, int, ListedCaptions, bytes, dt.datetime], None]
"""Told of the captions of a proposal, by its id, as a file. May raise TranscriptUnreadable, WebinarsError."""
AWAY = (ListRefused, NoAnswer, RequestRefused)

log = structlog.get_logger()


def look_at_sources(
    session: Session,
    settings: Settings,
    outside: SafeHttpClient,
    *,
    fetched: CaptionsFetched,
    now: Callable[[], dt.datetime] = clock.now,
) -> int:
    """Look at the places that are due. Returns at how many. Commits by itself, place by place."""
    if not settings.ask_video_hosts:
        return 0
    ends_at_s, count = time.monotonic() + ROUND_S, 0
    for source in _due(session, now()):
        if time.monotonic() > ends_at_s:
            break
        at = now()
        # Another worker may have been quicker.
        if _write(session, source, {"asked_at": at}, source.asked_at):
            _look(session, settings, outside, source, fetched, at)
            count += 1
    return count


def _due(session: Session, now: dt.datetime) -> list[RecordingSource]:
    with reading():
        ends = last_ends(session, now)
        found = session.scalars(sa.select(RecordingSource).order_by(RecordingSource.asked_at, RecordingSource.id)).all()
        session.commit()
    return [each for each in found if is_due(each, ends.get(each.organisation_id), now)]


def _look(
    session: Session,
    settings: Settings,
    outside: SafeHttpClient,
    source: RecordingSource,
    fetched: CaptionsFetched,
    now: dt.datetime,
) -> None:
    with reading():
        evenings = waiting_evenings(session, source.organisation_id, now)
        wanted = [each for each in waiting_for_captions(session) if each.source_id == source.id]
        session.commit()
    try:
        place = place_of(source, settings.secret_keys)
        found = film_list(outside, place, youtube_key=settings.youtube_key, now=now)
    except AWAY as error:
        said = one_line(str(error), at_most=300) if isinstance(error, ListRefused) else ""
        # "Gone" is never believed: lists of films are away for days, and come back.
        _write(session, source, {"failed_at": source.failed_at or now, "failure": said}, now)
        log.warning("no list of films", source=source.id, kind=source.kind.value, said=said)
        return
    with reading():
        here = films_here(session, found.films)
        session.commit()
    fitting = list(fits([each for each in found.films if each.film not in here], evenings))[:MOST_FOUND]
    told = [(replace(film, captions=_captions(outside, place, film)), evening) for film, evening in fitting]
    _propose(session, source, told, now)
    _write(session, source, {"answered_at": now, "failed_at": None, "failure": ""}, now)
    listed = {each.film: each for each in found.films}
    for proposal in wanted:
        for captions in _captions(outside, place, listed[proposal.film]) if proposal.film in listed else ():
            try:
                fetched(session, proposal.id, captions, caption_file(outside, place, captions.url), now)
            except (*AWAY, TranscriptUnreadable, WebinarsError) as error:
                session.rollback()
                log.warning("captions not taken", proposal=proposal.id, error=type(error).__name__)


def _captions(outside: SafeHttpClient, place: Place, film: ListedFilm) -> tuple[ListedCaptions, ...]:
    with contextlib.suppress(*AWAY):
        return captions_at(outside, place, film)
    return ()


def _propose(
    session: Session, source: RecordingSource, fitting: Sequence[tuple[ListedFilm, Evening]], now: dt.datetime
) -> None:
    """Store what fits, and what is new of what nobody has decided on. What was decided stays decided."""
    present = {
        (each.webinar_id, each.film): each
        for each in session.scalars(
            sa.select(RecordingProposal).where(RecordingProposal.webinar_id.in_({each.key for _film, each in fitting}))
        )
    }
    for film, evening in fitting:
        title, captions = one_line(film.title, at_most=TITLE_LENGTH), [asdict(each) for each in film.captions]
        proposal = present.get((evening.key, film.film)) or present.get((evening.key, film.also))
        if proposal is None:
            proposal = RecordingProposal(
                webinar_id=evening.key,
                source_id=source.id,
                film=film.film,
                url=film.url,
                title=title,
                state=ProposalState.OPEN,
                found_at=now,
            )
            session.add(proposal)
            # A playlist may hold a film twice.
            present[evening.key, film.film] = proposal
        elif proposal.state is not ProposalState.OPEN:
            continue
        proposal.title, proposal.captions = title, captions
        proposal.began_at, proposal.duration_s, proposal.published_at = (
            film.began_at,
            film.duration_s,
            film.published_at,
        )
    session.commit()


def _write(session: Session, source: RecordingSource, values: dict[str, object], asked_at: dt.datetime | None) -> bool:
    """Write what was found out about a place, unless it was asked for since, or is not watched any more. Commits."""
    written = session.execute(
        sa.update(RecordingSource)
        .where(RecordingSource.id == source.id, RecordingSource.asked_at.is_not_distinct_from(asked_at))
        .values(values)
        .returning(RecordingSource.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.commit()
    return written is not None
