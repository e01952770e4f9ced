"""Installs a lock file and the project itself into the environment that runs this, if they are not there yet."""

import hashlib
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def main(lock: str) -> None:
    files = [PROJECT / lock, PROJECT / "pyproject.toml"]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    # What the tests need includes what the application needs.
    stamps = [Path(sys.prefix) / f"installed-{name}" for name in {Path(lock).stem, "test"}]
    if any(stamp.is_file() and stamp.read_text() == _wanted_by(stamp) for stamp in stamps):
        return
    print(f"Installing {lock} into {Path(sys.prefix).name} …", file=sys.stderr, flush=True)
    pip("install", "--quiet", "--require-hashes", "--requirement", str(PROJECT / lock))
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(PROJECT))
    (Path(sys.prefix) / f"installed-{Path(lock).stem}").write_text(wanted)


def _wanted_by(stamp: Path) -> str:
    lock = PROJECT / "requirements" / f"{stamp.name.removeprefix('installed-')}.txt"
    return hashlib.sha256(lock.read_bytes() + (PROJECT / "pyproject.toml").read_bytes()).hexdigest()


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    try:
        subprocess.run(command, check=True)
    except subprocess.CalledProcessError:
        sys.exit("The packages could not be installed; pip says above why. Mend that and run this again.")


if __name__ == "__main__":
    main(sys.argv[1])
