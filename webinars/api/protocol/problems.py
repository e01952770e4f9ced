"""What programs are told of what went wrong: problem details (RFC 9457), never with a value that was sent."""

import http
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec
from flask import Response
from msgspec import Meta, Struct

from webinars.lib.errors import FieldInvalid, WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.records import Mistake, Place
from webinars.web.errors import Failure

MIMETYPE = "application/problem+json"
PLACES: Mapping[str, Place] = {
    "date": ("starts_wall",), "join_url": ("room_url",), "may_switch_off": ("registration", "mode"),
    "registration_url": ("registration", "url"), "capacity": ("registration", "capacity"),
    "co_organisers": ("organisers",), "cancellation_reason": ("reason",), "whose": ("speaker",),
    "starts": ("starts_s",), "ends": ("ends_s",), "duration": ("duration_s",),
}  # fmt: skip
"""Where something stands that verbs refuse by another name."""
_SENTENCES = {
    400: _l("This request could not be read."),
    401: _l("This takes a token: send it as “Authorization: Bearer wbn_…”."),
    403: _l("This token may not do this."),
    404: _l("There is nothing at this address, or nothing that you may see."),
    405: _l("This address does not take this method."),
    409: _l("This cannot be so now."),
    410: _l("This has been taken down by its organiser."),
    412: _l("It has been changed since you read it. Read it again, and change that."),
    413: _l("This is too large."),
    415: _l("Send JSON, as application/json."),
    422: _l("This is not as the description says."),
    429: _l("Too many requests in a short time. Wait as long as Retry-After says."),
    500: _l("Something went wrong on our side. Nothing was stored."),
    503: _l("The site is busy, or being worked on. Nothing was stored; try again in a minute."),
}


class ProblemError(Struct, kw_only=True):
    """One mistake of a body."""

    pointer: Annotated[str, Meta(description="Where it is, as a JSON Pointer (RFC 6901); of a query, the parameter.")]
    detail: str


class ProblemDetails(Struct, kw_only=True):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ProblemError] = []


class Problem(Exception):
    """A request ends here, with this status. `mistakes` are all that is wrong with what was sent."""

    def __init__(
        self,
        status: int,
        sentence: str = "",
        mistakes: Sequence[Mistake] = (),
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.mistakes, self.headers = status, sentence, mistakes, headers or {}

    @classmethod
    def of(cls, mistakes: Sequence[Mistake]) -> "Problem":
        """Returns the problem of a body: 422 where it violates its description, else 409: it cannot be so now."""
        return cls(422 if any(each.is_of_shape for each in mistakes) else 409, mistakes=mistakes)


def answer_of(problem: Problem) -> Response:
    """Returns what is told of a problem."""
    return _answer(problem.status, problem.sentence, problem.mistakes, {})


def tell(failure: Failure) -> Response:
    """Returns what is told of a failure that no view knows, in the place of a page."""
    error = failure.error
    if isinstance(error, FieldInvalid):
        return _answer(
            failure.code, "", [Mistake(PLACES.get(error.field, (error.field,)), str(error))], failure.headers
        )
    sentence = str(error) if isinstance(error, WebinarsError) else ""
    if failure.reference is not None:
        sentence = _("Something went wrong on our side. Its operator finds it as %(name)s.", name=failure.reference)
    return _answer(failure.code, sentence, (), failure.headers)


def _answer(status: int, sentence: str, mistakes: Iterable[Mistake], headers: Mapping[str, str]) -> Response:
    details = ProblemDetails(
        title=http.HTTPStatus(status).phrase,
        status=status,
        detail=sentence
        or str(_SENTENCES.get(status, _SENTENCES[400 if status < http.HTTPStatus.INTERNAL_SERVER_ERROR else 500])),
        errors=[ProblemError(pointer=each.pointer, detail=each.sentence) for each in mistakes],
    )
    response = Response(msgspec.json.encode(details), status, mimetype=MIMETYPE)
    response.headers.update({"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", **headers})
    if status == http.HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
