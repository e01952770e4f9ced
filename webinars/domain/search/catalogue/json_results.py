"""What was found in the archive, as JSON for other programs."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from webinars.domain.programme.public_lineup import speaking
from webinars.domain.search.catalogue.queries import CataloguePage, Filters
from webinars.domain.search.excerpts import ExcerptPiece
from webinars.domain.search.hit_positions import FoundPassage
from webinars.domain.search.suggestions import Suggestion
from webinars.models import DocumentKind, Recording, RecordingKind, Webinar

_PAGES = {
    DocumentKind.RECORDING: "recordings.show",
    DocumentKind.WEBINAR: "programme.show",
    DocumentKind.SPEAKER: "programme.speaker",
}


class Address(Protocol):
    """Makes the lasting address of a page."""

    def __call__(self, endpoint: str, **values: object) -> str: ...


def archive_json(found: CataloguePage, filters: Filters, address: Address) -> dict[str, Any]:
    """Returns a page of what was found: the recordings with their moments, and the filters with what each finds."""
    has_more = found.number < found.page_count
    following = {**filters.query(), "page": found.number + 1}
    return {
        "asked": filters.query(),
        "count": found.count,
        "page": found.number,
        "page_count": found.page_count,
        "next": address("recordings.index_json", **following) if has_more else None,
        "recordings": [_recording(found, recording, address) for recording in found.recordings],
        "speakers": [
            {
                "name": speaker.name,
                "affiliation": speaker.affiliation,
                "url": address("programme.speaker", slug=speaker.slug),
            }
            for speaker in found.speakers
        ],
        "webinars": [_webinar(webinar, address) for webinar in found.webinars],
        "facets": {
            name: [{"value": each.value, "name": each.name, "count": each.count} for each in values]
            for name, values in found.facets.items()
        },
        "suggestions": [{"name": each.name, "url": _suggested(each, address)} for each in found.suggestions],
    }


def _suggested(suggestion: Suggestion, address: Address) -> str:
    if suggestion.kind is None:
        return address("recordings.index", q=suggestion.name)
    return address(_PAGES[suggestion.kind], slug=suggestion.slug)


def _recording(found: CataloguePage, recording: Recording, address: Address) -> Mapping[str, Any]:
    return {
        "slug": recording.slug,
        "url": address("recordings.show", slug=recording.slug),
        "kind": recording.kind,
        "title": recording.title,
        "speakers": _heard(recording),
        "language": recording.language,
        "duration_s": recording.duration_s,
        "published_at": recording.published_at.isoformat().replace("+00:00", "Z"),
        "webinar": _webinar(recording.webinar, address),
        "excerpt": _plain(found.excerpt(recording)) or None,
        "moments": [_moment(recording, each, address) for each in found.passages.get(recording.id, ())],
    }


def _heard(recording: Recording) -> Sequence[str]:
    if recording.appearance is not None:
        return [recording.appearance.shown_name]
    if recording.kind == RecordingKind.FULL:
        return [appearance.shown_name for appearance in speaking(recording.webinar, is_over=True)]
    return []


def _webinar(webinar: Webinar, address: Address) -> Mapping[str, Any]:
    return {
        "slug": webinar.slug,
        "url": address("programme.show", slug=webinar.slug),
        "title": webinar.title,
        "organisation": webinar.host.name,
        "date": None if webinar.starts_on is None else webinar.starts_on.isoformat(),
    }


def _moment(recording: Recording, passage: FoundPassage, address: Address) -> Mapping[str, Any]:
    return {
        "kind": passage.kind,
        "starts_s": passage.starts_s,
        "url": address("recordings.show", slug=recording.slug, t=passage.starts_s),
        "text": _plain(passage.pieces),
        "language": passage.language or recording.language,
    }


def _plain(pieces: Sequence[ExcerptPiece]) -> str:
    return "".join(piece.text for piece in pieces)
