"""People, and what many of them ask for at once."""

import http.client
import itertools
import re
import selectors
import socket
import threading
import time
from collections import Counter
from types import SimpleNamespace
from urllib.parse import urlencode

from tests.filled_form import FilledForm
from tests.outgrown.machines import PATIENCE_S

HOST = "webinars.example"


def ask(port, path, method="GET", body=None, **headers):
    """One request over a connection of its own; its answer, with `status_code`, `text` and `headers`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request(method, path, body, {"Host": HOST, "X-Forwarded-Proto": "https", **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        return SimpleNamespace(status_code=answer.status, headers=answer.headers, text=text)
    finally:
        connection.close()


class Person:
    """Somebody with a browser, who may sign in and save."""

    def __init__(self):
        self.cookie = ""

    def sign_in(self, port, email, password, postbox=None):
        """With a password, and where mail leaves with the figures that it brings to the `postbox`."""
        form = FilledForm(self.ask(port, "/account/sign-in"), "//main//form[.//input[@name='password']]")
        answer = self.send(port, "/account/sign-in", form.fill(email=email, password=password))
        if answer.status_code == http.HTTPStatus.OK:
            form = FilledForm(answer, "//main//form[.//input[@name='code']]")
            answer = self.send(port, "/account/code", form.fill(code=_figures(postbox, email)))
        assert answer.status_code in {302, 303}, answer.text

    def ask(self, port, path, method="GET", body=None, **headers):
        answer = ask(port, path, method, body, Cookie=self.cookie, **headers)
        for each in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = each.split(";")[0]
        return answer

    def send(self, port, path, form):
        body = urlencode(list(form.data().items(multi=True)))
        return self.ask(port, path, "POST", body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def save(self, port, path, summary):
        """Open the form of a webinar, write a summary into it, and save."""
        form = FilledForm(self.ask(port, path)).fill(summary=summary)
        return self.send(port, path, form)


def _figures(postbox, email):
    """The six figures of the mail to an address, once it is there."""
    ends_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_at:
        for message in postbox.messages:
            found = re.search(r"^\d{6}\b", message.get_body(("plain",)).get_content(), re.MULTILINE)
            if found and email in message["To"]:
                return found[0]
        time.sleep(0.05)
    raise AssertionError("no figures came")


class Readers(threading.Thread):
    """Many who read on and on, each from an address of their own and past what nginx keeps."""

    PATHS = (*("/robots.txt",) * 42, *("/calendar.ics",) * 7, "/webinars")
    """Most of them cost little, so that ten thousand do not take long."""
    STAYS = 500
    """After so many somebody else comes: nginx lets one address ask a thousand times at once, and whoever the service
    answers that is not being restarted would come to that."""

    def __init__(self, port, people):
        super().__init__(daemon=True)
        self.port, self.people = port, people
        self.count, self.failures, self.is_enough = 0, [], threading.Event()
        self._number, self._person = itertools.count(), itertools.count()
        self._asked = Counter()
        self._selector = selectors.DefaultSelector()

    def run(self):
        for _person in range(self.people):
            self._ask(None, self._somebody())
        silent_since = time.monotonic()
        while self._selector.get_map() and time.monotonic() - silent_since < PATIENCE_S:
            for key, _events in self._selector.select(0.2):
                silent_since = time.monotonic()
                self._take(key.fileobj, *key.data)
        self.failures += [f"{key.data[1]}: no answer" for key in self._selector.get_map().values()]

    def _somebody(self):
        number = next(self._person)
        return f"127.0.{number // 250 + 1}.{number % 250 + 1}"

    def _ask(self, connection, source):
        self._asked[source] += 1
        if connection is None:
            connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S, source_address=(source, 0))
        number = next(self._number)
        path = f"{self.PATHS[number % len(self.PATHS)]}?n={number}"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        self._selector.register(connection, selectors.EVENT_READ, (source, path, bytearray()))

    def _take(self, connection, source, path, got):
        piece = connection.recv(1_000_000)
        got += piece
        head, is_there, body = bytes(got).partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if piece and not (is_there and length and len(body) >= int(length[1])):
            return
        self._selector.unregister(connection)
        self.count += 1
        if not head.startswith(b"HTTP/1.1 200 "):
            self.failures.append(f"{path}: {head[:100]!r}")
        is_last = self._asked[source] == self.STAYS
        if is_last or not piece or b"connection: close" in head.lower():
            connection.close()
            connection = None
        if is_last:
            source = self._somebody()
        if not self.is_enough.is_set():
            self._ask(connection, source)
        elif connection:
            connection.close()
