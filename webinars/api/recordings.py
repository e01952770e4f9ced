"""Recordings, read: newest first, one by one, and by what is said in them."""

from flask.typing import ResponseReturnValue
from msgspec import UNSET

from webinars import clock
from webinars.api.answers import (
    ChapterAnswer,
    MomentAnswer,
    MomentList,
    RecordingAnswer,
    RecordingList,
    Reference,
    instant,
)
from webinars.api.inputs import MomentQuery, RecordingQuery
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.cursors import cursor_of, moment_cursor, moment_of, place_of
from webinars.api.protocol.operations import operation
from webinars.api.references import SUBJECTS, links, person, recording_reference, require_visible, webinar_reference
from webinars.db import db
from webinars.domain.programme.public_lineup import speaking
from webinars.domain.programme.queries import present_slug
from webinars.domain.recordings.moments import MomentKind, moments_of
from webinars.domain.recordings.queries import recording_page
from webinars.domain.search.catalogue.queries import Filters, find_recordings, recordings_before
from webinars.domain.transcripts.queries import transcripts_of
from webinars.models import Recording, RecordingKind
from webinars.web.lookups import at_former_address
from webinars.web.number_converter import LAST_PAGE
from webinars.web.page_cache.stored_pages import holds_until


@operation("GET", "/recordings", "Recordings, the newest first", query=RecordingQuery, answer=RecordingList)
def recordings(asked: RecordingQuery) -> RecordingList:
    """With `q` those that have all its words somewhere: in their titles, their people, or in what is said."""
    session = db.session()
    place = moment_of(asked.cursor) if asked.cursor else None
    slugs = {name: present_slug(session, kind, getattr(asked, name) or "") for name, kind in SUBJECTS.items()}
    filters = Filters(q=asked.q, year=asked.year or "", language=asked.language or "", **slugs)
    found = recordings_before(session, filters, place, asked.limit + 1)
    holds_until(None)
    items, last = found[: asked.limit], found[asked.limit - 1 : asked.limit]
    has_more = len(found) > asked.limit
    return RecordingList(
        items=[recording_answer(each) for each in items],
        next_cursor=moment_cursor(last[0].published_at, last[0].id) if has_more else None,
    )


@operation("GET", "/recordings/<slug>", "One recording", answer=RecordingAnswer, about="recording")
def recording(slug: str) -> RecordingAnswer | ResponseReturnValue:
    """With its chapters, and in which languages there is a transcript."""
    session = db.session()
    found = recording_page(session, slug)
    if found is None:
        return at_former_address(Recording, slug, "api.recording")
    require_visible(bearer(), found.webinar)
    holds_until(None)
    return whole_recording(found)


@operation("GET", "/moments", "What was said and answered", query=MomentQuery, answer=MomentList)
def moments(asked: MomentQuery) -> MomentList:
    """The best three moments of each recording in which all words are found, the best recordings first."""
    session, number = db.session(), place_of(asked.cursor, LAST_PAGE)[0] if asked.cursor else 1
    found = find_recordings(session, Filters(q=asked.q), number, today=clock.now().date())
    holds_until(None)
    items = [
        MomentAnswer(
            recording=recording_reference(each),
            webinar=webinar_reference(each.webinar),
            kind=passage.kind,
            starts_s=passage.starts_s,
            url=links().moment(each.slug, passage.starts_s),
            text="".join(piece.text for piece in passage.pieces),
            language=passage.language or each.language,
        )
        for each in found.recordings
        for passage in found.passages.get(each.id, ())
    ]
    has_more = found.number < found.page_count
    return MomentList(items=items, next_cursor=cursor_of(number + 1) if has_more else None)


def whole_recording(found: Recording) -> RecordingAnswer:
    """Returns one recording with what lists do not tell. Needs what `recording_page` loads."""
    told = recording_answer(found)
    told.chapters = [
        ChapterAnswer(starts_s=each.place_s, title=each.title, url=links().moment(found.slug, each.place_s))
        for each in moments_of(found)
        if each.kind is not MomentKind.QUESTION
    ]
    told.transcripts = [each.language for each in transcripts_of(db.session(), found)]
    return told


def recording_answer(found: Recording) -> RecordingAnswer:
    """Returns a recording as everybody may read it. Needs what `for_recording_lists` loads."""
    to = links()
    return RecordingAnswer(
        slug=found.slug,
        url=to.recording(found.slug),
        kind=found.kind,
        title=found.title,
        webinar=webinar_reference(found.webinar),
        speakers=_speakers(found),
        language=found.language,
        duration_s=found.duration_s,
        published_at=instant(found.published_at),
        video_url=found.url,
        embed_url=to.embedded_recording(found.slug),
        image_url=to.card("recordings", found.slug),
        chapters=UNSET,
    )


def _speakers(found: Recording) -> list[Reference]:
    if found.appearance is not None:
        return [person(found.webinar, found.appearance)]
    heard = speaking(found.webinar, is_over=True) if found.kind is RecordingKind.FULL else []
    return [person(found.webinar, each) for each in heard]
