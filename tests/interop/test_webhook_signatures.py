"""Calls of webhooks in the eyes of the libraries that people check them with."""

import datetime as dt
import json

from standardwebhooks.webhooks import Webhook

from tests.interop.programs import read_webhooks
from webinars import clock
from webinars.domain.interfaces.webhooks.calls import call_of, message_body, new_secret

SAID = {"organisation": "société", "what": "webinars", "slug": "letters-on-colour"}


def test_both_libraries_take_a_call_while_a_secret_rotates_and_no_other(node_folder, tmp_path):
    now, secrets = clock.now(), [new_secret(), new_secret()]
    body = message_body("https://webinars.example", "webinar.moved", SAID, at=now)
    call = call_of("https://hooks.example/", body, key="k", signing=secrets, authorization=None, at=now)
    tampered = call_of("https://hooks.example/", body + b" ", key="k", signing=secrets, authorization=None, at=now)
    late = now - dt.timedelta(minutes=10)
    old = call_of("https://hooks.example/", body, key="k", signing=secrets, authorization=None, at=late)
    asked = [(secrets[0], call), (secrets[1], call), (new_secret(), call), (secrets[0], tampered), (secrets[0], old)]
    files = []
    for number, (secret, each) in enumerate(asked):
        files.append(tmp_path / f"{number}.json")
        told = {"secret": secret, "headers": dict(each.headers), "body": body.decode()}
        files[-1].write_text(json.dumps(told))

    said = read_webhooks(files, node_folder)

    expected = json.loads(body)
    assert said[:2] == [expected, expected]
    assert [isinstance(each, str) for each in said[2:]] == [True, True, True]
    assert [Webhook(secret).verify(body, dict(call.headers)) for secret in secrets] == [expected, expected]
