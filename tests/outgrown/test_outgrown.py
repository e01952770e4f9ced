"""The site on two machines behind nginx, brought up by the guide's own lines."""

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.filled_form import FilledForm
from tests.outgrown.machines import METRICS_TOKEN, PATIENCE_S, PROJECT
from tests.outgrown.readers import Readers, ask
from tests.services import systemd_paths

pytestmark = [pytest.mark.concurrency, pytest.mark.timeout(600)]
COMETS, LETTERS = "comets-and-their-tails", "letters-on-colour"
REQUESTS = 10_000
NUMBER = itertools.count()
WITHIN_S = 5
"""A second, and what a busy machine makes of it."""
KEPT_S = 10
"""How long nginx may keep a page, the one before too if it came within that second: WEBINARS_PAGE_CACHE_SECONDS."""


def saved(site, port, slug=COMETS):
    """Save a webinar through one port; the words that it has since."""
    words = f"Saved for the {next(NUMBER)}. time"
    answer = site.organiser.save(port, f"/manage/webinars/{slug}", words)
    assert answer.status_code == 303, answer.text
    return words


def page(port, slug=COMETS):
    # Past what nginx keeps.
    return ask(port, f"/webinars/{slug}?n={next(NUMBER)}")


def wait_until(is_so, patience_s=PATIENCE_S):
    ends_at = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.05)


def wait_for_words(words, port):
    """A process that has not written itself may give a page out that is a second old."""
    wait_until(lambda: words in page(port).text, WITHIN_S)


def children_of(process):
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_the_guide_brings_it_up(site):
    assert "wrong" not in site.two.said
    assert "ok     Redis: answers" in site.two.said
    assert ask(site.http_port, "/health/ready").text.startswith("ok\n")


def webinars_on_one(site, *words):
    """What the command says on the first machine."""
    environment = site.one.environment(site.one.unit("webinars-web.service"))
    command = [sys.executable, "-m", "webinars", *words]
    return subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def test_nginx_gives_what_a_token_is_told_to_nobody_else(site):
    webinars_on_one(site, "organisation", "create", "Salon", "--owner", "you@webinars.example")
    secret = webinars_on_one(site, "token", "create", "Ours", "--organisation", "salon", "--scope", "read").strip()
    bearer, path = {"Authorization": f"Bearer {secret}"}, f"/api/v1/webinars/{COMETS}"

    kept = [ask(site.http_port, path) for _ in range(2)][1]
    told = [ask(site.http_port, path, **bearer) for _ in range(2)]
    after = ask(site.http_port, path)
    mine = [ask(site.http_port, "/api/v1/webinars?status=draft", **bearer).status_code for _ in range(2)]

    assert kept.headers["X-Cache"] == "HIT"
    assert [(each.headers["X-Cache"], each.headers["Cache-Control"]) for each in told] == [
        ("BYPASS", "private, no-cache")
    ] * 2
    assert (after.text, after.headers["Access-Control-Allow-Origin"]) == (kept.text, "*")
    assert (mine, ask(site.http_port, "/api/v1/webinars?status=draft").status_code) == ([200, 200], 401)


def test_what_is_shipped_is_what_nginx_and_systemd_take(site):
    site.one.follow("nginx -t")
    units = [site.one.root / "etc/systemd/system" / name for name in site.one.services if name.startswith("webinars")]
    verified = subprocess.run(
        [systemd_paths()[0], "verify", *units], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )

    assert (verified.returncode, verified.stderr) == (0, "")


def test_what_is_saved_through_one_is_read_through_the_other_within_a_second(site):
    for here, there in [(site.one_port, site.two_port), (site.two_port, site.one_port), (site.http_port,) * 2]:
        wait_for_words(saved(site, here), there)


def test_nginx_keeps_public_pages_for_seconds_and_nothing_of_one_person(site):
    address = f"/webinars/{COMETS}"
    words = saved(site, site.one_port)
    wait_until(lambda: words in ask(site.http_port, address).text, KEPT_S + WITHIN_S)
    answers = [ask(site.http_port, address) for _ in range(5)]
    assert "HIT" in [answer.headers["X-Cache"] for answer in answers]

    ask(site.http_port, "/calendar.ics")
    assert ask(site.http_port, "/calendar.ics").headers["X-Cache"] == "HIT"

    # Every browser words it in its own way which compression it takes; they share what is kept.
    programme = ask(site.http_port, "/webinars", "HEAD", **{"Accept-Encoding": "gzip, deflate"})
    for words in ("gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8"):
        answer = ask(site.http_port, "/webinars", "HEAD", **{"Accept-Encoding": words})
        assert (answer.headers["X-Cache"], answer.headers["Content-Encoding"]) == ("HIT", "gzip"), words
        assert answer.headers["ETag"] == programme.headers["ETag"]
    assert ask(site.http_port, "/webinars").headers["Content-Encoding"] is None

    for path in ("/manage/", "/manage/paste"):
        for _ in range(2):
            answer = site.organiser.ask(site.http_port, path)
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"]
            assert answer.headers["X-Cache"] is None
    kept = site.one.root / "var/lib/nginx/webinars"
    assert not [path for path in kept.rglob("*") if path.is_file() and b"/manage/" in path.read_bytes()[:1000]]


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("path", "megabytes"),
    [
        (f"/manage/webinars/{COMETS}/recordings/upload", 20),
        (f"/manage/webinars/{COMETS}/picture", 10),
        ("/manage/organisations/lunar-society/picture", 10),
        ("/manage/speakers/caroline-herschel/picture", 10),
        ("/speaking/of-nobody/slides", 50),
        ("/speaking/of-nobody/picture", 10),
    ],
)
def test_nginx_lets_uploads_be_as_large_as_promised(site, path, megabytes):
    upload = ask(site.http_port, path, "POST", "x" * (megabytes * 1_000_000 + 60_000), **FORM)

    # The page that the site itself has for a stranger.
    assert "Webinars</title>" in upload.text
    assert "nginx" not in upload.text


def test_nginx_lets_nothing_else_be_large(site):
    for path in ("/follow", f"/manage/webinars/{COMETS}", "/speaking/of-nobody/changes"):
        assert ask(site.http_port, path, "POST", "x" * 4_000_000, **FORM).status_code == 413


def test_a_picture_that_is_larger_than_any_form_is_stored_through_nginx(site):
    address = "/manage/organisations/lunar-society/picture"
    picture = BytesIO()
    Image.effect_noise((1200, 1200), 200).save(picture, "BMP")
    Image.open(picture).convert("RGB").save(picture := BytesIO(), "PNG", compress_level=0)
    form = FilledForm(site.organiser.ask(site.http_port, address), "//form[@enctype]").fill(alt="The moon")
    boundary, octets = encode_multipart({**form.data(), "file": FileStorage(BytesIO(picture.getvalue()), "moon.png")})
    head = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    assert len(octets) > 4_000_000

    assert site.organiser.ask(site.http_port, address, "POST", octets, **head).status_code == 303


def test_whoever_asks_nginx_for_too_much_learns_when_to_come_again(site):
    def burst(path):
        with ThreadPoolExecutor(8) as people:
            answers = list(people.map(lambda number: ask(site.http_port, f"{path}?n={number}", "HEAD"), range(2_500)))
        return [answer for answer in answers if answer.status_code == 429]

    # Of places with and without headers of their own.
    for path in ("/robots.txt", "/files/none"):
        refused = burst(path)
        assert refused
        assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
        time.sleep(10)


def test_no_log_holds_a_secret_address(site):
    secret = "SECRETSECRETSECRETSECRETSECRET"
    addresses = [f"/my/{secret}/calendar.ics", f"/mail/{secret}/unsubscribe", f"/account/password/{secret}"]
    for address in addresses:
        assert ask(site.http_port, address, Referer=f"https://webinars.example{address}").status_code in {404, 410}

    logged = [
        path for machine in (site.one, site.two) for path in (machine.root / "var/log").rglob("*") if path.is_file()
    ]
    access = (site.one.root / "var/log/nginx/webinars.log").read_text()
    assert '"GET /my/.../calendar.ics" 404' in access
    assert [str(path) for path in logged if secret in path.read_text()] == []


def test_a_machine_with_another_key_is_told_of_those_that_run(site):
    said = site.two.follow(
        "set -a; . /etc/webinars/webinars.env; set +a\n"
        "unset WEBINARS_SECRET_KEY_FILE\n"
        "WEBINARS_SECRET_KEY=another-key-of-more-than-32-characters /opt/webinars/bin/webinars doctor || true\n"
    )

    assert re.search("^wrong  secret key: .* run with another one; all machines need the same$", said, re.MULTILINE)


def test_either_service_tells_prometheus_what_its_machine_has_done(site):
    for port, machine in [(site.one_port, site.one), (site.two_port, site.two)]:
        token = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        told = partial(ask, port, "/metrics", **token)
        page(port)
        wait_until(lambda told=told: 'webinars_jobs_total{job="every_minute",result="done"}' in told().text)

        assert 'webinars_requests_total{method="GET",route="programme.show",status="2xx"}' in told().text
        assert told(Authorization="Bearer another").status_code == 404
        assert list((machine.root / "run/webinars").glob("counter_*.db"))


def kill_web_process(site):
    os.kill(children_of(site.one.services["webinars-web.service"].process.pid)[0], signal.SIGKILL)


def kill_web_service(site):
    site.two.services["webinars-web.service"].process.kill()


def kill_nginx_process(site):
    os.kill(children_of(site.one.services["nginx.service"].process.pid)[0], signal.SIGKILL)


@pytest.mark.parametrize("kill", [kill_web_process, kill_web_service, kill_nginx_process])
def test_reading_and_saving_go_on_when_a_process_is_killed(site, kill):
    kill(site)

    for _ in range(10):
        assert page(site.http_port).status_code == 200
    wait_for_words(saved(site, site.http_port), site.http_port)


def test_an_nginx_that_is_killed_comes_again(site):
    killed = site.one.services["nginx.service"].process
    killed.kill()
    killed.wait(PATIENCE_S)

    wait_until(lambda: site.one.services["nginx.service"].process is not killed)
    wait_until(lambda: answers(site.http_port))
    wait_for_words(saved(site, site.http_port), site.http_port)


def answers(port):
    try:
        return page(port).status_code == 200
    except OSError:
        return False


def test_what_waits_for_a_worker_is_done_once_killed_ones_are_there_again(site):
    workers = [machine.services["webinars-worker@1.service"] for machine in (site.one, site.two)]
    killed = [worker.process for worker in workers]
    for process in killed:
        process.kill()

    wait_until(lambda: all(worker.process not in killed for worker in workers))
    mails_leave(site)


def test_a_redis_that_is_killed_is_missed_by_nobody_who_reads_or_saves(site):
    site.redis.stop()
    try:
        wait_for_words(saved(site, site.one_port), site.two_port)
    finally:
        site.redis.start()

    mails_leave(site)


def mails_leave(site):
    """A web process wakes a worker, which sends what was asked for."""
    before = len(site.postbox.messages)
    address = "/manage/organisations/lunar-society/members"
    form = FilledForm(site.organiser.ask(site.http_port, address), "//form[.//input[@name='email']]")
    form.fill(email=f"new-{next(NUMBER)}@lunar.example")
    assert site.organiser.send(site.http_port, address, form).status_code == 303
    wait_until(lambda: len(site.postbox.messages) > before)


def test_ten_thousand_requests_none_of_which_fails_while_all_is_restarted(site):
    readers = Readers(site.http_port, people=20)
    readers.start()
    for machine in (site.one, site.two):
        machine.follow("systemctl restart webinars-web.service")
        saved(site, site.http_port)
    wait_until(lambda: readers.count >= REQUESTS)
    readers.is_enough.set()
    readers.join(2 * PATIENCE_S)

    assert not readers.is_alive()
    assert readers.failures == []
