"""What the Dockerfile does, done for real, without a container: its commands, its user, its root that is read only.

What comes from elsewhere is here already: Python, the packages of `requirements/extras.txt`, and Debian's.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.dockerfile import instructions
from tests.outgrown.machines import free_port
from tests.packaging.environments import bring_packages

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 100
GRACE_S = 20
FROM_ELSEWHERE = re.compile(
    r"\S+/bin/pip install \S+ --require-hashes --requirement requirements/extras\.txt|apt-get .*"
)
ALONE = """
mount --bind "$ROOT/data" "$ROOT/data"
mount -t tmpfs -o noexec,nosuid,nodev,mode=1777 tmpfs "$ROOT/tmp"
for place in "$ROOT/opt" /; do mount --bind "$place" "$place"; mount -o remount,bind,ro "$place"; done
cd /
exec setpriv --reuid="${USER%:*}" --regid="${USER#*:}" --clear-groups --no-new-privs \\
  --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search "$@"
"""
"""A container of the kernel's own. The folders of the test are root's alone, so the user may look into them."""


class Container:
    def __init__(self, root):
        self.root, self.environment, self.folder, self.number = root, {"PATH": os.environ["PATH"]}, root, 0
        for name in ("opt", "tmp"):
            (root / name).mkdir(parents=True)

    def put_in_place(self, text):
        return re.sub(r"(?<![\w./}-])/(?=(?:opt|source|data)\b)", f"{self.root}/", text)

    def follow(self, word, told):
        match word:
            case "FROM":
                self.number += 1
            case "WORKDIR":
                self.folder = Path(self.put_in_place(told))
                self.folder.mkdir()
            case "COPY" if "--from" not in told:
                *names, place = told.split()
                for name in names:
                    self._copy(PROJECT / name, self.folder / place)
            case "RUN":
                self._run(self.put_in_place(told))
            case "ENV":
                pairs = dict(pair.split("=", 1) for pair in self.put_in_place(told).split())
                self.environment |= pairs | {"PATH": pairs["PATH"].replace("$PATH", self.environment["PATH"])}
            case "USER":
                self.user = told
            case "CMD":
                self.command = yaml.safe_load(told)
            case "HEALTHCHECK":
                self.health = yaml.safe_load(told.partition("CMD ")[2])

    def _copy(self, source, place):
        if source.is_dir():
            shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place)

    def _run(self, command):
        here, from_elsewhere = FROM_ELSEWHERE.subn("true", command)
        # `python` is the one of the test, as it is without its environment.
        here = re.sub(r"^python ", f"{Path(sys.executable).resolve()} ", here)
        environment = {"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1"}
        done = subprocess.run(
            ["sh", "-e", "-c", here], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        if from_elsewhere and self.number == 1:
            # What the lock file names, and nothing else that is installed here.
            bring_packages(self.root / "opt/webinars", self.folder / "requirements/extras.txt")

    def begin(self, port):
        options = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation=private"]
        with (self.root / "printed").open("w") as printed:
            return subprocess.Popen(
                ["unshare", *options, "sh", "-e", "-c", ALONE, "sh", *self.command, "--port", str(port)],
                env=self.settings() | {"ROOT": str(self.root), "USER": self.user},
                stdout=printed,
                stderr=subprocess.STDOUT,
            )

    def settings(self):
        composed = yaml.safe_load((PROJECT / "deploy" / "compose.yaml").read_text())
        settings = composed["services"]["webinars"]["environment"]
        return self.environment | settings | {"TMPDIR": f"{self.root}/tmp", "WEB_CONCURRENCY": "1"}

    def is_ready(self, port):
        command = [*self.health, "--ready", "--port", str(port)]
        return subprocess.run(command, env=self.settings(), capture_output=True, check=False).returncode == 0


@pytest.fixture
def container(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can make a root that is read only")
    container = Container(tmp_path / "root")
    for word, told in instructions():
        container.follow(word, told)
    return container


def test_it_serves_from_a_root_that_is_read_only_and_ends_when_it_is_told(container):
    port = free_port()
    process = container.begin(port)
    try:
        until = time.monotonic() + PATIENCE_S
        while not container.is_ready(port):
            assert process.poll() is None, (container.root / "printed").read_text()
            assert time.monotonic() < until
            time.sleep(0.2)
        page = urllib.request.Request(f"http://127.0.0.1:{port}/webinars", headers={"X-Forwarded-Proto": "https"})
        with urllib.request.urlopen(page, timeout=PATIENCE_S) as answer:
            shown = answer.read().decode()
        (first,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(first), signal.SIGTERM)
        code = process.wait(GRACE_S)
    finally:
        process.kill()
        process.wait()

    printed = (container.root / "printed").read_text()
    assert "</html>" in shown
    assert (code, "Traceback" in printed) == (0, False), printed
    assert "https://webinars.example/account/first-run" in printed
    uid, _gid = map(int, container.user.split(":"))
    written = [path for path in container.root.rglob("*") if not path.is_symlink() and path.stat().st_uid == uid]
    assert {path.relative_to(container.root).parts[0] for path in written} == {"data"}
    assert container.root / "data" / "webinars.db" in written
