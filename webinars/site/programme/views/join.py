import datetime as dt

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.programme.join_window import is_room_open
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.phases import phase_of
from webinars.domain.programme.queries import webinar_by_join_code
from webinars.domain.registration import standby_entry
from webinars.domain.registration.attendee_hours import hour_near_start
from webinars.domain.registration.errors import RoomFull, StateHasChanged
from webinars.domain.registration.queries import desk_of, registration_by_join_code
from webinars.domain.registration.seats_and_waiting_list import gives_places
from webinars.domain.registration.zoom_registrants.queries import own_link
from webinars.models import JoinAccess, Registration, RegistrationState, Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.web import access
from webinars.web.activity_counting import notice_door
from webinars.web.lookups import visible_or_gone
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security_headers import allow_leading_to
from webinars.web.site_context import site_settings


class StandbyNotice(Struct, frozen=True):
    """What the page says to somebody who waits."""

    hour: str
    """From when on they may come in if there is room: "5.05pm Rome"."""
    from_at: dt.datetime
    gives_places: bool
    """Whether one may still be given a place before."""
    is_open: bool
    has_room: bool
    capacity: int


@bp.get("/join/<secret:code>")
@access.public
def join(code: str) -> ResponseReturnValue:
    """Lead to the room as it is at this moment, or say why not: by everybody's code, or by one attendee's own.

    With `?wait` the page stays: whoever waits on it is told when the room opens, and enters by a press.
    """
    now = clock.now()
    webinar, registration = _of_code(code)
    if not _can_enter(webinar, registration, now=now) or "wait" in request.args:
        return _page(code, webinar, registration, now=now)
    notice_door(webinar.id, registration.id if registration is not None else 0)
    own = own_link(db.session(), site_settings(), registration, webinar) if registration is not None else None
    response = make_response(redirect(own or webinar.join_url or "", code=302))
    # The same address leads elsewhere half an hour later, and the room may be changed at any time.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.post("/join/<secret:code>/standby")
@access.public
@takes_short_form
def come_in(code: str) -> ResponseReturnValue:
    """Take a place that stayed empty, for whoever waits and has this own link, and lead into the room by it."""
    session, now = db.session(), clock.now()
    _webinar, registration = _of_code(code)
    if registration is None:
        abort(404)
    try:
        standby_entry.come_in(session, registration.id, now=now)
    except (RoomFull, StateHasChanged):
        # The page says why.
        with prepared():
            return _page(code, *_of_code(code), now=now), 409
    session.commit()
    return redirect(url_for(".join", code=code), code=303)


def _of_code(code: str) -> tuple[Webinar, Registration | None]:
    """Returns what a code belongs to.

    Ends in 404 for one that nobody was ever given, or whose webinar nobody may see.
    """
    webinar, registration = webinar_by_join_code(db.session(), code), None
    if webinar is None:
        registration = registration_by_join_code(db.session(), code) or abort(404)
        webinar = registration.webinar
    visible_or_gone(webinar)
    return webinar, registration


def _can_enter(webinar: Webinar, registration: Registration | None, *, now: dt.datetime) -> bool:
    if not webinar.join_url or not is_room_open(webinar, now):
        return False
    if registration is None:
        return webinar.join_access == JoinAccess.OPEN
    return standby_entry.may_enter(registration, webinar)


def _page(code: str, webinar: Webinar, registration: Registration | None, *, now: dt.datetime) -> Response:
    """Returns why the code does not lead into the room, or how it does."""
    waiting = _waiting(webinar, registration, now=now)
    moments = (next_change([webinar], now), waiting.from_at if waiting else None)
    response = make_response(
        render_template(
            "programme/join.html",
            webinar=webinar,
            code=code,
            state=registration.state if registration is not None else None,
            phase=phase_of(webinar, now),
            can_enter=_can_enter(webinar, registration, now=now),
            waiting=waiting,
            changes_at=min((at for at in moments if at is not None and at > now), default=None),
            now=now,
        )
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    if waiting is not None:
        # The button may come later, into a page that is open already. And where no referrer leaves a page, browsers
        # without Fetch Metadata send its forms without their origin.
        response.headers["Referrer-Policy"] = "same-origin"
        allow_leading_to(webinar.join_url or "https:")
    return response


def _waiting(webinar: Webinar, registration: Registration | None, *, now: dt.datetime) -> StandbyNotice | None:
    if registration is None or registration.state is not RegistrationState.WAITING:
        return None
    session, from_at = db.session(), standby_entry.opens_at(webinar)
    desk = desk_of(session, webinar.id)
    if desk is None or desk.capacity is None or from_at is None:
        return None
    is_open = standby_entry.is_open(webinar, now=now)
    zone = registration.timezone or webinar.timezone or webinar.host.timezone
    return StandbyNotice(
        hour=hour_near_start(webinar, from_at, zone, site_settings().display_zones),
        from_at=from_at,
        gives_places=gives_places(webinar, now=now),
        is_open=is_open,
        has_room=is_open and standby_entry.has_room(session, desk),
        capacity=desk.capacity,
    )
