"""Questions to one server that the operator has named, wherever it stands: here, in their own network, or far away.

Exactly the scheme, the host and the port of the address that was named are asked, and no redirect is followed, so that
nothing which travels in a text or in an answer leads anywhere else. `safe_http` is the door to everybody else.
"""

import http.client
import json
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from webinars.lib.safe_http import REDIRECTS, Answer, NoAnswer, RequestRefused, opened, read_answer

CONNECT_S = 5.0
"""A server that is there takes a connection at once, however long it then thinks."""
PORTS = {"http": 80, "https": 443}


class NamedServer(Struct, frozen=True):
    """One server. `url` begins with http:// or https:// and names no user. What follows the host is asked for."""

    url: str

    def post(
        self, payload: Mapping[str, Any], *, headers: Mapping[str, str], deadline_s: float, max_bytes: int
    ) -> Answer:
        """Send `payload` as JSON, and return the answer, whatever its status, after `deadline_s` seconds at the latest.

        Raises NoAnswer if the server is away, too slow, breaks off, or sends more than `max_bytes` bytes, and
        RequestRefused if it sends us elsewhere.
        """
        until = time.monotonic() + deadline_s
        connection, target = self._connection(min(CONNECT_S, deadline_s))
        body = json.dumps(payload, ensure_ascii=False).encode()
        sent = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **headers,
        }
        try:
            with opened(connection, deadline_s) as open_connection:
                # Between two octets it may take all the time that is left; the deadline ends the whole.
                open_connection.sock.settimeout(max(until - time.monotonic(), 0.001))
                open_connection.request("POST", target, body=body, headers=sent)
                answer = read_answer(open_connection.getresponse(), max_bytes)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(type(error).__name__) from error
        if answer.status in REDIRECTS:
            raise RequestRefused("the server sends us elsewhere")
        return answer

    def _connection(self, timeout_s: float) -> tuple[http.client.HTTPConnection, str]:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        target = parts.path or "/"
        if parts.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=timeout_s), target
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context), target


def host_of(url: str) -> str:
    """Returns the host of an address, with its port where that is not the usual one, as people know it."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return host if parts.port in {None, PORTS.get(parts.scheme)} else f"{host}:{parts.port}"
