"""What a failure writes into the log, and what it must not."""

import dataclasses
import json
import re

import pytest

from tests.factories import make_user
from webinars.domain.accounts.passwords import hash_password
from webinars.web.monitoring import logs
from webinars.web.security.refusals import OF_PROOFS

SECRET = "hunter2-is-typed-here"


@pytest.fixture(params=["console", "json"])
def failing(request, fresh_app):
    settings = dataclasses.replace(fresh_app.config["SETTINGS"], log_format=request.param)
    logs.configure(settings)

    def fail():
        password = SECRET
        raise RuntimeError(f"a failure of {len(password)} letters")

    fresh_app.testing = False
    fresh_app.add_url_rule("/fail", view_func=fail)
    yield fresh_app.test_client()
    logs.configure(fresh_app.config["SETTINGS"])


def test_a_failure_is_told_with_its_place_and_without_values(failing, capsys):
    page = failing.get("/fail")
    written = capsys.readouterr().err

    assert page.status_code == 500
    assert "a failure of 21 letters" in written
    assert "test_logs.py" in written
    assert SECRET not in written
    assert "a failure" not in page.text


def test_json_is_one_object_a_line(fresh_app, capsys):
    logs.configure(dataclasses.replace(fresh_app.config["SETTINGS"], log_format="json"))
    try:
        logs.structlog.get_logger().warning("forged", text="one\ntwo: ok")
    finally:
        logs.configure(fresh_app.config["SETTINGS"])

    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["text"] == "one\ntwo: ok"


def test_a_newline_cannot_forge_a_line_on_the_console(fresh_app, capsys):
    logs.configure(fresh_app.config["SETTINGS"])

    logs.structlog.get_logger().warning("forged", text="one\ntwo: ok")

    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", "unknown"),
    ],
)
def test_of_an_address_only_its_network_is_kept(address, shown):
    assert logs.network_of(address) == shown


def refusals(capsys):
    return [line for line in capsys.readouterr().err.splitlines() if "refused" in line]


def test_each_refusal_is_one_line_with_its_network_endpoint_and_person(client, session, sign_in, olga, lunar, capsys):
    sign_in(client, olga)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    capsys.readouterr()

    assert client.get("/manage/outbox").status_code == 403
    assert client.get("/manage/organisations/no-such").status_code == 404
    assert client.post("/follow", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/webinars/no-such").status_code == 404

    lines = refusals(capsys)
    assert [line.split("status=")[1].split()[0] for line in lines] == ["403", "404", "403"]
    assert all("192.0.2.0/24" in line and "192.0.2.77" not in line for line in lines)
    assert f"user_id={olga.id}" in lines[0]
    assert "endpoint=outbox.index" in lines[0]
    assert "user_id=None" in lines[2]


def test_a_wrong_password_is_one_line_with_its_network(client, session, capsys):
    client.environ_base["REMOTE_ADDR"] = "2001:db8:1:2::3"
    client.post("/account/sign-in", data={"email": "ada@society.example", "password": "wrong"})

    [line] = refusals(capsys)
    assert "sign-in refused" in line
    assert "2001:db8:1::/48" in line
    assert "ada@society.example" not in line


def enter(client, password):
    return client.post("/account/sign-in", data={"email": "ada@society.example", "password": password})


def test_who_signs_in_is_one_line_in_utc_with_the_request_and_without_the_address(client, session, capsys):
    ada = make_user(session, "Ada", email="ada@society.example", password_hash=hash_password("copper tide organ"))
    client.environ_base["REMOTE_ADDR"] = "192.0.2.77"

    assert enter(client, "copper tide organ").status_code == 303

    written = capsys.readouterr().err
    [line] = [line for line in written.splitlines() if "signed in" in line]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z ", line)
    assert f"user_id={ada.id} " in line
    assert re.search(r"request=[0-9a-f]{8}\b", line)
    assert "network=192.0.2.0/24" in line
    assert [word for word in ("ada@society.example", "copper tide organ", "192.0.2.77") if word in written] == []


def test_a_limit_that_is_reached_is_told(client, session, capsys):
    for _turn in range(11):
        enter(client, "wrong")

    written = capsys.readouterr().err.splitlines()
    assert [line for line in written if "limit reached" in line and "endpoint=accounts.open_session" in line]


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/account/code", {"code": "271828"}),
        ("/account/recovery", {"email": "ada@society.example", "code": "zq27-1828"}),
        ("/account/sign-in/passkey", {"credential": "{}"}),
        ("/account/proof?next=/account/recovery-codes", {"proof_password": "zq271828"}),
        ("/account/password", {"current_password": "zq271828", "password": "seven grey geese"}),
    ],
)
def test_a_proof_that_is_not_right_is_one_line_without_it(client, session, sign_in, capsys, address, data):
    ada = make_user(session, "Ada", email="ada@society.example", password_hash=hash_password("copper tide organ"))
    sign_in(client, ada)
    capsys.readouterr()

    assert client.post(address, data=data).status_code == 422

    written = capsys.readouterr().err
    [line] = [line for line in written.splitlines() if "refused" in line]
    assert "status=422" in line
    assert [word for word in ("ada@society.example", "271828", "1828", "grey geese") if word in written] == []


def test_what_refuses_a_proof_is_there(app):
    assert app.view_functions.keys() >= OF_PROOFS
