"""Programs: each a function that asks, with the token it was given."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.models import Organisation, Scope, User

Program = Callable[..., TestResponse]


@pytest.fixture(autouse=True)
def _derived(derived: None) -> None:
    """Lists and feeds follow, as they do where nobody tests."""


@pytest.fixture
def program(new_client: Any, session: Session) -> Callable[..., Program]:
    """`program(olga, lunar, Scope.READ)` asks with a token of hers; `program()` asks as everybody does."""
    numbers = itertools.count()

    def made(user: User | None = None, organisation: Organisation | None = None, *scopes: Scope) -> Program:
        client, headers = new_client(), {}
        if user is not None and organisation is not None:
            actor = actor_of(session, user.id)
            _token, secret = create_token(
                session, actor, organisation, name=f"Our site {next(numbers)}", scopes=scopes, days=30, now=clock.now()
            )
            session.commit()
            headers["Authorization"] = f"Bearer {secret}"

        def ask(method: str, path: str, **sent: Any) -> TestResponse:
            session.commit()
            answer: TestResponse = client.open(
                f"/api/v1{path}", method=method, headers={**headers, **sent.pop("headers", {})}, **sent
            )
            session.expire_all()
            return answer

        ask.headers = headers  # type: ignore[attr-defined]  # functions take attributes
        return ask

    return made


@pytest.fixture
def anybody(program: Callable[..., Program]) -> Program:
    return program()


@pytest.fixture
def writer(program: Callable[..., Program], olga: User, lunar: Organisation) -> Program:
    """May do all that a token can."""
    return program(olga, lunar, *Scope)
