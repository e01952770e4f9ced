"""The built wheel works alone: templates, static files and migrations are inside it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.application import new_postgresql_database
from tests.packaging.environments import bring_packages
from tests.printed_pages import Printed
from tests.services import postgresql_answers


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds the wheel's content and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


LOCK = Path(__file__).parents[2] / "requirements" / "runtime.txt"
EXTRAS = {"chinese": "opencc", "postgresql": "psycopg", "redis": "redis", "s3": "boto3"}
"""What each is for, and what its package is called when it is loaded."""


@pytest.fixture
def with_extras(tmp_path_factory):
    """`with_extras("redis")`: a folder for PYTHONPATH with which nothing is there of the other extras."""

    def with_extras(*names):
        folder = tmp_path_factory.mktemp("extras")
        missing = [module for name, module in EXTRAS.items() if name not in names]
        (folder / "sitecustomize.py").write_text(f"import sys\nsys.modules.update(dict.fromkeys({missing}))\n")
        return folder

    return with_extras


def run(installed, *arguments, cwd, before=(), **settings):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (*before, installed)))} | settings
    process = subprocess.Popen(
        [sys.executable, "-c", "from webinars.cli import main; main()", *arguments],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    process.printed = Printed(process)
    return process


def answer(address):
    with urllib.request.urlopen(address) as response:
        return response.read().decode()


def test_wheel_holds_everything_and_nothing_of_the_tests(wheel, project):
    names = set(zipfile.ZipFile(wheel).namelist())
    places = {"webinars": "webinars", "templates": "webinars/templates", "migrations": "webinars/migrations"}
    here = {
        f"{place}/{path.relative_to(project / folder).as_posix()}"
        for folder, place in places.items()
        for path in (project / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert {"webinars/static/icons.svg", "webinars/translations/de.po", "webinars/migrations/env.py"} < here
    assert {name for name in names if ".dist-info/" not in name} == here


@pytest.fixture(scope="module")
def program(wheel, tmp_path_factory):
    """The command in an environment that has the wheel, and of all packages those that it cannot do without."""
    folder = tmp_path_factory.mktemp("alone")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    bring_packages(folder, LOCK)
    install = [folder / "bin" / "pip", "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, cwd=folder, env={"PATH": os.environ["PATH"]})
    return folder / "bin" / "webinars"


def test_an_environment_with_the_wheel_alone_has_the_command(program, version, tmp_path):
    """As with `uvx webinars` and `pipx run webinars`."""

    def said(*arguments):
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        command = [program, *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    assert said("--version") == f"{version}\n"
    assert "Example: webinars serve --demo --port 9000" in said("serve", "--help")
    assert said("db", "upgrade") == ""
    assert (tmp_path / "instance" / "webinars.db").exists()
    assert "(head)" in said("db", "current")


def test_what_only_some_sites_need_is_an_extra(wheel):
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    needed = re.findall(r"^Requires-Dist: ([\w-]+).*?(?:extra == '(\w+)')?$", archive.read(name).decode(), re.MULTILINE)

    assert {extra: package for package, extra in needed if extra} == EXTRAS
    assert not {package for package, extra in needed if not extra} & set(EXTRAS.values())


@pytest.mark.parametrize(
    ("extra", "settings"),
    [
        ("postgresql", {"WEBINARS_DATABASE_URL": "postgresql://127.0.0.1/webinars"}),
        ("redis", {"WEBINARS_REDIS_URL": "redis://127.0.0.1:6379/0"}),
        ("s3", {"WEBINARS_UPLOADS": "s3://films"}),
    ],
)
def test_a_setting_that_needs_an_extra_says_so(installed, with_extras, tmp_path, extra, settings):
    server = run(installed, "serve", "--port", "0", cwd=tmp_path, before=[with_extras()], **settings)
    assert server.wait(timeout=60) == 1
    assert server.printed.whole() == (
        f"{next(iter(settings))} needs packages that are not installed here. "
        f"Install them: pip install 'webinars[{extra}]'.\n"
    )


def test_wheel_serves_on_postgresql_without_the_other_extras(installed, with_extras, tmp_path):
    if not postgresql_answers():
        pytest.skip("there is no PostgreSQL")
    with new_postgresql_database() as url:
        settings = {"WEBINARS_DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}
        before = [with_extras("postgresql")]
        server = run(installed, "serve", "--port", "0", cwd=tmp_path, before=before, **settings)
        try:
            output = server.printed.until("Ctrl+C")
            ready = answer(re.search(r"^Serving (http\S+)$", output, re.MULTILINE)[1] + "/health/ready")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)

    assert ready.startswith("ok")
    assert server.returncode == 0


def test_wheel_serves_from_an_empty_folder_and_offers_the_first_run(installed, with_extras, tmp_path):
    alone = {"before": [with_extras()], "PYTHONUNBUFFERED": "1"}
    server = run(installed, "serve", "--port", "0", cwd=tmp_path, **alone)
    try:
        output = server.printed.until("Ctrl+C")
        site = re.search(r"^Serving (http\S+)$", output, re.MULTILINE)[1]
        home = answer(f"{site}/")
        sheet = re.search(r'href="(/static/v/\w+/site\.css)"', home)
        style = answer(f"{site}{sheet[1]}")
        first_run = answer(f"{site}/account/first-run")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)

    assert "@layer" in style
    assert "<form" in first_run
    assert "/account/first-run" in server.printed.whole()
    assert server.returncode == 0
    assert (tmp_path / "instance" / "webinars.db").exists()
