"""What the documentation promises is what the code has."""

import ast
import dataclasses
import importlib.util
import re

from webinars.config import Settings

NAMED_IN_THE_CODE_ONLY = {
    f"WEBINARS_{name}_FILE" for name in ("SECRET_KEY", "METRICS_TOKEN", "READER_MODEL_KEY", "YOUTUBE_KEY")
}


def test_every_setting_is_documented_and_every_documented_setting_exists(project):
    text = (project / "docs" / "reference" / "settings.md").read_text()
    documented = set(re.findall(r"^\| `(WEBINARS_\w+)`", text, re.MULTILINE))
    fields = {f"WEBINARS_{field.name.upper()}" for field in dataclasses.fields(Settings) if field.name != "fixed"}

    assert documented == fields | NAMED_IN_THE_CODE_ONLY


def test_documented_defaults_are_those_of_the_code(project, tmp_path):
    text = (project / "docs" / "reference" / "settings.md").read_text()
    defaults = dict(re.findall(r"^\| `(WEBINARS_\w+)` \| `([^`]*)` \|", text, re.MULTILINE))

    settings = {field.name: field.default for field in dataclasses.fields(Settings)}
    assert defaults["WEBINARS_BASE_URL"] == settings["base_url"]
    assert defaults["WEBINARS_SITE_NAME"] == settings["site_name"]
    assert defaults["WEBINARS_MAIL_FROM"] == settings["mail_from"]
    assert defaults["WEBINARS_LOG_FORMAT"] == settings["log_format"]


def test_the_changelog_has_a_place_for_what_is_not_released(project):
    assert "## [Unreleased]" in (project / "CHANGELOG.md").read_text()


def test_documents_point_at_files_that_exist(project):
    broken = [
        f"{page.relative_to(project)}: {target}"
        for page in [*project.glob("*.md"), *(project / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_documents_name_paths_of_the_code_that_exist(project):
    roots = "|".join(path.name for path in (project / "webinars").iterdir() if path.is_dir())
    broken = [
        f"{page.relative_to(project)}: {name}"
        for page in [*project.glob("*.md"), *(project / "docs").rglob("*.md")]
        if page.name != "CHANGELOG.md"
        for name in re.findall(
            rf"`((?:webinars|tests|templates|migrations|docs|bin|{roots})/[\w/.-]*)`", page.read_text()
        )
        if not (project / name).exists() and not (project / "webinars" / name).exists()
    ]

    assert broken == []


def test_what_the_checklist_of_the_asvs_is_shown_by_is_there(project):
    rows = re.findall(r"^\| ([^|]*) \|[^|]+\| ([^|]+) \|$", (project / "docs" / "asvs.md").read_text(), re.MULTILINE)
    shown = [place for number, places in rows if number not in {"ASVS", "---"} for place in re.findall(r"\S+", places)]

    assert len(rows) > 60
    assert [place for place in shown if not re.fullmatch(r"`[^`]+`", place)] == []
    assert [place for place in shown if not is_there(project, *place.strip("`").split("::"))] == []


def is_there(project, path, *names):
    """Whether a file holds a test, known by the names of its class and its function; without names, whether it is."""
    place = ast.parse((project / path).read_text()) if names and (project / path).exists() else None
    for name in names:
        found = [each for each in getattr(place, "body", ()) if getattr(each, "name", None) == name]
        place = found[0] if found else None
    return (project / path).exists() if not names else isinstance(place, ast.FunctionDef)


def test_every_dependency_is_named_with_its_version_and_hashes(project):
    for lock in ("runtime", "extras", "test"):
        parts = re.split(r"\n(?! )", (project / "requirements" / f"{lock}.txt").read_text().strip())
        assert len(parts) > 20
        assert [
            each for each in parts if not re.match(r"[\w.\[\],-]+==\S+.*? --hash=sha256:[0-9a-f]{64}", each, re.DOTALL)
        ] == []


def test_decisions_are_numbered_without_gaps(project):
    numbers = sorted(int(path.name[:4]) for path in (project / "docs" / "adr").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_generated_pages_say_what_the_code_says(project):
    path = project / "bin" / "reference.py"
    specification = importlib.util.spec_from_file_location("reference", path)
    reference = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(reference)

    stale = [
        name for name, page in reference.PAGES.items() if (project / "docs" / "reference" / name).read_text() != page()
    ]

    assert stale == [], "run bin/docs"
