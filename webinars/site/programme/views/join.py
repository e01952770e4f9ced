from flask import abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.phases import is_room_open, phase_of
from webinars.domain.programme.queries import webinar_by_join_code
from webinars.domain.registration.queries import registration_by_join_code
from webinars.models import JoinAccess, Registration, RegistrationState, Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.lookups import visible_or_gone


@bp.get("/join/<secret:code>")
@access.public
def join(code: str) -> ResponseReturnValue:
    """Lead to the room as it is at this moment, or say why not: by everybody's code, or by one attendee's own.

    With `?wait` the page stays: whoever waits on it is told when the room opens, and enters by a press.
    """
    now = clock.now()
    webinar, registration = _of_code(code)
    visible_or_gone(webinar)
    is_let_in = (
        webinar.join_access == JoinAccess.OPEN
        if registration is None
        else registration.state is RegistrationState.CONFIRMED
    )
    can_enter = bool(webinar.join_url) and is_let_in and is_room_open(webinar, now)
    if can_enter and "wait" not in request.args:
        response = make_response(redirect(webinar.join_url or "", code=302))
    else:
        response = make_response(
            render_template(
                "programme/join.html",
                webinar=webinar,
                code=code,
                state=registration.state if registration is not None else None,
                phase=phase_of(webinar, now),
                can_enter=can_enter,
                now=now,
            )
        )
    # The same address leads elsewhere half an hour later, and the room may be changed at any time.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _of_code(code: str) -> tuple[Webinar, Registration | None]:
    """What a code belongs to. Ends in 404 for one that nobody was ever given."""
    webinar = webinar_by_join_code(db.session(), code)
    if webinar is not None:
        return webinar, None
    registration = registration_by_join_code(db.session(), code)
    if registration is None:
        abort(404)
    return registration.webinar, registration
