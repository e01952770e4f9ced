"""The predicates, person by person. What addresses make of them: tests/integration/test_policy.py."""

import pytest

from webinars.domain.accounts.actor import ANONYMOUS, OPERATOR, Actor
from webinars.domain.organisations import permissions
from webinars.models import Organisation, Role


@pytest.fixture
def organisation():
    made = Organisation(slug="x", name="X", name_key="x", timezone="Etc/UTC", created_at=None, updated_at=None)
    made.id = 7
    return made


PEOPLE = {
    "administrator": Actor(user_id=1, is_admin=True),
    "operator": OPERATOR,
    "owner": Actor(user_id=2, roles={7: Role.OWNER}),
    "editor": Actor(user_id=3, roles={7: Role.EDITOR}),
    "viewer": Actor(user_id=4, roles={7: Role.VIEWER}),
    "oskar": Actor(user_id=5, roles={8: Role.OWNER}),
    "nobody": ANONYMOUS,
}


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (permissions.can_view, {"administrator", "operator", "owner", "editor", "viewer"}),
        (permissions.can_update, {"administrator", "operator", "owner"}),
        (permissions.can_manage_members, {"administrator", "operator", "owner"}),
        (permissions.can_leave, {"owner", "editor", "viewer"}),
    ],
)
def test_who_may(rule, allowed, organisation):
    assert {name for name, actor in PEOPLE.items() if rule(actor, organisation)} == allowed


def test_who_may_create_an_organisation():
    closed = {name for name, actor in PEOPLE.items() if permissions.can_create(actor, open_organisations=False)}
    opened = {name for name, actor in PEOPLE.items() if permissions.can_create(actor, open_organisations=True)}

    assert closed == {"administrator", "operator"}
    assert opened == set(PEOPLE) - {"nobody"}
