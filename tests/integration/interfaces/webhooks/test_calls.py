"""How a webhook is called: signed, once more after a failure, and in the end no more."""

import base64
import dataclasses
import datetime as dt
import json

import pytest
import sqlalchemy as sa
from standardwebhooks.webhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError

from tests.factories import make_webinar
from tests.integration.interfaces.webhooks.conftest import DAY, HOUR, MINUTE, NOW, SECOND, URL
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.webhooks.actions import rotate_secret, send_again, try_again
from webinars.domain.interfaces.webhooks.jobs import _HookRound, forget_old_hooks, seal_anew
from webinars.domain.interfaces.webhooks.promises import promise_ping
from webinars.domain.interfaces.webhooks.queries import lost_webhooks
from webinars.domain.site_settings.encryption import unseal
from webinars.models import AuditEvent, OutboundEmail, OutboundHook, PromiseState, WebhookPreset


def ping(session, webhook, count=1):
    for _ in range(count):
        promise_ping(session, webhook, now=clock.now())
    session.commit()


@pytest.fixture
def program(hook):
    return hook()


def verified(secret, headers, body):
    """What the library of Standard Webhooks reads of a call. It raises if a signature is wrong, or old."""
    return Receiver(secret).verify(body, {name.lower(): value for name, value in headers.items()})


def the_hook(session):
    return session.scalars(sa.select(OutboundHook)).one()


def test_a_call_is_one_of_standard_webhooks(session, settings, program, send):
    webhook, secret = program
    ping(session, webhook)

    ((headers, body),) = send()

    assert verified(secret, headers, body) == {
        "type": "ping",
        "timestamp": "2027-02-01T12:00:00+00:00",
        "data": {"organisation": "lunar-society"},
    }
    assert headers["Content-Type"] == "application/json"
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    with pytest.raises(WebhookVerificationError):
        verified(secret, headers, body + b" ")
    sent = the_hook(session)
    assert (sent.state, sent.status, sent.answered_at) == (PromiseState.SENT, 204, NOW)


def test_letters_of_any_script_are_signed_as_they_are_sent(session, settings, hook, lunar, send, derived):
    _webhook, secret = hook()
    webinar = make_webinar(session, lunar, slug="comets")
    session.add(AuditEvent.of_webinar(webinar, "webinar:update", {}, at=NOW))
    session.commit()

    ((headers, body),) = send()

    assert verified(secret, headers, body)["data"] == {
        "url": f"{settings.base_url}/webinars/comets",
        "api_url": f"{settings.base_url}/api/v1/webinars/comets",
        "slug": "comets",
        "organisation": "lunar-society",
    }


def test_all_tries_have_one_id_and_each_its_own_time(session, program, sites, send, at):
    webhook, secret = program
    sites.answers(status=502)
    ping(session, webhook)
    ((first, first_body),) = send()
    assert (the_hook(session).state, the_hook(session).failure) == (PromiseState.DUE, "502 Bad Gateway")

    at(59 * SECOND)
    assert send() == []
    at(61 * SECOND)
    sites.answers(status=200)
    ((second, second_body),) = send()

    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 61
    assert first_body == second_body
    assert verified(secret, second, second_body)
    session.refresh(webhook)
    assert webhook.failed_at is None


@pytest.mark.parametrize("status", [300, 301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_only_a_status_of_success_is_one(session, program, sites, send, status):
    webhook, _secret = program
    sites.answers(status=status, headers={"Location": "https://elsewhere.example/"})
    ping(session, webhook)
    send()

    assert the_hook(session).state == PromiseState.DUE
    assert [host for _method, host, _path in sites.asked] == ["hooks.society.example"], "a redirect was followed"
    session.refresh(webhook)
    assert webhook.failed_at == NOW


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("600", 10 * MINUTE),
        ("5", MINUTE),
        ("999999999", 4 * HOUR),
        ("Mon, 01 Feb 2027 12:20:00 GMT", 20 * MINUTE),
        ("soon", MINUTE),
    ],
)
def test_whoever_asks_for_patience_is_given_some(session, program, sites, send, asked, waits):
    webhook, _secret = program
    sites.answers(status=503, headers={"Retry-After": asked})
    ping(session, webhook)
    send()

    assert the_hook(session).due_at == NOW + waits


def test_what_answers_with_410_is_called_no_more_and_its_owners_are_told(session, program, olga, sites, send, at):
    webhook, _secret = program
    sites.answers(status=410)
    ping(session, webhook)
    send()

    session.refresh(webhook)
    assert webhook.paused_at == NOW
    mail = session.scalars(sa.select(OutboundEmail)).one()
    assert (mail.kind, mail.recipient) == ("interfaces.webhook_paused", olga.email)
    at(DAY)
    assert send() == []


def test_after_three_days_it_is_paused_once_and_keeps_what_it_has_not_sent(session, program, olga, sites, send, at):
    webhook, _secret = program
    sites.answers(status=500)
    ping(session, webhook, 2)
    for minutes in range(0, 80 * 60, 10):
        at(minutes * MINUTE)
        send()

    session.refresh(webhook)
    assert 68 * HOUR <= webhook.paused_at - NOW <= 73 * HOUR
    assert len(session.scalars(sa.select(OutboundEmail)).all()) == 1
    assert session.scalars(sa.select(OutboundHook.state)).all() == [PromiseState.DUE] * 2
    assert len(sites.asked) <= 2 * 26

    sites.answers(status=200)
    assert send() == []
    try_again(session, actor_of(session, olga.id), webhook, now=clock.now())
    session.commit()
    assert len(send()) == 2
    session.refresh(webhook)
    assert (webhook.paused_at, webhook.failed_at) == (None, None)


def test_what_a_paused_one_has_kept_is_forgotten_after_two_weeks(session, program, sites, send, at):
    webhook, _secret = program
    sites.answers(status=410)
    ping(session, webhook)
    send()
    for later, left in [(13 * DAY, 1), (15 * DAY, 0)]:
        forget_old_hooks(session, now=NOW + later)
        assert len(session.scalars(sa.select(OutboundHook)).all()) == left


def test_what_was_sent_is_forgotten_after_two_weeks_and_can_be_sent_again_until_then(session, program, olga, send, at):
    webhook, _secret = program
    ping(session, webhook)
    ((first, _body),) = send()
    forget_old_hooks(session, now=NOW + 13 * DAY)

    at(13 * DAY)
    send_again(session, actor_of(session, olga.id), webhook, the_hook(session).id, now=clock.now())
    session.commit()
    ((again, _body),) = send()
    assert again["webhook-id"] == first["webhook-id"]

    forget_old_hooks(session, now=NOW + 26 * DAY)
    assert the_hook(session)
    forget_old_hooks(session, now=NOW + 28 * DAY)
    assert session.scalars(sa.select(OutboundHook)).all() == []


def test_one_that_does_not_answer_holds_nobody_else(session, program, hook, sites, send):
    webhook, _secret = program
    other, _secret = hook(url="https://hooks.royal.example/")
    sites.answers(status=500)
    sites.answers("https://hooks.royal.example/")
    ping(session, webhook, 60)
    ping(session, other)

    called = send()

    assert [host for _method, host, _path in sites.asked].count("hooks.society.example") <= 5
    assert len([headers for headers, _body in called if headers["Host"] == "hooks.royal.example"]) == 1


def test_while_a_secret_is_changed_both_verify(session, settings, program, olga, send, at):
    webhook, former = program
    _webhook, secret = rotate_secret(session, actor_of(session, olga.id), webhook, settings=settings, now=clock.now())
    at(23 * HOUR)
    ping(session, webhook)
    ((headers, body),) = send()
    assert verified(former, headers, body) == verified(secret, headers, body)

    at(25 * HOUR)
    ping(session, webhook)
    ((headers, body),) = send()
    assert verified(secret, headers, body)
    with pytest.raises(WebhookVerificationError):
        verified(former, headers, body)


def test_what_builds_a_site_is_asked_as_github_wants_it(session, hook, lunar, send):
    webhook, secret = hook(preset=WebhookPreset.REBUILD, authorization="Bearer ghp_secret")
    ping(session, webhook)

    ((headers, body),) = send()

    assert json.loads(body) == {"event_type": "webinars"}
    assert headers["Authorization"] == "Bearer ghp_secret"
    assert verified(secret, headers, body)


def test_secrets_are_stored_encrypted_and_anew_when_the_key_changes(session, settings, hook):
    webhook, secret = hook(authorization="Bearer ghp_secret")
    assert secret not in webhook.secret
    assert "ghp_secret" not in webhook.authorization
    newer = dataclasses.replace(
        settings, secret_key="n" * 20 + "abcdefghijkl", secret_key_fallbacks=(settings.secret_key,)
    )

    seal_anew(session, newer)
    session.commit()

    assert unseal([newer.secret_key], webhook.secret) == secret
    assert unseal([newer.secret_key], webhook.authorization) == "Bearer ghp_secret"
    assert lost_webhooks(session, newer) == []
    assert lost_webhooks(session, settings) == ["hooks.society.example/programme"]


def test_what_cannot_be_signed_any_more_is_not_sent_unsigned(session, settings, program, sites, send):
    webhook, _secret = program
    ping(session, webhook)
    webhook.secret = "gAAAAA-of-another-key"
    session.commit()

    assert send() == []
    assert the_hook(session).failure == "secret"


def test_an_answer_is_read_no_further_than_its_beginning(session, program, sites, send):
    webhook, _secret = program
    sites.answers(status=200, body=b"x" * 500_000)
    ping(session, webhook)
    send()

    assert the_hook(session).state == PromiseState.SENT
    assert URL not in the_hook(session).failure


def test_a_name_that_leads_inside_by_now_is_not_called(session, program, sites, send):
    webhook, _secret = program
    sites.names["hooks.society.example"] = ["192.168.2.10"]
    ping(session, webhook)

    assert send() == []
    assert the_hook(session).failure == "inside a private network"
    assert dt.timedelta() < the_hook(session).due_at - NOW


def test_what_is_called_next_is_found_by_the_index_of_what_is_unsent(session, settings, program):
    webhook, _secret = program
    ping(session, webhook)
    asked, engine = [], session.get_bind()
    if engine.dialect.name == "postgresql":
        # Of one row everything is quick; what matters is whether the index has what is asked for, in its order.
        for way in ("seqscan", "bitmapscan", "sort"):
            session.execute(sa.text(f"SET LOCAL enable_{way} = off"))
    sa.event.listen(engine, "before_cursor_execute", note := lambda _c, _cursor, *said: asked.append(said[:2]))
    called = _HookRound(session, settings, None, now=clock.now)
    called._take(0, clock.now())
    sa.event.remove(engine, "before_cursor_execute", note)

    ((statement, values),) = [each for each in asked if "FROM outbound_hook" in each[0] and "SELECT" in each[0][:6]]
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    plan = [row[-1] for row in session.connection().exec_driver_sql(f"{explain} {statement}", values)]
    assert any("ix_outbound_hook_unsent" in line for line in plan)
    assert not any("sort" in line.lower() or "b-tree" in line.lower() for line in plan)
