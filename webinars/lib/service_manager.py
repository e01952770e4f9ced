"""What a service manager such as systemd hands to a process, and what it wants to hear from it.

Both are a few environment variables: sd_listen_fds(3) and sd_notify(3).
"""

import os
import socket
from collections.abc import MutableMapping

FIRST_DESCRIPTOR = 3
READY, STOPPING = "READY=1", "STOPPING=1"
_SOCKETS, _ADDRESS = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID"), "NOTIFY_SOCKET"


def inherited_sockets(environ: MutableMapping[str, str] = os.environ) -> list[socket.socket]:
    """Returns the sockets that listen for us already, none where nobody has handed any over (sd_listen_fds(3)).

    Takes the variables away: a child would take the sockets for its own. Raises OSError if what is said to be a socket
    is none.
    """
    process, count, *_others = (environ.pop(name, "") for name in _SOCKETS)
    # They may have been meant for whoever has started us.
    if process != str(os.getpid()) or not count.isdecimal():
        return []
    descriptors = range(FIRST_DESCRIPTOR, FIRST_DESCRIPTOR + int(count))
    for each in descriptors:
        os.set_inheritable(each, False)
    return [socket.socket(fileno=each) for each in descriptors]


def tell(state: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Tell whoever supervises us our state, if it has asked to be told (sd_notify(3))."""
    address = environ.get(_ADDRESS, "")
    if not address:
        return
    # Of the abstract namespace, which systemd writes with an @.
    name = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as connection:
        connection.connect(name)
        connection.sendall(state.encode())
