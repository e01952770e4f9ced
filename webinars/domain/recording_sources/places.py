"""Asks places for their films. Takes its time: never within a transaction that writes."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from webinars.db import length_of
from webinars.domain.site_settings.encryption import seal, unseal
from webinars.lib.safe_http import Answer, SafeHttpClient
from webinars.models import RecordingProposal, RecordingSource, RecordingSourceKind
from webinars.pure.film_lists import bigbluebutton, peertube, podcast, youtube, zoom
from webinars.pure.film_lists.answers import (
    OK,
    Conversation,
    FilmList,
    Found,
    ListedCaptions,
    ListedFilm,
    ListRefused,
    film_at,
)
from webinars.pure.film_lists.answers import ask as question_for
from webinars.pure.videos import LONGEST_S

FILM_LENGTH = length_of(RecordingProposal.film)
LONGEST_CAPTIONS = 4 * 1024 * 1024
NO_SECRET = "secret"  # noqa: S105 - what is said of one that cannot be read any more
Kind = RecordingSourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a place is asked by."""

    kind: Kind
    key: str
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


def place_of(source: RecordingSource, secret_keys: Iterable[str]) -> Place:
    """Returns what a source is asked by. Raises ListRefused where its secret was sealed with a key that is gone."""
    if source.secret is None:
        return Place(kind=source.kind, key=source.key)
    text = unseal(secret_keys, source.secret)
    if text is None:
        raise ListRefused(NO_SECRET)
    return Place(kind=source.kind, key=source.key, secret=json.loads(text))


def sealed_secret(place: Place, secret_key: str) -> str | None:
    """Returns the secret of a place as it is stored, or None if it needs none."""
    return seal(secret_key, json.dumps(dict(place.secret))) if place.secret else None


def film_list(outside: SafeHttpClient, place: Place, *, youtube_key: str, now: dt.datetime) -> FilmList:
    """Returns what is shown there. Raises ListRefused, NoAnswer, RequestRefused."""
    match place.kind:
        case Kind.YOUTUBE:
            look = youtube.look(place.key, youtube_key)
        case Kind.PEERTUBE:
            look = peertube.look(place.key)
        case Kind.BIGBLUEBUTTON:
            look = bigbluebutton.look(place.key, place.secret["secret"])
        case Kind.ZOOM:
            look = zoom.look(place.key, place.secret["client_id"], place.secret["client_secret"], now=now)
        case Kind.PODCAST:
            look = podcast.look(place.key)
    found = converse(outside, look)
    # What somebody else's server sends may be anything.
    return replace(found, films=tuple(each for each in found.films if _is_sound(each)))


def captions_at(outside: SafeHttpClient, place: Place, film: ListedFilm) -> tuple[ListedCaptions, ...]:
    """Returns the captions of a film, which lists of PeerTube do not tell. Raises as `film_list`."""
    return converse(outside, peertube.captions(film.film)) if place.kind is Kind.PEERTUBE else film.captions


def caption_file(outside: SafeHttpClient, place: Place, url: str) -> bytes:
    """Returns the file of captions at an address that a list has named. Raises as `film_list`."""
    if place.kind is Kind.ZOOM:
        secret = place.secret
        answer = converse(outside, zoom.caption_file(url, place.key, secret["client_id"], secret["client_secret"]))
    else:
        answer = outside.ask(question_for(url))
    if answer.status != OK or len(answer.body) > LONGEST_CAPTIONS:
        raise ListRefused(str(answer.status))
    return answer.body


def _is_sound(film: ListedFilm) -> bool:
    is_named = bool(film_at(film.url)) and film.film.isprintable() and len(film.film) <= FILM_LENGTH
    return is_named and 0 <= (film.duration_s or 0) <= LONGEST_S


def converse(outside: SafeHttpClient, conversation: Conversation[Found]) -> Found:
    """Returns what a conversation comes to. Raises ListRefused, NoAnswer, RequestRefused."""
    answer: Answer | None = None
    try:
        while True:
            answer = outside.ask(next(conversation) if answer is None else conversation.send(answer))
    except StopIteration as end:
        found: Found = end.value
        return found
