"""Every address of the desk, asked by every kind of person: what it answers is what the table of permissions says."""

import hashlib

import pytest
import sqlalchemy as sa

from tests.application import empty_database
from tests.desk_world import arguments, desk_rules, is_of_a_webinar, make_people, make_world
from tests.factories import add_co_organiser, make_member, make_organisation, make_user
from webinars import clock
from webinars.app.policy import RIGHTS, right_of
from webinars.app.visitor_kinds import VisitorKind
from webinars.db import Base, db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.programme.co_organisers import answers
from webinars.models import PartnerRight, Role, StoredFile

pytestmark = pytest.mark.usefixtures("derived")


STATES = ["a draft", "published", "cancelled", "unpublished", "past"]
SIGN_IN = 401
"""How the table calls the page to sign in on."""
OF_SESSIONS = {"user_session"}
"""Tables that change by being signed in."""
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
}
QUERIES = {
    "lineup.merge": "?gone=maria-mitchell-1",
    "desk.who": "?webinar=comets-1&name=Mary+Somerville",
}


RIGHTS_ALONE = {
    VisitorKind.ALL_RIGHTS: [right.value for right in PartnerRight],
    VisitorKind.TEXTS_ALONE: ["texts"],
    VisitorKind.PEOPLE_ALONE: ["people"],
    VisitorKind.REGISTRATIONS_ALONE: ["registrations"],
    VisitorKind.PUBLISH_ALONE: ["publish"],
    VisitorKind.NO_RIGHT: [],
}
"""Editors of a co-organiser that accepted, by what its rights are."""


class Scene:
    """A webinar in a state, and everybody who may come near it."""

    def __init__(self, session, settings, state):
        organisations = make_people(session)
        host, invited = organisations.host, organisations.partner
        self.world = make_world(session, settings, organisations, state, is_full=True)
        partner, declined = make_organisation(session, "Partner"), make_organisation(session, "Declined")
        add_co_organiser(session, self.world.webinar, partner, is_accepted=True)
        self.users = {
            person: make_member(session, self._partner(session, person, rights), person.name.lower(), Role.EDITOR)
            for person, rights in RIGHTS_ALONE.items()
        }
        asked = add_co_organiser(session, self.world.webinar, declined, is_accepted=False)
        self.users |= {
            VisitorKind.ADMINISTRATOR: make_user(session, "Ada", is_admin=True),
            VisitorKind.HOST_OWNER: make_member(session, host, "Hosting owner", Role.OWNER),
            VisitorKind.HOST_EDITOR: make_member(session, host, "Hosting editor", Role.EDITOR),
            VisitorKind.HOST_VIEWER: make_member(session, host, "Hosting viewer", Role.VIEWER),
            VisitorKind.PARTNER_OWNER: make_member(session, partner, "Partner owner", Role.OWNER),
            VisitorKind.PARTNER_EDITOR: make_member(session, partner, "Partner editor", Role.EDITOR),
            VisitorKind.PARTNER_VIEWER: make_member(session, partner, "Partner viewer", Role.VIEWER),
            VisitorKind.INVITED_OWNER: make_member(session, invited, "Invited owner", Role.OWNER),
            VisitorKind.INVITED_EDITOR: make_member(session, invited, "Invited editor", Role.EDITOR),
            VisitorKind.DECLINED_OWNER: make_member(session, declined, "Declined owner", Role.OWNER),
            VisitorKind.STRANGER: make_member(session, make_organisation(session, "Stranger"), "Oskar", Role.OWNER),
            VisitorKind.ALONE: make_user(session, "Alone"),
        }
        decliner = actor_of(session, self.users[VisitorKind.DECLINED_OWNER].id)
        session.refresh(self.world.webinar, ["co_organisers", "host"])
        answers.decline(session, decliner, self.world.webinar, asked, now=clock.now())
        for file in session.scalars(sa.select(StoredFile)):
            with storage_of(settings).incoming() as bytes_:
                bytes_.write(b"some bytes")
                file.key = storage_of(settings).keep(bytes_)
        session.commit()

    def _partner(self, session, person, rights):
        organisation = make_organisation(session, f"Partner, {person.name.lower()}")
        add_co_organiser(session, self.world.webinar, organisation).rights = rights
        return organisation

    def addresses(self, app, method):
        """Every rule of the desk with one of its addresses."""
        for rule in desk_rules(list(app.url_map.iter_rules()), method):
            yield rule, self.address(app, rule) + QUERIES.get(rule.endpoint, "")

    def address(self, app, rule):
        values = next(arguments(rule, lambda place: self.world.values[place]))
        return app.url_map.bind("localhost").build(rule.endpoint, values)


@pytest.fixture
def scene(session, settings):
    return lambda state: Scene(session, settings, state)


@pytest.fixture
def browser_of(new_client, sign_in):
    def browser_of(scene, person):
        browser = new_client()
        if person is not VisitorKind.ANONYMOUS:
            sign_in(browser, scene.users[person])
        return browser

    return browser_of


def everything_stored():
    """A digest of all rows, but of those that being signed in changes."""
    digest = hashlib.sha256()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in OF_SESSIONS:
                rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
                digest.update(repr([tuple(row) for row in rows]).encode())
    return digest.hexdigest()


def refusal_in(answer):
    """The refusal that an answer is, as the table calls it; None if it is none."""
    leads_to_sign_in = answer.status_code == 302 and "/account/sign-in?" in answer.location
    if leads_to_sign_in or (answer.status_code == 403 and 'name="password"' in answer.text):
        return SIGN_IN
    return answer.status_code if answer.status_code in {403, 404} else None


def test_every_address_of_the_desk_stands_in_one_row(app):
    rules = [rule for method in ("GET", "POST") for rule in desk_rules(list(app.url_map.iter_rules()), method)]
    named = [name for right in RIGHTS.values() for name in right.addresses]

    assert [rule.rule for rule in rules if right_of(rule) is None] == []
    assert sorted(set(named) - {name for rule in rules for name in (rule.rule, rule.endpoint)}) == []
    assert len(named) == len(set(named))


@pytest.mark.parametrize("state", STATES)
def test_pages_are_shown_to_those_who_may_see_them(app, scene, browser_of, state):
    scene, wrong = scene(state), []
    addresses = [
        (rule, path) for rule, path in scene.addresses(app, "GET") if state == STATES[0] or is_of_a_webinar(rule)
    ]
    for person in VisitorKind:
        browser = browser_of(scene, person)
        for rule, path in addresses:
            right = right_of(rule)
            expected = None if person in right.allowed else right.refusal(person)
            answered = refusal_in(browser.get(path))
            if answered != expected:
                wrong.append((str(person), path, answered, expected))

    assert wrong == []


@pytest.mark.parametrize("person", VisitorKind)
def test_nothing_is_stored_for_those_who_may_not(app, scene, browser_of, person):
    scene, wrong = scene("published"), []
    browser = browser_of(scene, person)
    before = everything_stored()
    for rule, path in scene.addresses(app, "POST"):
        right = right_of(rule)
        if person in right.allowed:
            continue
        answered = refusal_in(browser.post(path, data={}))
        if answered != right.refusal(person):
            wrong.append((path, answered, right.refusal(person)))

    assert wrong == []
    assert everything_stored() == before


WEAKEST = {
    "own": VisitorKind.ALONE,
    "site": VisitorKind.ADMINISTRATOR,
    "create organisations": VisitorKind.ADMINISTRATOR,
    "keep organisation": VisitorKind.HOST_OWNER,
    "keep records": VisitorKind.HOST_EDITOR,
    "create webinars": VisitorKind.INVITED_EDITOR,
    "edit webinar": VisitorKind.PUBLISH_ALONE,
    "undo": VisitorKind.TEXTS_ALONE,
    "texts": VisitorKind.TEXTS_ALONE,
    "people": VisitorKind.PEOPLE_ALONE,
    "publish": VisitorKind.PUBLISH_ALONE,
    "manage webinar": VisitorKind.HOST_EDITOR,
    "registrations": VisitorKind.REGISTRATIONS_ALONE,
    "answer": VisitorKind.INVITED_OWNER,
    "say when": VisitorKind.INVITED_OWNER,
    "take back": VisitorKind.HOST_OWNER,
}
"""Of those who may store something, who has the least right beside it."""


@pytest.mark.parametrize("name", WEAKEST)
def test_those_who_may_are_not_refused(app, scene, browser_of, name):
    person, right = WEAKEST[name], RIGHTS[name]
    assert person in right.allowed
    there, refused = scene("published"), []
    browser = browser_of(there, person)
    for rule in [rule for rule, _path in there.addresses(app, "POST") if right_of(rule) is right]:
        answer = browser.post(there.address(app, rule), data=SENT.get(rule.endpoint, {}))
        if refusal_in(answer) is not None:
            # What it is about may have been taken away by an address before.
            empty_database()
            there = scene("published")
            browser = browser_of(there, person)
            answer = browser.post(there.address(app, rule), data=SENT.get(rule.endpoint, {}))
        if refusal_in(answer) is not None:
            refused.append((rule.rule, answer.status_code))

    assert refused == []
