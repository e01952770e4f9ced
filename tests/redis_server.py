"""A Redis of the test's own, that can be stopped and started again."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

PATIENCE_S = 20


class OwnRedis:
    """On a port that was free a moment ago. It keeps nothing on disk, so it comes back empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends_at = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(redis.ConnectionError), redis.Redis.from_url(self.url) as connection:
                connection.ping()
                return
            assert time.monotonic() < ends_at, "redis-server does not come"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    """Not running yet."""
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server")
    server = OwnRedis(tmp_path)
    yield server
    server.stop()
