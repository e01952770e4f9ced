"""YouTube: the feed of a channel or playlist, or with a key of the operator's the Data API.

The feed tells the newest 15, without lengths and beginnings. `search.list` has a bucket of its own of 100 calls a day
and is never asked. Source: developers.google.com/youtube/v3/docs (playlistItems, videos, channels).
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from webinars.lib.plain_xml import XmlRefused, read_plain_xml, text_in
from webinars.lib.safe_http import NoAnswer
from webinars.pure.film_lists import answers
from webinars.pure.film_lists.answers import OK, Conversation, FilmList, ListedFilm, ListRefused

SITE, API = "https://www.youtube.com", "https://www.googleapis.com/youtube/v3/"
CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
PAGES = ("@", "c/", "user/")
"""How the pages of channels begin that do not say their ids."""
_CHANNEL_IN_PAGE = re.compile(rb'<link rel="canonical" href="https://www\.youtube\.com/channel/(UC[A-Za-z0-9_-]{22})"')
_LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def look(key: str, api_key: str = "") -> Conversation[FilmList]:
    """Asks for the newest films of a channel, a playlist, or a page like "@name". Raises ListRefused, NoAnswer."""
    if not CHANNEL.fullmatch(key) and key.startswith(PAGES):
        key = yield from _channel_of(key, api_key)
    found = (yield from _by_api(key, api_key)) if api_key else None
    return found or (yield from _by_feed(key))


def _channel_of(page: str, api_key: str) -> Conversation[str]:
    if api_key and page.startswith("@"):
        answer = yield _api("channels", api_key, part="id", forHandle=page)
        found = answers.rows(answer.json(), "items") if answer.status == OK else []
        if found:
            return str(found[0].get("id"))
    answer = yield answers.ask(f"{SITE}/{quote(page, safe='@/%')}")
    named = _CHANNEL_IN_PAGE.search(answer.body)
    if answer.status != OK or named is None:
        raise ListRefused("handle")
    return named[1].decode()


def _by_api(key: str, api_key: str) -> Conversation[FilmList | None]:
    """Returns None where the API gives nothing: its quota may be used up, and the feed has none."""
    playlist = "UU" + key[2:] if CHANNEL.fullmatch(key) else key
    answer = yield _api("playlistItems", api_key, part="contentDetails", playlistId=playlist, maxResults=50)
    if answer.status != OK:
        return None
    ids = [
        str(answers.part(each, "contentDetails").get("videoId")) for each in answers.rows(answers.said(answer), "items")
    ]
    parts = "snippet,liveStreamingDetails,contentDetails,status"
    answer = yield _api("videos", api_key, part=parts, id=",".join(ids), maxResults=50)
    if answer.status != OK:
        return None
    items = answers.rows(answers.said(answer), "items")
    name = next((str(answers.part(each, "snippet").get("channelTitle", "")) for each in items), "")
    return FilmList(films=tuple(_films(items)), name=name, key=key)


def _films(items: list[dict[str, Any]]) -> Iterator[ListedFilm]:
    for each in items:
        snippet, live, status = (answers.part(each, name) for name in ("snippet", "liveStreamingDetails", "status"))
        began_at, ended_at = answers.instant(live.get("actualStartTime")), answers.instant(live.get("actualEndTime"))
        is_public = (status.get("privacyStatus"), status.get("uploadStatus")) == ("public", "processed")
        if not is_public or (live and ended_at is None):
            continue
        url = f"{SITE}/watch?v={each.get('id')}"
        yield ListedFilm(
            film=answers.film_at(url),
            url=url,
            title=str(snippet.get("title", "")),
            published_at=answers.instant(snippet.get("publishedAt")),
            began_at=began_at,
            duration_s=_length(str(answers.part(each, "contentDetails").get("duration", "")))
            or answers.seconds_between(began_at, ended_at),
        )


def _by_feed(key: str) -> Conversation[FilmList]:
    name = "channel_id" if CHANNEL.fullmatch(key) else "playlist_id"
    answer = yield answers.ask(f"{SITE}/feeds/videos.xml?{urlencode({name: key})}")
    if answer.status != OK:
        raise ListRefused(str(answer.status))
    try:
        feed = read_plain_xml(answer.body)
    except XmlRefused as error:
        raise NoAnswer("no feed") from error
    films = []
    for each in feed.iter("entry"):
        url = f"{SITE}/watch?v={text_in(each, 'yt:videoId')}"
        published_at = answers.instant(text_in(each, "published"))
        films.append(
            ListedFilm(film=answers.film_at(url), url=url, title=text_in(each, "title"), published_at=published_at)
        )
    return FilmList(films=tuple(films), name=text_in(feed, "title"), key=key)


def _length(text: str) -> int | None:
    """Returns an ISO 8601 duration in seconds, None for nothing: a stream that goes on has "P0D"."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds or None


def _api(what: str, api_key: str, **query: object) -> Any:  # noqa: ANN401 - a question
    # In a header, so that no address with the key in it is anywhere.
    return answers.ask(f"{API}{what}?{urlencode(query)}", headers={"X-Goog-Api-Key": api_key})
