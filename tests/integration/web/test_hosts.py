"""The Host of a request is anybody's to choose: no answer is made of it."""

import re

import pytest
from flask import Flask

from tests.public_addresses import public_addresses
from webinars import clock
from webinars.app.application import build_app
from webinars.config import read_settings
from webinars.db import db
from webinars.demo.load import load_demo

pytestmark = pytest.mark.usefixtures("derived")


EVIL = {"Host": "evil.example"}
FORWARDED = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@pytest.mark.parametrize("address", ["/manage", "/webinars//x", "//webinars", "/manage?next=/x", "/account//sign-in"])
def test_redirect_of_the_routing_stays_on_the_host_that_was_asked(client, address):
    response = client.get("http://evil.example" + address, headers=EVIL)

    assert response.status_code == 308
    assert response.location.startswith("/")
    assert not response.location.startswith("//")
    assert "evil.example" not in response.text


def test_no_public_answer_repeats_the_host(client, app, session, settings):
    load_demo(session, settings, now=clock.now())
    session.commit()
    # Whether an answer is made of it is a matter of the route, not of the row.
    answers = {path: client.get(path, headers=EVIL) for path in public_addresses(app, session, of_each=4)}

    told = [path for path, answer in answers.items() if "evil.example" in str(answer.headers) + str(answer.data)]

    assert told == []
    assert len(answers) > 100


@pytest.fixture
def behind_a_proxy(app, settings, tmp_path):
    """The application as it is behind one proxy, which passes on what clients send."""
    environment = {
        "WEBINARS_DATA": str(tmp_path),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_BASE_URL": "https://society.example",
        "WEBINARS_TRUSTED_PROXIES": "1",
    }
    proxied = build_app(read_settings(environment))
    proxied.testing = True
    yield proxied
    with proxied.app_context():
        db.engine.dispose()


def test_no_client_chooses_the_host_through_a_proxy(behind_a_proxy: Flask):
    browser = behind_a_proxy.test_client()

    for path in ("/", "/manage", "/webinars", "/webinars//x", "/sitemap.xml", "/lint"):
        answer = browser.get(path, headers=FORWARDED)
        assert "evil.example" not in str(answer.headers) + answer.text


def network_of_a_refusal(browser, capsys, forwarded=FORWARDED):
    capsys.readouterr()
    assert browser.post("/account/code", data={"code": "271828"}, headers=forwarded).status_code in {400, 422}
    return re.search(r"refused .*network=(\S+)", capsys.readouterr().err)[1]


def test_a_proxy_is_believed_about_a_client_only_where_the_operator_has_one(client, behind_a_proxy: Flask, capsys):
    proxied, behind_another = behind_a_proxy.test_client(), FORWARDED | {"X-Forwarded-For": "192.0.2.1, 203.0.113.9"}

    assert network_of_a_refusal(client, capsys) == "127.0.0.0/24"
    assert network_of_a_refusal(proxied, capsys) == "203.0.113.0/24"
    assert network_of_a_refusal(proxied, capsys, behind_another) == "203.0.113.0/24"


def test_form_is_known_by_the_address_of_the_site_whatever_host_a_proxy_asks(behind_a_proxy: Flask):
    browser = behind_a_proxy.test_client()

    def send(origin):
        return browser.post("/lint", headers={"Host": "10.0.0.7:8000", "Origin": origin}).status_code

    assert send("https://society.example") != 403
    assert send("https://evil.example") == 403


@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//[", "https://evil.example"])
def test_header_that_is_no_address_is_refused_and_no_fault_of_ours(client, header, address):
    for path in ("/follow", "/account/sign-in", "/manage/webinars"):
        assert client.post(path, headers={header: address}).status_code in {400, 403, 422}
        too_long = client.post(path, headers={header: address}, data={"text": "x" * 1_300_000})
        assert too_long.status_code in {400, 403, 413, 422}
