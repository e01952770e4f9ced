"""Organisations, series, speakers and topics, read."""

from collections.abc import Callable, Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.api.answers import SubjectAnswer, SubjectEntry, SubjectList
from webinars.api.inputs import SubjectQuery
from webinars.api.protocol.cursors import cursor_of, place_of
from webinars.api.protocol.operations import operation
from webinars.api.references import links
from webinars.db import db
from webinars.domain.programme import subject_queries as queries
from webinars.domain.programme.queries import Named
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.web.lookups import at_former_address
from webinars.web.page_cache.stored_pages import holds_until


class _Kind(Struct, frozen=True):
    """A kind of subject: what one is called in an address, its row, and how one and all are found."""

    name: str
    folder: str
    model: type[Any]
    find: Callable[[Session, str], Named | None]
    index: Callable[[Session], Sequence[queries.Entry]]


_KINDS = (
    _Kind("organisation", "organisations", Organisation, queries.public_organisation, queries.organisation_index),
    _Kind("series", "series", Series, queries.public_series, queries.series_index),
    _Kind("speaker", "speakers", Speaker, queries.public_speaker, queries.speaker_index),
    _Kind("topic", "topics", Topic, queries.public_topic, queries.topic_index),
)


def _serve(kind: _Kind) -> None:
    def index(asked: SubjectQuery) -> SubjectList:
        found = list(kind.index(db.session()))
        if asked.cursor:
            (after,) = place_of(asked.cursor, None)
            places = [place for place, each in enumerate(found) if each.slug == after]
            found = found[places[0] + 1 :] if places else []
        holds_until(None)
        items = [
            SubjectEntry(
                slug=each.slug,
                name=each.name,
                url=links().subject(kind.folder, each.slug),
                note=each.note,
                webinar_count=each.webinar_count,
            )
            for each in found[: asked.limit]
        ]
        return SubjectList(items=items, next_cursor=cursor_of(items[-1].slug) if len(found) > asked.limit else None)

    def one(slug: str) -> SubjectAnswer | ResponseReturnValue:
        found = kind.find(db.session(), slug)
        if found is None:
            return at_former_address(kind.model, slug, f"api.{one.__name__}")
        holds_until(None)
        return _answer(kind, found)

    index.__doc__ = "Those with a listed webinar, by name."
    one.__doc__ = "A slug of before leads to the present one."
    index.__name__, one.__name__ = f"{kind.name}_index", kind.name
    operation("GET", f"/{kind.folder}", f"{kind.folder.title()}", query=SubjectQuery, answer=SubjectList)(index)
    operation("GET", f"/{kind.folder}/<slug>", f"One {kind.name}", answer=SubjectAnswer)(one)


def _answer(kind: _Kind, found: Named) -> SubjectAnswer:
    to = links()
    return SubjectAnswer(
        slug=found.slug,
        name=found.title if isinstance(found, Series) else found.name,
        url=to.subject(kind.folder, found.slug),
        text=getattr(found, "bio", "") or getattr(found, "description", ""),
        note=found.organisation.name if isinstance(found, Series) else getattr(found, "affiliation", ""),
        website=getattr(found, "url", None),
        calendar_url=to.calendar(kind.folder, found.slug),
        recordings_url=to.recordings_feed(kind.folder, found.slug),
        api_url=f"{to.api('webinars')}?{kind.name}={found.slug}",
    )


for each_kind in _KINDS:
    _serve(each_kind)
