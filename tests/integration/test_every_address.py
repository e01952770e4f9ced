"""Every address of the site, for everybody and in each state of a webinar: no answer is a failure or tells of others.

What is opened and what is sent follow from the map of the site: an address that is new is in both by itself. Usually
each address meets each kind of person and each state of a webinar once, full and bare; with `--all` everything meets
everything.
"""

import itertools
import json
import re

import pytest
from lxml import etree

from tests.absences import ABSENCES
from tests.application import snapshot
from tests.desk_world import PLACES, STATES, make_people, make_world
from tests.presses import Press, presses_in
from tests.scene import ASIDE, QUERIES, SENT, address, digest_of_everything, refusal_in
from webinars.app.policy import right_of
from webinars.app.visitor_kinds import VisitorKind
from webinars.db import db
from webinars.web.security.rate_limits import limiter
from webinars.web.security.sessions import may_have_session
from webinars.web.site_context import look_again_at_settings

pytestmark = pytest.mark.usefixtures("derived")

PEOPLE = list(VisitorKind)
SOME_AND_ALL = [False, pytest.param(True, marks=pytest.mark.thorough)]
ALL_THERE = "published"
"""The state in which what has nothing to do with a webinar is pressed, too."""
ENDING = {"accounts.sign_out": "nobody at the desk can go on after it"}
OPENED_ELSEWHERE = {
    "/.well-known/security.txt": "the operator has to name somebody",
    "/account/first-run": "nobody may have an account",
    "/metrics": "needs the token of the settings",
    **dict.fromkeys(
        (
            "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-protected-resource",
            "/.well-known/oauth-protected-resource/mcp",
        ),
        "nothing is there, which assistants want to be told",
    ),
    **dict.fromkeys(
        ("/api/v1/hooks", "/api/v1/hooks/<int:number>", "/api/v1/webinars/<slug>/registrations"),
        "needs a token of the API",
    ),
}
"""Addresses at which nothing is while a webinar is published, each with the reason."""
ADDRESS = re.compile(r"[\w.+-]+@(?:attendee|speaker|society)\.example")


@pytest.fixture(scope="module")
def places(migrated_app, settings):
    """The names of all values that addresses may ask for."""
    with migrated_app.app_context():
        names = set(make_world(db.session(), settings, make_people(db.session()), "past", is_full=True).values)
        db.session.rollback()
    return names


def rules(app, method):
    return sorted(
        (rule for rule in app.url_map.iter_rules() if method in rule.methods and rule.endpoint not in ENDING),
        key=lambda rule: (rule.rule, rule.endpoint),
    )


def opener(place, number, allowed):
    """Who opens an address in one of the states, both known by their place in their lists.

    Over all states everybody comes, those who may not once each: they are shown nothing.
    """
    able, others = ([person for person in PEOPLE if (person in allowed) is may] for may in (True, False))
    turn = (place + number) % len(STATES)
    return others[turn] if turn < len(others) else able[(turn - len(others)) % len(able)] if able else others[0]


def allowed_at(rule):
    right = right_of(rule)
    return right.allowed if right else frozenset(PEOPLE)


def is_of_no_webinar(rule):
    """Whether an address is about an account, an organisation or the site, or shows many webinars."""
    return not re.search(r"<secret:|webinars/<|recordings/<|invitations/", rule.rule)


class Crawl:
    """What was found wrong at a scene, and the buttons of the pages that were seen."""

    def __init__(self, app, scene, places, number, *, is_whole):
        self.app, self.scene, self.places, self.number, self.is_whole = app, scene, places, number, is_whole
        self.state = list(STATES)[number]
        self.wrong, self.opened, self.presses = [], set(), {}
        self.secrets = {
            str(value)
            for rule in app.url_map.iter_rules()
            for before, name in PLACES.findall(rule.rule)
            if f"<secret:{name}>" in rule.rule
            for value in scene.world.values.get(f"{before}/{name}", ())
        }
        # A page shows the door to everybody.
        self.secrets.discard(scene.world.webinar.join_code)

    def visits(self):
        for place, rule in enumerate(rules(self.app, "GET")):
            ways = self.scene.ways(rule, self.places)
            for person in PEOPLE if self.is_for_all(rule) else self.some(place, rule):
                # The first is what the table of permissions speaks of.
                yield person, rule, ways[0]
                if person in allowed_at(rule):
                    yield person, rule, ways[(self.number + PEOPLE.index(person)) % len(ways)]
            if self.state == ALL_THERE and self.scene.is_full:
                yield from ((VisitorKind.ADMINISTRATOR, rule, way) for way in ways)

    def is_for_all(self, rule):
        """Whether all people open an address: not where there are no sessions, so that nobody is known."""
        is_changed = self.scene.is_there(rule) and not is_of_no_webinar(rule)
        return self.is_whole and may_have_session(rule.rule) and (is_changed or self.state == ALL_THERE)

    def some(self, place, rule):
        """One of all people, in the full webinar or in the bare one; to what is of a webinar one who may, in both."""
        person, able = opener(place, self.number, allowed_at(rule)), allowed_at(rule)
        if is_of_no_webinar(rule) or not self.scene.is_there(rule):
            return [person] if (place + self.number) % 2 == self.scene.is_full else []
        if person in able or not able:
            return [person]
        may = sorted(able, key=PEOPLE.index)[(place + self.number) % len(able)]
        return [person, may] if self.scene.is_full else [may]

    def open_all(self):
        # Those of co-organisers last: until they come there are none.
        order = {person: (person not in ASIDE, PEOPLE.index(person)) for person in PEOPLE}
        visits = {(order[person], address(self.app, rule, way)): (person, rule) for person, rule, way in self.visits()}
        ordered = sorted(visits.items(), key=lambda each: each[0])
        for _is_last, group in itertools.groupby(ordered, key=lambda each: each[0][0][0]):
            openings = list(group)
            for _order, (person, _rule) in openings:
                self.scene.browser_of(person)
            before = digest_of_everything()
            for (_order, path), (person, rule) in openings:
                self.open(person, rule, path + QUERIES.get(rule.endpoint, ""))
            if digest_of_everything() != before:
                self.wrong.append("something was stored by who only looked")

    def open(self, person, rule, path):
        limiter.reset()
        answer = self.scene.browser_of(person).get(path)
        for fault in (fault_of(answer), self.refused_otherwise(person, rule, path, answer), self.told(rule, answer)):
            if fault:
                self.wrong.append((str(person), path, fault))
        if answer.status_code < 400 and "sign-in" not in (answer.location or ""):
            self.opened.add(rule.rule)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            for press in presses_in(self.app, answer.text, path, person):
                self.presses.setdefault(press.rule, {}).setdefault(press.button, press)

    def refused_otherwise(self, person, rule, path, answer):
        """How the table of permissions is contradicted, by what it says of the first webinar and its organisations."""
        right = right_of(rule)
        if right is None or not self.scene.is_there(rule):
            return None
        if path.partition("?")[0] != self.scene.address(self.app, rule):
            return None
        expected, answered = None if person in right.allowed else right.refusal(person), refusal_in(answer)
        if answered == 404 and person in right.allowed and not self.scene.is_full:
            return None
        return None if answered == expected else f"{answered} instead of {expected}"

    def told(self, rule, answer):
        """What an answer says that is for others: the addresses of people, and what lets somebody in."""
        if rule.rule.startswith(("/manage", "/account")) and refusal_in(answer) is None:
            return None
        said = answer.get_data().decode("utf-8", "replace")
        addresses = set(ADDRESS.findall(said))
        if "<secret:" in rule.rule:
            return f"addresses of others: {addresses}" if len(addresses) > 1 else None
        secrets = {secret for secret in self.secrets if secret in said}
        return f"{addresses | secrets}" if addresses | secrets else None

    def press_all(self):
        """Press what the pages had that were opened while all was there, in each way in which it is there no more."""
        pressed = {absence: list(self.chosen(turn)) for turn, absence in enumerate(ABSENCES)}
        for press in itertools.chain(*pressed.values()):
            self.scene.browser_of(press.person)
        with snapshot() as put_all_back:
            for absence, presses in pressed.items():
                if ABSENCES[absence] is not None and presses:
                    ABSENCES[absence](self.scene.session, self.scene.world)
                self.scene.session.commit()
                with snapshot() as put_back:
                    self.press(absence, presses, put_back)
                put_all_back()
                self.forget()

    def chosen(self, turn):
        """What is pressed in one of the ways of being absent: one press of each address in each state, or all."""
        # To put everything back takes PostgreSQL a hundred times as long.
        is_whole = self.is_whole and db.engine.dialect.name == "sqlite"
        for place, rule in enumerate(rules(self.app, "POST")):
            if is_of_no_webinar(rule):
                is_pressed = self.state == ALL_THERE and (is_whole or turn == 0)
            else:
                is_pressed = is_whole or (place + self.number) % len(ABSENCES) == turn
            if is_pressed:
                presses = [*self.presses.get(rule.rule, {}).values(), self.made_up(place, rule)]
                yield from presses if is_whole else [presses[self.number // len(ABSENCES) % len(presses)]]

    def made_up(self, place, rule):
        """A press of what no page was seen to send, by somebody who may."""
        able = [person for person in PEOPLE if person in allowed_at(rule)] or [VisitorKind.ANONYMOUS]
        person, ways = able[(place + self.number) % len(able)], self.scene.ways(rule, self.places)
        data = SENT.get(rule.endpoint, {"file": "a text"})
        path = address(self.app, rule, ways[self.number % len(ways)])
        return Press(rule.rule, path, person, {name: [value] for name, value in data.items()})

    def press(self, absence, presses, put_back):
        before = digest_of_everything()
        for press in presses:
            limiter.reset()
            answer = self.scene.browser_of(press.person).post(press.address, data=press.data)
            if fault := fault_of(answer):
                self.wrong.append((str(press.person), press.address, absence, press.data, fault))
            if answer.status_code < 400 or answer.status_code >= 500:
                put_back()
                self.forget()
        if digest_of_everything() != before:
            self.wrong.append((absence, "something was stored by who was refused"))

    def forget(self):
        """Forget what was read before the database was put back."""
        self.app.extensions["page_shelf"].forget()
        look_again_at_settings()
        self.scene.session.rollback()


def fault_of(answer):
    """Why an answer is none that anybody should be given, or None."""
    said = answer.get_data()
    if answer.status_code >= 500 or answer.status_code == 429:
        return answer.status_code
    if not answer.location and said.lstrip()[:9].lower() == b"<!doctype" and not said.rstrip().endswith(b"</html>"):
        return "ends in the middle"
    try:
        if answer.mimetype.endswith("json"):
            json.loads(said)
        elif answer.mimetype.endswith("xml"):
            etree.fromstring(said)
    except (ValueError, etree.XMLSyntaxError) as error:
        return f"cannot be read: {error}"
    return None


@pytest.mark.parametrize("is_whole", SOME_AND_ALL, ids=["some", "all"])
@pytest.mark.parametrize("state", STATES)
def test_with_everything(app, scene, places, storage, state, is_whole):
    crawl = Crawl(app, scene(state), places, list(STATES).index(state), is_whole=is_whole)

    crawl.open_all()
    crawl.press_all()

    assert crawl.wrong == []
    if state == ALL_THERE:
        unopened = {rule.rule for rule in rules(app, "GET")} - crawl.opened
        assert unopened == set(OPENED_ELSEWHERE)


@pytest.mark.parametrize("is_whole", SOME_AND_ALL, ids=["some", "all"])
@pytest.mark.parametrize("state", STATES)
def test_with_a_title_alone(app, scene, places, state, is_whole):
    crawl = Crawl(app, scene(state, is_full=False), places, list(STATES).index(state), is_whole=is_whole)

    crawl.open_all()

    assert crawl.wrong == []


def test_each_address_is_opened_by_everybody(app):
    addresses = list(enumerate(rules(app, "GET")))
    met = {
        (place, opener(place, number, allowed_at(rule)))
        for (place, rule), number in itertools.product(addresses, range(len(STATES)))
    }

    assert len(met) == len(addresses) * len(VisitorKind)
