"""What a failure writes into the log, and what it must not."""

import dataclasses
import json

import pytest

from webinars.site.web import logs

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
