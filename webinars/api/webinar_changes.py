"""Webinars, written: drafts made, changed and deleted, by the verbs and with the refusals of the desk."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, cast

from flask import abort, request
from msgspec import UNSET
from sqlalchemy.orm import Session

from webinars import clock
from webinars.api.answers import WebinarAnswer
from webinars.api.inputs import LineupInput, NamedInput, NewWebinar, RegistrationInput, WebinarChanges
from webinars.api.protocol.bearers import Bearer, bearer
from webinars.api.protocol.operations import Answer, operation
from webinars.api.protocol.problems import PLACES, Problem
from webinars.api.references import links, require_known, slug_of
from webinars.api.webinars import whole_answer
from webinars.db import db
from webinars.domain.editing.actions import change_webinar
from webinars.domain.editing.queries import webinar_to_save
from webinars.domain.editing.wanted import (
    NamedRecord,
    Refusal,
    WantedAppearance,
    WantedRegistration,
    WantedStart,
    WantedWebinar,
)
from webinars.domain.lineup.queries import usable_speaker_with_slug
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.actions import create_webinar
from webinars.domain.programme.fields.details import WebinarDetails
from webinars.domain.programme.life_cycle import delete_draft
from webinars.domain.programme.series.queries import series_with_slug
from webinars.domain.registration.queries import desk_of, window_at
from webinars.domain.registration.registration_window import wall_before
from webinars.lib.i18n import gettext as _
from webinars.lib.records import Mistake, Place
from webinars.models import (
    Agreement,
    JoinAccess,
    RegistrationMode,
    Scope,
    Status,
    Webinar,
)
from webinars.models.registration import DEFAULT_REMINDERS, DEFAULT_RETENTION_DAYS
from webinars.pure.times import DisplayZone

START = ("starts_on", "starts_wall", "timezone", "duration_minutes")
DETAILS = {
    "title": "title", "summary": "summary", "description": "description", "language": "language",
    "visibility": "visibility", "recording_plan": "recording_plan", "room_url": "join_url",
    "live_stream_url": "live_stream_url",
}  # fmt: skip
"""Keys whose value is stored as it is, with the fields that they are."""


@operation(
    "POST", "/webinars", "A draft", scope=Scope.WRITE_WEBINARS, body=NewWebinar, answer=WebinarAnswer, status=201
)
def new_webinar(sent: NewWebinar) -> Answer:
    """Makes a draft of the token's organisation. It is published by `…/publication`."""
    session, who, now = db.session(), bearer(), clock.now()
    host = who.require(Scope.WRITE_WEBINARS).organisation
    draft = create_webinar(session, who.actor, host=host, title=sent.title, now=now)
    found = changed(session, draft.slug, sent, now=now)
    answer = told(session, found)
    return Answer(answer.value, {"Location": links().api("webinars", found.slug)}, answer.revision)


@operation(
    "PATCH",
    "/webinars/<slug>",
    "Change a webinar",
    scope=Scope.WRITE_WEBINARS,
    body=WebinarChanges,
    answer=WebinarAnswer,
)
def change(sent: WebinarChanges, slug: str) -> Answer:
    """By JSON merge patch: what is left out stays, and lists are replaced. The slug of a draft follows its title."""
    session = db.session()
    found = changed(session, webinar_to_change(session, slug).slug, sent, now=clock.now())
    answer = told(session, found)
    return Answer(answer.value, {"Content-Location": links().api("webinars", found.slug)}, answer.revision)


@operation("DELETE", "/webinars/<slug>", "Delete a draft", scope=Scope.WRITE_WEBINARS, status=204)
def delete(slug: str) -> Answer:
    """Nothing else can be deleted by a token."""
    session = db.session()
    delete_draft(session, bearer().actor, webinar_to_change(session, slug), now=clock.now())
    return Answer(None)


def webinar_to_change(session: Session, slug: str) -> Webinar:
    """Returns the webinar that a path means, locked.

    Ends in 404 where the token's organisation has nothing to do with it, in 412 where it is another than was read.
    """
    found = webinar_to_save(session, slug_of(session, slug), None) or abort(404)
    require_known(bearer(), found)
    wanted = request.headers.get("If-Match")
    if wanted is not None and wanted.strip() != "*":
        revisions = {each.strip().removeprefix("W/").strip('"').partition(".")[0] for each in wanted.split(",")}
        if str(found.revision) not in revisions:
            raise Problem(412)
    return found


def told(session: Session, found: Webinar) -> Answer:
    """Returns a webinar that was changed as its reader may read it."""
    who, now = bearer(), clock.now()
    session.flush()
    return whole_answer(session, found, who, window_at(session, found, now=now), now)


def changed(session: Session, slug: str, sent: WebinarChanges, *, now: dt.datetime) -> Webinar:
    """Returns the webinar, changed as it was sent. Ends in 409 with all that is refused."""
    who, found = bearer(), webinar_to_save(session, slug, None)
    assert found is not None
    reading = _Wanted(session, who, found, sent)
    wanted = reading.webinar()
    if reading.mistakes:
        raise Problem.of(reading.mistakes)
    refusals = change_webinar(session, who.actor, found, wanted, now=now)
    if refusals:
        raise Problem.of([Mistake(_place(each), _without_names(each, sent), is_of_shape=False) for each in refusals])
    return found


def _place(refusal: Refusal) -> Place:
    name, *row = refusal.place.split("/")
    # The host, who stands first, is none of the co-organisers.
    numbers = [int(row[0]) + (name == "co_organisers")] if row else []
    return (*PLACES.get(name, (name,)), *numbers, *row[1:])


def _without_names(refusal: Refusal, sent: WebinarChanges) -> str:
    """Returns why something is refused, without the words that were sent."""
    texts = [sent.title, *(each.name for part in (sent.lineup, sent.organisers) if part for each in part)]
    sentence = refusal.sentence
    for text in texts:
        if isinstance(text, str) and text.strip():
            sentence = sentence.replace(text.strip(), "…")
    return sentence


class _Wanted:
    """What a webinar shall be, by what was sent and by what it is."""

    def __init__(self, session: Session, who: Bearer, webinar: Webinar, sent: WebinarChanges) -> None:
        self._session, self._who, self._webinar, self._sent = session, who, webinar, sent
        self.mistakes: list[Mistake] = []

    def webinar(self) -> WantedWebinar:
        sent = self._sent
        return WantedWebinar(
            details=self._details(),
            topics=None if sent.topics is UNSET else sent.topics,
            lineup=None if sent.lineup is UNSET else [self._appearance(*each) for each in enumerate(sent.lineup)],
            questions=None if sent.questions is UNSET else sent.questions,
            series=None if sent.series is UNSET else self._series(sent.series),
            co_organisers=None if sent.organisers is UNSET else self._co_organisers(sent.organisers),
            start=self._start() if any(getattr(sent, name) is not UNSET for name in START) else None,
            registration=None if sent.registration is UNSET else self._registration(sent.registration),
        )

    def _refuse(self, place: Place, sentence: str) -> None:
        self.mistakes.append(Mistake(place, sentence, is_of_shape=False))

    def _details(self) -> WebinarDetails:
        sent = self._sent
        details = {field: value for key, field in DETAILS.items() if (value := getattr(sent, key)) is not UNSET}
        if sent.display_zones is not UNSET:
            details["display_zones"] = [DisplayZone(each.label, each.timezone) for each in sent.display_zones]
        if sent.join_access is not UNSET and sent.registration is UNSET:
            details["join_access"] = sent.join_access
        return cast("WebinarDetails", details)

    def _name(self, named: NamedInput, place: Place, find: Callable[[str], tuple[int, str] | None]) -> NamedRecord:
        """Returns what is meant by a slug, which somebody must have, or by a name, which may be new."""
        found = find(named.slug) if isinstance(named.slug, str) else None
        name = found[1] if found else named.name if isinstance(named.name, str) else ""
        if found is None and (isinstance(named.slug, str) or not name.strip()):
            self._refuse(place, _("There is none with this slug here. Give the name of one that is new."))
        # Whoever is nearly somebody is asked about at the desk; a program has no second press.
        return NamedRecord(name=name, id=found[0] if found else None, asked=name)

    def _appearance(self, number: int, sent: LineupInput) -> WantedAppearance:
        present = {each.speaker.slug: each for each in self._webinar.lineup}

        def speaker(slug: str) -> tuple[int, str] | None:
            there = present[slug].speaker if slug in present else None
            found = there or usable_speaker_with_slug(self._session, self._webinar.host, slug)
            return (found.id, found.name) if found else None

        who = self._name(sent, ("lineup", number), speaker)
        stored = next((each for each in self._webinar.lineup if each.speaker_id == who.id), None)
        if sent.agreement is UNSET:
            has_agreed = stored is not None and stored.has_agreed
        else:
            has_agreed = sent.agreement is Agreement.AGREED
        return WantedAppearance(
            who=who,
            role=sent.role,
            affiliation=sent.affiliation,
            talk_title=sent.talk_title or "",
            abstract=stored.abstract if stored is not None else "",
            has_agreed=has_agreed,
        )

    def _co_organisers(self, sent: Sequence[NamedInput]) -> list[NamedRecord]:
        host = self._webinar.host
        first = sent[0] if sent else None
        if first is None or not (first.slug == host.slug or (first.slug is UNSET and first.name == host.name)):
            self._refuse(("organisers", 0), _("The host stands first, and stays."))

        def organisation(slug: str) -> tuple[int, str] | None:
            found = organisation_with_slug(self._session, slug)
            return (found.id, found.name) if found else None

        return [self._name(each, ("organisers", number), organisation) for number, each in enumerate(sent) if number]

    def _series(self, sent: NamedInput | None) -> str:
        def series(slug: str) -> tuple[int, str] | None:
            found = series_with_slug(self._session, slug)
            is_own = found is not None and found.organisation_id == self._webinar.host_id
            return (found.id, found.title) if found is not None and is_own else None

        return "" if sent is None else self._name(sent, ("series",), series).name

    def _start(self) -> WantedStart | None:
        sent, webinar = self._sent, self._webinar
        if webinar.status != Status.DRAFT:
            self._refuse(("starts_wall",), _("It has been announced. POST its new start to …/move."))
            return None
        wall = webinar.starts_wall if sent.starts_wall is UNSET else wall_of(sent.starts_wall)
        day = webinar.starts_on
        if sent.starts_on is not UNSET:
            day = dt.date.fromisoformat(sent.starts_on) if sent.starts_on else None
        if sent.starts_wall is None and sent.starts_on is UNSET:
            day = None
        return WantedStart(
            date=wall.date() if wall else day,
            hour=wall.time() if wall else None,
            timezone=webinar.timezone or webinar.host.timezone if sent.timezone is UNSET else sent.timezone,
            duration_minutes=webinar.duration_minutes if sent.duration_minutes is UNSET else sent.duration_minutes,
        )

    def _registration(self, sent: RegistrationInput) -> WantedRegistration:
        webinar, desk = self._webinar, desk_of(self._session, self._webinar.id)

        def kept(given: Any, name: str, otherwise: Any) -> Any:  # noqa: ANN401 - of each field its own
            return given if given is not UNSET else getattr(desk, name, otherwise)

        access, mode = self._sent.join_access, webinar.registration_mode if sent.mode is UNSET else sent.mode
        if access is JoinAccess.REGISTERED and mode is RegistrationMode.NONE:
            self._refuse(("join_access",), _("Nobody could join: let people register, or let anyone in."))
        return WantedRegistration(
            mode=mode,
            url=webinar.registration_url if sent.url is UNSET else sent.url,
            access=webinar.join_access if access is UNSET else access,
            lets_everybody_in=access is JoinAccess.OPEN,
            capacity=kept(sent.capacity, "capacity", None),
            has_waiting_list=kept(sent.waiting_list, "has_waiting_list", otherwise=True),
            is_approval_needed=kept(sent.approval, "is_approval_needed", otherwise=False),
            opens_wall=wall_before(webinar, desk.opens_before_minutes) if desk else None,
            closes_wall=wall_before(webinar, desk.closes_before_minutes) if desk else None,
            reminders={} if desk else dict.fromkeys(DEFAULT_REMINDERS, True),
            retention_days=desk.retention_days if desk else DEFAULT_RETENTION_DAYS,
            takes_feedback=desk is not None and desk.takes_feedback,
        )


def wall_of(text: str | None) -> dt.datetime | None:
    """Returns a wall time that was read, which is naive."""
    return dt.datetime.fromisoformat(text) if text else None
