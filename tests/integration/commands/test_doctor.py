"""What `webinars doctor` says of what works beside the web server."""

import datetime as dt
import re
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from tests.language_model_server import own_model
from tests.redis_server import own_redis
from webinars import clock, create_app
from webinars.config import read_settings
from webinars.db import db
from webinars.domain.mail.actions import add_mail
from webinars.domain.processes.heartbeats import key_digest_of, record_heartbeat
from webinars.domain.site_settings.encryption import seal
from webinars.models import OutboundEmail, Priority, PromiseState, SiteSetting, Webhook, WebhookPreset

__all__ = ["own_redis"]

SENDING = {"WEBINARS_MAIL_URL": "smtp://mail.example"}


@pytest.fixture
def stored(migrated, environment):
    """`with stored() as session`: what the block adds is in the database of `run`."""

    @contextmanager
    def stored():
        with create_app(read_settings(environment)).app_context():
            yield db.session()
            db.session.commit()
            db.session.remove()
            db.engine.dispose()

    return stored


def add_mails(session, *keys, state, hours):
    for key in keys:
        add_mail(
            session,
            kind="accounts.reset",
            priority=Priority.MESSAGE,
            recipient="ana@society.example",
            context={},
            dedupe_key=key,
            now=clock.now() - dt.timedelta(hours=hours),
        )
    session.execute(sa.update(OutboundEmail).where(OutboundEmail.dedupe_key.in_(keys)).values(state=state))


def test_it_tells_whether_redis_answers(run, run_process, own_redis):
    assert "Redis" not in run("doctor").stdout

    # As processes of their own: an application that counts tries in Redis would do so until this one ends.
    away = run_process("doctor", WEBINARS_REDIS_URL=own_redis.url)
    own_redis.start()
    there = run_process("doctor", WEBINARS_REDIS_URL=own_redis.url)

    assert re.search("^wrong  Redis: cannot be reached: .*refused$", away.stdout, re.MULTILINE)
    assert away.returncode == 1
    assert "ok     Redis: answers\n" in there.stdout
    assert there.returncode == 0


def test_it_counts_the_workers_that_are_alive(run, stored):
    assert "ok     worker: none has run yet\n" in run("doctor").stdout

    with stored() as session:
        record_heartbeat(session, "lunar-1", now=clock.now() - dt.timedelta(minutes=4))
    late = run("doctor")
    with stored() as session:
        record_heartbeat(session, "lunar-2", now=clock.now())
    one = run("doctor")
    with stored() as session:
        record_heartbeat(session, "lunar-3", now=clock.now())
    two = run("doctor")

    assert "wrong  worker: last seen 4 minutes ago\n" in late.stdout
    assert late.returncode == 1
    assert re.search("ok     worker: seen [0-9]+ seconds ago\n", one.stdout)
    assert re.search("ok     worker: seen [0-9]+ seconds ago; 2 of them in the last 3 minutes\n", two.stdout)


def test_it_tells_of_a_machine_with_another_key(run, stored):
    with stored() as session:
        record_heartbeat(
            session, "lunar-1", now=clock.now(), key_digest=key_digest_of("another key, of more than 32 characters")
        )

    found = run("doctor")

    assert "wrong  secret key: lunar-1 runs with another one; all machines need the same\n" in found.stdout
    assert found.returncode == 1


@pytest.mark.parametrize("address", ["http://webinars.example", "http://8.8.8.8", "http://[2606:4700::1]:8000"])
def test_a_public_address_without_https_is_wrong(run, stored, address):
    found = run("doctor", WEBINARS_BASE_URL=address)

    assert f"wrong  address: {address} is public and without https, so that others can read" in found.stdout
    assert found.returncode == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://webinars.example",
        "http://localhost:8000",
        "http://127.0.0.1",
        "http://10.0.0.7:8000",
        "http://192.168.1.2",
        "http://[fd00::7]",
        "http://intranet",
        "http://webinars.society.internal",
    ],
)
def test_an_address_with_https_or_within_a_house_is_right(run, stored, address):
    assert f"ok     address: {address}\n" in run("doctor", WEBINARS_BASE_URL=address).stdout


def test_it_says_that_several_web_processes_count_tries_alone(run, stored):
    several, one = run("doctor", WEB_CONCURRENCY="3"), run("doctor", WEB_CONCURRENCY="1")

    assert "ok     limits: each of 3 web processes counts tries by itself" in several.stdout
    assert "limits" not in one.stdout


def test_it_tells_of_mails_that_were_given_up(run, stored):
    with stored() as session:
        add_mails(session, "a", "b", "c", state=PromiseState.FAILED, hours=6 * 24)
        add_mails(session, "d", state=PromiseState.FAILED, hours=8 * 24)
        add_mails(session, "e", state=PromiseState.SENT, hours=2)

    found = run("doctor", **SENDING)

    assert "ok     mail: sent through mail.example\n" in found.stdout
    assert "wrong  mail: 3 could not be sent in the last 7 days; see /manage/outbox\n" in found.stdout
    assert "an hour" not in found.stdout
    assert found.returncode == 1


def test_it_tells_of_webhooks_whose_secrets_cannot_be_read(run, stored):
    with stored() as session:
        webhook = Webhook(
            organisation_id=make_organisation(session).id,
            made_by_id=None,
            url="https://hooks.society.example/programme?key=hidden",
            preset=WebhookPreset.REBUILD,
            kinds=[],
            secret="gAAAA-of-another-key",
            created_at=clock.now(),
        )
        session.add(webhook)

    found = run("doctor")

    said = "the secrets of hooks.society.example/programme cannot be read with this key; make new ones"
    assert f"wrong  webhooks: {said}" in found.stdout
    assert found.returncode == 1


def test_it_tells_of_mails_that_are_late_only_where_they_are_sent(run, stored):
    with stored() as session:
        add_mails(session, "a", "b", state=PromiseState.DUE, hours=2)
        add_mails(session, "c", state=PromiseState.DUE, hours=0.5)

    sending, keeping = run("doctor", **SENDING), run("doctor")

    assert "wrong  mail: 2 have been due for more than an hour and are not sent; see /manage/outbox\n" in sending.stdout
    assert sending.returncode == 1
    assert "an hour" not in keeping.stdout
    assert keeping.returncode == 0


def test_without_a_database_it_does_not_guess(run):
    assert (
        "worker: not known, for the database cannot be asked"
        in run("doctor", WEBINARS_DATABASE_URL="postgresql://127.0.0.1:1/x").stdout
    )


def test_it_counts_the_places_again_and_the_links_that_are_lost(run, stored, environment):
    settings = read_settings(environment)
    with stored() as session:
        webinar = make_webinar(session, make_organisation(session))
        desk = open_desk(session, webinar, capacity=5)
        for name in ("Ana", "Bo"):
            make_registration(session, settings, webinar, name)
        desk.seats_taken = 3

    sound = run("doctor").stdout
    other_key = run("doctor", WEBINARS_SECRET_KEY="another key, also of more than 32 characters").stdout

    assert "wrong  registrations: the places of comets-and-their-tails are counted wrongly" in sound
    assert "links made" not in sound
    assert "wrong  registrations: 2 people have links made with a secret key that is gone" in other_key


def test_who_registered_is_listed_for_the_operator(run, stored, environment):
    settings = read_settings(environment)
    with stored() as session:
        webinar = make_webinar(session, make_organisation(session))
        open_desk(session, webinar)
        make_registration(session, settings, webinar, "Ana")

    listed, table = run("registrations", webinar.slug), run("registrations", webinar.slug, "--csv")

    assert (listed.returncode, listed.stdout) == (0, "Has a place\tAna\tana@attendee.example\n")
    assert table.stdout.removeprefix("\ufeff").splitlines()[1].startswith("Ana,ana@attendee.example,Has a place,")
    assert run("registrations", "nothing").returncode == 1


def test_it_looks_at_the_mail_server_that_was_set_in_the_browser(run, stored):
    server = {"mail_host": "mail.lunar.example", "mail_port": 587, "mail_tls": "starttls", "mail_username": "webinars"}
    with stored() as session:
        for name, value in server.items():
            session.add(SiteSetting(name=name, value=value, changed_at=clock.now()))
    assert "sent through mail.lunar.example" in run("doctor").stdout
    assert "sent through mail.example" in run("doctor", **SENDING).stdout

    with stored() as session:
        sealed = seal("another secret of more than 32 characters", "moonlight")
        session.add(SiteSetting(name="mail_password", value=sealed, changed_at=clock.now()))
    result = run("doctor")

    assert result.returncode == 1
    assert "was encrypted with another secret key: type it again there" in result.stdout
    assert "sent through" not in result.stdout
    assert "no server is set" not in result.stdout


def test_it_asks_the_model_of_the_reader(run, stored):
    with own_model() as model:
        named = {"WEBINARS_READER_MODEL_URL": model.url, "WEBINARS_READER_MODEL_NAME": "small"}

        good = run("doctor", **named)
        model.status = 401
        bad = run("doctor", **named)

    host = f"127.0.0.1:{model.port}"
    assert f"ok     model of the reader: small at {host} answers" in good.stdout
    assert f"wrong  model of the reader: {host}: The model refused the question (status 401)" in bad.stdout
    assert (good.returncode, bad.returncode) == (0, 1)
    assert "model of the reader" not in run("doctor").stdout


def test_it_says_whether_the_transcriber_is_there(run):
    places = "{audio} {out} {language}"

    there = run("doctor", WEBINARS_TRANSCRIBER=f"sh {places}")
    gone = run("doctor", WEBINARS_TRANSCRIBER=f"/opt/nowhere.sh {places}")

    assert "ok     transcriber: sh" in there.stdout
    assert "wrong  transcriber: /opt/nowhere.sh is not there, or not to be run; see WEBINARS_TRANSCRIBER" in gone.stdout
    assert gone.returncode == 1
    assert "transcriber" not in run("doctor").stdout


def test_it_prints_no_secret(run, stored):
    secrets = {
        "WEBINARS_SECRET_KEY": "zq-a-key-of-more-than-32-characters-0123456789",
        "WEBINARS_SECRET_KEY_FALLBACKS": "zq-a-key-before-of-more-than-32-characters-01",
        "WEBINARS_MAIL_URL": "smtp://olga:zq-mail@127.0.0.1:1",
        "WEBINARS_METRICS_TOKEN": "zq-a-token-of-more-than-32-characters-0123456",
        "WEBINARS_READER_MODEL_URL": "http://127.0.0.1:1/v1",
        "WEBINARS_READER_MODEL_NAME": "small",
        "WEBINARS_READER_MODEL_KEY": "zq-model",
    }

    found = run("doctor", **secrets)

    assert "mail" in found.stdout
    assert "zq-" not in found.stdout + found.stderr
