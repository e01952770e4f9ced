"""One small machine, brought up by the guide's own lines: a service that replaces what dies, and that can go back."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.outgrown.machines import PASSWORD, PATIENCE_S, Machine, blocks_of_guide, free_port
from tests.outgrown.readers import Person, ask
from tests.outgrown.test_outgrown import children_of, wait_until
from tests.services import nginx_path, systemd_paths

pytestmark = [pytest.mark.concurrency, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    if systemd_paths() is None or nginx_path() is None:
        pytest.skip("nginx or systemd's tools are missing, or we are not root")
    port = free_port()
    words = {
        "/bin/webinars serve\n": f"/bin/webinars serve --port {port}\n",
        "health --ready": f"health --ready --port {port}",
        "before-migration-from-0031-20270201T093000-4711.db": "before-migration-*.db",
        "db downgrade 0031": "db downgrade --yes",
    }
    machine = Machine(tmp_path_factory.mktemp("small") / "one", ports={"one": port}, words=words)
    try:
        machine.said = [machine.follow(block) for block in blocks_of_guide("As a service")]
        yield machine
    finally:
        machine.stop()


@pytest.fixture
def service(machine):
    return machine.services["webinars.service"]


def test_the_guide_brings_it_up(machine):
    assert "you@webinars.example can sign in" in machine.said[1]
    assert "It is ready." in machine.said[1]
    assert not re.search("^wrong", machine.said[1], re.MULTILINE)
    assert f"reverse_proxy 127.0.0.1:{machine.ports['one']}" in (machine.root / "etc/caddy/Caddyfile").read_text()
    organiser = Person()
    organiser.sign_in(machine.ports["one"], "you@webinars.example", PASSWORD)
    assert organiser.ask(machine.ports["one"], "/manage/first-run").status_code == 200


def test_systemd_takes_the_unit(machine):
    unit = machine.root / "etc/systemd/system/webinars.service"
    verified = subprocess.run(
        [systemd_paths()[0], "verify", unit], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )

    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("which", ["web", "worker", "all"])
def test_whatever_is_killed_comes_again(machine, service, which):
    before = service.process
    count = len(children_of(before.pid))
    killed = {"web": children_of(before.pid)[0], "worker": children_of(before.pid)[-1], "all": before.pid}[which]
    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: not Path(f"/proc/{killed}").exists() or service.process is not before)
    wait_until(lambda: answers(machine.ports["one"]))
    wait_until(lambda: len(children_of(service.process.pid)) == count)
    assert (service.process is before) == (which != "all")


def answers(port):
    try:
        return ask(port, "/webinars").status_code == 200
    except OSError:
        return False


def test_the_guide_leads_back(machine):
    stop, by_steps, by_the_copy, _on_postgresql, begin = blocks_of_guide("Going back")
    settings = "set -a; . /etc/webinars/webinars.env; set +a\n"
    assert settings in stop

    machine.follow(stop)
    said = machine.follow(settings + by_steps)
    machine.follow(by_the_copy)
    machine.follow(begin)

    assert "A copy of it is in " in said
    assert (machine.root / "var/lib/webinars/before-going-back.tar.gz").exists()
    assert (machine.root / "var/lib/webinars/newer/webinars.db").exists()
    organiser = Person()
    organiser.sign_in(machine.ports["one"], "you@webinars.example", PASSWORD)
