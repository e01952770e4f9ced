"""A desk with its people."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_member, make_organisation
from tests.filled_form import FilledForm
from webinars.models import Organisation, Role, User


@pytest.fixture
def editor(client: Any) -> Callable[[str], FilledForm]:
    """`editor(path)`: the form as it is first shown."""
    return lambda path: FilledForm(client.get(path))


@pytest.fixture
def host(session: Session) -> Organisation:
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def partner(session: Session) -> Organisation:
    return make_organisation(session, "Accademia dei Lincei")


@pytest.fixture
def olga(session: Session, host: Organisation) -> User:
    """Edits for the host."""
    return make_member(session, host, "Olga", Role.EDITOR)


@pytest.fixture
def oskar(session: Session) -> User:
    """Organises elsewhere."""
    return make_member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER)
