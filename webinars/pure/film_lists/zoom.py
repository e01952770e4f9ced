"""Zoom: the cloud recordings of an account, by an app of the kind "Server-to-Server OAuth".

Source: developers.zoom.us/docs/internal-apps/s2s-oauth, and /docs/api (accounts/{accountId}/recordings,
meetings/{meetingId}/recordings: a UUID with a slash is encoded twice).
"""

import base64
import datetime as dt
import re
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from msgspec.structs import replace

from webinars.lib.safe_http import Answer, Question
from webinars.pure.film_lists import answers
from webinars.pure.film_lists.answers import OK, Conversation, FilmList, ListedCaptions, ListedFilm, ListRefused

API = "https://api.zoom.us"
WRITTEN = frozenset({"TRANSCRIPT", "CC"})
"""Files with what is said, as WebVTT, written by Zoom's machine."""
_ROOM = re.compile(r"/(?:j|w|s|wc)/([0-9]{9,12})(?:/|$)")
LONGEST_SAID = 200
"""With room for the names of scopes that are missing."""
BACK = dt.timedelta(days=22)
"""At most a month is answered at once."""
CREATED, NO_CONTENT = 201, 204
Way = tuple[str, dict[str, str]]
"""Where the API of an account is, and the headers that it wants."""


class ZoomRefused(ListRefused):
    """Zoom has refused. Its text is Zoom's own word for what is wrong."""

    def __init__(self, words: str, status: int, code: str = "", retry_after: str = "") -> None:
        super().__init__(words)
        self.status, self.code = status, code
        self.retry_after = retry_after
        """Seconds, or an instant in ISO 8601."""


def room_at(url: str) -> str:
    """Returns the number of the meeting that an address of Zoom leads to, empty for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    found = _ROOM.match(parts.path)
    return found[1] if found and f".{parts.hostname}".endswith((".zoom.us", ".zoom.com")) else ""


def look(account: str, client_id: str, client_secret: str, *, now: dt.datetime) -> Conversation[FilmList]:
    """Asks for what was recorded in the last weeks. Raises ListRefused, NoAnswer."""
    api, headers = yield from signed_in(account, client_id, client_secret)
    days = {"from": (now - BACK).date().isoformat(), "to": now.date().isoformat(), "page_size": 300}
    answer = yield answers.ask(f"{api}/v2/accounts/me/recordings?{urlencode(days)}", headers=headers)
    films = [film for each in answers.rows(said(answer), "meetings") if (film := _film(each)) is not None]
    return FilmList(films=tuple(films), key=account)


def caption_file(url: str, account: str, client_id: str, client_secret: str) -> Conversation[Answer]:
    """Asks, at the address that `look` has named, for what is said in one recording. Raises ListRefused, NoAnswer."""
    api, headers = yield from signed_in(account, client_id, client_secret)
    answer = yield answers.ask(f"{api}{url.removeprefix(API)}", headers=headers)
    files = answers.rows(said(answer), "recording_files")
    address = next((str(each.get("download_url")) for each in files if each.get("file_type") in WRITTEN), "")
    question = replace(answers.ask(address, headers=headers), hosts={"zoom.us", ".zoom.us"})
    return (yield question)


def signed_in(account: str, client_id: str, client_secret: str) -> Conversation[Way]:
    """Returns where this account's API is, and the headers that it wants. Raises ZoomRefused."""
    basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    query = urlencode({"grant_type": "account_credentials", "account_id": account})
    question: Question = answers.ask(
        f"https://zoom.us/oauth/token?{query}", headers={"Authorization": f"Basic {basic}"}, method="POST"
    )
    token = said((yield question))
    api = str(token.get("api_url") or API).rstrip("/")
    host = urlsplit(api).hostname or ""
    # The token goes there: nobody but Zoom may name the place.
    api = f"https://{host}" if host.endswith(".zoom.us") else API
    return api, {"Authorization": f"Bearer {token.get('access_token')}"}


def said(answer: Answer) -> dict[str, Any]:
    """Returns the object of an answer, an empty one where nothing is said. Raises ZoomRefused."""
    if answer.status == NO_CONTENT:
        return {}
    if answer.status in {OK, CREATED}:
        return answers.said(replace(answer, status=OK))
    found = answer.json() if answer.body[:1] == b"{" else {}
    words = " ".join(str(found.get("error") or found.get("message") or answer.status).split())[:LONGEST_SAID]
    raise ZoomRefused(words, answer.status, str(found.get("code", "")), answer.headers.get("retry-after", ""))


def _film(meeting: dict[str, Any]) -> ListedFilm | None:
    files = answers.rows(meeting, "recording_files")
    films = [each for each in files if each.get("file_type") == "MP4"]
    url, uuid = str(meeting.get("share_url") or ""), str(meeting.get("uuid") or "")
    if not url or not uuid or not films or any(each.get("status") != "completed" for each in films):
        return None
    begins = [at for each in films if (at := answers.instant(each.get("recording_start"))) is not None]
    ends = [at for each in films if (at := answers.instant(each.get("recording_end"))) is not None]
    began_at, ended_at = min(begins, default=answers.instant(meeting.get("start_time"))), max(ends, default=None)
    written = any(each.get("file_type") in WRITTEN and each.get("status") == "completed" for each in files)
    captions = f"{API}/v2/meetings/{quote(quote(uuid, safe=''), safe='')}/recordings"
    return ListedFilm(
        film=f"zoom:{uuid}",
        also=answers.film_at(url),
        url=url,
        title=str(meeting.get("topic", "")),
        published_at=ended_at,
        began_at=began_at,
        duration_s=answers.seconds_between(began_at, ended_at),
        captions=(ListedCaptions(url=captions, is_by_machine=True),) if written else (),
        # Now a number, now a text.
        room=str(meeting.get("id", "")),
    )
