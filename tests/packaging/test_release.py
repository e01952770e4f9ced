"""What `bin/release` makes, and that it makes nothing of which the changelog says nothing."""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys

import pytest


def test_it_makes_wheel_source_ingredients_and_their_checksums(release, version, project):
    names = {path.name for path in release.iterdir()}
    check = ["sha256sum", "--check", "SHA256SUMS"]
    checked = subprocess.run(check, cwd=release, capture_output=True, text=True, check=True).stdout
    ingredients = json.loads((release / f"webinars-{version}.cdx.json").read_text())
    lock = (project / "requirements" / "extras.txt").read_text()

    assert names == {
        "SHA256SUMS",
        *(f"webinars-{version}{end}" for end in ("-py3-none-any.whl", ".tar.gz", ".cdx.json")),
    }
    assert checked.count(": OK") == 3
    assert ingredients["bomFormat"] == "CycloneDX"
    assert ingredients["metadata"]["component"]["version"] == version
    assert {(each["name"], each["version"]) for each in ingredients["components"]} == set(
        re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", lock, re.MULTILINE)
    )


@pytest.mark.parametrize(
    ("changelog", "day"),
    [
        ("## [Unreleased]\n\n- More.\n\n## [1.2.0] - 2027-02-01\n\n### Added\n- Comets.\n", dt.date(2027, 2, 1)),
        ("## [Unreleased]\n\n- Comets.\n\n## [1.1.0] - 2027-01-01\n\n- Moons.\n", None),
        ("## [1.2.0] - 2027-02-01\n\n## [1.1.0] - 2027-01-01\n\n- Moons.\n", None),
        ("## [1.2.0]\n\n- Comets.\n", None),
        ("## [1.2.01] - 2027-02-01\n\n- Comets.\n", None),
    ],
)
def test_a_version_has_a_day_once_the_changelog_says_something_of_it(tool, changelog, day):
    assert tool.day_of("1.2.0", changelog) == day


def test_nothing_is_made_of_which_the_changelog_says_nothing(project, tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(project / "bin" / "release.py", tmp_path / "bin")
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text("## [Unreleased]\n\n- Comets.\n")

    ended = subprocess.run(
        [sys.executable, tmp_path / "bin" / "release.py"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "has no section “## [1.2.0] - YEAR-MONTH-DAY”" in ended.stderr
    assert not (tmp_path / "dist").exists()


def test_the_newest_version_of_the_changelog_is_the_one_that_stands_here(version, project):
    versions = re.findall(r"^## \[(\d\S*)\]", (project / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert versions[0] == version
