"""What an address in a text leads to: a video, a registration form, a meeting room."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import Link
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.videos import is_no_video, is_playlist, recognise
from webinars.pure.videos.address import read_address


def video_of(url: str) -> str | None:
    """Returns which video an address plays, the same for all ways to write it.

    None for channels, profiles and everything else.
    """
    try:
        address = read_address(url)
    except NotAWebAddress:
        return None
    video = recognise(url)
    if video.provider != "link":
        return f"{video.provider} {video.host} {video.video} {video.starts_s}"
    if is_playlist(url):
        return f"playlist {address.query['list']}"
    key = address.host.removeprefix("www.") + address.path
    said = (key, address.query.get("v", ""), address.moment("t", "start") or 0)
    return " ".join(map(str, said)) if _ONLY_LINKED.match(key) else None


_ONLY_LINKED: Final = re.compile(
    r"fb\.watch/|(?:[\w-]+\.)*facebook\.com/(?:watch\b|(?:.*/)?videos\b)|(?:[\w-]+\.)*rumble\.com/(?:embed/|v)|"
    r"(?:[\w-]+\.)*(?:zoom\.us|zoom-x\.de)/rec/|.*\.(?:mov|mp3|m4a|ogg)$",
    re.IGNORECASE,
)
"""Videos at places whose player we do not show, and files of recordings beside those that browsers show as films."""


def referenced_video(url: str) -> str | None:
    """Returns the video at an address that a text calls one, wherever it is, or None for channels and other texts."""
    try:
        return None if is_no_video(url) or _ROOMS.match(url) else url
    except NotAWebAddress:
        return None


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
        is_other = _OTHER_WORDS.search(link.text) or _OTHER_WORDS.search(_label(part.line.text, link))
        if is_other or _OF_CLOCKS.search(link.url) or part.section is SectionKind.RECORDINGS:
            continue
        if video_of(link.url) or _ROOMS.match(link.url):
            continue
        wants = _REGISTER_WORDS.search(f"{words} {link.text}") or part.section is SectionKind.REGISTRATION
        if _FORMS.search(link.url) and (wants or not is_over):
            by_look.append((link.url, part))
        elif wants and part.section is not SectionKind.OTHER:
            by_words.append((link.url, part))
    return by_look or by_words


def join_links(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    """Returns addresses of meeting rooms."""
    return [(link.url, part) for part, link, _words in _links(parts) if is_room(link.url)]


def _links(parts: Sequence[Part]) -> Iterator[tuple[Part, Link, str]]:
    """Yields every web address with the words around it on its line, or on the line before when it stands alone."""
    before = ""
    for part in parts:
        is_alone = len(re.sub(r"https?://\S+", "", part.line.text).strip(" <>():.-")) < 4
        for link in part.line.links:
            if link.url.startswith(("http://", "https://")) and not link.is_embed:
                yield part, link, before if is_alone else sentence_around(part.line.text, link)
        before = part.line.text[-120:]


def _label(text: str, link: Link) -> str:
    """Returns the few words that a line says before an address, as in “Photos: …”."""
    before = text[: link.start].strip(" <(:–—-")
    return before if len(before.split()) <= _MAX_LABEL else ""


_MAX_LABEL: Final = 4


def sentence_around(text: str, link: Link) -> str:
    """Returns what a sentence says in which a link stands."""
    end = link.start + len(link.text)
    return without_addresses(_END.split(text[: link.start])[-1] + link.text + _END.split(text[end:])[0])[:600]


_END: Final = re.compile(r"[.?!;] ")


def without_addresses(text: str) -> str:
    return re.sub(r"<?https?://\S+>?", "", text).strip(" :–—-|()")
