"""Places that tell by themselves that a recording is ready."""

import base64
import hashlib
import hmac
import json

import pytest
import sqlalchemy as sa

from tests import film_hosts as hosts
from tests.integration.recording_sources.conftest import MINUTE, OVER
from webinars.domain.site_settings.encryption import seal
from webinars.models import RecordingProposal

CODE = "c" * 43
ZOOM, BBB = f"/hooks/zoom/{CODE}", f"/hooks/bigbluebutton/{CODE}"
COMPLETED = {
    "event": "recording.completed",
    "payload": {
        "object": {"id": 81234567890, "uuid": hosts.ZOOM_UUID, "download_url": "https://evil.example/film.mp4"}
    },
    "download_token": "evil",
}


@pytest.fixture
def source(settings, watch, clock_at):
    clock_at(MINUTE)
    secret = {"client_id": "c", "client_secret": "s", "token": "the-token"}
    return watch("zoom", "acc-1", asked_at=OVER, hook_code=CODE, secret=seal(settings.secret_key, json.dumps(secret)))


@pytest.fixture
def send(client, session):
    """`send(body)`: Zoom sends it, signed with `token`, `late` seconds ago."""

    def send(body, *, token="the-token", late=0, signature=None, address=ZOOM):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int((OVER + MINUTE).timestamp()) - late)
        signed = hmac.new(token.encode(), b"v0:" + stamp.encode() + b":" + data, hashlib.sha256).hexdigest()
        headers = {
            "x-zm-request-timestamp": stamp,
            "x-zm-signature": f"v0={signed}" if signature is None else signature,
        }
        answer = client.post(address, data=data, headers=headers, content_type="application/json")
        session.expire_all()
        return answer

    return send


def test_a_recording_that_is_ready_makes_the_place_due_and_nothing_else_is_believed(session, source, send, sites):
    assert send(COMPLETED).status_code == 204

    assert source.asked_at is None
    assert sites.asked == []
    assert session.scalars(sa.select(RecordingProposal)).all() == []


def test_the_address_is_validated_with_the_token_and_its_mac(source, send):
    answer = send({"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}})

    encrypted = hmac.new(b"the-token", b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert answer.json == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": encrypted}
    assert source.asked_at == OVER


@pytest.mark.parametrize("event", ["recording.started", None, {"recording": "completed"}])
def test_other_events_change_nothing(source, send, event):
    assert send({"event": event}).status_code == 204
    assert source.asked_at == OVER


@pytest.mark.parametrize(
    "how",
    [{"token": "another"}, {"signature": ""}, {"signature": "v0=é"}, {"late": 301}, {"late": -301}, {"late": 10**14}],
)
@pytest.mark.parametrize("body", [COMPLETED, {"event": "endpoint.url_validation", "payload": {"plainToken": "a"}}])
def test_what_is_not_signed_or_old_is_refused_and_nothing_is_learned(source, send, how, body):
    answer = send(body, **how)

    assert answer.status_code == 401
    assert "encryptedToken" not in answer.text
    assert source.asked_at == OVER


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"payload": 1}', b"[" * 50000])
def test_a_body_of_another_shape_is_nothing(source, send, body):
    assert send(body).status_code == 204
    assert source.asked_at == OVER


def test_without_a_token_nobody_can_sign(session, settings, source, send):
    source.secret = seal(settings.secret_key, json.dumps({"client_id": "c", "client_secret": "s", "token": ""}))
    session.commit()

    assert send(COMPLETED, token="").status_code == 401


@pytest.mark.parametrize("address", ["/hooks/zoom/unknown", BBB, "/hooks/bigbluebutton/unknown"])
def test_unknown_addresses_are_none(source, send, address):
    assert send(COMPLETED, address=address).status_code == 404


def encoded(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def token(secret="the-secret"):
    signed = f"{encoded({'alg': 'HS256'})}.{encoded({'meeting_id': 'room-1', 'record_id': hosts.RECORD})}"
    mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


@pytest.fixture
def server(settings, watch, clock_at):
    clock_at(MINUTE)
    secret = seal(settings.secret_key, json.dumps({"secret": "the-secret"}))
    return watch(
        "bigbluebutton", f"https://{hosts.BBB}/bigbluebutton/api", asked_at=OVER, hook_code=CODE, secret=secret
    )


def test_a_server_that_has_a_recording_ready_is_looked_at(client, session, server):
    assert client.post(BBB, data={"signed_parameters": token()}).status_code == 204
    session.expire_all()
    assert server.asked_at is None


@pytest.mark.parametrize(
    "signed",
    ["", "a.b", "a.b.c", "é.é.é", token("another"), token()[:-1], token() + "."],
)
def test_a_server_that_does_not_sign_is_refused(client, session, server, signed):
    assert client.post(BBB, data={"signed_parameters": signed}).status_code == 403
    session.expire_all()
    assert server.asked_at == OVER


def test_a_secret_that_cannot_be_read_any_more_lets_nobody_in(client, session, server):
    server.secret = seal("another" * 8, "{}")
    session.commit()

    assert client.post(BBB, data={"signed_parameters": token()}).status_code == 403


def test_the_address_stands_on_the_page_of_owners(client, sign_in, olga, source):
    sign_in(client, olga)

    assert f'value="http://localhost{ZOOM}"' in client.get("/manage/organisations/lunar-society/sources").text


def test_the_code_stands_in_no_log(app, source):
    assert CODE not in app.extensions["mask"].masked(f"POST {ZOOM} 204")
