import os
import socket
import subprocess
import sys

import pytest

from webinars.lib.service_manager import READY, inherited_sockets, tell

TAKE = """
import os, sys
from webinars.lib.service_manager import inherited_sockets
os.environ["LISTEN_PID"] = sys.argv[1] or str(os.getpid())
(listener,) = inherited_sockets() or [None]
is_inheritable = listener and os.get_inheritable(listener.fileno())
print(listener and listener.getsockname()[1], is_inheritable, "LISTEN_FDS" in os.environ)
"""


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def taken(listener, project, process=""):
    """What a program prints that has the socket at the place where systemd puts it."""
    hand_over = f'exec 3<&{listener.fileno()} && exec "$@"'
    command = ["bash", "-c", hand_over, "bash", sys.executable, "-c", TAKE, process]
    environment = {"LISTEN_FDS": "1", "PATH": os.environ["PATH"], "PYTHONPATH": str(project)}
    return subprocess.check_output(command, pass_fds=[listener.fileno()], env=environment, text=True).strip()


def test_a_socket_that_is_handed_over_is_taken_and_no_child_takes_it_again(listener, project):
    assert taken(listener, project) == f"{listener.getsockname()[1]} False False"


def test_a_socket_that_is_meant_for_another_process_is_left(listener, project):
    assert taken(listener, project, process="1") == "None None False"


@pytest.mark.parametrize("variables", [{}, {"LISTEN_PID": "", "LISTEN_FDS": ""}, {"LISTEN_FDS": "1"}])
def test_nothing_is_taken_where_nothing_was_handed_over(variables):
    assert inherited_sockets(variables) == []


def test_what_is_no_socket_is_refused():
    variables = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "100000"}

    with pytest.raises(OSError):  # noqa: PT011 - whatever the system says of it
        inherited_sockets(variables)


@pytest.mark.parametrize("prefix", ["@", ""])
def test_who_asks_for_it_is_told(tmp_path, project, prefix):
    name = f"{prefix}{tmp_path if not prefix else 'webinars-test'}/notify-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind("\0" + name[1:] if prefix else name)
        supervisor.settimeout(10)

        # In a process of its own: no test connects to anything but this machine's addresses.
        command = [sys.executable, "-c", "from webinars.lib.service_manager import READY, tell; tell(READY)"]
        subprocess.run(command, env={"NOTIFY_SOCKET": name, "PYTHONPATH": str(project)}, check=True)

        assert supervisor.recv(100) == b"READY=1"


def test_nobody_is_told_who_has_not_asked():
    tell(READY, {})
