"""An account at Zoom on this machine, which answers as developers.zoom.us/docs/api says."""

import itertools
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.other_sites import OtherSites

ALL = frozenset({"read", "write", "report"})
HOST = "host@lunar.example"


@dataclass
class ZoomMeeting:
    kind: str = "meetings"
    recurs_without_time: bool = False
    settings: dict[str, Any] = field(
        default_factory=lambda: {"approval_type": 2, "registrants_confirmation_email": True, "alternative_hosts": ""}
    )
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By their addresses."""
    report: list[dict[str, Any]] = field(default_factory=list)

    @property
    def registered(self) -> set[str]:
        return {email for email, each in self.people.items() if each["status"] == "approved"}


@dataclass
class ZoomAccount:
    sites: OtherSites
    meetings: dict[str, ZoomMeeting] = field(default_factory=dict)
    scopes: frozenset[str] = ALL
    is_down: bool = False
    failures: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    """Status, body and headers of the next answers, but for tokens."""
    refused: set[str] = field(default_factory=set)
    """Addresses for which a whole batch is refused."""
    drops_answers: bool = False
    """Everything is done, and nobody hears of it."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    mailed: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    """How often each was sent to be registered."""
    added: Counter[str] = field(default_factory=Counter)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def answer(self, method: str, target: str, headers: Any, body: bytes) -> tuple[int, Any, dict[str, str]]:
        parts = urlsplit(target)
        if not parts.path.endswith("/token"):
            self.calls.append((method, parts.path.removeprefix("/v2/")))
        if self.is_down:
            return 503, {}, {}
        if parts.path == "/oauth/token":
            return 200, {"access_token": "t", "expires_in": 3600, "api_url": "https://api-eu.zoom.us"}, {}
        assert headers["Host"] == "api-eu.zoom.us"
        assert headers["Authorization"] == "Bearer t"
        if self.failures:
            return self.failures.pop(0)
        return self._answer(method, parts.path.removeprefix("/v2/").split("/"), parse_qs(parts.query), body)

    def _answer(self, method: str, path: list[str], query: Any, body: bytes) -> tuple[int, Any, dict[str, str]]:
        scope = "report" if path[0] == "report" else "read" if method == "GET" else "write"
        if scope not in self.scopes:
            words = f"Invalid access token, does not contain scopes:[meeting:{scope}:everything:admin]."
            return 400, {"code": 4711, "message": words}, {}
        kind, number, *rest = path[1:] if path[0] == "report" else path
        meeting = self.meetings.get(number)
        if meeting is None or meeting.kind != kind:
            return 404, {"code": 3001, "message": f"Meeting does not exist: {number}."}, {}
        return self._of_meeting(method, rest, number, meeting, query, json.loads(body or b"{}"))

    def _of_meeting(  # noqa: PLR0911 - a table of addresses
        self, method: str, rest: list[str], number: str, meeting: ZoomMeeting, query: Any, sent: Any
    ) -> tuple[int, Any, dict[str, str]]:
        match method, rest:
            case "GET", []:
                return 200, {"id": int(number), "host_email": HOST, "settings": meeting.settings}, {}
            case "PATCH", []:
                changed = {name: value for name, value in sent["settings"].items() if name != "approval_type"}
                meeting.settings |= changed if meeting.recurs_without_time else sent["settings"]
                return 204, None, {}
            case "POST", ["batch_registrants"]:
                return self._register(number, meeting, sent)
            case "GET", ["registrants"]:
                listed = [each for each in meeting.people.values() if each["status"] == query["status"][0]]
                return 200, self._page(listed, "registrants", query), {}
            case "PUT", ["registrants", "status"]:
                assert sent["action"] == "cancel"
                assert 1 <= len(sent["registrants"]) <= 30
                ids = {each["id"] for each in sent["registrants"]}
                for each in meeting.people.values():
                    each["status"] = "cancelled" if each["id"] in ids else each["status"]
                return 204, None, {}
            case "GET", ["participants"]:
                return 200, self._page(meeting.report, "participants", query), {}
        return 404, {"code": 2300, "message": "This API endpoint is not recognized."}, {}

    def _register(self, number: str, meeting: ZoomMeeting, sent: Any) -> tuple[int, Any, dict[str, str]]:
        people = sent["registrants"]
        if meeting.settings["approval_type"] == 2 or not 1 <= len(people) <= 30:
            return 400, {"code": 300, "message": "Registration has not been enabled, or more than 30."}, {}
        bad = [each["email"] for each in people if each["email"] in self.refused | {HOST}]
        if bad:
            return 400, {"code": 300, "message": f"Not a valid registrant: {bad[0]}."}, {}
        found = []
        for each in people:
            assert each["first_name"]
            self.asked[each["email"]] += 1
            known = meeting.people.setdefault(each["email"], {"id": f"r{next(self.ids)}", "email": each["email"]})
            self.added[each["email"]] += known.get("status") != "approved"
            known["status"] = "approved" if sent["auto_approve"] else "pending"
            known["join_url"] = f"https://us02web.zoom.us/w/{number}?tk=own-{known['id']}"
            is_mailed = meeting.kind == "meetings" and sent.get("registrants_confirmation_email", True)
            if is_mailed or meeting.settings["registrants_confirmation_email"]:
                self.mailed[each["email"]] += 1
            found.append({**known, "registrant_id": known["id"]})
        return 201, {"registrants": found}, {}

    @staticmethod
    def _page(rows: list[Any], name: str, query: Any) -> dict[str, Any]:
        start, size = int(query.get("next_page_token", ["0"])[0]), int(query["page_size"][0])
        more = str(start + size) if start + size < len(rows) else ""
        return {name: rows[start : start + size], "next_page_token": more}


@contextmanager
def zoom_account() -> Iterator[ZoomAccount]:
    """The account, as long as the block lasts: `account.sites.outside()` leads there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, said, headers = account.answer(self.command, self.path, self.headers, body)
            if account.drops_answers and self.command in {"POST", "PUT"} and "/v2/" in self.path:
                self.close_connection = True
                return
            data = b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815 - the handler's own form

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    account = ZoomAccount(OtherSites(port=server.server_port))
    yield account
    server.shutdown()
    thread.join()
    server.server_close()
