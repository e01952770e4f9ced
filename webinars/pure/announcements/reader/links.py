"""What an address in a text leads to: a video, a registration form, a meeting room."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from webinars.pure.announcements.reader.lines import Link
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.vocabulary import Section

_YOUTUBE_HOSTS: Final = frozenset(
    {"youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be", "youtube-nocookie.com"}
)
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_FILE = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov|mp3|m4a|ogg|m3u8)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Video:
    """One video at one provider; equal for all ways to write its address. `start` is as printed."""

    provider: str
    key: str
    start: str = ""


def video_of(url: str) -> Video | None:  # noqa: PLR0911 - one return for each provider
    """The video an address plays; None for channels, profiles and everything else."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = parts.path
    query = parse_qs(parts.query, max_num_fields=50) if len(parts.query) < 2_000 else {}
    start = (query.get("t") or query.get("start") or query.get("time_continue") or [""])[
        0
    ] or parts.fragment.removeprefix("t=")
    steps = [step for step in path.split("/") if step]
    if host in _YOUTUBE_HOSTS:
        return _youtube(host, steps, query, start)
    if host in {"vimeo.com", "player.vimeo.com"}:
        numbers = [step for step in steps if step.isdigit()]
        return Video("vimeo", numbers[-1], start) if numbers else None
    if host in {"dailymotion.com", "dai.ly", "geo.dailymotion.com"}:
        key = (query.get("video") or [steps[-1] if steps and (host == "dai.ly" or "video" in steps) else ""])[0]
        return Video("dailymotion", key, start) if key else None
    if host == "archive.org" and len(steps) > 1 and steps[0] in {"details", "embed", "download"}:
        return Video("archive", steps[1], start)
    if host in {"twitch.tv", "player.twitch.tv"}:
        key = (query.get("video") or [steps[1] if len(steps) > 1 and steps[0] == "videos" else ""])[0]
        return Video("twitch", key, start) if key else None
    if host.endswith(("facebook.com", "fb.watch")) and (
        host == "fb.watch" or "videos" in steps or steps[:1] == ["watch"]
    ):
        return Video("facebook", path + (query.get("v") or [""])[0], start)
    if host.endswith("rumble.com") and steps and (steps[0] == "embed" or steps[0].startswith("v")):
        return Video("rumble", steps[-1], start)
    return _elsewhere(host, path, steps, start)


def _youtube(host: str, steps: list[str], query: dict[str, list[str]], start: str) -> Video | None:
    key = ""
    if host == "youtu.be" and steps:
        key = steps[0]
    elif query.get("v"):
        key = query["v"][0]
    elif len(steps) > 1 and steps[0] in {"embed", "live", "shorts", "v"}:
        key = steps[1]
    if key == "videoseries" or (not key and steps[:1] == ["playlist"]):
        return Video("youtube-playlist", query["list"][0]) if query.get("list") else None
    return Video("youtube", key, start) if _YOUTUBE_ID.fullmatch(key) else None


def _elsewhere(host: str, path: str, steps: list[str], start: str) -> Video | None:
    """PeerTube and BigBlueButton live on any host; files end in a known way."""
    if steps[:1] == ["w"] and len(steps) > 1:
        return Video(f"peertube {host}", steps[-1], start)
    if steps[:2] in (["videos", "watch"], ["videos", "embed"]) and len(steps) > 2:
        return Video(f"peertube {host}", steps[-1], start)
    if steps[:2] == ["playback", "presentation"]:
        return Video(f"bigbluebutton {host}", steps[-1], start)
    if host.endswith("zoom.us") and steps[:1] == ["rec"]:
        return Video("zoom", steps[-1], start)
    return Video(host, path, start) if _FILE.search(path) else None


_ROOMS: Final = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:zoom\.us/(?:j|my|w|wc/join|s)/|zoom\.com/j/|meet\.google\.com/|"
    r"teams\.microsoft\.com/l/meetup-join|teams\.live\.com/meet|meet\.jit\.si/|whereby\.com/|"
    r"webex\.com/(?:meet|join|[\w-]+/j\.php)|[\w-]+\.webex\.com/|gotomeet(?:ing)?\.(?:me|com)/(?:join|\d)|"
    r"bluejeans\.com/\d|meet\.|jitsi\.|bbb\.|bigbluebutton\.|[\w.-]+/b/[\w-]{3,}|us\d+web\.zoom\.us/j/)",
    re.IGNORECASE,
)
_FORMS: Final = re.compile(
    r"zoom\.us/(?:meeting|webinar)/register|zoom\.us/webinar/(?:register|WN_)|/register|eventbrite\.|forms\.gle/|"
    r"docs\.google\.com/forms|actionnetwork\.org/(?:events|forms)|tickettailor\.|"
    r"meetup\.com/.{1,80}/events|airtable\.com/|surveymonkey\.|typeform\.com|jotform\.|cvent\.|"
    r"gotowebinar\.com/register|attendee\.gotowebinar|crowdcast\.io|hopin\.|ti\.to/|pretix\.|lu\.ma/|"
    r"mobilize\.us|events\.teams\.microsoft\.com/event|registration|anmeld|inscri|/iscrizion|/aanmeld|"
    r"/pamelding|/tilmeld|/anmalan|/rsvp|/signup|/sign-up|limesurvey|"
    r"nextcloud.{0,40}/forms|billetto|billetweb|helloasso|ticketsource|trybooking|humanitix|sympla\.|even3\.",
    re.IGNORECASE,
)
_REGISTER_WORDS: Final = re.compile(
    r"\b(?:regist(?:er|ration|rations|ering|er now)|rsvp|sign(?:ing)? ?up|book (?:your|a|now|here|tickets)|book|"
    r"tickets?|reserve|enrol|"
    r"anmeld\w*|registrier\w*|iscri\w*|aanmeld\w*|p[åa]meld\w*|tilmeld\w*|anm[äa]l\w*|inscri\w*|s['’]inscrire|"
    r"registro|reg[íi]strate|reg[íi]strese)\b",
    re.IGNORECASE,
)
_JOIN_WORDS: Final = re.compile(
    r"\b(?:join|zoom link|meeting link|meeting id|enter the (?:room|meeting)|connect|dial in|teilnehmen|zugang|"
    r"einwahl|rejoindre|connexion|conectarse|unirse|acessar|entrar|room)\b",
    re.IGNORECASE,
)
_OTHER_WORDS: Final = re.compile(
    r"\b(?:twitter|facebook|instagram|calendar|ics|donat\w*|newsletter|mailing list|slack|time ?zone|local time|"
    r"convert\w*|unsubscribe|privacy|share)\b",
    re.IGNORECASE,
)


def is_room(address: str) -> bool:
    """Whether an address leads into a meeting."""
    return _ROOMS.match(address) is not None and not _FORMS.search(address) and video_of(address) is None


def is_registration(address: str) -> bool:
    """Whether an address looks like that of a registration form."""
    return _FORMS.search(address) is not None


def registration_links(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    """Addresses of registration forms, in order: by their own look, else by the words they stand on."""
    by_look, by_words = [], []
    for part, link, words in _links(parts):
        if video_of(link.url) or _ROOMS.match(link.url) or part.section is Section.RECORDINGS:
            continue
        if _OTHER_WORDS.search(link.text) or re.search(
            r"timeanddate|time\.is|everytimezone|worldtimebuddy|/calendar", link.url
        ):
            continue
        wants = (
            _REGISTER_WORDS.search(link.text) or _REGISTER_WORDS.search(words) or part.section is Section.REGISTRATION
        )
        if _FORMS.search(link.url):
            by_look.append((link.url, part))
        elif wants and part.section is not Section.OTHER:
            by_words.append((link.url, part))
    return by_look or by_words


def join_links(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    """Addresses of meeting rooms."""
    return [
        (link.url, part)
        for part, link, words in _links(parts)
        if _ROOMS.match(link.url) and not _FORMS.search(link.url) and not video_of(link.url)
    ]


def _links(parts: Sequence[Part]) -> Iterator[tuple[Part, Link, str]]:
    """Every web address with the words around it on its line, or on the line before when it stands alone."""
    before = ""
    for part in parts:
        for link in part.line.links:
            if link.url.startswith(("http://", "https://")) and not link.is_embed:
                around = _around(part.line.text, link)
                alone = len(re.sub(r"https?://\S+", "", part.line.text).strip(" <>():.-")) < 4
                yield part, link, before if alone else around
        before = part.line.text[-120:]


def _around(text: str, link: Link) -> str:
    end = link.start + max(len(link.text), 1)
    start = max(text.rfind(". ", 0, link.start), text.rfind("! ", 0, link.start), link.start - 100, 0)
    after = "" if not link.text else text[end : end + 40].split(".", maxsplit=1)[0]
    return text[start : link.start] + " " + link.text + " " + after
