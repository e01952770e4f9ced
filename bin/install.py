"""Installs a lock file and the project itself into the environment that runs this, if they are not there yet."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent


WARM = "import webinars.app.application, webinars.app.worker, webinars.commands.serve, webinars.commands.migrations"
CONTAINING = {"runtime": ["runtime", "extras", "test"], "extras": ["extras", "test"], "test": ["test"]}
"""Which installation has all that another one has."""


def main(lock: str) -> None:
    name = Path(lock).stem
    stamps = [Path(sys.prefix) / f"installed-{each}" for each in CONTAINING[name]]
    if any(stamp.is_file() and stamp.read_text() == _wanted_by(stamp) for stamp in stamps):
        return
    # What was there before stays there, in its new version.
    name = next(
        (each for each in reversed(CONTAINING[name]) if (Path(sys.prefix) / f"installed-{each}").is_file()), name
    )
    lock = f"requirements/{name}.txt"
    print(f"Installing {lock} into {Path(sys.prefix).name} …", file=sys.stderr, flush=True)
    if importlib.util.find_spec("pip") is None:
        run("ensurepip", "--default-pip")
    # Of most modules byte code is never needed; what is needed is made below, by loading it once.
    pip("install", "--quiet", "--no-compile", "--require-hashes", "--requirement", str(PROJECT / lock))
    pip("install", "--quiet", "--no-compile", "--no-deps", "--no-build-isolation", "--editable", str(PROJECT))
    subprocess.run([sys.executable, "-c", WARM], check=True)
    if name != "test":
        subprocess.run([sys.executable, PROJECT / "bin" / "spare_locales.py"], check=True)
        # Nothing that runs needs them; `ensurepip` brings them back when something has to be installed.
        pip("uninstall", "--quiet", "--yes", "setuptools", "pip")
    for stamp in Path(sys.prefix).glob("installed-*"):
        stamp.unlink()
    stamp = Path(sys.prefix) / f"installed-{name}"
    stamp.write_text(_wanted_by(stamp))


def _wanted_by(stamp: Path) -> str:
    lock = PROJECT / "requirements" / f"{stamp.name.removeprefix('installed-')}.txt"
    return hashlib.sha256(lock.read_bytes() + (PROJECT / "pyproject.toml").read_bytes()).hexdigest()


def pip(*arguments: str) -> None:
    run("pip", "--disable-pip-version-check", *arguments)


def run(module: str, *arguments: str) -> None:
    try:
        subprocess.run([sys.executable, "-m", module, *arguments], check=True)
    except subprocess.CalledProcessError:
        sys.exit("The packages could not be installed; pip says above why. Mend that and run this again.")


if __name__ == "__main__":
    main(sys.argv[1])
