"""The web processes and the worker as children of one parent, which ends all when it is told to stop."""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from time import monotonic, sleep
from types import FrameType

import structlog
from flask import Flask
from msgspec import Struct
from msgspec.structs import replace

from webinars.app.heartbeats import show_signs
from webinars.commands.command_result import CommandFailed
from webinars.lib import service_manager
from webinars.lib.i18n import gettext as _
from webinars.lib.parent_process import end_with
from webinars.lib.web_server import Server

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
MOST_UNASKED = 4
"""Each takes memory, and each has its own connections to the database."""
A_WHILE_S = 10
"""Whatever has lived so long has come up: what made it die then need not make the next one die."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1, 60
"""Before another takes the place of one that has died. Each that dies young doubles it."""
LAST_PAUSE_S = 8
"""After it has died again nothing will ever come up, if nothing has yet."""

M_ARENA_MAX = -8
"""Of glibc's malloc.h."""

log = structlog.get_logger()


class _Child(Struct, frozen=True):
    name: str
    work: Callable[[], None]
    pause_s: int = 0
    """How long it waits before it begins, because the one before it has died."""
    born_at: float = 0.0

    def has_come_up(self) -> bool:
        return monotonic() - self.born_at - self.pause_s >= A_WHILE_S

    def begin(self) -> None:
        # Here, not in the parent, which has others to wait for. SIGTERM ends it.
        sleep(self.pause_s)
        self.work()


def web_process_count() -> int:
    """Returns how many web processes there shall be: WEB_CONCURRENCY, else one for each core, up to four.

    Raises CommandFailed.
    """
    text = os.environ.get("WEB_CONCURRENCY", "").strip() or str(min(_core_count(), MOST_UNASKED))
    if not text.isdecimal() or not int(text):
        raise CommandFailed(_("WEB_CONCURRENCY is “%(text)s”. Write how many web processes there shall be.", text=text))
    return int(text)


def _core_count() -> int:
    # Those we may use: in a container it may be fewer than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_together(app: Flask, listener: socket.socket, *, web_count: int, with_worker: bool) -> None:
    """Run the web processes, and the worker beside them, until a signal ends all.

    One that ends by itself is replaced, after a pause that grows as long as none lives. Raises CommandFailed if nothing
    has ever come up. The others are ended then as well, for whoever supervises us.
    """
    wanted = [_Child(_("The web server"), lambda: _serve(app, listener))] * web_count
    if with_worker:
        wanted.append(_Child(_("The worker"), lambda: _run_worker(app, listener)))
    sys.stdout.flush()
    # Else the collector would write to each page of memory that the processes could have in common.
    gc.freeze()
    share_one_arena()
    children: dict[int, _Child] = {}
    stop = _Stop(children, listener)
    for child in wanted:
        _start(child, children, stop)
    service_manager.tell(service_manager.READY)
    _wait_for_all(children, stop)


def share_one_arena() -> None:
    """Have all threads of this process and its children take memory from one place.

    By itself glibc gives each thread its own (mallopt(3), M_ARENA_MAX), and what one has given back no other can use.
    Ours make Python objects one at a time anyway. Other C libraries have no such choice and need none.
    """
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(M_ARENA_MAX, 1)


def _start(child: _Child, children: dict[int, _Child], stop: "_Stop") -> None:
    # A signal that came between a fork and the child's own handlers would be lost on our copy of them in the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    if not stop.is_asked:
        children[_fork(child.begin)] = replace(child, born_at=monotonic())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def _serve(app: Flask, listener: socket.socket) -> None:
    # It would say that several people have come at once.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    show_signs(app)
    server = Server(app, listener)
    signal.signal(signal.SIGTERM, lambda _number, _frame: server.stop())
    server.run()


class _Stop:
    """Whether we have been told to stop. It tells the children once."""

    def __init__(self, children: dict[int, _Child], listener: socket.socket) -> None:
        self._children = children
        self._listener = listener
        self.is_asked = False
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.end_children()

    def end_children(self) -> None:
        self.is_asked = True
        service_manager.tell(service_manager.STOPPING)
        # Else the system would go on taking in connections that nobody answers.
        self._listener.close()
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
        # Nobody else could free the port.
        end_with(parent)
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


def _run_worker(app: Flask, listener: socket.socket) -> None:
    from webinars.app.worker import run_worker  # noqa: PLC0415 - the web server has no use for it

    listener.close()
    run_worker(app)


def _wait_for_all(children: dict[int, _Child], stop: _Stop) -> None:
    failure, has_any_come_up = None, False
    while children:
        process, status = os.wait()
        child = children.get(process)
        if child is None:
            continue
        has_any_come_up = has_any_come_up or any(each.has_come_up() for each in children.values())
        del children[process]
        if stop.is_asked:
            continue
        if child.pause_s >= LAST_PAUSE_S and not has_any_come_up:
            failure = _("%(name)s has ended by itself (%(how)s).", name=child.name, how=_how(status))
            stop.end_children()
            continue
        pause_s = FIRST_PAUSE_S if child.has_come_up() else min(max(2 * child.pause_s, FIRST_PAUSE_S), LONGEST_PAUSE_S)
        log.error("a process has died and is replaced", process=child.name, how=_how(status), after_s=pause_s)
        _start(replace(child, pause_s=pause_s), children, stop)
    if failure is not None:
        raise CommandFailed(failure)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return _("exit code %(code)s", code=code) if code >= 0 else _("signal %(number)s", number=-code)
