"""Our server is made of waitress's classes, and overrides and reads what these promise nobody.

A version that has another name or other parameters for one of them is told of here, before a site stands still.
"""

import ast
import inspect
import textwrap

import pytest
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.receiver import ChunkedReceiver, FixedStreamReceiver

from webinars.lib.web_server import server as servers
from webinars.lib.web_server.channel import Channel, Task
from webinars.lib.web_server.parser import Parser, RequestTimeout

OVERRIDDEN = {
    servers.Server: "add_task channel_class handle_accept pull_trigger readable run",
    Channel: """
        handle_close handle_read handle_write readable received request send sendbuf_len service task_class writable
        write_soon
    """,
    Task: "build_response_header close_on_finish",
    Parser: "command error expect_continue get_body_stream path received completed",
    RequestTimeout: "code reason",
}
"""What waitress calls or reads, and finds in ours instead."""
OF_REQUESTS = "command completed error expect_continue headers headers_finished body_rcv version"
"""What ours read of a request, beside what it reads of itself."""
OF_CHANNELS = "requests requests_lock request total_outbufs_len will_close socket adj server sendbuf_len"


def parents_of(ours):
    return [each for each in ours.__mro__[1:] if each.__module__.startswith("waitress")]


def attributes(kind):
    """The names that instances of waitress's class have: those of the classes, and those that their code sets."""
    found = set()
    for each in kind.__mro__:
        if each.__module__.startswith("waitress"):
            found |= set(vars(each)) | set(inspect.get_annotations(each)) | names_of_self(each, ast.Store)
    return found


def names_of_self(kind, context):
    """Which names the code of a class sets, or reads, of itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, context)
        and (
            (isinstance(node.value, ast.Name) and node.value.id == "self")
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()")
        )
    }


def own_names(ours):
    return {name for name in {*vars(ours), *inspect.get_annotations(ours)} if not name.startswith("__")}


@pytest.mark.parametrize("ours", OVERRIDDEN, ids=lambda ours: ours.__name__)
def test_what_is_overridden_is_still_there(ours):
    theirs = attributes(parents_of(ours)[0])
    # The loop has a name for whatever may happen, which does nothing.
    at_work = [set(vars(each)) for each in parents_of(ours) if each is not servers.wasyncore.dispatcher]
    called = {name for name in OVERRIDDEN[ours].split() if name.startswith(("handle_", "readable", "writable"))}

    assert set(OVERRIDDEN[ours].split()) == {name for name in own_names(ours) if name in theirs}
    assert called <= set().union(*at_work)


@pytest.mark.parametrize("ours", OVERRIDDEN, ids=lambda ours: ours.__name__)
def test_what_is_overridden_takes_what_waitress_gives(ours):
    for name, mine in vars(ours).items():
        theirs = next((vars(each)[name] for each in parents_of(ours) if name in vars(each)), None)
        if inspect.isfunction(mine) and inspect.isfunction(theirs) and name not in {"__init__", "run"}:
            assert parameters(mine) == parameters(theirs), name


def parameters(function):
    # They are given by their place.
    return [(each.kind, each.default) for each in inspect.signature(function).parameters.values()]


@pytest.mark.parametrize("ours", OVERRIDDEN, ids=lambda ours: ours.__name__)
def test_what_ours_read_of_waitress_is_still_there(ours):
    read = names_of_self(ours, ast.Load)
    own = own_names(ours) - set(inspect.get_annotations(ours)) | names_of_self(ours, ast.Store)
    theirs = attributes(parents_of(ours)[0])

    assert {name for name in read if name not in own and name not in theirs and name[:2] != "__"} == set()
    # What is only given a type here is waitress's.
    declared = set(inspect.get_annotations(ours)) - {"large_body"}
    assert declared <= theirs


def test_what_is_read_of_others_is_still_there():
    assert set(OF_REQUESTS.split()) <= attributes(Parser.__mro__[1])
    assert set(OF_CHANNELS.split()) <= attributes(Channel.__mro__[1])
    for receiver in (FixedStreamReceiver, ChunkedReceiver):
        assert {"buf", "completed", "error", "received"} <= attributes(receiver)
    assert {"get", "append", "close", "__len__"} <= attributes(OverflowableBuffer)
    assert {"set_thread_count", "add_task", "shutdown"} <= attributes(servers.ThreadedTaskDispatcher)
    assert {"poll2", "close_all", "dispatcher"} <= set(vars(servers.wasyncore))


def test_a_connection_and_a_server_are_made_as_waitress_makes_them():
    for ours, theirs in ((Channel, Channel.__mro__[1]), (Parser, Parser.__mro__[1])):
        given = list(inspect.signature(theirs).parameters)
        taken = list(inspect.signature(ours).parameters)
        # A parser is made by its connection, which adds itself.
        assert taken[: len(given)] == given
    taken = inspect.signature(servers.TcpWSGIServer).parameters
    assert {"_sock", "bind_socket", "sockinfo", "dispatcher", "adj"} <= set(taken)


def test_a_receiver_asks_of_its_buffer_what_ours_has():
    """A body that is larger than a form is kept by a buffer of ours."""

    class Octets:
        count = 0

        def __len__(self):
            return self.count

        def append(self, octets):
            self.count += len(octets)

        def close(self):
            pass

    receiver = FixedStreamReceiver(10, OverflowableBuffer(5))
    receiver.buf.append(b"abc")
    assert receiver.buf.get(skip=True) == b"abc"
    receiver.buf = Octets()
    receiver.received(b"0123456789")

    assert (receiver.buf.count, receiver.completed) == (10, True)


def test_what_waitress_is_told_is_what_it_can_be_told():
    adjusted = Adjustments(
        clear_untrusted_proxy_headers=False, ident=None, log_socket_errors=False, recv_bytes=65536, inbuf_overflow=1,
        outbuf_overflow=1, max_request_header_size=1, max_request_body_size=1,
    )  # fmt: skip

    assert adjusted.outbuf_high_watermark > 0
