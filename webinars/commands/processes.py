"""The web server and the worker as children of one parent, which ends both when it is told to stop."""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from webinars.commands.outcome import CommandFailed
from webinars.lib.i18n import gettext as _

THREADS = 8
GRACE_S = 20
"""How long a request that is being answered may take once the server has been told to stop."""
LONGEST_REQUEST_LINE = 8190
"""Bytes; gunicorn accepts no larger limit."""
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn on a socket that is already open, with settings of ours instead of its command line.

    The number of processes is gunicorn's own setting, WEB_CONCURRENCY; one is right for SQLite.
    """

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        self._app = app
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": [f"fd://{self._listener.fileno()}"],
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACE_S,
            "loglevel": "warning",
            "control_socket_disable": True,
            # The application is loaded already: its pages are shared with the server's processes.
            "preload_app": True,
            # A whole announcement that somebody pastes into the check of a zone line is answered by us, in a sentence.
            "limit_request_line": LONGEST_REQUEST_LINE,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def run_together(app: Flask, listener: socket.socket, *, with_worker: bool) -> None:
    """Run the web server, and the worker beside it, until a signal ends both.

    Raises CommandFailed if one of them ends by itself; the other is ended then as well, for whoever supervises us.
    """
    works: dict[str, Callable[[], None]] = {_("The web server"): lambda: Arbiter(WebServer(app, listener)).run()}
    if with_worker:
        works[_("The worker")] = lambda: _run_worker(app, listener)
    sys.stdout.flush()
    children: dict[int, str] = {}
    stop = _Stop(children)
    # A signal that came between a fork and the child's own handlers would be lost on our copy of them in the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    for name, work in works.items():
        children[_fork(work)] = name
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    listener.close()
    _wait_for_all(children, stop)


class _Stop:
    """Whether we have been told to stop; tells the children once."""

    def __init__(self, children: dict[int, str]) -> None:
        self._children = children
        self.is_asked = False
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True
        self.end_children()

    def end_children(self) -> None:
        for child in list(self._children):
            try:
                os.kill(child, signal.SIGTERM)
            except ProcessLookupError:
                continue


def _fork(work: Callable[[], None]) -> int:
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    # From here on this is the child; it never returns to the caller's code.
    status = 1
    try:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        # Ctrl+C reaches every process of the terminal. The parent answers it, once and in order.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        _die_with(parent)
        work()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except KeyboardInterrupt:
        # How the worker's engine says that it was told to stop while it was starting.
        status = 0
    except BaseException as error:  # noqa: BLE001 - a child must end here, whatever happens
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _die_with(parent: int) -> None:
    """Ask the kernel for SIGTERM when `parent` is killed: nobody else could free the port then."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)


def _run_worker(app: Flask, listener: socket.socket) -> None:
    from webinars.app.worker import run_worker  # noqa: PLC0415 - the web server has no use for it

    listener.close()
    run_worker(app)


def _wait_for_all(children: dict[int, str], stop: _Stop) -> None:
    failure = None
    while children:
        child, status = os.wait()
        name = children.pop(child, None)
        if name is not None and not stop.is_asked and failure is None:
            failure = _("%(name)s has ended by itself (%(how)s).", name=name, how=_how(status))
            stop.end_children()
    if failure is not None:
        raise CommandFailed(failure)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return _("exit code %(code)s", code=code) if code >= 0 else _("signal %(number)s", number=-code)
