"""Asks providers whether videos are still there."""

import enum

from msgspec import Struct

from webinars.lib.safe_http import Answer, NoAnswer, Question, RequestRefused, SafeHttpClient
from webinars.pure.videos import Inquiry, Reply

OK, METHOD_NOT_ALLOWED, NOT_IMPLEMENTED, UNAUTHORISED = 200, 405, 501, 401
PARTIAL = 206
GONE = frozenset({404, 410})
REFUSALS = frozenset({400, 403})
"""What oEmbed providers answer for videos that were made private, besides `GONE`.

Servers of files do so also to robots.
"""


class Verdict(enum.StrEnum):
    THERE = "there"
    GONE = "gone"
    SILENT = "silent"
    """No answer that says one or the other: too slow, busy, or away."""


class CheckResult(Struct, frozen=True, kw_only=True):
    """What was found."""

    verdict: Verdict
    pictures: tuple[str, ...] = ()
    """Addresses of its picture, the best first."""


def check_video(outside: SafeHttpClient, inquiry: Inquiry, *, site_url: str) -> CheckResult:
    """Ask once, and return what was found. Whatever goes wrong on the way is silence."""
    # Vimeo answers in full only to sites that an owner has let show the video.
    headers = {"Referer": f"{site_url}/"}
    try:
        if inquiry.reply == Reply.STATUS:
            return CheckResult(verdict=_by_status(outside, inquiry, headers))
        answer = outside.ask(Question(url=inquiry.url, hosts={inquiry.host}, headers=headers))
        return _by_json(answer, inquiry)
    except (NoAnswer, RequestRefused):
        return CheckResult(verdict=Verdict.SILENT)


def _by_status(outside: SafeHttpClient, inquiry: Inquiry, headers: dict[str, str]) -> Verdict:
    answer = outside.ask(Question(url=inquiry.url, hosts={inquiry.host}, headers=headers, method="HEAD"))
    if answer.status in {METHOD_NOT_ALLOWED, NOT_IMPLEMENTED}:
        first_byte = headers | {"Range": "bytes=0-0"}
        answer = outside.ask(Question(url=inquiry.url, hosts={inquiry.host}, headers=first_byte))
    if answer.status in {OK, PARTIAL}:
        return Verdict.THERE
    return Verdict.GONE if answer.status in GONE else Verdict.SILENT


def _by_json(answer: Answer, inquiry: Inquiry) -> CheckResult:
    if answer.status == UNAUTHORISED:
        # So YouTube speaks of videos that may not be shown elsewhere: they are there.
        return CheckResult(verdict=Verdict.THERE, pictures=inquiry.pictures)
    if answer.status in GONE | REFUSALS:
        return CheckResult(verdict=Verdict.GONE)
    said = answer.json() if answer.status == OK else None
    if not isinstance(said, dict):
        return CheckResult(verdict=Verdict.SILENT)
    if inquiry.reply == Reply.RESULT:
        # Also where there is nothing the Internet Archive answers 200: with an error, or with nothing.
        is_there = "result" in said
        return CheckResult(
            verdict=Verdict.THERE if is_there else Verdict.GONE, pictures=inquiry.pictures if is_there else ()
        )
    named = said.get("thumbnail_url")
    return CheckResult(verdict=Verdict.THERE, pictures=inquiry.pictures or ((named,) if isinstance(named, str) else ()))
