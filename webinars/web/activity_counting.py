"""Acts that are counted and no more: a visit notices them, and the worker stores what each process has noticed."""

import atexit
from typing import Any

from flask import Flask, current_app, request

from webinars import clock
from webinars.domain.accounts.session_visits import session_visit_tally, session_visit_tray
from webinars.domain.insight.activity_spool import ActCount, act_tally, act_tray
from webinars.domain.interfaces.api_tokens.uses import note_use, token_use_tally, token_use_tray
from webinars.domain.live.day_visits import DayVisit, day_visit_tally, day_visit_tray, needs_note
from webinars.domain.speaker_pages.page_visits import PageOpened, opening_tally, opening_tray
from webinars.models import Act, Webinar


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    tallies: dict[str, Any] = {
        "acts": act_tally(act_tray(settings)),
        "speaking pages": opening_tally(opening_tray(settings)),
        "conducted webinars": day_visit_tally(day_visit_tray(settings)),
        "API tokens": token_use_tally(token_use_tray(settings)),
        "sessions": session_visit_tally(session_visit_tray(settings)),
    }
    app.extensions |= tallies
    for tally in tallies.values():
        atexit.register(tally.hand_over)


def notice_door(webinar_id: int, registration_id: int = 0) -> None:
    """Count that this visit was led into the room, if a person has opened the link: by everybody's, or by an own one.

    A program that follows links says nothing of what it fetches them for. A browser that fetches ahead says so (Fetch
    Metadata, and Sec-Purpose of the Fetch Standard).
    """
    if request.method == "GET" and _is_opened_by_somebody():
        _notice(ActCount(Act.DOOR, webinar_id, clock.now(), registration_id=registration_id))


def notice_play(webinar_id: int, recording_code: str) -> None:
    """Count that a recording was begun on one of our pages."""
    _notice(ActCount(Act.PLAY, webinar_id, clock.now(), about=recording_code))


def notice_token(token_id: int, webinar_id: int | None = None) -> None:
    """Note that a program has used a token: with a `webinar_id`, to read who has registered for it."""
    note_use(current_app.extensions["API tokens"], token_id, clock.now(), webinar_id)


def notice_speaking_page(link_id: int) -> None:
    """Note that a speaker has opened the own page, if a person has."""
    if request.method == "GET" and _is_opened_by_somebody():
        current_app.extensions["speaking pages"].count(PageOpened(link_id, clock.now()))


def notice_day_page(webinar: Webinar) -> None:
    """Note that somebody who may press has the page of the day open: a person, or the page they have open by itself."""
    is_by_page = request.headers.get("Sec-Fetch-Site") == "same-origin" and "Sec-Purpose" not in request.headers
    if request.method == "GET" and (is_by_page or _is_opened_by_somebody()) and needs_note(webinar, clock.now()):
        current_app.extensions["conducted webinars"].count(DayVisit(webinar.id, clock.now()))


def _is_opened_by_somebody() -> bool:
    headers = request.headers
    if "Sec-Purpose" in headers or "Purpose" in headers:
        return False
    return headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"


def _notice(noticed: ActCount) -> None:
    current_app.extensions["acts"].count(noticed)
