"""What is sent to the desk by every kind of person is answered as the table of permissions says.

What they are shown there: `tests/integration/test_every_address.py`.
"""

import pytest

from tests.application import empty_database
from tests.desk_world import desk_rules
from tests.scene import SENT, digest_of_everything, refusal_in
from webinars.app.policy import RIGHTS, right_of
from webinars.app.visitor_kinds import VisitorKind

pytestmark = pytest.mark.usefixtures("derived")


def desk(app, method):
    return list(desk_rules(list(app.url_map.iter_rules()), method))


def test_every_address_of_the_desk_stands_in_one_row(app):
    rules = [*desk(app, "GET"), *desk(app, "POST")]
    named = [name for right in RIGHTS.values() for name in right.addresses]

    assert [rule.rule for rule in rules if right_of(rule) is None] == []
    assert sorted(set(named) - {name for rule in rules for name in (rule.rule, rule.endpoint)}) == []
    assert len(named) == len(set(named))


@pytest.mark.parametrize("person", VisitorKind)
def test_nothing_is_stored_for_those_who_may_not(app, scene, person):
    there, wrong = scene("published"), []
    browser = there.browser_of(person)
    before = digest_of_everything()
    for rule in desk(app, "POST"):
        right = right_of(rule)
        if person in right.allowed:
            continue
        path = there.address(app, rule)
        answered = refusal_in(browser.post(path, data={}))
        if answered != right.refusal(person):
            wrong.append((path, answered, right.refusal(person)))

    assert wrong == []
    assert digest_of_everything() == before


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
def test_those_who_may_are_not_refused(app, scene, name):
    person, right = WEAKEST[name], RIGHTS[name]
    assert person in right.allowed
    there, refused = scene("published"), []
    for rule in [rule for rule in desk(app, "POST") if right_of(rule) is right]:
        answer = there.browser_of(person).post(there.address(app, rule), data=SENT.get(rule.endpoint, {}))
        if refusal_in(answer) is not None:
            # What it is about may have been taken away by an address before.
            empty_database()
            there = scene("published")
            answer = there.browser_of(person).post(there.address(app, rule), data=SENT.get(rule.endpoint, {}))
        if refusal_in(answer) is not None:
            refused.append((rule.rule, answer.status_code))

    assert refused == []
