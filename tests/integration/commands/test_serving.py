"""`webinars serve` as a process: what it prints, that it answers, that it ends with all its children."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.commands.conftest import program
from tests.printed_pages import Printed
from webinars.paths import QUEUE_FILE_NAME

PATIENCE_S = 60


@pytest.fixture
def serving(environment, tmp_path):
    """`with serving(…) as (process, printed)`: a server that answers, in a group of its own, until the block ends."""

    @contextmanager
    def serving(*arguments):
        process = subprocess.Popen(
            program("serve", "--port", "0", *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env={**environment, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        process.printed = Printed(process)
        try:
            yield process, process.printed.until("Ctrl+C")
        finally:
            if is_alive(process.pid):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.printed.whole()

    return serving


def is_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def ends(process):
    """Whether every process of the group ends in time."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        process.poll()
        if not is_alive(process.pid):
            return True
        time.sleep(0.05)
    return False


def address_of(printed):
    return re.search(r"^Serving (http\S+)$", printed, re.MULTILINE)[1]


def sign_in(printed):
    """Sign in as the printed person; the page one is led to."""
    # Like browsers, and unlike urllib by itself, send Secure cookies to this machine.
    policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("https", "http"))
    cookies = http.cookiejar.CookieJar(policy)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    address = re.search(r"Sign in at (\S+)", printed)[1]
    page = browser.open(address, timeout=PATIENCE_S).read().decode()
    fields = {
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
        "email": re.search(r"E-mail: +(\S+)", printed)[1],
        "password": re.search(r"Password: +(\S+)", printed)[1],
    }
    answer = browser.open(address, urllib.parse.urlencode(fields).encode(), timeout=PATIENCE_S)
    return answer.url, answer.read().decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_is_served_and_a_signal_ends_everything(serving, number):
    with serving("--demo") as (process, printed):
        page = urllib.request.urlopen(address_of(printed) + "/webinars", timeout=PATIENCE_S).read().decode()
        url, desk = sign_in(printed)
        assert "Letters on colour" in page
        assert url.endswith("/manage/")
        assert "Caroline Herschel" in desk

        process.send_signal(number)

        assert ends(process)
        assert process.wait() == 0
        assert "Traceback" not in process.printed.whole()


def test_a_second_start_prints_the_same_way_in_and_loads_nothing_twice(serving, environment):
    with serving("--demo", "--no-worker") as (process, first):
        process.terminate()
        assert ends(process)

    with serving("--demo", "--no-worker") as (process, second):
        assert "Password" in first
        assert re.search(r"Password: .+", first)[0] == re.search(r"Password: .+", second)[0]
        kept = Path(environment["WEBINARS_DATA"]) / "demo-organiser"
        assert kept.stat().st_mode & 0o777 == 0o600
        organisations = (
            urllib.request.urlopen(address_of(second) + "/organisations", timeout=PATIENCE_S).read().decode()
        )
        assert "House of Wisdom" in organisations
        assert "house-of-wisdom-2" not in organisations


def test_an_empty_site_prints_a_code_for_its_first_administrator(serving):
    with serving("--no-worker") as (_process, printed):
        assert "/account/first-run" in printed
        assert re.search(r"One-time code: \S+", printed)
        assert "Password" not in printed


def test_a_whole_announcement_in_an_address_is_answered_in_a_sentence(serving):
    with serving("--no-worker") as (_process, printed):
        asked = address_of(printed) + "/lint?text=" + "x" * 6000
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=PATIENCE_S)

        assert refused.value.code == 422
        assert "Paste only the lines with the date and the hours." in refused.value.read().decode()


def children_of(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def children_are(process, is_so):
    """The children of `process` as soon as they are so."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so(present := children_of(process)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return present


def test_several_web_processes_share_the_port_and_one_that_dies_young_is_replaced(serving, environment):
    environment["WEB_CONCURRENCY"] = "2"
    with serving("--no-worker") as (process, printed):
        first = children_are(process, lambda present: len(present) == 2)
        os.kill(int(first[0]), signal.SIGKILL)
        second = children_are(process, lambda present: len(present) == 2 and present != first)

        assert first[1] in second
        for _ in range(10):
            assert urllib.request.urlopen(address_of(printed) + "/health/live", timeout=PATIENCE_S).status == 200
        process.terminate()
        assert ends(process)
        assert process.wait() == 0


def is_at_work(child):
    """Whether it has the threads of a worker: until then it is one thread, which waits."""
    return len(list(Path(f"/proc/{child}/task").iterdir())) > 2


def test_a_worker_that_is_killed_is_replaced_while_the_site_goes_on_answering(serving, environment):
    environment["WEB_CONCURRENCY"] = "1"
    with serving() as (process, printed):
        web, worker = children_are(process, lambda present: len(present) == 2 and is_at_work(present[1]))
        pauses = []
        for _ in range(2):
            os.kill(int(worker), signal.SIGKILL)
            killed_at = time.monotonic()
            dead = worker
            children_are(process, lambda present, dead=dead: len(present) == 2 and dead not in present)
            assert urllib.request.urlopen(address_of(printed) + "/webinars", timeout=PATIENCE_S).status == 200
            present = children_are(process, lambda present: len(present) == 2 and is_at_work(present[1]))
            pauses.append(time.monotonic() - killed_at)
            worker = present[1]

        assert present[0] == web
        assert [pauses[0] >= 1, pauses[1] >= 2] == [True, True]
        process.terminate()
        assert ends(process)
        assert process.wait() == 0
        assert process.printed.whole().count("a process has died and is replaced") == 2


def test_whoever_waits_to_be_begun_again_ends_with_the_others(serving, environment):
    environment["WEB_CONCURRENCY"] = "1"
    with serving() as (process, _printed):
        for _ in range(4):
            present = children_are(process, lambda present: len(present) == 2)
            os.kill(int(present[1]), signal.SIGKILL)
            children_are(process, lambda after, present=present: len(after) == 2 and after != present)
        told_at = time.monotonic()
        process.terminate()

        assert ends(process)
        assert process.wait() == 0
        assert time.monotonic() - told_at < 8


def test_a_site_of_which_nothing_ever_comes_up_gives_up(serving, environment):
    environment["WEB_CONCURRENCY"] = "1"
    with serving("--no-worker") as (process, _printed):
        for _ in range(5):
            (child,) = children_are(process, lambda present: len(present) == 1)
            os.kill(int(child), signal.SIGKILL)
            children_are(process, lambda present, child=child: present != [child])

        assert ends(process)
        assert process.wait() == 1
        assert "The web server has ended by itself (signal 9)." in process.printed.whole()


def test_a_number_of_web_processes_that_is_none_is_refused(run, tmp_path):
    result = run("serve", WEB_CONCURRENCY="many")

    assert result.returncode == 1
    assert "WEB_CONCURRENCY is “many”." in result.stderr
    assert not (tmp_path / "data").exists()


def test_killing_the_parent_leaves_no_child_behind(serving):
    with serving() as (process, printed):
        urllib.request.urlopen(address_of(printed) + "/webinars", timeout=PATIENCE_S)

        process.kill()

        assert ends(process)


def test_a_port_in_use_is_said_before_anything_is_done(run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))

    assert result.returncode == 1
    assert "cannot be used: Address already in use. Choose another with --port." in result.stderr
    assert not (tmp_path / "data").exists()


def handing_over(listener, environment, tmp_path):
    """`webinars serve` with a socket at the place where systemd puts it."""
    hand_over = f'exec 3<&{listener.fileno()} && LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
    return subprocess.Popen(
        ["bash", "-c", hand_over, "bash", *program("serve", "--no-worker")],
        pass_fds=[listener.fileno()],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_connections_wait_in_a_socket_that_is_handed_over(environment, tmp_path):
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as waiting,
    ):
        waiting.settimeout(PATIENCE_S)
        waiting.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

        with handing_over(listener, environment, tmp_path) as process:
            answer = waiting.recv(1000)
            process.terminate()
            printed = process.communicate(timeout=PATIENCE_S)[0]

        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert f"Serving http://localhost:{listener.getsockname()[1]}\n" in printed
        assert process.returncode == 0


def test_a_socket_without_a_port_is_refused_before_anything_is_done(environment, tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        listener.listen()
        with handing_over(listener, environment, tmp_path) as process:
            said = process.communicate(timeout=PATIENCE_S)[1]

    assert process.returncode == 1
    assert "something else than one socket that listens at a port" in said
    assert not (tmp_path / "data").exists()


def status_of(address, form=None):
    try:
        with urllib.request.urlopen(address, form and urllib.parse.urlencode(form).encode(), PATIENCE_S) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_database_that_is_moved_away_is_missed_and_welcome_back(serving, run, environment):
    if "WEBINARS_DATABASE_URL" in environment:
        pytest.skip("only a file can be moved away")
    # Each process says it once: this one, and the worker.
    environment["WEB_CONCURRENCY"] = "1"
    database = Path(environment["WEBINARS_DATA"]) / "webinars.db"
    elsewhere = database.with_name("elsewhere.db")
    choice = {"chosen": "organisation-1"}
    with serving("--demo") as (process, printed):
        address = address_of(printed)
        assert status_of(f"{address}/follow", choice)[0] == 200
        # The worker beside the web server makes it, and may begin after the first answer.
        deadline = time.monotonic() + PATIENCE_S
        while not database.with_name(QUEUE_FILE_NAME).exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)

        database.rename(elsewhere)

        status, page = status_of(f"{address}/follow", choice)
        assert status == 503
        assert "what you typed is still here" in page
        assert "organisation-1" in page
        assert status_of(f"{address}/webinars")[0] == 503
        assert status_of(f"{address}/health/ready") == (503, "not ready\n")
        assert "the data folder has been in use: it has jobs.db" in run("doctor").stdout

        elsewhere.rename(database)

        assert status_of(f"{address}/follow", choice)[0] == 200
        assert status_of(f"{address}/webinars")[0] == 200
        database.rename(elsewhere)
        process.terminate()
        assert ends(process)
        assert process.printed.whole().count("the database file is gone") in {1, 2}

    for refused in (run("serve", "--port", "0"), run("organisation", "create", "Lunar Society"), run("db", "upgrade")):
        assert refused.returncode == 1
        assert refused.stderr.startswith("There is no database, or an empty one, but the data folder has been in use")
    assert not database.exists()
    with serving("--new-database", "--no-worker") as (_process, printed):
        assert "/account/first-run" in printed
