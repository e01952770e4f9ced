"""The operator's command, as tests have it: a real process that reads the sound it is given and writes WebVTT.

python transcriber_command.py MODE NOTES AUDIO OUT LANGUAGE. In the file NOTES it leaves the ids of its processes.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SLEEPER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


def hang(notes: Path) -> None:
    """Be deaf to SIGTERM, with a child that is so too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", SLEEPER])
    _note(notes, f"{os.getpid()} {child.pid}")
    time.sleep(600)


def main() -> None:
    mode, named, audio, out, language = sys.argv[1:]
    notes, heard, target = Path(named), Path(audio).read_bytes(), Path(out)
    match mode:
        case "write":
            said = f"{len(heard)} octets of {language}, <c.unsure>niced {os.nice(0)}</c> times."
            target.write_text(f"WEBVTT\n\n00:01.000 --> 00:03.000\n{said}\n\n00:03.000 --> 00:05.000\nThat is all.\n")
        case "slow":
            with notes.open("a") as file:
                file.write("begun\n")
            time.sleep(1.5)
            target.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nSlowly.\n")
            with notes.open("a") as file:
                file.write("ended\n")
        case "hang":
            hang(notes)
        case "leave":
            _note(notes, str(subprocess.Popen([sys.executable, "-c", SLEEPER]).pid))
            target.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nI leave a child behind.\n")
        case "fail":
            print(f"{target.parent}: no model\x1b[0m", "WEBINARS_SECRET_KEY" in os.environ, file=sys.stderr)
            sys.exit(3)
        case "garbage":
            target.write_bytes(b"\xff\xfe\x00 not a transcript")
        case "flood":
            target.write_text("WEBVTT\n" + "x" * 6_000_000)
            hang(notes)
        case "silence":
            target.write_text("WEBVTT\n\n")


def _note(notes: Path, text: str) -> None:
    draft = notes.with_suffix(".draft")
    draft.write_text(text)
    draft.rename(notes)


if __name__ == "__main__":
    main()
