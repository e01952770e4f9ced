import http.client
import io
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from tests.other_sites import Page, other_sites
from webinars.lib import safe_http
from webinars.lib.safe_http import (
    ANYWHERE,
    NoAnswer,
    NotPublic,
    Question,
    RequestRefused,
    SafeHttpClient,
    Sink,
    TooLarge,
    is_public,
    opened,
    read_answer,
)

VIDEOS = "videos.example"


@pytest.fixture
def sites():
    with other_sites() as sites:
        yield sites


def ask(outside, url=f"https://{VIDEOS}/a.jpg", *, hosts=(VIDEOS,), **values):
    return outside.ask(Question(url=url, hosts=frozenset(hosts), **values))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("255.255.255.255", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("192.88.99.1", False),
        ("64:ff9b:1::a00:1", False),
        ("::a00:1", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("5f00::1", False),
        ("3fff::1", False),
        ("2001:db8::1", False),
        ("2001::1", False),
        ("2001:10::1", False),
        ("2001:200::1", True),
        ("100::1", False),
        ("fd00:ec2::254", False),
        ("::ffff:168.63.129.16", False),
        ("168.63.129.16", False),
        ("168.63.129.17", True),
        ("192.0.0.8", False),
        ("192.0.0.170", False),
        ("203.0.113.7", False),
        ("240.0.0.1", False),
        ("100.127.255.255", False),
        ("172.31.255.255", False),
    ],
)
def test_which_addresses_are_on_the_internet(address, expected):
    assert is_public(address) is expected


def test_anybody_may_be_asked_where_that_is_said_but_nobody_inside(sites):
    sites.pages["hooks.society.example", "/"] = Page(body=b"here")
    sites.names["inside.example"] = ["10.0.0.7"]

    assert ask(sites.outside(), "https://hooks.society.example/", hosts=ANYWHERE).body == b"here"
    for url in ("https://inside.example/", "https://127.1/", "https://[::1]/"):
        with pytest.raises(NotPublic):
            sites.outside(resolve=lambda host: sites.names.get(host, ["127.0.0.1"])).ask(
                Question(url=url, hosts=ANYWHERE)
            )
    for url in ("https://hooks.society.example:8443/", "http://hooks.society.example/", "https://a@b.example/"):
        with pytest.raises(RequestRefused):
            sites.outside().ask(Question(url=url, hosts=ANYWHERE))


def ask_anybody(outside, url, **values):
    return outside.ask(Question(url=url, hosts=ANYWHERE, method="POST", body=b"{}", **values))


def test_a_name_is_asked_for_once_so_that_another_answer_gains_nothing():
    answers, reached = iter([["93.184.215.14"], ["10.0.0.7"]]), []

    def connect(host, address):
        reached.append((host, address))
        raise OSError("far away")

    outside = SafeHttpClient(user_agent="webinars", resolve=lambda _host: next(answers), connect=connect)
    with pytest.raises(NoAnswer):
        ask_anybody(outside, "https://rebinding.example/")
    with pytest.raises(NotPublic):
        ask_anybody(outside, "https://rebinding.example/")

    assert reached == [("rebinding.example", "93.184.215.14")]


def test_a_body_is_sent_and_of_the_answer_no_more_is_read_than_is_wanted(sites):
    sites.pages[VIDEOS, "/a"] = Page(body=b"x" * 100_000)

    answer = ask_anybody(sites.outside(), f"https://{VIDEOS}/a", max_bytes=10, is_cut=True)

    assert (answer.status, answer.body, sites.bodies) == (200, b"x" * 10, [b"{}"])


def test_where_no_redirect_is_wanted_it_is_the_answer(sites):
    sites.pages[VIDEOS, "/a"] = Page(status=302, headers={"Location": f"https://{VIDEOS}/b"})

    assert ask_anybody(sites.outside(), f"https://{VIDEOS}/a", is_redirected=False).status == 302
    assert len(sites.asked) == 1


def test_through_a_proxy_names_are_its_matter_and_inner_numbers_are_not_asked_for(proxy):
    outside = SafeHttpClient(user_agent="webinars", proxy=f"http://127.0.0.1:{proxy.port}", resolve=numbers_only)

    # It stands for the way, not for the encryption behind it.
    with pytest.raises(NoAnswer):
        ask_anybody(outside, "https://hooks.society.example/")
    with pytest.raises(NotPublic):
        ask_anybody(outside, "https://10.0.0.7/")

    assert proxy.connected == ["hooks.society.example:443"]


def numbers_only(host):
    assert host[0].isdigit(), "a name was looked up past the proxy"
    return [host]


@pytest.fixture
def proxy():
    """A proxy that notes whom it is to connect us to, and hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self):
            found.connected.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.close_connection = True

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = SimpleNamespace(port=server.server_port, connected=[])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_answer_with_status_headers_and_body(sites):
    sites.pages[VIDEOS, "/a.jpg?size=1"] = Page(body=b"picture", headers={"X-Kind": "cover"})

    answer = ask(sites.outside(), f"https://{VIDEOS}/a.jpg?size=1")

    assert (answer.status, answer.body, answer.headers["x-kind"]) == (200, b"picture", "cover")
    assert sites.headers[0]["User-Agent"] == "webinars"
    assert "Cookie" not in sites.headers[0]


@pytest.mark.parametrize(
    "url",
    [
        f"http://{VIDEOS}/a.jpg",
        f"ftp://{VIDEOS}/a.jpg",
        "file:///etc/passwd",
        f"https://{VIDEOS}:8443/a.jpg",
        f"https://user@{VIDEOS}/a.jpg",
        f"https://{VIDEOS}@evil.example/a.jpg",
        "https://evil.example/a.jpg",
        f"https://evil.example/{VIDEOS}",
        f"https://sub.{VIDEOS}/a.jpg",
        f"https://{VIDEOS}.evil.example/a.jpg",
        f"https://{VIDEOS}/a b",
        f"https://{VIDEOS}/a\r\nX-Evil: 1",
        "https://[::1]/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://[broken/a.jpg",
        "/a.jpg",
        "",
    ],
)
def test_what_is_not_asked_for(sites, url):
    with pytest.raises(RequestRefused):
        ask(sites.outside(), url)

    assert sites.asked == []


def test_hosts_below_a_named_one_are_asked_and_look_alikes_are_not(sites):
    sites.pages["ia1.archive.example", "/a.jpg"] = Page(body=b"here")
    hosts = {".archive.example"}

    assert ask(sites.outside(), "https://ia1.archive.example/a.jpg", hosts=hosts).body == b"here"
    with pytest.raises(RequestRefused):
        ask(sites.outside(), "https://evilarchive.example/a.jpg", hosts=hosts)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.0.0.7"], ["93.184.215.14", "192.168.0.1"], ["::1"]])
def test_a_name_that_leads_inside_is_not_followed(sites, addresses):
    sites.pages[VIDEOS, "/a.jpg"] = Page(body=b"inside")
    sites.names[VIDEOS] = addresses

    with pytest.raises(RequestRefused):
        ask(sites.outside())

    assert sites.asked == []


def test_the_connection_is_made_to_the_address_that_was_looked_at(sites):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    connected = []

    def connect(_host, address):
        connected.append(address)
        raise OSError

    with pytest.raises(NoAnswer):
        ask(sites.outside(resolve=lambda _host: next(answers), connect=connect))

    assert connected == ["93.184.215.14"]
    assert next(answers) == ["127.0.0.1"]


def test_redirects_are_followed_to_hosts_that_were_named(sites):
    sites.pages[VIDEOS, "/a.jpg"] = Page(status=302, headers={"Location": "/b.jpg"})
    sites.pages[VIDEOS, "/b.jpg"] = Page(status=301, headers={"Location": "https://cdn.example/c.jpg"})
    sites.pages["cdn.example", "/c.jpg"] = Page(body=b"there")

    assert ask(sites.outside(), hosts=(VIDEOS, "cdn.example")).body == b"there"
    with pytest.raises(RequestRefused):
        ask(sites.outside())


@pytest.mark.parametrize(
    "location",
    [
        "http://videos.example/a",
        "https://127.0.0.1/",
        "https://inside.example/",
        "file:///etc/passwd",
        "//169.254.169.254/latest/meta-data",
    ],
)
def test_a_redirect_leads_nowhere_inside(sites, location):
    for host, address in (
        ("inside.example", "10.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("169.254.169.254", "169.254.169.254"),
    ):
        sites.names[host] = [address]
    sites.pages[VIDEOS, "/a.jpg"] = Page(status=302, headers={"Location": location})

    with pytest.raises(RequestRefused):
        ask(sites.outside(), hosts=(VIDEOS, "inside.example", "127.0.0.1", "169.254.169.254"))

    assert len(sites.asked) == 1


def test_redirects_in_a_circle_end(sites):
    sites.pages[VIDEOS, "/a.jpg"] = Page(status=302, headers={"Location": "/a.jpg"})

    with pytest.raises(NoAnswer):
        ask(sites.outside())

    assert len(sites.asked) == 4


def test_more_than_was_asked_for_is_not_read(sites):
    sites.pages[VIDEOS, "/a.jpg"] = Page(body=b"x" * 2000)

    assert len(ask(sites.outside(), max_bytes=2000).body) == 2000
    with pytest.raises(NoAnswer):
        ask(sites.outside(), max_bytes=1999)


def test_an_answer_that_trickles_is_cut_off(sites, monkeypatch):
    monkeypatch.setattr(safe_http, "DEADLINE_S", 0.3)
    sites.pages[VIDEOS, "/a.jpg"] = Page(body=b"x" * 100, piece_pause_s=0.05)

    with pytest.raises(NoAnswer):
        ask(sites.outside())


def test_an_answer_that_ends_too_early_is_none(sites):
    sites.pages[VIDEOS, "/a.jpg"] = Page(body=b"half", announced_bytes=8)

    with pytest.raises(NoAnswer):
        ask(sites.outside())


def test_a_host_that_is_away_is_no_answer(sites):
    def connect(_host, _address):
        raise ConnectionRefusedError

    with pytest.raises(NoAnswer):
        ask(sites.outside(connect=connect))


def test_a_real_name_of_this_machine_is_refused_without_a_connection():
    with pytest.raises(RequestRefused):
        ask(SafeHttpClient(user_agent="webinars"), "https://localhost/a.jpg", hosts=("localhost",))


@pytest.mark.parametrize("body", [b"Forbidden", b"[" * 100_000])
def test_what_is_no_json_is_no_answer(sites, body):
    sites.pages[VIDEOS, "/a.jpg"] = Page(body=body)

    with pytest.raises(NoAnswer):
        ask(sites.outside()).json()


def test_a_large_body_goes_to_a_file_piece_by_piece(sites, tmp_path):
    sites.pages[VIDEOS, "/old.mp4"] = Page(status=302, body=b"moved", headers={"Location": "/a.mp4"})
    sites.pages[VIDEOS, "/a.mp4"] = Page(body=b"x" * 200_000)
    calls = []

    with (tmp_path / "film").open("wb") as file:
        sink = Sink(file, 5, lambda: calls.append(1))
        question = Question(url=f"https://{VIDEOS}/old.mp4", hosts={VIDEOS}, max_bytes=200_000)
        answer = sites.outside().ask(question, sink)

    assert (answer.status, answer.body) == (200, b"")
    assert (tmp_path / "film").read_bytes() == b"x" * 200_000
    assert len(calls) > 1


def test_what_is_too_large_for_a_file_is_not_even_begun(sites, tmp_path):
    sites.pages[VIDEOS, "/a.mp4"] = Page(body=b"x" * 11)
    question = Question(url=f"https://{VIDEOS}/a.mp4", hosts={VIDEOS}, max_bytes=10)

    with (tmp_path / "film").open("wb") as file, pytest.raises(TooLarge):
        sites.outside().ask(question, Sink(file, 5))

    assert (tmp_path / "film").stat().st_size == 0


def test_what_hides_its_size_is_cut_off_on_the_way(tmp_path):
    answer = io.BytesIO(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 200_000)
    response = http.client.HTTPResponse(SimpleNamespace(makefile=lambda _mode: answer))
    response.begin()

    with (tmp_path / "film").open("wb") as file, pytest.raises(TooLarge):
        read_answer(response, 70_000, Sink(file, 5))

    assert (tmp_path / "film").stat().st_size <= 70_000


def test_an_error_is_no_file_and_what_goes_on_may_be_ended(sites, tmp_path):
    sites.pages[VIDEOS, "/a.mp4"] = Page(body=b"x" * 200_000)

    def end():
        raise LookupError

    with (tmp_path / "film").open("wb") as file:
        missing = Question(url=f"https://{VIDEOS}/b.mp4", hosts={VIDEOS})
        assert sites.outside().ask(missing, Sink(file, 5)).status == 404
        with pytest.raises(LookupError):
            sites.outside().ask(Question(url=f"https://{VIDEOS}/a.mp4", hosts={VIDEOS}), Sink(file, 5, end))


def test_a_large_body_has_a_deadline_of_its_own(sites, tmp_path):
    sites.pages[VIDEOS, "/a.mp4"] = Page(body=b"x" * 100, piece_pause_s=0.05)

    with (tmp_path / "film").open("wb") as file, pytest.raises(NoAnswer):
        sites.outside().ask(Question(url=f"https://{VIDEOS}/a.mp4", hosts={VIDEOS}), Sink(file, 0.3))


def test_a_connection_that_is_made_after_the_deadline_is_not_used():
    class Late:
        sock = None

        def connect(self):
            time.sleep(0.2)

        def close(self):
            pass

    with pytest.raises(NoAnswer), opened(Late(), 0.01):
        pytest.fail("it was used")
