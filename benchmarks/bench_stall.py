"""Whether slow connections can stall the site, and what a web server costs otherwise.

    bin/bench stall [--seconds 60] [--slow 200] [--servers "ours;gunicorn"] [--processes 1] [--database postgresql://…]

Serves the demo programme without a proxy. For so many seconds, so many connections hold half a head and as many half a
body, some silent and some with one more octet each second; whoever is cut off comes again. Meanwhile people come with
new connections: for `/health/live`, to poll a feed, and to save a webinar. Then, without slow ones: answers
a second over four connections, CPU for each, memory, the time to the first answer, and whether a save that waits for
the database is finished after SIGTERM while new connections are refused.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import sqlalchemy as sa
from bench_start import free_port, processes_below, pss_mb
from lxml import html
from servers import installed

HERE = Path(__file__).parent
PREPARE = """
from webinars.commands.migrations import upgrade
from webinars import clock, create_app
from webinars.db import db
from webinars.demo.load import load_demo
app = create_app()
with app.app_context():
    upgrade()
    load_demo(db.session(), app.config["SETTINGS"], now=clock.now())
    db.session.commit()
"""
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_BODY = (
    b"POST /follow HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\n"
)
PATIENCE_S = 30
PAUSE_S = 0.1


class Site:
    """A data folder and a database with the demo programme, and the address of its server."""

    def __init__(self, folder: str, database: str) -> None:
        self.port = free_port()
        self.database = database or f"sqlite:///{folder}/webinars.db"
        address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "WEBINARS_DATA": folder,
            "WEBINARS_DATABASE_URL": self.database,
            "WEBINARS_BASE_URL": address,
        }
        subprocess.run([sys.executable, "-c", PREPARE], env=self.environment, check=True, cwd=HERE.parent)
        self.organiser = json.loads((Path(folder) / "demo-organiser").read_text())

    @contextlib.contextmanager
    def served_by(self, name: str, processes: int) -> Iterator[tuple[subprocess.Popen, float]]:
        began = time.monotonic()
        command = [sys.executable, HERE / "servers.py", name, str(self.port), str(processes)]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(command, env=self.environment, start_new_session=True, **silent)
        try:
            while not answers(self.port):
                if server.poll() is not None or time.monotonic() - began > 60:
                    sys.exit(f"{name} does not answer.")
                time.sleep(0.01)
            yield server, time.monotonic() - began
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def asked(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def kept_connection(self, port: int) -> Callable[[str], bytes]:
        """Returns what asks for a path over a connection that one process keeps, and returns the body."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)

        def ask(path: str) -> bytes:
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.status == http.HTTPStatus.OK, answer.status
            return answer.read()

        return ask


def answers(port: int, timeout: float = 5) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        connection.request("GET", "/health/live")
        return connection.getresponse().status == 200
    except OSError:
        return False


class Organiser:
    """Signed in, with the form of one webinar open."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookie, self.count = site, "", 0
        page = self._asked("GET", "/account/sign-in")[2]
        token = re.search(rb'name="csrf_token" value="([^"]+)"', page)[1].decode()
        self._asked("POST", "/account/sign-in", urlencode({"csrf_token": token, **site.organiser}))
        desk = html.fromstring(self._asked("GET", "/manage/")[2])
        desk.make_links_absolute("http://localhost")
        paths = [
            each for each in desk.xpath("//a/@href") if re.fullmatch(r"http://localhost/manage/webinars/[^/]+", each)
        ]
        kept = [path for each in paths if not (path := each.removeprefix("http://localhost")).endswith("/new")]
        self.path = next(path for path in kept if self._has_form(path))

    def save(self) -> float:
        """Save it with another summary. Returns the seconds that took, without the opening of the form."""
        self.open()
        began = time.monotonic()
        status = self.send()
        took = time.monotonic() - began
        assert status == 303, status
        return took

    def open(self) -> None:
        (form,) = self._forms(self.path)
        self.count += 1
        self.fields = [*((name, value) for name, value in form.form_values() if name != "summary")]
        self.fields += [("summary", f"Saved for the {self.count}. time."), ("press", "save")]

    def _has_form(self, path: str) -> bool:
        return any("summary" in form.fields for form in self._forms(path))

    def _forms(self, path: str) -> list:
        page = html.fromstring(self._asked("GET", path)[2])
        for template in page.xpath("//template"):
            template.drop_tree()  # a browser sends nothing of it
        return page.xpath("//form[@data-editor]")

    def send(self) -> int:
        return self._asked("POST", self.path, urlencode(self.fields))[0]

    def _asked(self, method: str, path: str, body: str = "") -> tuple[int, dict, bytes]:
        status, headers, octets = self.site.asked(method, path, body, Cookie=self.cookie)
        for cookie in headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        return status, headers, octets


class SlowOnes(threading.Thread):
    """Connections that never finish a request. Each stays until it is cut off, and then comes again."""

    def __init__(self, port: int, count: int) -> None:
        super().__init__(daemon=True)
        self.port, self.count = port, count
        self.lives: dict[str, list[float]] = {"head": [], "body": []}
        self.is_over = threading.Event()
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        for number in range(self.count):
            self._come("head", is_silent=number % 2 == 0)
            self._come("body", is_silent=number % 2 == 0)
        drips_at = time.monotonic() + 1
        while not self.is_over.is_set():
            for key, _events in self._selector.select(0.2):
                self._look(key.fileobj, key.data)
            if time.monotonic() > drips_at:
                drips_at += 1
                for key in list(self._selector.get_map().values()):
                    if not key.data[1]:
                        with contextlib.suppress(OSError):
                            key.fileobj.send(b"a")
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()

    def _come(self, kind: str, *, is_silent: bool) -> None:
        connection = socket.socket()
        connection.settimeout(5)
        try:
            connection.connect(("127.0.0.1", self.port))
            connection.sendall(HALF_HEAD if kind == "head" else HALF_BODY)
        except OSError:
            connection.close()
            return
        connection.setblocking(False)
        self._selector.register(connection, selectors.EVENT_READ, (kind, is_silent, time.monotonic()))

    def _look(self, connection: socket.socket, data: tuple[str, bool, float]) -> None:
        kind, is_silent, came_at = data
        try:
            if connection.recv(65536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.lives[kind].append(time.monotonic() - came_at)
        self._selector.unregister(connection)
        connection.close()
        self._come(kind, is_silent=is_silent)


class Person(threading.Thread):
    """Does the same thing again and again, and notes how long it took. What failed counts as all patience."""

    def __init__(self, act: Callable[[], float | None], until: float) -> None:
        super().__init__(daemon=True)
        self.act, self.until = act, until
        self.took: list[float] = []

    def run(self) -> None:
        while time.monotonic() < self.until:
            began = time.monotonic()
            try:
                took = self.act() or time.monotonic() - began
            except (OSError, AssertionError, http.client.HTTPException, ValueError):
                took = max(PATIENCE_S, time.monotonic() - began)
            self.took.append(took)
            time.sleep(PAUSE_S)

    def told(self) -> str:
        if not self.took:
            return "none"
        ordered = sorted(self.took)
        return f"{ordered[int(len(ordered) * 0.95)] * 1000:7.0f} ms (worst {ordered[-1] * 1000:6.0f}, {len(ordered)})"


def under_load(site: Site, slow_count: int, seconds: float) -> None:
    organiser = Organiser(site)
    poll = feed_poll(site)
    slow = SlowOnes(site.port, slow_count)
    slow.start()
    time.sleep(1)
    until = time.monotonic() + seconds
    people = {
        "/health/live": Person(lambda: require(200, site.asked("GET", "/health/live")), until),
        "poll of a feed": Person(poll, until),
        "save": Person(organiser.save, until),
    }
    for person in people.values():
        person.start()
    for person in people.values():
        person.join(seconds + 2 * PATIENCE_S)
    slow.is_over.set()
    slow.join()
    for what, person in people.items():
        print(f"  {what + ', 95 %':26}{person.told()}")
    for kind, lives in slow.lives.items():
        told = f"{min(lives):4.1f} to {max(lives):.1f} s ({len(lives)})" if lives else "not within this time"
        print(f"  {'half a ' + kind + ', cut off after':26}{told}")


def require(status: int, answer: tuple[int, dict, bytes]) -> None:
    assert answer[0] == status, answer[0]


def feed_poll(site: Site) -> Callable[[], None]:
    """Returns what asks for the feed of everything as a program does that has it. A save in between makes it new."""
    tags = [""]

    def poll() -> None:
        status, headers, _octets = site.asked("GET", "/calendar.ics", **{"If-None-Match": tags[0]})
        assert status in {200, 304}, status
        tags[0] = headers["ETag"]

    return poll


ASK = """
import socket, sys, time
port, seconds, count = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
asked, until = 0, time.monotonic() + seconds
while time.monotonic() < until:
    for connection in connections:
        connection.sendall(b"GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
    for number, connection in enumerate(connections):
        if not connection.recv(65536):
            connections[number] = socket.create_connection(("127.0.0.1", port))
    asked += count
print(asked)
"""


def unhurried(site: Site, server: subprocess.Popen) -> None:
    seconds = 3.0
    before = cpu_s(server.pid)
    command = [sys.executable, "-c", ASK, str(site.port), str(seconds), "4"]
    count = int(subprocess.check_output(command))
    spent = cpu_s(server.pid) - before
    for path in ("/", "/webinars", "/recordings", "/organisations", "/calendar.ics") * 4:
        site.asked("GET", path)
    memory = sum(pss_mb(process) for process in processes_below(server.pid))
    print(
        f"  {'/health/live, kept alive':26}{count / seconds:7.0f} a second, {spent / count * 1000:.2f} ms of CPU each"
    )
    print(f"  {'memory, PSS':26}{memory:7.0f} MB in {len(processes_below(server.pid))} processes")


def cpu_s(root: int) -> float:
    ticks = 0
    for process in processes_below(root):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def clean_stop(site: Site, server: subprocess.Popen) -> None:
    """A save waits for the database while the server is told to stop."""
    organiser, outcome = Organiser(site), []
    organiser.open()
    with writing_held(site):
        saving = threading.Thread(target=lambda: outcome.append(tried(organiser.send)), daemon=True)
        saving.start()
        time.sleep(1)
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        time.sleep(1)
        is_refused = not answers(site.port, timeout=1)
    saving.join(PATIENCE_S)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(PATIENCE_S)
    took = time.monotonic() - began
    ended = f"ended with {server.returncode} after {took:.1f} s" if server.returncode is not None else "has not ended"
    print(f"  {'SIGTERM during a save':26}answered {outcome}, new ones {'refused' if is_refused else 'TAKEN'}, {ended}")


def tried(act: Callable[[], object]) -> object:
    try:
        return act()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__


@contextlib.contextmanager
def writing_held(site: Site) -> Iterator[None]:
    engine = sa.create_engine(site.database)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.isolation_level = None
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("LOCK TABLE webinar IN EXCLUSIVE MODE")
        yield
        connection.exec_driver_sql("ROLLBACK")
    engine.dispose()


@contextlib.contextmanager
def emptied(database: str) -> Iterator[str]:
    """Yields the address of a database of its own beside the one that was named. SQLite's is in its folder."""
    if not database:
        yield ""
        return
    url, name = sa.make_url(database), f"webinars_stall_{os.getpid()}"
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--slow", type=int, default=200)
    parser.add_argument("--servers", default=";".join(installed()), help="names, with semicolons between them")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, emptied(chosen.database) as database:
        site = Site(folder, database)
        for name in chosen.servers.split(";"):
            compare(site, name, chosen)


def compare(site: Site, name: str, chosen: argparse.Namespace) -> None:
    print(f"{name}, {chosen.processes} process(es), {site.database.split(':')[0]}", flush=True)
    with site.served_by(name, chosen.processes) as (server, seconds):
        print(f"  {'first answer':26}{seconds:7.2f} s")
        unhurried(site, server)
        under_load(site, chosen.slow, chosen.seconds)
    with site.served_by(name, chosen.processes) as (server, _seconds):
        clean_stop(site, server)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
