"""The built wheel works alone: templates, static files and migrations are inside it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile

import pytest

from tests.application import new_postgresql_database
from tests.printed_pages import Printed
from tests.services import postgresql_answers


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    project = __file__.rsplit("/tests/", 1)[0]
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, project],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds the wheel's content and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


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


def test_wheel_holds_everything_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert "webinars/templates/layouts/base.html" in names
    assert "webinars/static/icons.svg" in names
    assert "webinars/migrations/env.py" in names
    assert "webinars/pure/announcements/reader/words/en.toml" in names
    assert not [name for name in names if name.startswith("tests/")]


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
