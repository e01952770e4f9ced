"""Every address at the desk, for every state of a webinar: whatever is opened or sent, no answer is a failure."""

import pytest

from tests.application import snapshot
from tests.desk_world import STATES, UnknownPlace, arguments, desk_rules, is_of_a_webinar, make_people, make_world
from webinars.db import db

pytestmark = pytest.mark.usefixtures("derived")


ALL_THERE = "published"
"""The state in which what has nothing to do with a webinar is pressed, too."""
ENDING = {"accounts.sign_out"}
"""What nobody at the desk can go on after."""


@pytest.fixture
def people(session, client, sign_in):
    people = make_people(session)
    sign_in(client, people.olga)
    return people


@pytest.fixture(scope="module")
def places(migrated_app, settings):
    """The names of all values that addresses may ask for."""
    with migrated_app.app_context():
        names = set(make_world(db.session(), settings, make_people(db.session()), "a draft", is_full=True).values)
        db.session.rollback()
    return names


def known_in(world, places):
    """What `world` has for a place: nothing where only a full one has something; an unknown place is a failure."""

    def known(place):
        if place not in places:
            raise UnknownPlace(place)
        return world.values.get(place, [])

    return known


@pytest.fixture
def filled(app, places):
    """`filled(world, "GET")`: every address of `world` for that method."""
    adapter = app.url_map.bind("localhost")

    def filled(world, method):
        for rule in desk_rules(list(app.url_map.iter_rules()), method):
            for values in arguments(rule, known_in(world, places)):
                yield rule, adapter.build(rule.endpoint, values, method)

    return filled


@pytest.mark.parametrize("is_full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("state", STATES)
def test_opens(session, settings, client, people, filled, state, is_full):
    world = make_world(session, settings, people, state, is_full=is_full)

    # What shows no webinar alone is opened beside those that have everything: once each way, and once in every state,
    # for a list may show it.
    addresses = {}
    for rule, address in filled(world, "GET"):
        if is_of_a_webinar(rule) or (is_full and state == ALL_THERE):
            addresses[address] = address
        elif is_full:
            addresses.setdefault(rule.endpoint, address)
    answers = {address: client.get(address).status_code for address in addresses.values()}

    assert len(answers) > (40 if is_full else 5)
    assert {address: status for address, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("state", STATES)
def test_takes_what_is_sent(session, settings, client, people, filled, state):
    """Every form left empty but for a text where a file belongs, and every button pressed.

    What something was done to is put back for the next.
    """
    world, failures = make_world(session, settings, people, state, is_full=True), {}
    session.commit()
    addresses: dict[str, str] = {}
    for rule, address in filled(world, "POST"):
        if rule.endpoint not in ENDING and (state == ALL_THERE or is_of_a_webinar(rule)):
            addresses.setdefault(rule.endpoint, address)
    session.rollback()
    with snapshot() as put_back:
        for _endpoint, address in sorted(addresses.items()):
            status = client.post(address, data={"file": "a text"}).status_code
            if status >= 500:
                failures[address] = status
            if status < 400 or status >= 500:
                put_back()

    assert len(addresses) > (60 if state == ALL_THERE else 35)
    assert failures == {}
