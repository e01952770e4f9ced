"""Two machines that have been set up as the guide says, with a Redis of their own and a demo programme to read."""

import json
import subprocess
import sys
import uuid
from types import SimpleNamespace

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests.outgrown.machines import PASSWORD, PROJECT, Machine, blocks_of_guide, free_port
from tests.outgrown.readers import Person
from tests.postbox import Postbox
from tests.redis_server import OwnRedis
from tests.services import POSTGRESQL_URL, nginx_path, postgresql_answers, systemd_paths

ARCHIVE = {
    "format": "webinars-archive",
    "version": 1,
    "webinars": [
        {
            "title": title,
            "organisers": ["Lunar Society"],
            "starts_wall": "2037-02-16T16:00",
            "timezone": "Europe/London",
            "status": "published",
        }
        for title in ("Comets and their tails", "Letters on colour")
    ],
}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    if nginx_path() is None or systemd_paths() is None or not postgresql_answers():
        pytest.skip("nginx, systemd's tools or PostgreSQL are missing, or we are not root")
    folder = tmp_path_factory.mktemp("machines")
    redis = OwnRedis(folder)
    database = f"webinars_outgrown_{uuid.uuid4().hex[:12]}"
    ports = {name: free_port() for name in ("one", "two", "http", "mail")}
    postbox = Postbox()
    mail_server = Controller(postbox, hostname="127.0.0.1", port=ports["mail"])
    mail_url = f"smtp://127.0.0.1:{ports['mail']}"
    common = {"database": database, "redis_url": redis.url, "mail_url": mail_url, "ports": ports}
    one = Machine(folder / "one", **common)
    two = Machine(folder / "two", **common, first=one)
    try:
        redis.start()
        mail_server.start()
        for block in blocks_of_guide("The first machine"):
            one.said = one.follow(block)
        environment = one.environment(one.unit("webinars-web.service"))
        (folder / "archive.json").write_text(json.dumps(ARCHIVE))
        filling = subprocess.Popen(
            [sys.executable, "-m", "webinars", "import", folder / "archive.json"], env=environment, cwd=PROJECT
        )
        *on_two, on_one = blocks_of_guide("A further machine")
        for block in on_two:
            two.said = two.follow(block)
        one.follow(on_one)
        assert filling.wait() == 0
        organiser = Person()
        organiser.sign_in(ports["one"], "you@webinars.example", PASSWORD, postbox)
        yield SimpleNamespace(
            one=one,
            two=two,
            redis=redis,
            postbox=postbox,
            organiser=organiser,
            **{f"{name}_port": port for name, port in ports.items()},
        )
    finally:
        for machine in (two, one):
            machine.stop()
        redis.stop()
        mail_server.stop()
        with psycopg.connect(POSTGRESQL_URL, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            connection.execute(f'DROP ROLE IF EXISTS "{database}"')
