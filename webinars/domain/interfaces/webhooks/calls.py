"""One call of a webhook as it goes over the wire: Standard Webhooks 1.0.0, and what services that build sites take."""

import base64
import contextlib
import datetime as dt
import hmac
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from msgspec import Struct

from webinars import clock
from webinars.lib.links import Links
from webinars.lib.safe_http import ANYWHERE, NoAnswer, NotPublic, Question, RequestRefused, SafeHttpClient
from webinars.lib.tokens import digest_of

LONGEST_ANSWER_BYTES = 4 * 1024
TIMEOUT_S = 15.0
SECRET_PREFIX = "whsec_"  # noqa: S105 - it stands before every one
INSIDE, SILENT = "inside a private network", "no answer"
"""What stands in the place of an answer where there was none."""
REBUILD_BODY = json.dumps({"event_type": "webinars"}).encode()
"""GitHub asks for `event_type` and takes no field that it does not know; Netlify and Cloudflare look at no body."""


class Call(Struct, frozen=True, kw_only=True):
    url: str
    headers: Mapping[str, str]
    body: bytes


class CallAnswer(Struct, frozen=True, kw_only=True):
    """What became of one try."""

    status: int | None
    took_ms: int
    words: str
    """ "502 Bad Gateway", or why there is no answer."""
    retry_after: dt.timedelta = dt.timedelta()

    @property
    def is_good(self) -> bool:
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_end(self) -> bool:
        """Whether it wants no more calls."""
        return self.status == HTTPStatus.GONE


def new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def message_body(base_url: str, kind: str, context: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """Returns what a program is told: what has changed and where to read it, and nothing of what it says there."""
    links, what, slug = Links(base_url), context.get("what"), context.get("slug", "")
    data = {"organisation": context["organisation"]}
    if what is not None:
        of_page = links.recording(slug) if what == "recordings" else links.webinar(slug)
        data |= {"url": of_page, "api_url": f"{base_url}/api/v1/{what}/{slug}", "slug": slug}
    if "count" in context:
        data["count"] = context["count"]
    return json.dumps({"type": kind, "timestamp": at.isoformat(timespec="seconds"), "data": data}).encode()


def call_of(
    url: str, body: bytes, *, key: str, signing: Sequence[str], authorization: str | None, at: dt.datetime
) -> Call:
    """Returns the call with its signatures, one for each of the secrets. `key` is the same for all tries."""
    message_id, timestamp = f"msg_{digest_of(key)[:32]}", str(int(at.timestamp()))
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in signing),
    }
    return Call(url=url, headers=headers | ({"Authorization": authorization} if authorization else {}), body=body)


def make_call(outside: SafeHttpClient, call: Call) -> CallAnswer:
    """Returns the answer. No redirect is followed. Takes its time."""
    question = Question(
        url=call.url,
        hosts=ANYWHERE,
        method="POST",
        headers=call.headers,
        body=call.body,
        max_bytes=LONGEST_ANSWER_BYTES,
        is_cut=True,
        is_redirected=False,
        timeout_s=TIMEOUT_S,
    )
    began, answer, words = time.monotonic(), None, SILENT
    try:
        answer = outside.ask(question)
        words = _words(answer.status)
    except NotPublic:
        words = INSIDE
    except (RequestRefused, NoAnswer):
        pass
    took_ms = round((time.monotonic() - began) * 1000)
    if answer is None:
        return CallAnswer(status=None, took_ms=took_ms, words=words)
    wait = _retry_after(answer.headers.get("retry-after", ""))
    return CallAnswer(status=answer.status, took_ms=took_ms, words=words, retry_after=wait)


def _signature(secret: str, signed: bytes) -> str:
    octets = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return base64.b64encode(hmac.digest(octets, signed, "sha256")).decode()


def _words(status: int) -> str:
    with contextlib.suppress(ValueError):
        return f"{status} {HTTPStatus(status).phrase}"
    return str(status)


def _retry_after(value: str) -> dt.timedelta:
    """Returns what a Retry-After asks for (RFC 9110, 10.2.3), nothing if it cannot be read."""
    if value.isdecimal():
        return dt.timedelta(seconds=min(int(value), 10**6))
    with contextlib.suppress(ValueError, TypeError):
        return max(parsedate_to_datetime(value) - clock.now(), dt.timedelta())
    return dt.timedelta()
