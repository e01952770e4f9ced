import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation
from webinars.models import IdempotentAnswer, Membership, Role, Scope, Webhook

OURS = {"url": "https://hooks.lunar.example/programme", "kinds": ["webinar.published", "webinar.moved"]}


def test_a_program_keeps_its_own_webhooks(session, lunar, olga, program):
    keeper = program(olga, lunar, Scope.HOOKS)

    made = keeper("POST", "/hooks", json=OURS)
    listed = keeper("GET", "/hooks")
    path = made.headers["Location"].removeprefix("http://localhost/api/v1")

    assert made.status_code == 201
    assert made.json["secret"].startswith("whsec_")
    assert [each["kinds"] for each in listed.json["items"]] == [OURS["kinds"]]
    assert "secret" not in keeper("GET", path).json
    assert keeper("DELETE", path).status_code == 204
    assert keeper("GET", path).status_code == 404
    assert session.scalar(sa.select(sa.func.count(Webhook.id))) == 0


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"url": "https://192.168.2.10/hook"}, 409), ({"url": "https://[::1]/hook"}, 409),
        ({"url": "http://hooks.lunar.example/"}, 409), ({"url": "https://hooks.lunar.example:8443/"}, 409),
        ({"url": "ftp://hooks.lunar.example/"}, 422), ({"kinds": []}, 409), ({"kinds": ["webinar.eaten"]}, 422),
        ({"authorization": "hunter2\u00e9"}, 409),
    ],
)  # fmt: skip
def test_a_webhook_that_cannot_be_called_is_refused(session, lunar, olga, program, sent, status):
    answer = program(olga, lunar, Scope.HOOKS)("POST", "/hooks", json={**OURS, **sent})

    assert answer.status_code == status, answer.text
    assert not any(word in answer.text for word in ("192.168", "hunter2", "eaten", "8443"))
    assert session.scalar(sa.select(sa.func.count(Webhook.id))) == 0


def test_nobody_keeps_the_webhooks_of_others(session, lunar, olga, program):
    royal = make_organisation(session, "Royal Society")
    made = program(olga, lunar, Scope.HOOKS)("POST", "/hooks", json=OURS).json
    other = program(make_member(session, royal, "Roy", Role.OWNER), royal, Scope.HOOKS)
    editor = program(make_member(session, lunar, "Ed", Role.EDITOR), lunar, Scope.HOOKS)

    assert other("DELETE", f"/hooks/{made['id']}").status_code == 404
    assert other("GET", "/hooks").json["items"] == []
    assert (editor("GET", "/hooks").status_code, editor("POST", "/hooks", json=OURS).status_code) == (403, 403)
    assert program(olga, lunar, Scope.READ)("GET", "/hooks").status_code == 403


def test_its_secret_is_stored_nowhere_in_plain_words(session, lunar, olga, program):
    keeper, key = program(olga, lunar, Scope.HOOKS), {"Idempotency-Key": "k"}

    made, again = (keeper("POST", "/hooks", json=OURS, headers=key) for _each in range(2))

    assert made.data == again.data
    stored = str(session.execute(sa.select(IdempotentAnswer.__table__)).all()) + str(
        session.execute(sa.select(Webhook.__table__)).all()
    )
    assert made.json["secret"] not in stored
    assert made.json["secret"].removeprefix("whsec_") not in stored


def test_the_token_of_somebody_who_is_no_owner_any_more_keeps_none(session, lunar, olga, program):
    keeper = program(olga, lunar, Scope.HOOKS)
    session.scalars(sa.select(Membership).where(Membership.user_id == olga.id)).one().role = Role.EDITOR

    assert keeper("GET", "/hooks").status_code == 403
