"""Programs that are not Python: what they find in calendar files, pages and mails."""

import ctypes
import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.interop.reading import Reading, told
from tests.services import libical_path

HERE = Path(__file__).parent
NODE_READERS = ("ical.js", "node-ical", "ts-ics")


def install_node_readers(folder: Path) -> None:
    """Put the libraries of package.json into `folder`, which must be outside the project; npm keeps its own copies."""
    for name in ("package.json", "package-lock.json", "readers.mjs", "others.mjs"):
        shutil.copy(HERE / name, folder)
    run("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", folder=folder)


def read_with_node(library: str, files: Iterable[Path], folder: Path) -> list[list[Reading]]:
    found = json.loads(run("node", "readers.mjs", library, *map(str, files), folder=folder))
    return [
        [
            Reading(uid, told(dt.datetime.fromisoformat(start)), told(dt.datetime.fromisoformat(end)), *texts)
            for uid, start, end, *texts in entries
        ]
        for entries in found
    ]


def faults_in_html(files: Iterable[Path], folder: Path) -> list[tuple[Path, str]]:
    """What the Nu HTML Checker calls an error, file by file."""
    checker = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    named = [str(file) for file in files]
    told = run(
        "java", "-jar", str(checker), "--format", "json", "--stdout", "--exit-zero-always", *named, folder=folder
    )
    return [
        (Path(unquote(urlsplit(fault["url"]).path)), f"line {fault.get('lastLine')}: {fault['message']}")
        for fault in json.loads(told)["messages"]
        if fault["type"] != "info"
    ]


def lost_links(address: str, folder: Path) -> tuple[int, list[dict[str, Any]]]:
    """How many links of a site were followed, and which of them lead nowhere."""
    told = json.loads(run("node", "others.mjs", "links", address, folder=folder))
    return told["visited"], told["lost"]


def read_mails(files: Iterable[Path], folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run("node", "others.mjs", "mails", *map(str, files), folder=folder))
    return found


def read_webhooks(files: Iterable[Path], folder: Path) -> list[Any]:
    """What the library of Standard Webhooks reads of calls, or why it refuses one."""
    found: list[Any] = json.loads(run("node", "others.mjs", "webhooks", *map(str, files), folder=folder))
    return found


def read_with_calcurse(file: Path, folder: Path) -> list[tuple[str, str, str]]:
    """(start, end, summary) of each entry: calcurse keeps neither UID nor status."""
    data = folder / file.stem
    data.mkdir()
    run("calcurse", "-D", str(data), "-q", "-i", str(file), folder=folder)
    printed = run("calcurse", "-D", str(data), "-G", "--format-apt", r"%s\t%e\t%m\n", folder=folder)
    entries = [line.split("\t", 2) for line in printed.removesuffix("\n").split("\n")]
    return [(_of_seconds(start), _of_seconds(end), summary) for start, end, summary in entries]


def read_with_libical(octets: bytes) -> list[Reading]:
    """What libical makes of it, by those of its functions that take and give plain text: they stay as they are."""
    library = ctypes.CDLL(libical_path())
    for name in ("icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_get_next_component",
                 "icalcomponent_get_first_property"):  # fmt: skip
        getattr(library, name).restype = ctypes.c_void_p
    for name in ("icalcomponent_get_summary", "icalcomponent_get_description", "icalcomponent_get_uid",
                 "icalproperty_get_value_as_string"):  # fmt: skip
        getattr(library, name).restype = ctypes.c_char_p

    def value_of(entry: ctypes.c_void_p, name: bytes) -> str:
        kind = library.icalproperty_string_to_kind(name)
        found = ctypes.c_void_p(library.icalcomponent_get_first_property(entry, kind))
        return library.icalproperty_get_value_as_string(found).decode()

    calendar = ctypes.c_void_p(library.icalparser_parse_string(octets))
    assert library.icalcomponent_count_errors(calendar) == 0
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    readings = []
    address = library.icalcomponent_get_first_component(calendar, kind)
    while address:
        entry = ctypes.c_void_p(address)
        readings.append(
            Reading(
                library.icalcomponent_get_uid(entry).decode(),
                _of_stamp(value_of(entry, b"DTSTART")),
                _of_stamp(value_of(entry, b"DTEND")),
                library.icalcomponent_get_summary(entry).decode(),
                value_of(entry, b"STATUS"),
                library.icalcomponent_get_description(entry).decode(),
            )
        )
        address = library.icalcomponent_get_next_component(calendar, kind)
    library.icalcomponent_free(calendar)
    return readings


def run(*command: str, folder: Path) -> str:
    environment = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stderr.decode()}"
    return done.stdout.decode()


def _of_seconds(text: str) -> str:
    return told(dt.datetime.fromtimestamp(int(text), dt.UTC))


def _of_stamp(text: str) -> str:
    return told(dt.datetime.strptime(text, "%Y%m%dT%H%M%S%z"))
