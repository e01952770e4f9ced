"""How many web processes a machine should have: how long a save takes while many read.

    bin/bench processes [--seconds 20] [--connections 50] [--processes 1,2,4] [--database postgresql://…]

Serves the demo programme without a proxy. So many connections ask for feeds and pages, each for the next as soon as it
has the last. An organiser saves a webinar every half second. The first answers of the processes are timed as well.
"""

import argparse
import http.client
import os
import re
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import cycle

from bench_stall import Organiser, Person, Site
from bench_start import processes_below, pss_mb

EVERY_S = 0.5
PATHS = (
    "/calendar.ics",
    "/",
    "/webinars",
    "/calendar.ics",
    "/recordings",
    "/organisations",
    "/recordings.rss",
    "/follow",
)


class Readers:
    """Connections that ask on and on, in one thread of a process of their own."""

    def __init__(self, port: int, count: int) -> None:
        self.port, self.took = port, []
        self._tags: dict[str, bytes] = {}
        self._selector = selectors.DefaultSelector()
        for number in range(count):
            paths = cycle(PATHS[number % len(PATHS) :] + PATHS[: number % len(PATHS)])
            self._ask(socket.create_connection(("127.0.0.1", port)), paths)

    def read(self, until: float) -> None:
        while time.monotonic() < until:
            for key, _events in self._selector.select(0.2):
                self._take(key.fileobj, *key.data)

    def _ask(self, connection: socket.socket, paths: Iterator[str]) -> None:
        path = next(paths)
        known = b"If-None-Match: " + self._tags[path] + b"\r\n" if path in self._tags else b""
        connection.sendall(b"GET " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\n" + known + b"\r\n")
        self._selector.register(connection, selectors.EVENT_READ, (paths, path, time.monotonic(), bytearray()))

    def _take(
        self, connection: socket.socket, paths: Iterator[str], path: str, asked_at: float, got: bytearray
    ) -> None:
        got += connection.recv(1_000_000)
        head, is_whole, body = bytes(got).partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if not is_whole or (length and len(body) < int(length[1])):
            return
        status = int(head.split()[1])
        assert status in {200, 304}, status
        if path.endswith(".ics"):
            self._tags[path] = re.search(rb"(?i)etag: (\S+)", head)[1]
        self.took.append(time.monotonic() - asked_at)
        self._selector.unregister(connection)
        if b"connection: close" in head.lower():
            connection.close()
            connection = socket.create_connection(("127.0.0.1", self.port))
        self._ask(connection, paths)


def measure(site: Site, processes: int, connections: int, seconds: float) -> None:
    with site.served_by("ours", processes) as (server, _took_s):
        firsts = first_answers(site, processes)
        organiser = Organiser(site)
        arguments = ("--read", site.port, "--connections", connections, "--seconds", seconds)
        readers = subprocess.Popen(
            [sys.executable, __file__, *(f"{each}" for each in arguments)], stdout=subprocess.PIPE, text=True
        )
        time.sleep(1)
        saving = Person(lambda: saved(organiser), time.monotonic() + seconds - 1)
        saving.start()
        saving.join()
        told = readers.communicate()[0].strip()
        memory = sum(pss_mb(process) for process in processes_below(server.pid))
    ordered = sorted(saving.took)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(
        f"  {processes} processes: a save, 95 % {p95 * 1000:5.0f} ms, median {statistics.median(ordered) * 1000:5.0f}, "
        f"worst {ordered[-1] * 1000:5.0f} of {len(ordered)}; {told}; first answers up to {max(firsts) * 1000:.0f} ms; "
        f"{memory:.0f} MB",
        flush=True,
    )


def saved(organiser: Organiser) -> float:
    took = organiser.save()
    time.sleep(EVERY_S)
    return took


def first_answers(site: Site, processes: int) -> list[float]:
    """Returns how long `/` takes, asked by new connections at once so that each process has to answer."""
    took: list[float] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        began = time.monotonic()
        connection.request("GET", "/")
        connection.getresponse().read()
        took.append(time.monotonic() - began)

    threads = [threading.Thread(target=ask) for _ in range(processes)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return took


def read(port: int, connections: int, seconds: float) -> None:
    readers = Readers(port, connections)
    readers.read(time.monotonic() + seconds)
    ordered = sorted(readers.took)
    print(f"{len(ordered) / seconds:.0f} reads a second, 95 % {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--processes", default="1,2,4")
    parser.add_argument("--database", default="", help="the address of an empty PostgreSQL database; SQLite without it")
    parser.add_argument("--read", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        read(asked.read, asked.connections, asked.seconds)
        return
    print(f"{asked.connections} connections on {os.cpu_count()} cores, {'PostgreSQL' if asked.database else 'SQLite'}:")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(folder, asked.database)
        for count in asked.processes.split(","):
            measure(site, int(count), asked.connections, asked.seconds)


if __name__ == "__main__":
    main()
