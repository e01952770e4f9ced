"""The programs of this machine that tests talk to, and whether they answer."""

import ctypes.util
import os
import shutil

import psycopg
import redis

POSTGRESQL_URL = os.environ.get("WEBINARS_TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("WEBINARS_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


def postgresql_answers() -> bool:
    try:
        psycopg.connect(POSTGRESQL_URL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def redis_answers() -> bool:
    try:
        with redis.Redis.from_url(REDIS_URL, socket_connect_timeout=3) as connection:
            return bool(connection.ping())
    except redis.RedisError:
        return False


CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws the same pages as the others with half their work: it has no windows to draw them into."""


def chromium_path() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def npm_path() -> str | None:
    return shutil.which("npm") if shutil.which("node") else None


def java_path() -> str | None:
    return shutil.which("java")


def calcurse_path() -> str | None:
    return shutil.which("calcurse")


def libical_path() -> str | None:
    return ctypes.util.find_library("ical")


def nginx_path() -> str | None:
    return shutil.which("nginx")


def systemd_paths() -> list[str] | None:
    """Its tools, which need no systemd that runs; but what is set up with them is set up by root."""
    paths = [shutil.which(name) for name in ("systemd-analyze", "systemd-socket-activate")]
    return [path for path in paths if path] if all(paths) and os.geteuid() == 0 else None
