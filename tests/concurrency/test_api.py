"""Programs that ask at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation, make_webinar
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.models import Role, Scope, Status, Webinar

AT_ONCE = 4


@pytest.fixture
def ask(session, new_client):
    """`ask(host, method, path, sent, headers)`: what each of four programs is answered, all with one token."""

    def ask(host, method, path, *sent, **headers):
        olga = make_member(session, host, "Olga", Role.OWNER)
        _token, secret = create_token(
            session, actor_of(session, olga.id), host, name="Ours", scopes=list(Scope), days=30, now=clock.now()
        )
        clients = [new_client() for _each in range(AT_ONCE)]
        for client in clients:
            # Two threads must not share the session of the test.
            client.test_session = None
        session.commit()
        barrier = threading.Barrier(AT_ONCE)

        def once(number):
            barrier.wait(timeout=10)
            told = {**headers, "Authorization": f"Bearer {secret}"}
            body = sent[number % len(sent)]
            return clients[number].open(f"/api/v1{path}", method=method, json=body, headers=told)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(once, range(AT_ONCE)))

    return ask


def test_one_key_makes_one_draft_and_one_answer(session, ask):
    answers = ask(make_organisation(session), "POST", "/webinars", {"title": "Tides"}, **{"Idempotency-Key": "k"})

    assert {(each.status_code, each.data) for each in answers} == {(201, answers[0].data)}
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 1


def test_of_two_requests_with_one_key_one_is_refused_as_another(session, ask):
    sent = ({"title": "Tides"}, {"title": "Comets"})

    answers = ask(make_organisation(session), "POST", "/webinars", *sent, **{"Idempotency-Key": "k"})

    assert sorted(each.status_code for each in answers) == [201, 201, 422, 422]
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 1


def test_of_changes_to_what_was_read_one_counts(session, ask):
    host = make_organisation(session)
    webinar = make_webinar(session, host, "Tides", status=Status.DRAFT)
    sent = [{"summary": f"By program {number}."} for number in range(AT_ONCE)]

    answers = ask(host, "PATCH", "/webinars/tides", *sent, **{"If-Match": f'"{webinar.revision}.x"'})

    assert sorted(each.status_code for each in answers) == [200] + [412] * (AT_ONCE - 1)
