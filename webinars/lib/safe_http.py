"""Requests to other sites: https only, to hosts that were named or anybody may name, never inside somebody's network.

A name is resolved once and every address of it looked at. The connection is made to the address that was looked at, so
that a name which answers differently a moment later gains nothing.
"""

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct, field

from webinars.lib.web_addresses import is_ip_address

HTTPS_PORT = 443
TIMEOUT_S = 5.0
"""For the connection, and between two pieces of an answer."""
DEADLINE_S = 15.0
"""For the whole of an answer, however steadily it trickles."""
MAX_REDIRECTS = 3
PIECE_BYTES = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ANYWHERE = frozenset({"*"})
"""Any host may be asked: for addresses that people give us."""
_INTERNET_6 = ipaddress.IPv6Network("2000::/3")
"""All that is given to anybody (RFC 4291, 2.4). What lies outside is somebody's network, or a way into one."""
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(each)
    for each in (
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        *("192.0.0.0/24", "192.88.99.0/24"),
        # Azure's own service for its machines, at a public number.
        "168.63.129.16/32",
    )
)
"""What `is_global` calls public, though it leads into networks or is kept for examples."""


class RequestRefused(Exception):
    """We do not ask there: another scheme or port, a host that was not named, an address that is not public."""


class NotPublic(RequestRefused):
    """The host is inside a private network, or has an address there."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} has an address that is not public")
        self.host = host


class NoAnswer(Exception):
    """The host is away, too slow, or answers with more than was asked for."""


class TooLarge(NoAnswer):
    """It is more than was asked for."""


class Answer(Struct, frozen=True, kw_only=True):
    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes = b""

    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Returns what was sent, read as JSON. Raises NoAnswer if it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            # The second: lists in lists in lists, more than anybody means.
            raise NoAnswer("the answer is not JSON") from error


class Question(Struct, frozen=True, kw_only=True):
    """What is asked for."""

    url: str
    hosts: Collection[str]
    """Who may be asked, in redirects too: "archive.org", ".archive.org" for every host below it, or `ANYWHERE`."""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    max_bytes: int = 1024 * 1024
    is_cut: bool = False
    """Whether what is more than that is left unread, instead of being no answer."""
    is_redirected: bool = True
    """Whether it is asked where the answer leads to."""
    timeout_s: float = TIMEOUT_S
    """Between two pieces of the answer."""


class Sink(Struct, frozen=True):
    """Where the body of an answer goes that is too large for the memory."""

    file: IO[bytes]
    deadline_s: float
    went_on: Callable[[], None] = lambda: None
    """Called after each piece. What it raises ends the conversation."""


Resolve = Callable[[str], Sequence[str]]
Connect = Callable[[str, str], http.client.HTTPConnection]


def addresses_of(host: str) -> Sequence[str]:
    """Returns the IP addresses of `host`. Raises NoAnswer."""
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(f"{host} has no address") from error
    return [str(each[4][0]) for each in found]


def is_public(address: str) -> bool:
    """Returns whether an IP address is one on the internet, and not inside a network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    is_given = ip.version == 4 or ip in _INTERNET_6  # noqa: PLR2004 - IPv4
    return is_given and ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)


class SafeHttpClient:
    """The only door to other sites."""

    def __init__(
        self, *, user_agent: str, proxy: str = "", resolve: Resolve = addresses_of, connect: Connect | None = None
    ) -> None:
        """`proxy`, like "http://127.0.0.1:4750", is asked to connect us (CONNECT), and then names are its matter."""
        self._user_agent = user_agent
        self._proxy = proxy
        self._resolve = resolve
        self._connect: Connect = connect or (partial(_by_proxy, proxy) if proxy else _secure_connection)

    def ask(self, question: Question, sink: Sink | None = None) -> Answer:
        """Returns the answer, after at most three redirects. With a `sink` its body goes there, if the status is 200.

        Raises RequestRefused, NoAnswer.
        """
        url = question.url
        for _redirect in range(MAX_REDIRECTS + 1):
            answer = self._ask_once(url, question, sink)
            if not question.is_redirected or answer.status not in REDIRECTS or "location" not in answer.headers:
                return answer
            url = urljoin(url, answer.headers["location"])
        raise NoAnswer("too many redirects")

    def _ask_once(self, url: str, question: Question, sink: Sink | None) -> Answer:
        host, target = _checked(url, question.hosts)
        address = self._checked_address(host)
        try:
            with opened(self._connect(host, address), sink.deadline_s if sink else DEADLINE_S) as connection:
                assert connection.sock is not None
                connection.sock.settimeout(question.timeout_s)
                headers = {"User-Agent": self._user_agent, "Accept-Encoding": "identity", **question.headers}
                connection.request(question.method, target, question.body, headers)
                return read_answer(connection.getresponse(), question.max_bytes, sink, is_cut=question.is_cut)
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{host}: {error}") from error

    def _checked_address(self, host: str) -> str:
        """Returns where `host` is: its name for a proxy to look up. Raises RequestRefused, NoAnswer."""
        if self._proxy and not is_ip_address(host):
            return host
        addresses = self._resolve(host)
        if not addresses:
            raise NoAnswer(f"{host} has no address")
        # One inner address among outer ones is how a name is made to lead inside.
        if not all(is_public(address) for address in addresses):
            raise NotPublic(host)
        return addresses[0]


def _checked(url: str, hosts: Collection[str]) -> tuple[str, str]:
    """Returns the host, and what to ask it for. Raises RequestRefused."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RequestRefused("not an address") from error
    if parts.scheme != "https" or port not in {None, HTTPS_PORT} or "@" in parts.netloc:
        raise RequestRefused("not a plain https address")
    is_named = any(host == each or (each.startswith(".") and host.endswith(each)) for each in hosts)
    if hosts is not ANYWHERE and not is_named:
        raise RequestRefused(f"{host} is not to be asked")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii() or not target.isprintable() or " " in target:
        raise RequestRefused("not an address as it goes over the wire")
    return host, target


class _CheckedConnection(http.client.HTTPSConnection):
    """Speaks TLS with `host` at one address of it and no other."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, HTTPS_PORT, timeout=TIMEOUT_S)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, HTTPS_PORT), timeout=TIMEOUT_S)
        context = ssl.create_default_context()
        # Known before the handshake, so that one which never ends is cut off as well.
        self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()


def _by_proxy(proxy: str, host: str, _address: str) -> http.client.HTTPConnection:
    parts = urlsplit(proxy)
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    connection.set_tunnel(host, HTTPS_PORT)
    return connection


def _secure_connection(host: str, address: str) -> http.client.HTTPConnection:
    return _CheckedConnection(host, address)


@contextlib.contextmanager
def opened(connection: http.client.HTTPConnection, deadline_s: float) -> Iterator[http.client.HTTPConnection]:
    """`connection`, connected, and cut off `deadline_s` seconds from now even while it begins to encrypt."""
    is_late, sockets = threading.Event(), list[socket.socket | None]()
    deadline = threading.Timer(deadline_s, _cut_off, [connection, sockets, is_late])
    deadline.daemon = True
    deadline.start()
    try:
        connection.connect()
        # A connection that ends with its answer gives its socket away.
        sockets.append(connection.sock)
        if is_late.is_set():
            # Before there was anything to cut off.
            raise NoAnswer("too slow")
        yield connection
        if is_late.is_set():
            raise NoAnswer("too slow")
    finally:
        deadline.cancel()
        connection.close()


def _cut_off(
    connection: http.client.HTTPConnection, sockets: Sequence[socket.socket | None], is_late: threading.Event
) -> None:
    # First said, then done: who reads sees the end of the answer at once.
    is_late.set()
    for each in (*sockets, connection.sock):
        with contextlib.suppress(OSError):
            if each is not None:
                each.shutdown(socket.SHUT_RDWR)


def read_answer(
    response: http.client.HTTPResponse, max_bytes: int, sink: Sink | None = None, *, is_cut: bool = False
) -> Answer:
    """Returns the whole of an answer, or with `is_cut` its beginning.

    Raises TooLarge, as soon as it is said to be, and NoAnswer if it breaks off.
    """
    # The response is closed with it: a connection that is closed at its end has given its socket away.
    with response:
        headers = {name.lower(): value for name, value in response.getheaders()}
        announced, byte_count, body = headers.get("content-length", ""), 0, bytearray()
        if sink and response.status != http.HTTPStatus.OK:
            return Answer(status=response.status, headers=headers)
        if is_cut:
            return Answer(status=response.status, headers=headers, body=response.read(max_bytes))
        if sink and announced.isdecimal() and int(announced) > max_bytes:
            raise TooLarge(f"more than {max_bytes} bytes")
        while piece := response.read(PIECE_BYTES):
            byte_count += len(piece)
            if byte_count > max_bytes:
                raise TooLarge(f"more than {max_bytes} bytes")
            if sink:
                sink.file.write(piece)
                sink.went_on()
            else:
                body += piece
    if announced.isdecimal() and response.length not in {0, None}:
        raise NoAnswer("cut off")
    return Answer(status=response.status, headers=headers, body=bytes(body))
