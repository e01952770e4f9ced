"""An environment that has what a lock file names, and nothing else of what is installed here."""

import importlib.metadata
import re
import shutil
from pathlib import Path

CHANGED = "babel"
"""The package of which a part is deleted after it was installed: not from ours."""


def bring_packages(environment: Path, lock: Path) -> None:
    """Put the packages of `lock` into `environment`, as links to those of the environment that runs the tests."""
    (packages,) = environment.glob("lib/python*/site-packages")
    for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.MULTILINE):
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system
        for top in {each.parts[0] for each in files} - {"..", "__pycache__"}:
            here = Path(str(files[0].locate())).parents[len(files[0].parts) - 1]
            if (packages / top).exists():
                continue
            if top == CHANGED:
                shutil.copytree(here / top, packages / top)
            else:
                (packages / top).symlink_to(here / top)
