"""A short post that fits, counted as each network counts."""

# ruff: noqa: PLR2004 - the code points are those of Unicode and of X itself

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from msgspec.structs import replace

from webinars.lib.i18n import format_list, use_locale
from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.writer.announcement import Announcement, Phase, WebinarStatus
from webinars.pure.announcements.writer.status_notice import status_sentence, title_with_status


class Network(StrEnum):
    """Where a short post goes."""

    X = "x"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"


LIMITS = {Network.X: 280, Network.MASTODON: 500, Network.BLUESKY: 300}
URL_LENGTH = 23
"""X and Mastodon count every address as this many characters, however long it is."""
_URL = re.compile(r"https?://\S+")
_MAX_SPEAKERS = 4


def short_post(announcement: Announcement, network: Network, limit: int | None = None) -> str:
    """Returns the longest version that fits: people are left out first, then zones, then the end of the title."""
    limit = limit or LIMITS[network]
    with use_locale(announcement.language):
        shortest = ""
        titled = replace(announcement, title=title_with_status(announcement) or announcement.title)
        for version in _versions(titled):
            if length_on(network, version) <= limit:
                return version
            shortest = version
        return _cut(titled, shortest, network, limit)


def _versions(announcement: Announcement) -> Iterator[str]:
    whens = list(_whens(announcement))
    yield _composed(announcement, announcement.title, whens[0], _people(announcement))
    for when in whens:
        yield _composed(announcement, announcement.title, when, "")


def _composed(announcement: Announcement, title: str, when: str, people: str) -> str:
    pieces = [title, when, people, _url(announcement) or ""]
    return "\n\n".join(piece for piece in pieces if piece)


def _whens(announcement: Announcement) -> Iterator[str]:
    """Yields the start in all zones, then in fewer and fewer, down to the first."""
    line = announcement.zone_line
    sentence = status_sentence(announcement)
    if sentence is not None:
        yield sentence
        return
    if announcement.phase is Phase.AFTER:
        yield (
            _("Now to watch: the recording of our webinar.")
            if announcement.recordings
            else _("Our webinar has taken place.")
        )
        return
    if line is None:
        yield ""
        return
    mark = "📆 " if announcement.style.has_emoji else ""
    date = _("Today") if announcement.phase is Phase.TODAY else line.date_text
    for count in range(len(line.times), 0, -1):
        yield mark + _("%(date)s, %(times)s", date=date, times=", ".join(time.text for time in line.times[:count]))


def _people(announcement: Announcement) -> str:
    names = [one.name for one in announcement.lineup]
    if not names or announcement.standing is not WebinarStatus.HOLDS:
        return ""
    if len(names) > _MAX_SPEAKERS:
        names = [*names[: _MAX_SPEAKERS - 1], _("others")]
    return _("With %(names)s", names=format_list(names))


def _url(announcement: Announcement) -> str | None:
    """Returns the one address a post has room for: the page, which knows all others."""
    if announcement.page_url:
        return announcement.page_url
    if announcement.phase is Phase.AFTER:
        return announcement.recordings[0].url if announcement.recordings else None
    return announcement.registration_url or announcement.join_url


def _cut(announcement: Announcement, shortest: str, network: Network, limit: int) -> str:
    """Returns the title shortened at a word until the rest fits, and the rest alone if nothing of it does."""
    rest = shortest.removeprefix(announcement.title)
    words = announcement.title.split()
    for count in range(len(words) - 1, 0, -1):
        version = " ".join(words[:count]).rstrip(",;:–—- ") + "…" + rest
        if length_on(network, version) <= limit:
            return version
    url = _url(announcement) or ""
    return url if length_on(network, url) <= limit else ""


def length_on(network: Network, text: str) -> int:
    """Returns how long `text` is for `network`: URLs count 23 on X and Mastodon, as they are on Bluesky."""
    if network is Network.BLUESKY:
        return len(graphemes(text))
    urls = len(_URL.findall(text))
    rest = _URL.sub("", text)
    measured = (
        sum(_weight_on_x(grapheme) for grapheme in graphemes(rest)) if network is Network.X else len(graphemes(rest))
    )
    return measured + urls * URL_LENGTH


_JOINER, _SELECTORS = "\u200d", {"\ufe0e", "\ufe0f"}


def graphemes(text: str) -> list[str]:
    """Returns the characters as a reader sees them: marks, joined emoji, flags and skin tones are one each."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if found and _extends(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _extends(before: str, char: str) -> bool:
    if char == "\n" and before == "\r":
        return True
    if char == _JOINER or char in _SELECTORS or unicodedata.category(char) in {"Mn", "Me", "Mc"}:
        return True
    if before.endswith(_JOINER) or 0x1F3FB <= ord(char) <= 0x1F3FF:
        return True
    return _is_flag_letter(char) and len(before) == 1 and _is_flag_letter(before)


def _is_flag_letter(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _weight_on_x(grapheme: str) -> int:
    """Returns one for Latin, Greek, Cyrillic, Arabic and common punctuation, two for Chinese, emoji and the rest."""
    codes = [ord(char) for char in grapheme]
    light = all(code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247 for code in codes)
    return len(grapheme) if light else 2
