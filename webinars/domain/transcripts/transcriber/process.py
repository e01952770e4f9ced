"""The command as a process, with a group of its own: whatever it has begun ends with it."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line

LOOK_S = 0.5
NICE = 19
MOST_BYTES = 5_000_000
"""Of what it writes, to its file and to standard error."""
SAID_LENGTH = 200
_PRIVATE = ("WEBINARS_", "AWS_")


class TranscriptionFailed(WebinarsError):
    """It could not be written down. The sentence says why, to those who may edit the recording."""


def run(command: Sequence[str], folder: Path, out: Path, longest_s: float, went_on: Callable[[], None]) -> None:
    """Run `command` until it ends, at most `longest_s` seconds. What `went_on` raises ends it as well.

    Raises TranscriptionFailed, also where it writes more than anybody's transcript.
    """
    said, ends_at_s = folder / "said", time.monotonic() + longest_s
    env = {name: value for name, value in os.environ.items() if not name.startswith(_PRIVATE)}
    try:
        with said.open("ab") as errors:
            process = Popen(  # noqa: S603 - the operator's own command
                command, cwd=folder, env=env, stdin=DEVNULL, stdout=DEVNULL, stderr=errors, start_new_session=True
            )
    except OSError as error:
        raise TranscriptionFailed(_("The command cannot be started: %(reason)s.", reason=error.strerror)) from error
    try:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PGRP, process.pid, NICE)
        while not _has_ended(process):
            went_on()
            if time.monotonic() > ends_at_s:
                raise TranscriptionFailed(_("It took too long and was ended."))
            _require_small(out, said)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    _require_small(out, said)
    if code != 0:
        last = said.read_bytes()[-4 * SAID_LENGTH :].decode(errors="replace").replace(str(folder), "…")
        last = one_line(last)[-SAID_LENGTH:]
        raise TranscriptionFailed(_("The command ended with %(code)s: %(said)s", code=code, said=last))


def _require_small(*paths: Path) -> None:
    if any(path.exists() and path.stat().st_size > MOST_BYTES for path in paths):
        raise TranscriptionFailed(_("The command wrote more than 5 MB."))


def _has_ended(process: Popen[bytes]) -> bool:
    with contextlib.suppress(TimeoutExpired):
        process.wait(LOOK_S)
    return process.returncode is not None
