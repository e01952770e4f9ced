"""What people are given about a webinar, as the text that they read: pages, feeds and mails."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html

from tests.promises.scene import Reader, Scene
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import write_letter
from webinars.domain.questions.links import token_of as asker_token_of
from webinars.domain.registration.letters.announced_state import AnnouncedState
from webinars.domain.registration.links import join_code, page_token, wish_token
from webinars.domain.speaker_pages.links import token_of as speaker_token_of
from webinars.models import (
    OutboundEmail,
    Priority,
    Registration,
    RegistrationState,
    Status,
)

UNSEEN = "//script | //style | //template | //noscript | //*[@hidden]"
BLOCKS = {
    *("p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "div", "section", "td", "th", "tr", "option", "label", "legend"),
    *("summary", "button", "article", "header", "main", "nav", "footer", "ul", "ol", "dl", "form", "fieldset", "br"),
}
OF_A_WEBINAR = (
    *("programme.show", "registration.form", "registration.sent", "questions.show", "embed.webinar"),
    *("calendars.webinar", "questions.stage"),
)
OF_THE_SITE = (
    *("programme.home", "programme.index", "programme.rss", "programme.json_feed", "calendars.site"),
    *("embed.programme", "embed.next_webinar", "recordings.index", "audience.sent", "calendars.follow"),
)
AT_THE_DESK = (
    *("desk.edit_webinar", "desk.status", "announcing.show", "attendees.index", "messages.index", "speakers.index"),
    *("audience_questions.index", "recordings.manage", "desk.co_organisers", "programme.preview"),
)
DESK_LISTS = ("desk.show", "desk.past")


@dataclass(frozen=True)
class Document:
    place: str
    """The endpoint of a page, or the kind of a mail."""
    reader: Reader | None
    text: str


def pages(app: Flask, client: FlaskClient, scene: Scene) -> Iterator[Document]:
    """Every page about the webinar that is there, read by somebody at the desk where it is one of the desk's."""
    for endpoint, values, reader in _addresses(scene):
        with app.test_request_context():
            address = app.url_for(endpoint, **values)
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            yield Document(endpoint, reader, seen_text(answer.get_data(as_text=True), answer.mimetype))


def _addresses(
    scene: Scene,
) -> Iterator[tuple[str, dict[str, Any], Reader | None]]:
    webinar, settings = scene.webinar, scene.settings
    for endpoint in (*OF_A_WEBINAR, *AT_THE_DESK):
        yield endpoint, {"slug": webinar.slug}, None
    for endpoint in (*OF_THE_SITE, *DESK_LISTS):
        yield endpoint, {}, None
    yield "programme.index", {"past": ""}, None
    yield "programme.series", {"slug": webinar.series.slug}, None
    yield "programme.organisation", {"slug": webinar.host.slug}, None
    yield "programme.join", {"code": webinar.join_code, "wait": ""}, None
    for appearance in webinar.lineup:
        yield "programme.speaker", {"slug": appearance.speaker.slug}, None
    for registration in scene.registrations:
        yield "registration.page", {"token": page_token(settings, registration)}, registration
        yield "programme.join", {"code": join_code(settings, registration), "wait": ""}, registration
    if scene.wishes:
        yield "registration.sent_about_recording", {"slug": webinar.slug}, None
    for wish in scene.wishes:
        yield "registration.recording_wish", {"slug": webinar.slug, "token": wish_token(settings, wish)}, None
    for link in scene.links:
        yield "speaking.page", {"token": speaker_token_of(settings, link)}, link.appearance
    for question in scene.questions:
        yield "questions.own", {"token": asker_token_of(settings, question)}, question


def seen_text(source: str, mimetype: str) -> str:
    """Returns what a reader sees: a line for each block of a page."""
    if mimetype != "text/html":
        return re.sub(r"\r\n[ \t]|\\(?=[,;])", "", source)
    page = html.document_fromstring(source).body
    for unseen in page.xpath(UNSEEN):
        unseen.drop_tree()
    for block in page.iter(etree.Element):
        if block.tag in BLOCKS:
            block.text = f"\n{block.text or ''}"
            block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in page.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def mails(scene: Scene) -> Iterator[Document]:
    """Every mail that its kind writes to somebody of the scene, as the webinar is now."""
    for number, (kind, reader, context) in enumerate(list(_promised(scene)), start=1):
        mail = OutboundEmail(
            kind=kind,
            priority=Priority.MESSAGE,
            recipient="ana@attendee.example",
            context={"webinar_id": scene.webinar.id, "sequence": 0, **context},
            recipient_domain="attendee.example",
            dedupe_key=f"{number}",
            created_at=scene.now,
            due_at=scene.now,
        )
        mail.id = number
        letter = write_letter(scene.session, scene.settings, KINDS, mail, now=scene.now)
        if letter is not None:
            yield Document(kind, reader, f"{letter.subject}\n{letter.text}")


def _promised(
    scene: Scene,
) -> Iterator[tuple[str, Reader | None, dict[str, Any]]]:
    webinar = scene.webinar
    other = (webinar.starts_at or scene.now) + dt.timedelta(days=3)
    was = AnnouncedState(Status.PUBLISHED if webinar.status != Status.PUBLISHED else Status.POSTPONED, other, other)
    news = {"was": was.as_json(), "now": AnnouncedState.of_webinar(webinar).as_json(), "mailing_id": 1}
    reminder = {"starts_at": webinar.starts_at.isoformat() if webinar.starts_at else ""}
    for registration in scene.registrations:
        whose = {"registration_id": registration.id}
        for name in _of_state(registration):
            yield f"registration.{name}", registration, whose
        for name in _changes(webinar.status):
            yield f"registration.{name}", registration, whose | news
        for minutes in (60, 1440) if webinar.starts_at else ():
            yield "registration.reminder", registration, whose | reminder | {"minutes": minutes}
        yield "registration.recording", registration, whose
        last = {"is_asked": False, "days": registration.kept_days}
        yield "registration.erased", registration, whose | last
    for wish in scene.wishes:
        yield "registration.confirm_wish", None, {"wish_id": wish.id}
        yield "registration.recording_wish", None, {"wish_id": wish.id}
    yield "registration.links", None, {"timezone": "Europe/Rome"}
    for link in scene.links:
        whose = {"link_id": link.id}
        yield "speaking.asked", link.appearance, whose
        yield "speaking.entry", link.appearance, whose | {"sequence": link.told_sequence, "is_first": True}
        yield (
            "speaking.replied",
            link.appearance,
            {"appearance_id": link.appearance.id, "from": (scene.now - dt.timedelta(hours=1)).isoformat()},
        )
    for question in scene.questions:
        yield "questions.told", question, {"question_id": question.id}


def _of_state(registration: Registration) -> tuple[str, ...]:
    return {
        RegistrationState.UNCONFIRMED: ("take_place",),
        RegistrationState.PENDING: ("pending",),
        RegistrationState.CONFIRMED: ("place", "asked"),
        RegistrationState.WAITING: ("waiting",),
        RegistrationState.CANCELLED: ("ended",),
        RegistrationState.DECLINED: ("declined",),
    }[registration.state]


def _changes(status: Status) -> tuple[str, ...]:
    return {
        Status.DRAFT: ("withdrawn",),
        Status.PUBLISHED: ("moved", "restored"),
        Status.POSTPONED: ("postponed",),
        Status.CANCELLED: ("cancelled",),
    }[status]
