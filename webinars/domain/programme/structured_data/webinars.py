"""What the pages say to programs: schema.org descriptions as plain dictionaries.

The addresses in them are absolute and come from the caller. A template writes them with `tojson`, which escapes `<`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from webinars.domain.programme.credit_line import organisers_of
from webinars.domain.programme.phases import end_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.lib.markdown import plain_text
from webinars.models import CreditWording, Organisation, Recording, Status, Webinar
from webinars.pure.times import TimesError, instant, is_known, utc_offset, wall

Thing = dict[str, object]
LONGEST_TRANSCRIPT = 20_000
"""Characters: about half an hour of speech."""

EVENT_STATUSES = {
    Status.CANCELLED: "https://schema.org/EventCancelled",
    Status.POSTPONED: "https://schema.org/EventPostponed",
}


class EventLinks(Struct, frozen=True, kw_only=True):
    """Absolute addresses of what an event names."""

    page: str
    image: str
    organisers: Mapping[int, str]
    """Pages of the organisers that have one here, by their ids."""
    speakers: Sequence[str]
    """Pages of the public line-up, in its order. Empty for who may have none."""
    recordings: Sequence[str] = ()
    register: str | None = None
    """Where people register on this site, which is free."""


def _organisation(organiser: Organisation, links: EventLinks) -> Thing:
    address = links.organisers.get(organiser.id)
    return {"@type": "Organization", "name": organiser.name, **({"url": address} if address else {})}


def event(webinar: Webinar, links: EventLinks) -> Thing | None:
    """Returns the webinar as an Event, or None without a start. Needs what `webinar_page` loads."""
    if webinar.starts_at is None:
        return None
    supporters = {each.organisation_id for each in webinar.co_organisers if each.wording is CreditWording.SUPPORTED}
    described: Thing = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event_id(links.page),
        "name": webinar.title,
        "url": links.page,
        "startDate": local_iso(webinar.starts_at, webinar.timezone),
        "endDate": local_iso(end_of(webinar, webinar.starts_at), webinar.timezone),
        "eventStatus": EVENT_STATUSES.get(webinar.status, "https://schema.org/EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        # The page, never the room: its own address is in no public page.
        "location": {"@type": "VirtualLocation", "url": links.page},
        "image": [links.image],
        "inLanguage": webinar.language,
        "organizer": [_organisation(each, links) for each in organisers_of(webinar) if each.id not in supporters],
        "performer": [
            {"@type": "Person", "name": appearance.shown_name, **({"url": address} if address else {})}
            for appearance, address in zip(public_lineup(webinar), links.speakers, strict=True)
        ],
    }
    if not described["performer"]:
        del described["performer"]
    sponsors = [_organisation(each, links) for each in organisers_of(webinar) if each.id in supporters]
    if sponsors:
        described["sponsor"] = sponsors
    description = webinar.summary or plain_text(webinar.description)
    if description:
        described["description"] = description
    if webinar.status == Status.PUBLISHED and (before := previous_start(webinar)):
        described["eventStatus"] = "https://schema.org/EventRescheduled"
        described["previousStartDate"] = before
    if links.register is not None and webinar.status == Status.PUBLISHED:
        described["isAccessibleForFree"] = True
        described["offers"] = {"@type": "Offer", "url": links.register, "price": 0, "priceCurrency": "EUR"}
    if links.recordings:
        # By reference: whatever is described in part only, search engines complain of.
        described["recordedIn"] = [{"@id": video_id(address)} for address in links.recordings]
    return described


def event_id(page: str) -> str:
    """Returns by what others refer to the event of a webinar whose page is at `page`."""
    return f"{page}#event"


def video_id(page: str) -> str:
    """Returns by what others refer to the video of a recording whose page is at `page`."""
    return f"{page}#video"


def previous_start(webinar: Webinar) -> str | None:
    """Returns the start before the latest move, with offset, or None if it was never moved."""
    if webinar.moved_from_wall is None or webinar.moved_from_timezone is None:
        return None
    try:
        before = instant(webinar.moved_from_wall, webinar.moved_from_timezone)
    except TimesError:
        # The rules of that zone have changed since it was announced.
        return None
    return local_iso(before, webinar.moved_from_timezone)


class VideoPart(Struct, frozen=True, kw_only=True):
    """Something that begins in a video, in seconds from the video's beginning."""

    name: str
    starts_s: int
    ends_s: int | None
    """None: it goes on until the next begins."""
    page: str
    """The page of the video, from there on."""


def video(
    recording: Recording,
    *,
    page: str,
    player: str,
    thumbnail: str,
    description: str,
    parts: Sequence[VideoPart] = (),
    transcript: str = "",
) -> Thing:
    """Returns a recording as a VideoObject (Google: name, thumbnailUrl and uploadDate are required)."""
    described: Thing = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "@id": video_id(page),
        "name": recording.title,
        "url": page,
        "thumbnailUrl": [thumbnail],
        "uploadDate": recording.published_at.isoformat(),
        "embedUrl": player,
        "inLanguage": recording.language,
    }
    if description:
        described["description"] = description
    if recording.duration_s is not None:
        described["duration"] = f"PT{recording.duration_s}S"
    if transcript:
        described["transcript"] = _beginning_of(transcript)
    if parts:
        described["hasPart"] = _clips(parts, recording.duration_s)
    return described


def _beginning_of(transcript: str) -> str:
    """Returns as much of a transcript as fits, in whole words: the page says the rest, and is not to be sent twice."""
    if len(transcript) <= LONGEST_TRANSCRIPT:
        return transcript
    return f"{transcript[:LONGEST_TRANSCRIPT].rsplit(maxsplit=1)[0]} …"


def _clips(parts: Sequence[VideoPart], duration_s: int | None) -> list[Thing]:
    """Returns the parts as Clips, in order: two may not begin at the same second."""
    distinct = list({part.starts_s: part for part in reversed(parts)}.values())[::-1]
    clips: list[Thing] = []
    for part, following in zip(distinct, [*distinct[1:], None], strict=True):
        clip: Thing = {"@type": "Clip", "name": part.name, "startOffset": part.starts_s, "url": part.page}
        ends_s = part.ends_s or (following.starts_s if following else duration_s)
        if ends_s is not None and ends_s > part.starts_s:
            clip["endOffset"] = ends_s
        clips.append(clip)
    return clips


def local_iso(at: dt.datetime, timezone: str | None) -> str:
    """Returns `at` as clocks in `timezone` show it, with their offset: "2027-02-14T16:00:00+00:00"."""
    if timezone is None or not is_known(timezone):
        return at.isoformat()
    return wall(at, timezone).replace(tzinfo=dt.timezone(utc_offset(at, timezone))).isoformat()
