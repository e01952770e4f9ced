"""Nobody waits for somebody who sends slowly: a request is read to its end before a transaction begins to write."""

import io
import re

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from tests.factories import make_user

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
FORM = b"title=Comets&text=" + b"x" * 5000


class Body(io.BytesIO):
    """The body of a request, which knows what was open whenever a piece of it was asked for."""

    def __init__(self, octets, transactions):
        super().__init__(octets)
        self.open_at_reading = []
        self._transactions = transactions

    def readinto(self, buffer):
        self.open_at_reading.append(len(self._transactions))
        return super().readinto(buffer)

    def read(self, size=-1):
        self.open_at_reading.append(len(self._transactions))
        return super().read(size)


@pytest.fixture
def transactions():
    """The transactions that are open now."""
    is_open = set()

    def begun(connection):
        is_open.add(connection.connection.dbapi_connection)

    def ended(connection):
        is_open.discard(connection.connection.dbapi_connection)

    sa.event.listen(Engine, "begin", begun)
    for name in ("commit", "rollback"):
        sa.event.listen(Engine, name, ended)
    yield is_open
    sa.event.remove(Engine, "begin", begun)
    for name in ("commit", "rollback"):
        sa.event.remove(Engine, name, ended)


def unsafe_addresses(app):
    """Every address that takes something, with something in the place of what varies."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & UNSAFE):
            address = re.sub(r"<int:\w+>", "1", rule.rule)
            yield method, re.sub(r"<(?:\w+:)?\w+>", "x", address)


@pytest.mark.parametrize("is_administrator", [True, False])
def test_every_request_is_read_before_a_transaction_begins(
    app, client, session, sign_in, transactions, is_administrator
):
    if is_administrator:
        sign_in(client, make_user(session, "Ada", is_admin=True))
    asked, early, unread = [], [], []
    for method, address in unsafe_addresses(app):
        for headers in ({"Content-Length": str(len(FORM))}, {"Transfer-Encoding": "chunked"}):
            body = Body(FORM, transactions)
            client.open(
                address,
                method=method,
                input_stream=body,
                content_type="application/x-www-form-urlencoded",
                headers=headers,
                environ_overrides={"wsgi.input_terminated": True},
            )
            asked.append(address)
            if any(body.open_at_reading):
                early.append(f"{method} {address}")
            if body.tell() < len(FORM):
                unread.append(f"{method} {address}")

    assert asked
    assert (early, unread) == ([], [])
