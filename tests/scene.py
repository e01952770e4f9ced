"""A webinar in a state, and everybody who may come near it, each with a browser."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule

from tests.desk_world import UnknownPlace, arguments, make_people, make_world
from tests.factories import add_co_organiser, make_member, make_organisation, make_user
from webinars import clock
from webinars.app.visitor_kinds import HOST, VisitorKind
from webinars.config import Settings
from webinars.db import Base, db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.programme.co_organisers import answers
from webinars.models import Organisation, PartnerRight, Role, StoredFile, User

SIGN_IN = 401
"""How the table of permissions calls the page to sign in on."""
OF_SESSIONS = {"user_session"}
"""Tables that change by being signed in."""
RIGHTS_ALONE = {
    VisitorKind.ALL_RIGHTS: [right.value for right in PartnerRight],
    VisitorKind.TEXTS_ALONE: ["texts"],
    VisitorKind.PEOPLE_ALONE: ["people"],
    VisitorKind.REGISTRATIONS_ALONE: ["registrations"],
    VisitorKind.PUBLISH_ALONE: ["publish"],
    VisitorKind.NO_RIGHT: [],
}
"""Editors of a co-organiser that accepted, by what its rights are."""
ASIDE = HOST | {VisitorKind.ADMINISTRATOR, VisitorKind.STRANGER, VisitorKind.ALONE, VisitorKind.ANONYMOUS}
"""Who comes near a webinar that has no co-organisers."""
SENT = {
    "lineup.merge_records": {"gone": "maria-mitchell-1"},
    "attendees.decide": {"press": "remove"},
    "speakers.press": {"press": "copy"},
    "speakers.decide_proposals": {"press": "leave:"},
    "held_messages.decide": {"press": "let-go"},
    "claims.decide": {"press": "confirm"},
    "tidying.merge": {"gone": "nobodys-1"},
    "desk.invite_co_organiser": {"name": "Salon of Salons"},
    "audience_questions.press": {"press": "hide"},
    "audience_questions.press_agenda": {"press": "answer_now"},
    "audience_questions.press_board": {"press": "pause"},
    "audience_questions.make": {"name": "Cleo"},
    "desk.open_room": {"join_url": "meet.example/2"},
    "day.room": {"join_url": "meet.example/2"},
    "day.stream": {"live_stream_url": "streams.example/2"},
    "day.later": {"minutes": "10"},
    "day.speaking": {"appearance": "stop"},
    "day.message": {"to": "confirmed 1", "text": "We have begun."},
}
"""What a form holds that does something, by the endpoint it is sent to: else it is refused for what it lacks."""
QUERIES = {
    "lineup.merge": "?gone=maria-mitchell-1",
    "desk.who": "?webinar=comets-1&name=Mary+Somerville",
    "search.show": "?q=tails",
    "recordings.index": "?q=tails",
    "api.moments": "?q=tails",
    "embed.oembed": "?url=http://localhost/webinars/comets-1",
    "lint.show": "?text=Sunday+14+February+2027,+4pm+Britain,+11am+US+Eastern",
}
"""What an address is asked, by its endpoint: else it says little."""


class Scene:
    """A full webinar, or a bare one of its organisers alone: co-organisers join it once somebody of them comes."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        browser: Callable[[], Any],
        sign_in: Callable[[Any, User], None],
        state: str,
        *,
        is_full: bool = True,
    ) -> None:
        self.session, self.is_full = session, is_full
        self._new_browser, self._sign_in = browser, sign_in
        self._browsers: dict[VisitorKind, Any] = {}
        people = make_people(session)
        self._invited = people.partner
        self.world = make_world(session, settings, people, state, is_full=is_full)
        self.users = {
            VisitorKind.ADMINISTRATOR: make_user(session, "Ada", is_admin=True),
            VisitorKind.HOST_OWNER: make_member(session, people.host, "Hosting owner", Role.OWNER),
            VisitorKind.HOST_EDITOR: make_member(session, people.host, "Hosting editor", Role.EDITOR),
            VisitorKind.HOST_VIEWER: make_member(session, people.host, "Hosting viewer", Role.VIEWER),
            VisitorKind.STRANGER: make_member(session, make_organisation(session, "Stranger"), "Oskar", Role.OWNER),
            VisitorKind.ALONE: make_user(session, "Alone"),
        }
        if is_full:
            self._join_partners()
        for file in session.scalars(sa.select(StoredFile)):
            with storage_of(settings).incoming() as bytes_:
                bytes_.write(b"some bytes")
                former, file.key = file.key, storage_of(settings).keep(bytes_)
            # An address may name the file.
            keys = self.world.values.get("files/key", [])
            keys[:] = [file.key if key == former else key for key in keys]
        session.commit()

    def browser_of(self, person: VisitorKind) -> Any:
        if person not in ASIDE and person not in self.users:
            self._join_partners()
        if person not in self._browsers:
            self._browsers[person] = self._new_browser()
            if person is not VisitorKind.ANONYMOUS:
                self._sign_in(self._browsers[person], self.users[person])
        return self._browsers[person]

    def ways(self, rule: Rule, places: set[str]) -> list[dict[str, object]]:
        """What the arguments of `rule` may be. What this world lacks, though it is one of `places`, is made up."""

        def known(place: str) -> list[object]:
            if place not in places:
                raise UnknownPlace(place)
            is_number = isinstance(rule._converters[place.rpartition("/")[2]], IntegerConverter)
            return self.world.values.get(place) or [999_999 if is_number else "unknown"]

        return list(arguments(rule, known))

    def is_there(self, rule: Rule) -> bool:
        """Whether this world has all that the address names."""
        return any(True for _values in arguments(rule, lambda place: self.world.values.get(place, [])))

    def address(self, app: Flask, rule: Rule) -> str:
        """The first of its addresses, which is the one that the table of permissions speaks of."""
        return address(app, rule, next(arguments(rule, lambda place: self.world.values[place])))

    def _join_partners(self) -> None:
        session, webinar = self.session, self.world.webinar
        partner, declined = make_organisation(session, "Partner"), make_organisation(session, "Declined")
        add_co_organiser(session, webinar, partner, is_accepted=True)
        self.users |= {
            person: make_member(session, self._partner(person, rights), person.name.lower(), Role.EDITOR)
            for person, rights in RIGHTS_ALONE.items()
        }
        if not self.is_full:
            add_co_organiser(session, webinar, self._invited, is_accepted=False)
        asked = add_co_organiser(session, webinar, declined, is_accepted=False)
        member = partial(make_member, session)
        self.users |= {
            VisitorKind.PARTNER_OWNER: member(partner, "Partner owner", Role.OWNER),
            VisitorKind.PARTNER_EDITOR: member(partner, "Partner editor", Role.EDITOR),
            VisitorKind.PARTNER_VIEWER: member(partner, "Partner viewer", Role.VIEWER),
            VisitorKind.INVITED_OWNER: member(self._invited, "Invited owner", Role.OWNER),
            VisitorKind.INVITED_EDITOR: member(self._invited, "Invited editor", Role.EDITOR),
            VisitorKind.DECLINED_OWNER: member(declined, "Declined owner", Role.OWNER),
        }
        decliner = actor_of(session, self.users[VisitorKind.DECLINED_OWNER].id)
        session.refresh(webinar, ["co_organisers", "host"])
        answers.decline(session, decliner, webinar, asked, now=clock.now())
        session.commit()

    def _partner(self, person: VisitorKind, rights: list[str]) -> Organisation:
        organisation = make_organisation(self.session, f"Partner, {person.name.lower()}")
        add_co_organiser(self.session, self.world.webinar, organisation).rights = rights
        return organisation


def address(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def digest_of_everything() -> str:
    """A digest of all rows, but of those that being signed in changes."""
    digest = hashlib.sha256()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in OF_SESSIONS:
                rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
                digest.update(repr([tuple(row) for row in rows]).encode())
    return digest.hexdigest()


def refusal_in(answer: Any) -> int | None:
    """The refusal that an answer is, as the table calls it; None if it is none."""
    leads_to_sign_in = answer.status_code == 302 and "/account/sign-in?" in answer.location
    if leads_to_sign_in or (answer.status_code == 403 and 'name="password"' in answer.text):
        return SIGN_IN
    return answer.status_code if answer.status_code in {403, 404} else None
