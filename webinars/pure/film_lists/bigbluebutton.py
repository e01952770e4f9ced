"""BigBlueButton: the recordings of a server. Source: docs.bigbluebutton.org/development/api (getRecordings)."""

import datetime as dt
import hashlib
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from webinars.lib.plain_xml import XmlRefused, read_plain_xml, text_in
from webinars.lib.safe_http import NoAnswer
from webinars.pure.film_lists import answers
from webinars.pure.film_lists.answers import OK, Conversation, FilmList, ListedFilm, ListRefused

KINDS = ("presentation", "video")
"""Of several forms of one recording, which is shown first."""


def look(key: str, secret: str) -> Conversation[FilmList]:
    """Asks the server whose API is at `key` for what is published. Raises ListRefused, NoAnswer."""
    call, query = "getRecordings", "state=published"
    checksum = hashlib.sha256(f"{call}{query}{secret}".encode()).hexdigest()
    answer = yield answers.ask(f"{key}/{call}?{query}&checksum={checksum}")
    if answer.status != OK:
        raise ListRefused(str(answer.status))
    try:
        top = read_plain_xml(answer.body)
    except XmlRefused as error:
        raise NoAnswer("no XML") from error
    if text_in(top, "returncode") != "SUCCESS":
        raise ListRefused(text_in(top, "messageKey")[:100])
    films = [film for each in top.iter("recording") if (film := _film(each)) is not None]
    return FilmList(films=tuple(films), name=urlsplit(key).hostname or "", key=key)


def _film(recording: Element) -> ListedFilm | None:
    addresses = {text_in(each, "type"): text_in(each, "url") for each in recording.iter("format")}
    url = next((addresses[kind] for kind in (*KINDS, *addresses) if addresses.get(kind)), "")
    if not url or text_in(recording, "published") != "true" or text_in(recording, "isBreakout") == "true":
        return None
    began_at, ended_at = (_instant(text_in(recording, name)) for name in ("startTime", "endTime"))
    return ListedFilm(
        film=answers.film_at(url) or url,
        url=url,
        title=text_in(recording, "name"),
        published_at=ended_at,
        began_at=began_at,
        duration_s=answers.seconds_between(began_at, ended_at),
    )


def _instant(text: str) -> dt.datetime | None:
    """Returns the instant of milliseconds since 1970, or None for what is none."""
    return dt.datetime.fromtimestamp(int(text[:13]) / 1000, dt.UTC) if text.isdecimal() and text.isascii() else None
