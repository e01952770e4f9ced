"""The container is what its files say: they name what is there, settings that exist, and one port."""

import re

import pytest
import yaml

from tests.dockerfile import instructions
from webinars.cli import webinars
from webinars.config import read_settings

OF_OTHERS = {"HOME", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
"""What Python and the system read."""


@pytest.fixture
def deploy(project):
    return project / "deploy"


@pytest.fixture
def told():
    """What the Dockerfile tells by one instruction."""
    return lambda word: [rest for each, rest in instructions() if each == word]


@pytest.fixture
def composed(deploy):
    """The services by themselves, and with PostgreSQL."""
    alone, over = (yaml.safe_load((deploy / name).read_text()) for name in ("compose.yaml", "compose.postgresql.yaml"))
    return {"alone": alone, "with PostgreSQL": merged(alone, over)}


def merged(below, above):
    """As Compose merges files: what is named in both is merged, of two lists the second comes after the first."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {name: merged(below.get(name), above.get(name, below.get(name))) for name in {**below, **above}}
    if isinstance(below, list) and isinstance(above, list) and below != above:
        return [*below, *above]
    return above


def default_of(command, option):
    return next(each.default for each in webinars.get_command(None, command).params if each.name == option)


def test_it_runs_as_a_number_with_one_volume(told):
    assert [re.fullmatch(r"[1-9]\d+:[1-9]\d+", user) is not None for user in told("USER")] == [True]
    assert told("VOLUME") == ["/data"]
    assert "WEBINARS_DATA=/data" in told("ENV")[0].split()


def test_each_image_has_a_version(told, composed):
    images = [each.split()[0] for each in told("FROM")]
    images += [
        service["image"]
        for services in composed.values()
        for service in services["services"].values()
        if "build" not in service
    ]

    assert len(set(images)) == 3
    assert [each for each in images if not re.fullmatch(r"[a-z]+:\d[\w.-]*", each)] == []


def test_what_is_taken_is_there_and_let_through(told, deploy, project):
    taken = [name for each in told("COPY") if "--from" not in each for name in each.split()[:-1]]
    lines = (deploy / "Dockerfile.dockerignore").read_text().splitlines()

    assert [name for name in taken if not (project / name).exists()] == []
    assert sorted(taken) == sorted(line[1:] for line in lines if line.startswith("!"))
    assert "*" in lines


def test_every_name_in_the_environment_is_a_setting(told, composed, project, tmp_path):
    documented = (project / "docs" / "reference" / "settings.md").read_text()
    named = {pair.partition("=")[0] for line in told("ENV") for pair in line.split()} - OF_OTHERS
    for services in composed.values():
        environment = services["services"]["webinars"]["environment"]
        named |= set(environment)
        values = {name: re.sub(r"\$\{\w+:\?[^}]*\}", "figures9", value) for name, value in environment.items()}
        settings = read_settings({**values, "WEBINARS_DATA": str(tmp_path)})
        assert settings.trusted_proxies == 1

    assert {name for name in named if f"`{name}`" not in documented} == set()


def test_one_port_is_meant_everywhere(told, deploy):
    port = default_of("serve", "port")

    assert told("EXPOSE") == [str(port)]
    assert default_of("health", "port") == port
    assert f"reverse_proxy webinars:{port}" in (deploy / "Caddyfile").read_text()


def test_commands_are_commands(told):
    for line in [*told("CMD"), re.search(r"CMD (\[.*)", told("HEALTHCHECK")[0])[1]]:
        program, name, *options = yaml.safe_load(line)
        known = [opt for each in webinars.get_command(None, name).params for opt in each.opts]
        assert program == "webinars"
        assert [each for each in options if each.startswith("--") and each not in known] == []


def test_whatever_is_mounted_or_waited_for_is_declared(composed):
    for services in composed.values():
        for service in services["services"].values():
            named = {each.partition(":")[0] for each in service["volumes"] if not each.startswith("./")}
            assert named <= set(services["volumes"])
            assert set(service.get("depends_on", ())) <= set(services["services"])


def test_it_may_write_to_its_volume_and_to_tmp_alone(composed, told):
    for services in composed.values():
        site = services["services"]["webinars"]
        assert (site["read_only"], site["tmpfs"], site["cap_drop"]) == (True, ["/tmp"], ["ALL"])
        assert [each.split(":")[1] for each in site["volumes"]] == told("VOLUME")
