"""The operations of the API: what each takes and answers, declared once, for whoever asks and for its description."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, request
from msgspec import Struct, field

from webinars.api.protocol.bearers import bearer, is_borne
from webinars.api.protocol.idempotency import answered_once
from webinars.api.protocol.problems import Problem, answer_of
from webinars.db import db
from webinars.lib.i18n import gettext as _
from webinars.lib.records import read_record, read_texts
from webinars.models import Scope
from webinars.web import access
from webinars.web.activity_counting import notice_token
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.security.rate_limits import SEARCHES, is_within

BODY_BYTES = 256 * 1024
PLAIN_LIMITS = {None, "30", "100"}
"""Of how many a list is kept, without a cursor: each other page would take the room of one that many ask for."""
JSON = {"application/json", "application/merge-patch+json"}
OFTEN = "1200 per 10 minutes"
"""By one token."""
UID = re.compile("[0-9a-f]{32}")
"""The id of a webinar, in the place of its slug."""
bp = Blueprint("api", __name__, url_prefix="/api/v1")
View = TypeVar("View", bound=Callable[..., Any])


class Answer(Struct, frozen=True):
    """What an operation answers, where that is more than a value and its usual status."""

    value: Struct | None
    headers: Mapping[str, str] = field(default_factory=dict)
    revision: int | None = None
    """Of the row that it tells of: what `If-Match` compares."""


class Operation(Struct, frozen=True, kw_only=True):
    method: str
    path: str
    """As Flask writes it, below the blueprint."""
    summary: str
    view: Callable[..., Any]
    scope: Scope | None
    query: type[Struct] | None
    body: type[Struct] | None
    text: str = ""
    """The type of media of a body that is no JSON."""
    answer: type[Struct] | None
    status: int
    about: str | None
    """Of what kind the thing at `<slug>` is that a kept answer is compared with."""

    @property
    def endpoint(self) -> str:
        return str(self.view.__name__)

    @property
    def names(self) -> tuple[str, ...]:
        return () if self.query is None else tuple(self.query.__struct_fields__)


OPERATIONS: list[Operation] = []


def operation(
    method: str,
    path: str,
    summary: str,
    *,
    scope: Scope | None = None,
    query: type[Struct] | None = None,
    body: type[Struct] | None = None,
    text: str = "",
    answer: type[Struct] | None = None,
    status: int = 200,
    about: str | None = None,
) -> Callable[[View], View]:
    """Serve what a view answers at `path`. It is given the `query` or the `body`, read, and the parts of the path.

    With a `scope` it takes a token that allows it. What is read without one is kept for everybody. What writes is
    committed here, and answers a second time what it has answered first where both bring the same Idempotency-Key.
    """

    def declared(view: View) -> View:
        found = Operation(
            method=method,
            path=path,
            summary=summary,
            view=view,
            scope=scope,
            query=query,
            body=body,
            text=text,
            answer=answer,
            status=status,
            about=about,
        )
        OPERATIONS.append(found)
        answered = access.program((_reading if method == "GET" else _writing)(found))
        bp.add_url_rule(path, found.endpoint, answered, methods=[method])
        return view

    return declared


def _reading(what: Operation) -> Callable[..., Response]:
    def made(**path: Any) -> Response:  # noqa: ANN401 - parts of the path
        asked = [] if what.query is None else [_query(what.query)]
        return _written(what, what.view(*asked, **path))

    kept = keep_pages(*what.names, about=what.about)(made)

    def answered(**path: Any) -> Response:  # noqa: ANN401 - as above
        try:
            if is_borne() or what.scope is not None:
                _require(what)
                return _for_one(made(**path))
            if _is_plain(what, path):
                return kept(**path)
            _require_often(is_within(SEARCHES, "api"))
            return _for_everybody(made(**path))
        except Problem as problem:
            return answer_of(problem)

    return answered


def _writing(what: Operation) -> Callable[..., Response]:
    def answered(**path: Any) -> Response:  # noqa: ANN401 - parts of the path
        try:
            # Whoever has no token learns nothing of what would be wrong with the body.
            _require(what)
            sent = _sent(what)
            taken = [] if what.body is None else [_of_kind(what.body, sent)]
            taken += [sent] if what.text else []
            response = answered_once(lambda: _for_one(_written(what, what.view(*taken, **path))))
            db.session.commit()
        except Problem as problem:
            db.session.rollback()
            return answer_of(problem)
        return response

    return answered


def _is_plain(what: Operation, path: Mapping[str, str]) -> bool:
    """Returns whether the answer is one that many ask for, and that its address tells from every other one."""
    args = request.args if request.environ.get("QUERY_STRING") else {}
    is_by_slug = what.about is None or UID.fullmatch(path["slug"]) is None
    is_many = "cursor" not in args and args.get("limit") in PLAIN_LIMITS
    return is_by_slug and is_many and args.keys() <= set(what.names)


def _require(what: Operation) -> None:
    who = bearer()
    if what.scope is not None:
        who.require(what.scope)
    if who.token is None:
        return
    _require_often(is_within(OFTEN, "api", by=lambda: f"token {who.token.id if who.token else ''}"))
    notice_token(who.token.id)


def _require_often(is_let_through: bool) -> None:  # noqa: FBT001 - what was asked of the limit
    if not is_let_through:
        raise Problem(429)


def _query(kind: type[Struct]) -> Struct:
    found, mistakes = read_texts(kind, request.args.to_dict())
    if found is None:
        # What has the right form and is none, a day that no month has say, is like a page that does not exist.
        raise Problem(422 if any(each.is_of_shape for each in mistakes) else 404, mistakes=mistakes)
    return found


def _sent(what: Operation) -> Any:  # noqa: ANN401 - whatever was sent
    """Returns the body, decoded. Ends in 400 for what is no JSON, in 415 for what does not say that it is any."""
    octets = request.get_data()
    if what.text:
        if request.mimetype != what.text:
            raise Problem(415, _("Send it as %(type)s.", type=what.text))
        return octets
    if what.body is None:
        return None
    if request.mimetype not in JSON:
        raise Problem(415)
    if len(octets) > BODY_BYTES:
        raise Problem(413)
    try:
        return msgspec.json.decode(octets)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem(400, _("This is no JSON.")) from error


def _of_kind(kind: type[Struct], sent: object) -> Struct:
    found, mistakes = read_record(kind, sent)
    if found is None:
        raise Problem.of(mistakes)
    return found


def _written(what: Operation, said: Any) -> Response:  # noqa: ANN401 - a struct, an Answer, or a response
    if isinstance(said, Response):
        return said
    found = said if isinstance(said, Answer) else Answer(said)
    if found.value is None:
        return Response(status=204, headers=found.headers)
    octets = msgspec.json.encode(found.value)
    response = Response(octets, what.status, headers=dict(found.headers), mimetype="application/json")
    response.headers["X-Robots-Tag"] = "noindex"
    if not is_borne():
        response.headers["Access-Control-Allow-Origin"] = "*"
        # A cache that minds it asks anew for whoever brings a token.
        response.headers["Vary"] = "Authorization"
    elif found.revision is not None:
        response.set_etag(f"{found.revision}.{hashlib.sha256(octets).hexdigest()[:16]}")
    return response


def _for_one(response: Response) -> Response:
    """Returns an answer to a token: whatever stands between us and the program gives it to nobody else."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    return _tagged(response)


def _for_everybody(response: Response) -> Response:
    if response.status_code == 200:  # noqa: PLR2004 - of HTTP
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return _tagged(response)


def _tagged(response: Response) -> Response:
    if response.status_code == 200 and "ETag" not in response.headers:  # noqa: PLR2004 - of HTTP
        response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]  # itself
