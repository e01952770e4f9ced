"""Serves the application with one of several web servers, so that they can be compared: servers.py NAME PORT PROCESSES.

Each is set up as we would run it: eight threads a process, what it has in the way of deadlines at ten seconds. Those
that are no dependency of ours are compared where somebody has installed them. Also: an nginx before one of them.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench_start import free_port

THREADS = 8
DEADLINE_S = 10
PROJECT = Path(__file__).parent.parent
HERE = Path(sys.executable).parent


def main() -> None:
    name, port, processes = sys.argv[1], sys.argv[2], sys.argv[3]
    sys.path.insert(0, str(PROJECT))
    os.chdir(PROJECT)
    SERVERS[name][1](port, processes)


def ours(port: str, processes: str) -> None:
    os.environ["WEB_CONCURRENCY"] = processes
    run("webinars", "serve", "--no-worker", "--port", port)


def gunicorn(port: str, processes: str, *more: str) -> None:
    options = ["--worker-class", "gthread", "--threads", str(THREADS), "--graceful-timeout", "20", "--preload"]
    run("gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--workers", processes, *options, *more)


def gunicorn_with_deadlines(port: str, processes: str) -> None:
    gunicorn(port, processes, "--worker-class", "benchmarks.servers.PatientWorker", "--threads", "32")


def plain_waitress(port: str, processes: str) -> None:
    from waitress.server import create_server

    listener = socket.create_server(("127.0.0.1", int(port)), backlog=1024)
    for _number in range(int(processes)):
        if not os.fork():
            from wsgi import app

            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            limits = {"connection_limit": 1000, "channel_timeout": DEADLINE_S, "cleanup_interval": 1}
            create_server(app, sockets=[listener], threads=THREADS, asyncore_use_poll=True, **limits).run()
            os._exit(0)
    pass_signal_on_and_wait()


def granian(port: str, processes: str) -> None:
    options = ["--blocking-threads", str(THREADS), "--http1-header-read-timeout", str(DEADLINE_S * 1000)]
    run("granian", "--interface", "wsgi", "--port", port, "--workers", processes, *options, "--no-log", "wsgi:app")


def uvicorn(port: str, processes: str) -> None:
    options = ["--timeout-graceful-shutdown", "20", "--log-level", "critical"]
    run("uvicorn", "benchmarks.servers:asgi_app", "--factory", "--port", port, "--workers", processes, *options)


def hypercorn(port: str, processes: str) -> None:
    options = ["--read-timeout", str(DEADLINE_S), "--graceful-timeout", "20", "--log-level", "critical"]
    run("hypercorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--workers", processes, *options)


def cheroot(port: str, processes: str) -> None:
    assert processes == "1", "cheroot has one process"
    from cheroot.wsgi import Server

    from wsgi import app

    server = Server(("127.0.0.1", int(port)), app, numthreads=THREADS, timeout=DEADLINE_S, request_queue_size=1024)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.safe_start()


def run(program: str, *arguments: str) -> None:
    os.execv(HERE / program, [program, *arguments])


def pass_signal_on_and_wait() -> None:
    group = os.getpgrp()
    signal.signal(signal.SIGTERM, lambda *_: (signal.signal(signal.SIGTERM, signal.SIG_IGN), os.killpg(group, 15)))
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def asgi_app() -> object:
    from a2wsgi import WSGIMiddleware

    from wsgi import app

    return WSGIMiddleware(app, workers=THREADS)


SERVERS = {
    "ours": ("waitress", ours),
    "waitress": ("waitress", plain_waitress),
    "gunicorn": ("gunicorn", gunicorn),
    "gunicorn, deadlines": ("gunicorn", gunicorn_with_deadlines),
    "granian": ("granian", granian),
    "uvicorn, a2wsgi": ("uvicorn", uvicorn),
    "hypercorn": ("hypercorn", hypercorn),
    "cheroot": ("cheroot", cheroot),
}


def installed() -> list[str]:
    return [name for name, (module, _serve) in SERVERS.items() if importlib.util.find_spec(module)]


@contextlib.contextmanager
def nginx_before(port: int, folder: Path) -> Iterator[tuple[int, Path, subprocess.Popen]]:
    """Yields Debian's nginx with our own configuration, but for its limits of one network: here all come from one."""
    front, log = free_port(), folder / "access.log"
    text = (PROJECT / "deploy/nginx/webinars.conf").read_text()
    text = re.sub(r"^\s*(limit_req|limit_conn)\S* .*;$", "", text, flags=re.MULTILINE)
    text = text.replace("server 127.0.0.1:8000 max_fails=3", f"server 127.0.0.1:{port} max_fails=0")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{front};").replace("listen [::]:80;", "")
    text = text.replace("/var/lib/nginx/webinars", str(folder / "kept")).replace(
        "/var/log/nginx/webinars.log", str(log)
    )
    text = text.replace("/var/log/nginx/error.log", str(folder / "error.log"))
    conf = folder / "nginx.conf"
    conf.write_text(
        # Its processes may read the folder that only we may.
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; pid {folder}/nginx.pid;\n"
        f"error_log {folder}/error.log; worker_rlimit_nofile 60000;\n"
        "events { worker_connections 20000; }\n"
        f"http {{ client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;\n"
        f"uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{text}\n}}\n"
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        sys.exit("nginx is missing: apt-get install nginx")
    server = subprocess.Popen([nginx, "-c", str(conf), "-e", str(folder / "error.log")])
    try:
        yield front, log, server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


if importlib.util.find_spec("gunicorn"):
    from gunicorn.workers.gthread import ThreadWorker

    class PatientWorker(ThreadWorker):
        """Gunicorn's threads, which wait ten seconds for the next octet and no longer."""

        def handle(self, conn: object) -> object:
            prepare = conn.init
            # It is called after the worker has taken all deadlines away.
            conn.init = lambda: (prepare(), conn.sock.settimeout(DEADLINE_S))
            return super().handle(conn)


if __name__ == "__main__":
    main()
