"""The half of the page that owners keep their webhooks on."""

import re

import pytest
import sqlalchemy as sa

from tests.factories import make_member
from tests.integration.interfaces.webhooks.conftest import MINUTE, URL
from webinars import clock
from webinars.domain.interfaces.webhooks.jobs import send_due_hooks
from webinars.domain.interfaces.webhooks.promises import promise_ping
from webinars.models import AuditEvent, OutboundHook, Role, Webhook

PAGE = "/manage/organisations/lunar-society/interfaces"
REBUILD = {"preset": "rebuild", "url": URL, "authorization_password": "Bearer ghp_secret"}
PROGRAM = {"preset": "program", "url": URL, "kinds": ["published", "moved", "cancelled"]}


@pytest.fixture
def desk(client, sign_in, olga, at, sites):
    sign_in(client, olga)
    return client


def press(desk, path="", **data):
    return desk.post(f"{PAGE}/webhooks{path}", data=data)


def ping(session, webhook):
    promise_ping(session, webhook, now=clock.now())
    session.commit()


def the_webhook(session):
    session.expire_all()
    return session.scalars(sa.select(Webhook)).one()


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_webhook_is_tried_stored_and_its_secret_shown_once(session, desk, sites):
    answer = press(desk, **PROGRAM)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", answer.text)
    assert "It answered “204 No Content” after" in answer.text
    assert [path for _method, _host, path in sites.asked] == ["/programme"]
    assert the_webhook(session).kinds == [
        "webinar.published",
        "webinar.moved",
        "webinar.postponed",
        "webinar.cancelled",
        "webinar.restored",
        "webinar.unpublished",
    ]
    page = desk.get(PAGE)
    assert secret not in page.text
    assert "3 kinds: published, moved, cancelled." in words(page)
    assert "hooks.society.example/programme" in page.text
    assert session.scalars(sa.select(AuditEvent.action)).all() == ["organisation:add_webhook"]
    assert session.scalars(sa.select(AuditEvent.detail)).all() == [{}]


def test_what_is_written_for_github_is_never_shown_again(session, desk, sites):
    answer = press(desk, **REBUILD)

    assert sites.headers[0]["Authorization"] == "Bearer ghp_secret"
    assert "ghp_secret" not in answer.text + desk.get(PAGE).text
    assert "When what is public of the programme changes, at most once in 5 minutes." in words(desk.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"url": "https://192.168.2.10/hook"}, "192.168.2.10 is inside a private network. Enter an address"),
        ({"url": "https://[::a00:1]/hook"}, "::a00:1 is inside a private network. Enter an address"),
        ({"url": "https://inside.example/"}, "inside.example is inside a private network. Enter an address"),
        ({"url": "http://hooks.society.example/"}, "It has to begin with https"),
        ({"url": "https://hooks.society.example:8443/"}, "can have no other port than 443."),
        ({"url": "javascript:alert(1)"}, "Enter an address like https://hooks.society.example/programme."),
        ({"url": ""}, "Enter an address like"),
        ({"url": "https://unknown.example/"}, "It answered “404 Not Found”. Look whether the address is right."),
        ({"preset": "program"}, "Choose at least one kind of message."),
        ({"authorization_password": "Bearer\x01 x"}, "Copy this line from there once more"),
        ({"preset": "other"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_called_is_said_and_not_stored(session, desk, sites, typed, sentence):
    sites.names["inside.example"] = ["10.0.0.7"]
    sites.names |= {"192.168.2.10": ["192.168.2.10"], "::a00:1": ["::a00:1"]}

    answer = press(desk, **REBUILD | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(sa.select(Webhook)).all() == []


def test_a_program_may_refuse_what_it_cannot_check_yet(session, desk, sites):
    sites.answers(status=401)
    answer = press(desk, **PROGRAM)

    assert "It answered “401 Unauthorized” after" in answer.text
    assert "That may be because it does not know this secret yet." in answer.text
    assert the_webhook(session)


def test_it_shows_how_a_webhook_fares(session, settings, desk, hook, sites, at):
    webhook, _secret = hook("webinar.moved")
    assert "Not called yet" in words(desk.get(PAGE))
    for status, minutes in [(204, 0), (502, 10)]:
        at(minutes * MINUTE)
        sites.answers(status=status)
        ping(session, webhook)
        send_due_hooks(session, settings, sites.outside())
    page = words(desk.get(PAGE))
    assert "Tries again" in page
    assert "it answered “502 Bad Gateway” after 0.0 seconds" in page
    assert "We try again 1 February 2027, 12.11pm UTC, then more and more seldom for 3 days." in page
    assert "204 on 1 February" in page
    assert "502, first try" in page
    assert "204 in 0.0 seconds" in page

    at(12 * MINUTE)
    sites.answers(status=410)
    send_due_hooks(session, settings, sites.outside())
    page = words(desk.get(PAGE))
    assert "Paused" in page
    assert "it answered that it wants no more calls; we stopped and wrote to the owners." in page
    assert "One message is kept until 15 February 2027, 12.12pm UTC and was not sent." in page

    sites.answers(status=200)
    assert press(desk, f"/{webhook.id}/calls").status_code == 303
    send_due_hooks(session, settings, sites.outside())
    assert "Answers" in words(desk.get(PAGE))
    assert "organisation:resume_webhook" in session.scalars(sa.select(AuditEvent.action)).all()


def test_one_that_is_tried_is_called_by_the_worker(session, desk, hook, promised):
    webhook, _secret = hook("webinar.moved")
    press(desk, f"/{webhook.id}/calls")

    assert promised() == ["ping"]


def test_a_call_is_sent_again_and_only_one_of_the_same_webhook(session, settings, desk, hook, promised, sites):
    webhook, _secret = hook("webinar.moved")
    other, _secret = hook("webinar.moved")
    ping(session, webhook)
    send_due_hooks(session, settings, sites.outside())
    (call,) = session.scalars(sa.select(OutboundHook.id)).all()

    press(desk, f"/{other.id}/calls", call=str(call))
    assert promised() == []
    assert press(desk, f"/{webhook.id}/calls", call="x").status_code == 400
    press(desk, f"/{webhook.id}/calls", call=str(call))
    assert promised() == ["ping"]


def test_kinds_are_changed_and_the_line_kept_unless_another_is_given(session, desk, hook):
    webhook, _secret = hook("webinar.moved", authorization="Bearer one")
    before = webhook.authorization
    assert press(desk, f"/{webhook.id}").status_code == 422
    press(desk, f"/{webhook.id}", kinds=["answers"])

    changed = the_webhook(session)
    assert (changed.kinds, changed.authorization) == (["question.answered"], before)
    press(desk, f"/{webhook.id}", kinds=["answers"], authorization_password="Bearer two")
    assert the_webhook(session).authorization != before


def test_a_new_secret_is_shown_once(session, desk, hook):
    webhook, former = hook("webinar.moved")
    answer = press(desk, f"/{webhook.id}/secret")

    (secret,) = set(re.findall(r"whsec_[A-Za-z0-9+/=]{44}", answer.text))
    assert secret != former
    assert "Until 2 February 2027, 12 noon UTC calls are signed with the one before as well." in words(answer)
    assert secret not in desk.get(PAGE).text


def test_it_says_when_its_secret_cannot_be_read_any_more(session, desk, hook):
    webhook, _secret = hook("webinar.moved")
    webhook.secret = "gAAAA-of-another-key"
    session.commit()
    assert "the secret key of the site is another" in desk.get(PAGE).text

    press(desk, f"/{webhook.id}/secret")
    assert "the secret key of the site is another" not in desk.get(PAGE).text
    assert the_webhook(session).former_secret is None


def test_it_is_deleted_with_its_calls(session, desk, hook):
    webhook, _secret = hook("webinar.moved")
    ping(session, webhook)
    press(desk, f"/{webhook.id}/deletion")

    assert session.scalars(sa.select(Webhook)).all() == []
    assert session.scalars(sa.select(OutboundHook)).all() == []


def test_editors_see_no_addresses(session, client, sign_in, lunar, hook):
    hook()
    sign_in(client, make_member(session, lunar, "Edith", Role.EDITOR))
    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Only owners of the organisation see them" in page.text
    assert "hooks.society.example" not in page.text


def test_an_address_with_a_secret_in_its_query_is_named_without(session, desk, hook):
    hook(url="https://hooks.society.example/build?token=ghp_secret")

    assert "ghp_secret" not in desk.get(PAGE).text
