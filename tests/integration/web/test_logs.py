"""What a failure writes into the log, and what it must not."""

import dataclasses
import json

import pytest

from webinars.web.monitoring import logs

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
