"""A podcast: the newest episodes of its feed. Source: RSS 2.0, and the namespaces "itunes" and "podcast"."""

import datetime as dt
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from webinars.lib.plain_xml import XmlRefused, read_plain_xml, text_in
from webinars.pure.film_lists import answers
from webinars.pure.film_lists.answers import OK, Conversation, FilmList, ListedCaptions, ListedFilm, ListRefused
from webinars.pure.videos import seconds

NO_FEED = "RSS"
NEWEST = 50
"""So many are compared: in three weeks no podcast brings more, and a feed may hold all of twenty years."""
CAPTIONS = ("text/vtt", "application/x-subrip", "application/srt")
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def look(key: str) -> Conversation[FilmList]:
    """Asks for the newest episodes of the feed at `key`. Raises ListRefused: for what is no feed with `NO_FEED`."""
    answer = yield answers.ask(key)
    if answer.status != OK:
        raise ListRefused(str(answer.status))
    try:
        top = read_plain_xml(answer.body)
    except XmlRefused as error:
        raise ListRefused(NO_FEED) from error
    channel = next(top.iter("channel"), None) if top.tag == "rss" else None
    if channel is None:
        raise ListRefused(NO_FEED)
    films = [film for each in channel.iter("item") if (film := _film(each)) is not None]
    films.sort(key=lambda film: film.published_at or _LONG_AGO, reverse=True)
    name = text_in(channel, "title") or urlsplit(key).hostname or ""
    return FilmList(films=tuple(films[:NEWEST]), name=name, key=key)


def _film(item: Element) -> ListedFilm | None:
    enclosure = next((each for each in item if each.tag == "enclosure"), None)
    url = "" if enclosure is None else enclosure.get("url", "")
    if not answers.film_at(url):
        return None
    return ListedFilm(
        film=answers.film_at(url),
        also=answers.film_at(text_in(item, "link")),
        url=url,
        title=text_in(item, "title"),
        published_at=_instant(text_in(item, "pubDate")),
        duration_s=seconds(text_in(item, "itunes:duration")) or None,
        captions=tuple(
            ListedCaptions(url=each.get("url", ""), language=each.get("language", ""))
            for each in item
            if each.tag == "podcast:transcript" and each.get("type") in CAPTIONS
        ),
    )


def _instant(text: str) -> dt.datetime | None:
    """Returns the instant of a date as mails have it (RFC 5322, section 3.3), or None for what is none."""
    try:
        found = parsedate_to_datetime(text)
        # "-0000" says that the zone is not known.
        return found.astimezone(dt.UTC) if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
