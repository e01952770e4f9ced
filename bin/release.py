"""Makes a release, as `bin/release` says. The same source gives the same octets."""

import datetime as dt
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent
DIST = PROJECT / "dist"
CHECKSUMS = "SHA256SUMS"


def main() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    day = day_of(version, (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if day is None:
        sys.exit(f"CHANGELOG.md has no section “## [{version}] - YEAR-MONTH-DAY” that says something. Write it first.")
    if DIST.exists():
        shutil.rmtree(DIST)
    for path in make(DIST, version, day):
        print(path.relative_to(PROJECT))
    print(f"Look at it, then: git tag --annotate v{version} --message 'Version {version}'")


def day_of(version: str, changelog: str) -> dt.date | None:
    """Returns the day of a version by its section of the changelog, or None if nothing is said there."""
    heading = rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)\n(.*?)(?=^## |\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    return dt.date.fromisoformat(found[1]) if found and re.search(r"^- ", found[2], re.MULTILINE) else None


def make(folder: Path, version: str, day: dt.date) -> list[Path]:
    """Write the files of a release into `folder`, and return them."""
    begun = dt.datetime.combine(day, dt.time(), dt.UTC)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(begun.timestamp()))}

    def run(*command: str) -> None:
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)

    # First the source, and of that the wheel: so what is in the source is enough.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder))
    run(
        # It warns that a list says nothing of who needs whom.
        *(sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", "requirements/extras.txt"),
        *("--pyproject", "pyproject.toml", "--output-format", "JSON", "--output-reproducible"),
        *("--output-file", str(folder / f"webinars-{version}.cdx.json")),
    )
    files = sorted(folder.iterdir())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / CHECKSUMS).write_text("".join(sums), encoding="utf-8")
    return [*files, folder / CHECKSUMS]


if __name__ == "__main__":
    main()
