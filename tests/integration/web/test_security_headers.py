"""What each answer tells the browser: pages, feeds, files, errors and ways elsewhere alike."""

import pytest

from webinars.app.application import build_app
from webinars.config import read_settings
from webinars.db import db
from webinars.web.security_headers import BASE_POLICY

pytestmark = pytest.mark.usefixtures("derived")

POLICY = "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in BASE_POLICY.items())
ANSWERS = {
    "/": 200,
    "/calendar.ics": 200,
    "/webinars.rss": 200,
    "/sitemap.xml": 200,
    "/recordings.json": 200,
    "/health/live": 200,
    "/static/site.css": 200,
    "/account/forgotten": 200,
    "/manage/": 302,
    "/webinars/": 308,
    "/join/nobodys": 404,
    "/no-such-page": 404,
    "/webinars?page=%00": 400,
    "/account/sign-out": 405,
}


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_has_the_whole_policy_and_is_framed_by_nobody(client, address):
    answer = client.get(address)

    assert answer.status_code == ANSWERS[address]
    assert answer.headers.getlist("Content-Security-Policy") == [POLICY]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert "Strict-Transport-Security" not in answer.headers


def test_the_policy_runs_no_script_and_no_style_of_a_page():
    assert BASE_POLICY["default-src"] == BASE_POLICY["object-src"] == BASE_POLICY["base-uri"] == ("'none'",)
    assert BASE_POLICY["script-src"] == BASE_POLICY["style-src"] == ("'self'",)
    assert "unsafe" not in POLICY


def test_a_failure_has_them_too(fresh_app):
    def fail():
        raise RuntimeError

    fresh_app.testing = False
    fresh_app.add_url_rule("/fail", view_func=fail)

    answer = fresh_app.test_client().get("/fail")

    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_answers_for_programs_are_what_they_say_they_are(client):
    assert client.get("/api/v1/webinars").headers["X-Content-Type-Options"] == "nosniff"


def test_other_sites_are_told_the_site_alone_and_of_secret_addresses_nothing(client):
    assert client.get("/").headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert client.get("/follow/nobodys").headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "address", ["/", "/calendar.ics", "/no-such-page", "/manage/", "/embed/next", "/api/v1/webinars"]
)
def test_over_https_a_browser_comes_by_https_alone_for_a_year(app, settings, tmp_path, address):
    environment = {
        "WEBINARS_DATA": str(tmp_path),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_BASE_URL": "https://society.example",
    }
    served = build_app(read_settings(environment))
    served.testing = True

    answer = served.test_client().get(address)

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    with served.app_context():
        db.engine.dispose()


def test_nobody_debugs_a_site_unless_asked(app, fresh_app):
    assert not app.debug
    assert not fresh_app.debug
