"""Fixtures for journeys in Chromium: the application on a server and a database of its own.

A journey arranges rows with `session`, commits, and goes to addresses like "/webinars".
"""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from tests.browser.journeys import PHONE, faults, visit
from tests.services import chromium_path
from webinars import clock
from webinars.app.application import build_app
from webinars.commands.migrations import upgrade
from webinars.config import Settings, read_settings
from webinars.db import db

# A machine that does several things at once may take that long to show what it shows in a moment otherwise.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class _Served:
    """The application, once it has been built: before that it must know the server's address."""

    def __init__(self) -> None:
        self.app: Any = None
        self._running = 0
        self._changed = threading.Condition()

    # A generator is closed in any case; of other answers werkzeug's server forgets some on which a browser hangs up.
    def __call__(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        with self._one_more():
            answer = self.app(environ, start_response)
            try:
                yield from answer
            finally:
                if hasattr(answer, "close"):
                    answer.close()

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        with self._changed:
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def wait_until_idle(self) -> None:
        """Until every answer has been given to its end."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._running == 0, timeout=30), "an answer does not end"


@pytest.fixture(scope="session")
def _server() -> Iterator[BaseWSGIServer]:
    server = make_server("127.0.0.1", 0, _Served(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def base_url(_server: BaseWSGIServer) -> str:
    """Where the application answers. Pages are opened by their path alone."""
    return f"http://127.0.0.1:{_server.port}"


@pytest.fixture(scope="session")
def settings(base_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_settings(
        {
            "WEBINARS_DATA": str(tmp_path_factory.mktemp("browser")),
            "WEBINARS_SITE_NAME": "Learned Societies",
            "WEBINARS_BASE_URL": base_url,
            "WEBINARS_PEERTUBE_HOSTS": "tube.example",
            "WEBINARS_BIGBLUEBUTTON_HOSTS": "bbb.example",
            "WEBINARS_DAILYMOTION_PLAYER": "x123",
        }
    )


@pytest.fixture(scope="session")
def migrated_app(settings: Settings, _server: BaseWSGIServer) -> Iterator[Flask]:
    app = build_app(settings)
    with app.app_context():
        upgrade()
    assert isinstance(_server.app, _Served)
    _server.app.app = app
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _served(app: Flask, _server: BaseWSGIServer) -> Iterator[None]:
    """Every journey has the application and leaves an empty database, which nothing of its pages still writes to."""
    # Another journey's webinar may have had the same id, code and revision a moment ago.
    app.extensions["questions"].forget()
    app.extensions["live"].forget()
    yield
    assert isinstance(_server.app, _Served)
    _server.app.wait_until_idle()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, which has nothing to draw with but the processor."""
    return browser_type_launch_args | {"executable_path": chromium_path(), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def expect_accessible(page: Page) -> Callable[[str], None]:
    """`expect_accessible(path)`: axe finds nothing and nothing overflows, on phone and desk, in light and dark."""

    def look_at(path: str) -> None:
        visit(page, path)
        assert faults(page) == [], path

    return look_at


@pytest.fixture
def later(page: Page, monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """`later(duration)`: so much time passes, on the server and for the page."""
    now, passed = clock.now, dt.timedelta()
    page.clock.install()

    def later(duration: dt.timedelta) -> None:
        nonlocal passed
        passed += duration
        monkeypatch.setattr(clock, "now", lambda: now() + passed)
        page.clock.fast_forward(int(duration.total_seconds() * 1000))

    return later


@pytest.fixture
def other_site() -> Iterator[tuple[str, dict[str, str]]]:
    """Another site: its address, and the pages it shows by path."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}", pages
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def without_scripts(browser, base_url):
    """A page of the phone of somebody who has switched scripts off."""
    context = browser.new_context(
        java_script_enabled=False, base_url=base_url, viewport={"width": PHONE, "height": 844}, has_touch=True
    )
    yield context.new_page()
    context.close()
