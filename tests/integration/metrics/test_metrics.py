"""What Prometheus is told, and what nobody is told."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from flask import Flask
from huey import MemoryHuey
from sqlalchemy.exc import OperationalError

from tests.application import Browser
from tests.factories import add_recording, make_organisation, make_webinar
from webinars import clock
from webinars.app.application import build_app
from webinars.app.metrics.counts import count_jobs
from webinars.config import read_settings
from webinars.db import db
from webinars.domain.interfaces.webhooks.promises import promise_rebuild
from webinars.domain.mail.actions import add_mail
from webinars.domain.processes.heartbeats import record_heartbeat
from webinars.models import OutboundEmail, Priority, PromiseState, Webhook, WebhookPreset

TOKEN = "a token of Prometheus".replace(" ", "-")
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="session")
def _counts(tmp_path_factory):
    """Where this process counts: one place as long as it lives, which no server that a test starts shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path_factory.mktemp("counts")))
        yield


@pytest.fixture
def measured(app: Flask, settings, _counts):
    """The same site with a token."""
    environment = {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_BASE_URL": "http://localhost",
        "WEBINARS_METRICS_TOKEN": TOKEN,
    }
    measured = build_app(read_settings(environment))
    measured.testing = True
    yield measured
    with measured.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(measured, session):
    visitor = Browser(measured, response_wrapper=measured.response_class)
    visitor.test_session = session
    return visitor


@pytest.fixture
def told(visitor):
    """`told("webinars_requests_total", route="programme.home")`: the value that /metrics tells."""
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415 - only the application knows when

    def told(name, **labels):
        answer = visitor.get("/metrics", headers=BEARER)
        assert answer.status_code == 200
        return sum(
            sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    return told


def test_a_file_that_another_process_has_just_opened_stops_nothing(visitor, told):
    visitor.get("/")
    opened = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]) / "counter_999999.db"
    opened.touch()
    try:
        assert told("webinars_requests_total", route="programme.home") >= 1
    finally:
        opened.unlink()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}é"}],
)
def test_without_the_token_there_is_nothing_here(visitor, headers):
    answer, nothing = visitor.get("/metrics", headers=headers), visitor.get("/no-such-page")

    assert answer.status_code == 404
    assert answer.data == nothing.data


def test_without_a_setting_there_is_nothing_for_anybody(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_it_is_kept_nowhere_and_sets_no_cookie(visitor):
    answer = visitor.get("/metrics", headers=BEARER)

    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_requests_are_counted_by_route_method_and_class_of_status(visitor, told):
    of_these = {"route": "recordings.show", "method": "GET", "status": "4xx"}
    before = told("webinars_requests_total", **of_these)
    visitor.get("/recordings/nothing")
    visitor.get("/recordings/nothing-else")
    visitor.open("/recordings", method="BREW")

    assert told("webinars_requests_total", **of_these) == before + 2
    assert told("webinars_requests_total", method="other", status="4xx") >= 1
    assert told("webinars_requests_total", method="BREW") == 0


def test_what_fails_is_counted_as_such(measured, visitor, told, monkeypatch):
    def fail(**_arguments):
        raise RuntimeError

    measured.testing = False
    monkeypatch.setitem(measured.view_functions, "health.live", fail)
    before = told("webinars_requests_total", status="5xx")
    visitor.get("/health/live")

    assert told("webinars_requests_total", status="5xx") == before + 1


def test_fetches_of_feeds_are_counted_by_whether_there_was_news(visitor, told):
    full, unchanged = (told("webinars_feed_polls_total", answer=each) for each in ("full", "unchanged"))
    tag = visitor.get("/calendar.ics").headers["ETag"]
    visitor.get("/calendar.ics", headers={"If-None-Match": tag})

    assert told("webinars_feed_polls_total", answer="full") == full + 1
    assert told("webinars_feed_polls_total", answer="unchanged") == unchanged + 1


def test_the_state_of_mails_and_workers(session, told):
    now = clock.now()
    for number, (priority, minutes) in enumerate([(Priority.SECURITY, 5), (Priority.DIGEST, 90), (Priority.DIGEST, 1)]):
        add_mail(
            session,
            kind="accounts.reset",
            priority=priority,
            recipient="ana@society.example",
            context={},
            dedupe_key=str(number),
            now=now - dt.timedelta(minutes=minutes),
        )
    session.flush()
    sent = OutboundEmail(
        kind="accounts.reset",
        priority=Priority.MESSAGE,
        recipient="bo@society.example",
        recipient_domain="society.example",
        context={},
        dedupe_key="sent",
        due_at=now,
        created_at=now,
        state=PromiseState.SENT,
    )
    session.add(sent)
    record_heartbeat(session, "here", now=now)
    webhook = Webhook(
        organisation_id=make_organisation(session).id,
        made_by_id=None,
        url="https://hooks.society.example/",
        preset=WebhookPreset.REBUILD,
        kinds=[],
        secret="sealed",
        created_at=now,
    )
    session.add(webhook)
    session.flush()
    for minutes in (-7, 7):
        promise_rebuild(session, webhook.id, now=now + dt.timedelta(minutes=minutes))

    assert told("webinars_hooks_due") == 1
    assert 400 <= told("webinars_hook_oldest_due_seconds") < 600
    assert told("webinars_mails_due", priority="digest") == 2
    assert 5400 <= told("webinars_mail_oldest_due_seconds", priority="digest") < 5700
    assert 300 <= told("webinars_mail_oldest_due_seconds", priority="security") < 600
    assert told("webinars_mail_oldest_due_seconds", priority="message") == 0
    assert told("webinars_mails_recent", result="sent") == 1
    assert told("webinars_mails_recent", result="due") == 3
    assert told("webinars_workers_alive") == 1


def test_the_state_of_the_machine(visitor, told, settings):
    assert told("webinars_database_up") == 1
    assert told("webinars_database_bytes") > 10_000
    assert told("webinars_disk_free_bytes", folder="data") > 0
    assert told("webinars_zone_data_info") == told("webinars_info") == 1
    has_log = "webinars_wal_bytes" in visitor.get("/metrics", headers=BEARER).text
    assert has_log == settings.database_url.startswith("sqlite")


def test_it_answers_while_the_database_is_away(measured, told, monkeypatch):
    def away(*_arguments, **_options):
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr("webinars.app.metrics.state.workers", away)

    assert told("webinars_database_up") == 0
    assert told("webinars_disk_free_bytes", folder="data") > 0


def test_nothing_private_is_in_it(session, lunar, visitor, olga):
    webinar = make_webinar(session, lunar, "Hidden comets", slug="hidden-comets")
    add_recording(session, webinar, "Hidden tails", slug="hidden-tails")
    add_mail(
        session,
        kind="accounts.reset",
        priority=Priority.SECURITY,
        recipient="hidden@society.example",
        context={},
        dedupe_key="hidden",
        now=clock.now(),
    )
    for path in (
        "/webinars/hidden-comets",
        "/recordings/hidden-tails?q=hidden-word",
        "/my/hidden-token/calendar.ics",
        "/join/hidden-code",
        "/account/reset/hidden-token",
        "/hidden-page",
    ):
        visitor.get(path, headers={"User-Agent": "hidden-agent", "Referer": "https://hidden.example"})
    visitor.post("/account/sign-in", data={"email": "hidden@society.example", "password": "hidden-password"})

    text = visitor.get("/metrics", headers=BEARER).text

    assert "webinars_requests_total" in text
    assert re.findall(r".*hidden.*|.*society.*|.*lunar.*|.*olga.*|.*127\.0.*", text, re.IGNORECASE) == []
    assert TOKEN not in text


def test_robots_and_sitemaps_do_not_name_it(client):
    assert "metrics" not in client.get("/robots.txt").text + client.get("/sitemap.xml").text


def test_jobs_are_counted_by_how_they_ended(measured, told):
    huey = MemoryHuey(immediate=True, results=False)
    count_jobs(huey, measured.extensions["metrics"])

    @huey.task(name="well")
    def well():
        pass

    @huey.task(name="badly")
    def badly():
        raise ValueError

    well()
    well()
    badly()

    assert told("webinars_jobs_total", job="well", result="done") == 2
    assert told("webinars_jobs_total", job="badly", result="failed") == 1
