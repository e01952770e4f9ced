"""The page of the day at the desk: whoever may publish a webinar conducts it."""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.live.actions import Conductor
from webinars.domain.live.helper_links import end_helper_link, make_helper_link
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.editor_queries import lock_webinar, webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.value_kinds import Link
from webinars.domain.recordings.players import players_of
from webinars.domain.registration.errors import MessageInvalid
from webinars.domain.registration.messages.actions import send
from webinars.domain.registration.messages.drafts import Draft
from webinars.domain.registration.queries import desk_of
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import Audience, Priority, Webinar
from webinars.pure.videos import is_no_video
from webinars.pure.videos.live_streams import live_stream
from webinars.site.live.day_access import DayAccess
from webinars.site.live.day_page import NO_FAILURE, DayFailure, day_page
from webinars.site.live.day_presses import BUTTONS, CONFLICT, act
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.number_converter import as_id
from webinars.web.press import Refusal, by_actor, press
from webinars.web.requests.transactions import prepared
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

UNPROCESSABLE = 422
bp = Blueprint("day", __name__, url_prefix="/manage/webinars/<slug>/day")


@bp.get("")
@access.signed_in
@about(webinar_to_edit, former=Webinar)
def index(webinar: Webinar) -> ResponseReturnValue:
    return day_page(_door(webinar))


@access.signed_in
@about(webinar_to_edit, locked=True)
def press_button(webinar: Webinar) -> ResponseReturnValue:
    """Say what one of the buttons says that a helper has as well."""
    return act(_door(webinar), lambda: _door(find_again()))


for name, (address, _does) in BUTTONS.items():
    bp.add_url_rule(f"/{address}", name, press_button, methods=["POST"])


@bp.post("/room")
@access.signed_in
@about(webinar_to_edit, locked=True)
def room(webinar: Webinar) -> ResponseReturnValue:
    """Lead whoever comes from now on into another room."""
    typed = request.form.get("join_url", "").strip()
    return press(
        lambda: update_webinar(*by_actor(), webinar, join_url=Link().typed(typed), now=clock.now()),
        refused=_at_field({"join_url": typed}),
        said=_("Whoever follows our link from now on comes to the new room."),
        back=_door(webinar).page(_anchor="room"),
    )


@bp.post("/stream")
@access.signed_in
@about(webinar_to_edit, locked=True)
def stream(webinar: Webinar) -> ResponseReturnValue:
    """Show another stream."""
    typed = request.form.get("live_stream_url", "").strip()

    def store() -> None:
        address = Link().typed(typed)
        if address and address != webinar.live_stream_url and _is_channel_only(address):
            raise WebinarInvalid("live_stream_url", _channel_sentence(typed))
        update_webinar(*by_actor(), webinar, live_stream_url=address, now=clock.now())

    return press(
        store,
        refused=_at_field({"live_stream_url": typed}),
        said=_("Saved. The page shows the other stream."),
        back=_door(webinar).page(_anchor="stream"),
    )


@bp.post("/message")
@access.signed_in
@about(webinar_to_edit, locked=True)
def message(webinar: Webinar) -> ResponseReturnValue:
    """Write to those with a place, or to those of them who are not here yet."""
    if desk_of(db.session(), webinar.id) is None:
        abort(404)
    audience, _space, count = request.form.get("to", "").partition(" ")
    text, key = request.form.get("text", ""), request.form.get("key", "")
    to = next((each for each in (Audience.ABSENT, Audience.CONFIRMED) if each == audience), Audience.CONFIRMED)
    return press(
        lambda: send(
            db.session(),
            site_settings(),
            current_actor(),
            webinar,
            Draft(audience=to, subject=webinar.title, body=text),
            said_count=as_id(count) or 0,
            key=key,
            priority=Priority.REGISTRATION,
            now=clock.now(),
        ),
        refused=_at_field({"text": text}),
        said=lambda sent: (
            (_("An administrator reads it first."), "warn")
            if sent.is_held
            else ngettext("It goes to one person.", "It goes to %(num)s people.", sent.said_count or 0)
        ),
        back=_door(webinar).page(_anchor="message"),
    )


@bp.post("/helper")
@access.signed_in
def helper(slug: str) -> ResponseReturnValue:
    """Make a helper's link, instead of the one before, or only end that.

    The address is stored nowhere, so the answer to this press is the only one with it.
    """
    webinar = permitted_webinar_or_404(slug, permissions.can_publish)
    lock_webinar(db.session(), slug)
    db.session.refresh(webinar)
    if request.form.get("press") == "end":
        end_helper_link(*by_actor(), webinar, now=clock.now())
        db.session.commit()
        return redirect(_door(webinar).page(_anchor="with"), 303)
    token = make_helper_link(*by_actor(), webinar, now=clock.now())
    db.session.commit()
    address = site_settings().links.conducting(token)
    with prepared():
        shown = permitted_webinar_or_404(slug, permissions.can_publish)
        return day_page(_door(shown), NO_FAILURE, made=address), 200, {"Cache-Control": "no-store"}


def _door(webinar: Webinar) -> DayAccess:
    return DayAccess(webinar=webinar, who=Conductor(actor=current_actor()))


def _at_field(typed: dict[str, str]) -> Refusal:
    """Returns a refusal that shows the page again, with what is wrong at its field and all that was typed."""

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        wrong = {next(iter(typed)): str(error)}
        status = UNPROCESSABLE if isinstance(error, (WebinarInvalid, MessageInvalid)) else CONFLICT
        return day_page(_door(find_again()), DayFailure(wrong=wrong, typed=typed)), status

    return refuse


def _is_channel_only(address: str) -> bool:
    """Returns whether it is one of YouTube's addresses that play nothing here: of a channel, or of a page."""
    try:
        return is_no_video(address) and live_stream(address, players_of(site_settings())).embed is None
    except NotAWebAddress:
        return False


def _channel_sentence(typed: str) -> str:
    return _(
        "%(address)s is a channel, and no stream. Open the stream there and paste its own address, like "
        "youtube.com/live/aBcDeFgHiJk.",
        address=typed.partition("://")[2].removeprefix("www.") or typed,
    )
