"""Pages for what went wrong: one plain sentence, a way out, and never a trace."""

import secrets
from collections.abc import Callable, Mapping

import structlog
from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from webinars.db import db, is_about_storing
from webinars.domain.programme.errors import StaleRevision
from webinars.lib.errors import NotAllowed, WebinarsError
from webinars.lib.i18n import lazy_gettext as _l
from webinars.statement_limits import reason_of_end
from webinars.web.forms import expired_forms
from webinars.web.requests.page_languages import page_path
from webinars.web.security.sessions import may_have_session

RETRY_AFTER_S = 10
ERROR_HEADERS = {"allow", "content-range", "retry-after"}
"""Headers of an error that belong to what it says."""

log = structlog.get_logger()

SENTENCES = {
    400: _l("This request could not be read. Go back, and try again."),
    403: _l("You may not do this. Ask an owner of the organisation, or sign in as somebody else."),
    404: _l("There is no page at this address. It may have been typed or copied incompletely."),
    405: _l("This address cannot be used in this way. Go back, and use the button on the page."),
    409: _l("Somebody else has changed this in the meantime. Go back, reload, and try again."),
    410: _l("This page has been taken down by its organiser."),
    413: _l("This is too large. Send a smaller file or text."),
    416: _l("There is no such part of this file."),
    429: _l("Too many tries in a short time. Wait a minute, and try again."),
    500: _l("Something went wrong on our side. Nothing was saved; try again in a minute."),
    503: _l("The site is busy, or being worked on. Nothing was saved; try again in a minute."),
}
BUSY_BUT_KEPT = _l("The site is busy, or being worked on. Nothing was saved yet, but what you typed is still here.")
STORES_NOTHING = _l("The site cannot store anything at the moment; its operator has to look. Nothing was saved.")
STORES_NOTHING_BUT_KEPT = _l(
    "The site cannot store anything at the moment; its operator has to look. Nothing was saved, but what you typed is "
    "still here."
)


class Failure(Struct, frozen=True, kw_only=True):
    """What went wrong, however it is said."""

    code: int
    sentence: str
    """For the reader of a page."""
    error: Exception
    reference: str | None = None
    """By which the operator finds it in the log."""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Failure], ResponseReturnValue]
_ANSWERS = "error_answers"


def answer_below(app: Flask, path: str, answer: Answer) -> None:
    """Have failures of requests for `path`, and whatever is below it, told by `answer` and not by a page."""
    app.extensions.setdefault(_ANSWERS, {})[path] = answer


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(NotAllowed, _show_not_allowed)
    app.register_error_handler(WebinarsError, _show_undoable)
    app.register_error_handler(StaleRevision, _show_overtaken)
    app.register_error_handler(StaleDataError, _show_overtaken)
    app.register_error_handler(IntegrityError, _show_overtaken)
    app.register_error_handler(OperationalError, _show_busy)
    app.register_error_handler(InternalError, _show_read_only)
    app.register_error_handler(Exception, _show_unexpected)


def _told(failure: Failure, **beside: object) -> ResponseReturnValue:
    """Returns what is said of a failure by whoever answers here. `beside` is what a page shows as well."""
    for path, answer in current_app.extensions.get(_ANSWERS, {}).items():
        if request.path == path or request.path.startswith(f"{path}/"):
            said: ResponseReturnValue = answer(failure)
            return said
    body = render_template(
        "errors/error.html", code=failure.code, sentence=failure.sentence, reference=failure.reference, **beside
    )
    return body, failure.code, dict(failure.headers)


def _show(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    code = error.code or 500
    # A description given to abort() is a sentence for the reader; werkzeug's own are not.
    own_words = error.description if error.description != type(error).description else None
    sentence = own_words or SENTENCES.get(code, SENTENCES[400 if code < InternalServerError.code else 500])
    headers = {name: value for name, value in error.get_headers() if name.lower() in ERROR_HEADERS}
    return _told(Failure(code=code, sentence=str(sentence), error=error, headers=headers))


def _show_not_allowed(error: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    return _told(Failure(code=403, sentence=str(error), error=error))


def _show_undoable(error: WebinarsError) -> ResponseReturnValue:
    """What no view has shown at a field of its own: the sentence is for the reader all the same."""
    db.session.rollback()
    return _told(Failure(code=409, sentence=str(error), error=error))


def _show_overtaken(error: Exception) -> ResponseReturnValue:
    """Two people, or two presses of one button: the database let the first one through."""
    db.session.rollback()
    # The name of the constraint only: PostgreSQL's own message repeats what was written.
    diagnosis = getattr(getattr(error, "orig", None), "diag", None)
    log.warning("overtaken", error=type(error).__name__, constraint=getattr(diagnosis, "constraint_name", None))
    return _told(Failure(code=409, sentence=str(SENTENCES[409]), error=error))


def _show_busy(error: DBAPIError) -> ResponseReturnValue:
    """The database is away, or it took longer than we wait. A form comes back as it was sent."""
    db.session.rollback()
    reason = reason_of_end(error)
    if reason is None:
        log.error("database not available", error=str(error.orig))
    else:
        log.error("given up", reason=reason, endpoint=request.endpoint, method=request.method)
    carried = expired_forms.carried_now() if request.method == "POST" else None
    is_kept = carried is not None and not carried.is_too_long
    sentence = BUSY_BUT_KEPT if is_kept else SENTENCES[503]
    if carried is not None and is_about_storing(error):
        sentence = STORES_NOTHING_BUT_KEPT if is_kept else STORES_NOTHING
    # What somebody has typed may stand in it, at a public address too.
    headers = {"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"}
    return _told(
        Failure(code=503, sentence=str(sentence), error=error, headers=headers),
        carried=carried if is_kept else None,
        target=page_path(),
        has_token=may_have_session(),
    )


def _show_read_only(error: InternalError) -> ResponseReturnValue:
    """Answer PostgreSQL's name for a read-only database, as while it is moved, and for faults of its own."""
    return _show_busy(error) if error.connection_invalidated else _show_unexpected(error)


def _show_unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    reference = secrets.token_hex(4)
    log.error("unexpected", reference=reference, exc_info=error)
    return _told(Failure(code=500, sentence=str(SENTENCES[500]), error=error, reference=reference))
