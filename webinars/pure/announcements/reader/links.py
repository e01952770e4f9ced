"""What an address in a text leads to: a video, a registration form, a meeting room."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import Link
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.videos import is_no_video, is_playlist, recognise
from webinars.pure.videos.address import Address, read_address

_SOUND = re.compile(r"\.(?:mov|mp3|m4a|ogg)$", re.IGNORECASE)
"""Files of recordings beside those that browsers show as films."""


class VideoReference(Struct, frozen=True):
    """One video that a text speaks of. It is equal for all ways to write its address."""

    place: str
    key: str
    starts_s: int = 0


def video_of(url: str) -> VideoReference | None:
    """Returns the video an address plays, or None for channels, profiles and everything else."""
    try:
        address = read_address(url)
    except NotAWebAddress:
        return None
    video = recognise(url)
    if video.provider != "link":
        return VideoReference(f"{video.provider} {video.host}", video.video, video.starts_s)
    if is_playlist(url):
        return VideoReference("playlist", address.query["list"])
    key = _only_linked(address)
    return VideoReference(address.host, key, address.moment("t", "start") or 0) if key else None


def referenced_video(url: str) -> VideoReference | None:
    """Returns the video at an address that a text calls one, wherever it is, or None for channels and other texts."""
    try:
        return None if is_no_video(url) or _ROOMS.match(url) else VideoReference(url, "")
    except NotAWebAddress:
        return None


def _only_linked(address: Address) -> str:
    """Returns what an address calls a video at a place whose player we do not show, or nothing if it is none."""
    host, steps = address.host.removeprefix("www."), address.segments
    is_at_facebook = host == "fb.watch" or (
        host.endswith(("facebook.com", "fb.watch")) and ("videos" in steps or steps[:1] == ("watch",))
    )
    if is_at_facebook:
        return address.path + address.query.get("v", "")
    is_at_rumble = host.endswith("rumble.com") and steps and (steps[0] == "embed" or steps[0].startswith("v"))
    is_at_zoom = host.endswith(("zoom.us", "zoom-x.de")) and steps[:1] == ("rec",)
    return address.path if is_at_rumble or is_at_zoom or _SOUND.search(address.path) else ""


_ROOMS: Final = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:zoom(?:-x)?\.(?:us|com|de)/(?:j|my|w|wc/join|s)/|meet\.google\.com/|"
    r"teams\.microsoft\.com/l/meetup-join|teams\.live\.com/meet|meet\.jit\.si/|whereby\.com/|"
    r"webex\.com/(?:meet|join|[\w-]+/j\.php)|[\w-]+\.webex\.com/|gotomeet(?:ing)?\.(?:me|com)/(?:join|\d)|"
    r"bluejeans\.com/\d|meet\.|jitsi\.|bbb\.|bigbluebutton\.|[\w.-]+/b/[\w-]{3,})",
    re.IGNORECASE,
)
_FORMS: Final = re.compile(
    r"/register|zoom(?:-x)?\.(?:us|com|de)/webinar/WN_|eventbrite\.|forms\.gle/|forms\.office\.|"
    r"docs\.google\.com/forms|actionnetwork\.org/(?:events|forms)|tickettailor\.|"
    r"meetup\.com/.{1,80}/events|airtable\.com/|surveymonkey\.|typeform\.com|jotform\.|cvent\.|"
    r"gotowebinar\.com/register|attendee\.gotowebinar|crowdcast\.io|hopin\.|ti\.to/|pretix\.|lu(?:\.ma|ma\.com)/|"
    r"mobilize\.us|events\.teams\.microsoft\.com/event|registration|anmeld|inscri|/iscrizion|/aanmeld|"
    r"/pamelding|/tilmeld|/anmalan|/rsvp|/signup|/sign-up|limesurvey|"
    r"nextcloud.{0,40}/forms|billetto|billetweb|helloasso|ticketsource|trybooking|humanitix|sympla\.|even3\.",
    re.IGNORECASE,
)
_REGISTER_WORDS: Final = re.compile(rf"\b(?:{one_of('links.register')})\b", re.IGNORECASE)
_OF_CLOCKS: Final = re.compile(r"timeanddate|time\.is|everytimezone|worldtimebuddy|/calendar")
_OTHER_WORDS: Final = re.compile(rf"\b(?:{one_of('links.others')})\b", re.IGNORECASE)


def is_room(address: str) -> bool:
    """Returns whether an address leads into a meeting."""
    return _ROOMS.match(address) is not None and not _FORMS.search(address) and video_of(address) is None


def is_registration(address: str) -> bool:
    """Returns whether an address looks like that of a registration form."""
    return _FORMS.search(address) is not None


def registration_links(parts: Sequence[Part], *, is_over: bool = False) -> list[tuple[str, Part]]:
    """Returns addresses of registration forms, in order: by their own look, else by the words they stand on.

    Of a webinar that is over the look alone says nothing: its page is linked too.
    """
    by_look, by_words = [], []
    for part, link, words in _links(parts):
        if video_of(link.url) or _ROOMS.match(link.url) or part.section is SectionKind.RECORDINGS:
            continue
        is_other = _OTHER_WORDS.search(link.text) or _OTHER_WORDS.search(_label(part.line.text, link))
        if is_other or _OF_CLOCKS.search(link.url):
            continue
        wants = (
            _REGISTER_WORDS.search(link.text)
            or _REGISTER_WORDS.search(words)
            or part.section is SectionKind.REGISTRATION
        )
        if _FORMS.search(link.url) and (wants or not is_over):
            by_look.append((link.url, part))
        elif wants and part.section is not SectionKind.OTHER:
            by_words.append((link.url, part))
    return by_look or by_words


def join_links(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    """Returns addresses of meeting rooms."""
    return [
        (link.url, part)
        for part, link, words in _links(parts)
        if _ROOMS.match(link.url) and not _FORMS.search(link.url) and not video_of(link.url)
    ]


def _links(parts: Sequence[Part]) -> Iterator[tuple[Part, Link, str]]:
    """Yields every web address with the words around it on its line, or on the line before when it stands alone."""
    before = ""
    for part in parts:
        for link in part.line.links:
            if link.url.startswith(("http://", "https://")) and not link.is_embed:
                around = _words_around_link(part.line.text, link)
                alone = len(re.sub(r"https?://\S+", "", part.line.text).strip(" <>():.-")) < 4
                yield part, link, before if alone else around
        before = part.line.text[-120:]


def _label(text: str, link: Link) -> str:
    """Returns the few words that a line says before an address, as in “Photos: …”."""
    before = text[: link.start].strip(" <(:–—-")
    return before if len(before.split()) <= _MAX_LABEL else ""


_MAX_LABEL: Final = 4


def _words_around_link(text: str, link: Link) -> str:
    end = link.start + max(len(link.text), 1)
    start = max(text.rfind(". ", 0, link.start), text.rfind("! ", 0, link.start), link.start - 100, 0)
    after = "" if not link.text else text[end : end + 40].split(".", maxsplit=1)[0]
    return text[start : link.start] + " " + link.text + " " + after
