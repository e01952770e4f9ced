"""Where web processes lay what they have counted, and the worker takes it: files in the data folder, or Redis.

What is counted differently lies on a tray of its own, known by its name.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from webinars import redis_server
from webinars.config import Settings

MOST_PARCELS = 500
"""Laid down on one tray and not yet taken. Where no worker runs, no more are kept."""


class TrayUnreachable(Exception):
    """Redis does not answer, or the folder cannot be used."""

    def __init__(self, reason: str, *, is_told: bool = False) -> None:
        super().__init__(reason)
        self.is_told = is_told
        """Whether the log knows of it already."""


class Spool(Protocol):
    def lay(self, parcel: str) -> None:
        """Put a parcel down. Raises TrayUnreachable."""

    def take(self) -> Iterator[str]:
        """Returns every parcel, once: what is taken is gone, whatever becomes of it. Raises TrayUnreachable."""


def spool_of(settings: Settings, name: str) -> Spool:
    """Returns the tray of this name that all processes with these settings share."""
    return RedisTray(settings.redis_url, name) if settings.redis_url else FolderTray(settings.data / name)


def redis_key(name: str) -> str:
    """Returns under which key Redis has the tray of this name."""
    return f"webinars:{name}"


class FolderTray:
    """For processes on one machine: a file a parcel."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lay(self, parcel: str) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if sum(1 for _path in self._folder.glob("*.json")) >= MOST_PARCELS:
                return
            draft = self._folder / f"{secrets.token_hex(8)}.draft"
            draft.write_text(parcel, encoding="utf-8")
            draft.rename(draft.with_suffix(".json"))
        except OSError as error:
            raise TrayUnreachable(str(error)) from error

    def take(self) -> Iterator[str]:
        for path in sorted(self._folder.glob("*.json")):
            try:
                parcel = path.read_text(encoding="utf-8")
                # Whoever removes it has it: another worker may have read it as well.
                path.unlink()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise TrayUnreachable(str(error)) from error
            yield parcel


class RedisTray:
    """For processes anywhere: a list."""

    def __init__(self, url: str, name: str) -> None:
        # What is not set must not cost every web process ten megabytes.
        from redis import RedisError  # noqa: PLC0415

        self._error = RedisError
        self._redis = redis_server.client(url, decode_responses=True)
        self._key = redis_key(name)

    def lay(self, parcel: str) -> None:
        try:
            self._redis.lpush(self._key, parcel)
            self._redis.ltrim(self._key, 0, MOST_PARCELS - 1)
        except self._error as error:
            raise _away(error) from error

    def take(self) -> Iterator[str]:
        while True:
            try:
                parcel = self._redis.rpop(self._key)
            except self._error as error:
                raise _away(error) from error
            if parcel is None:
                return
            yield str(parcel)


def _away(error: Exception) -> TrayUnreachable:
    redis_server.tell_away(error)
    return TrayUnreachable(str(error), is_told=True)
