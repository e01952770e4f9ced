"""The rows of the table: each video of a list with the webinar and the talk it seems to show."""

from collections.abc import Sequence

from msgspec import Struct

from webinars.domain.recordings.queries import candidate_of
from webinars.domain.recordings.recaps.actions import recording_of
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.models import Appearance, Recording, RecordingKind, Webinar
from webinars.pure.matching.videos import Proposal, propose
from webinars.pure.playlists.reading import ListedVideo

FULL, ANOTHER, PART = "full", "another", "part"
LEAVE_OUT = ""
MOST_OFFERED = 30


class RecapRow(Struct, frozen=True, kw_only=True):
    """A video of the list, ready to be corrected."""

    video: ListedVideo
    place: str
    """What is proposed: see `place_of`."""
    title: str
    is_doubtful: bool
    known: Recording | None
    """The recording that it is already."""
    known_in: Webinar | None


class RecordingTarget(Struct, frozen=True):
    """Where a video may belong."""

    webinar: Webinar
    kind: RecordingKind
    appearance: Appearance | None = None
    is_another: bool = False
    """Whether it is a full stream beside another one."""


def rows_of(videos: Sequence[ListedVideo], webinars: Sequence[Webinar], home: Webinar | None) -> list[RecapRow]:
    """Returns a row for each video. The webinars were loaded whole."""
    by_id = {webinar.id: webinar for webinar in webinars}
    found = propose(videos, [candidate_of(each) for each in webinars], home=home.id if home is not None else None)
    return [_row(video, proposal, by_id, webinars) for video, proposal in zip(videos, found, strict=True)]


def possible_places(webinars: Sequence[Webinar]) -> dict[str, RecordingTarget]:
    """Returns every place that may be chosen, by its value in a form: "12-full", "12-another", "12-part", "12-345"."""
    places: dict[str, RecordingTarget] = {}
    for webinar in webinars:
        places[f"{webinar.id}-{FULL}"] = RecordingTarget(webinar, RecordingKind.FULL)
        for each in webinar.lineup:
            places[f"{webinar.id}-{each.id}"] = RecordingTarget(webinar, RecordingKind.PRESENTATION, each)
        places[f"{webinar.id}-{ANOTHER}"] = RecordingTarget(webinar, RecordingKind.FULL, is_another=True)
        places[f"{webinar.id}-{PART}"] = RecordingTarget(webinar, RecordingKind.PRESENTATION)
    return places


def place_label(place: RecordingTarget, *, with_webinar: bool) -> str:
    """Returns a place as a person reads it, with its webinar where there are several.

    A closed list shows no heading.
    """
    if place.kind == RecordingKind.FULL:
        words = _("Another full stream") if place.is_another else _("The full stream")
    else:
        words = place.appearance.speaker.name if place.appearance else _("Another part, of nobody in particular")
    return _("%(what)s: %(webinar)s", what=words, webinar=place.webinar.title) if with_webinar else words


def heading_of(webinar: Webinar) -> str:
    if webinar.starts_on is None:
        return webinar.title
    return _("%(title)s, %(date)s", title=webinar.title, date=format_date(webinar.starts_on, "d MMMM y"))


def places_to_offer(
    places: dict[str, RecordingTarget], chosen: Sequence[str], home: Webinar | None
) -> dict[str, RecordingTarget]:
    """Returns the places to offer: those of the webinars that are chosen somewhere, and of the latest beside them."""
    shown = {home.id} if home is not None else set()
    shown |= {places[value].webinar.id for value in chosen if value in places}
    for place in places.values():
        if len(shown) < MOST_OFFERED:
            shown.add(place.webinar.id)
    return {value: place for value, place in places.items() if place.webinar.id in shown}


def _row(video: ListedVideo, proposal: Proposal, by_id: dict[int, Webinar], webinars: Sequence[Webinar]) -> RecapRow:
    known_in = next((each for each in webinars if recording_of(each, video.video) is not None), None)
    webinar = by_id.get(proposal.webinar) if isinstance(proposal.webinar, int) else None
    talk = next((each for each in webinar.lineup if each.id == proposal.talk), None) if webinar else None
    place = LEAVE_OUT
    if webinar is not None and video.is_known_place:
        place = f"{webinar.id}-{FULL if proposal.is_full else talk.id if talk else PART}"
    return RecapRow(
        video=video,
        place=place,
        title=_title(video, webinar, talk),
        is_doubtful=proposal.is_doubtful or not video.is_known_place,
        known=recording_of(known_in, video.video) if known_in is not None else None,
        known_in=known_in,
    )


def _title(video: ListedVideo, webinar: Webinar | None, talk: Appearance | None) -> str:
    """Returns the title of the list, unless it says no more than the page does by itself."""
    said = name_key(video.title)
    names = [name_key(talk.speaker.name), name_key(talk.talk_title)] if talk else []
    return "" if webinar is not None and said in [*names, name_key(webinar.title)] else video.title
