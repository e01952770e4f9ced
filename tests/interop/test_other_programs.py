"""Programs of others open the demo programme as browsers, feed readers, podcast apps and mail programs would."""

import io
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import make_server
from werkzeug.test import Client

from tests.application import new_postgresql_database
from tests.factories import add_co_organiser, make_organisation, make_user, make_webinar
from tests.interop.programs import faults_in_html, lost_links, read_mails
from tests.public_addresses import public_addresses
from tests.services import java_path, npm_path
from webinars import clock
from webinars.app.application import build_app
from webinars.app.mail_kinds import KINDS
from webinars.commands.migrations import upgrade
from webinars.config import Settings, read_settings
from webinars.db import db
from webinars.demo.load import load_demo
from webinars.domain.accounts.actions import request_password_reset
from webinars.domain.accounts.queries import actor_of
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.organisations.actions import add_member
from webinars.lib.i18n import spoken_languages
from webinars.models import OutboundEmail, Priority, Recording, Role

pytestmark = pytest.mark.timeout(600)
LONG_NAME = "Ἀκαδημία der Wissenschaften, Künste & “schönen” Dinge — 星の会 نادي النجوم"


@dataclass(frozen=True)
class Site:
    """The demo programme on a server of its own."""

    app: Flask
    address: str
    paths: list[str]
    recordings: int

    def get(self, path: str) -> Any:
        return Client(self.app).get(path)


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    answering: dict[str, Any] = {}

    # A generator is closed in any case; of other answers werkzeug's server forgets some on which a program hangs up.
    def answer(environ: Any, start_response: Any) -> Iterator[bytes]:
        body = answering["app"](environ, start_response)
        try:
            yield from body
        finally:
            body.close()

    # The addresses in its pages must be those at which it answers, so the port comes first.
    server = make_server("127.0.0.1", 0, answer, threaded=True)
    address = f"http://127.0.0.1:{server.port}"
    folder = tmp_path_factory.mktemp("site")
    stack = ExitStack()
    url = f"sqlite:///{folder / 'webinars.db'}"
    if request.config.getoption("--database") == "postgresql":
        url = stack.enter_context(new_postgresql_database())
    settings = read_settings(
        {
            "WEBINARS_DATA": str(folder),
            "WEBINARS_DATABASE_URL": url,
            "WEBINARS_BASE_URL": address,
            "WEBINARS_SITE_NAME": "Learned Societies",
            "WEBINARS_SECURITY_CONTACT": "safe@society.example",
        }
    )
    app = answering["app"] = build_app(settings)
    app.testing = True
    with app.app_context():
        upgrade()
        load_demo(db.session(), settings, now=clock.now())
        paths = public_addresses(app, db.session())
        count = db.session.scalar(sa.select(sa.func.count(Recording.id))) or 0
        db.session.remove()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, address, paths, count)
    server.shutdown()
    thread.join()
    server.server_close()
    with stack, app.app_context():
        db.engine.dispose()


@pytest.mark.skipif(not (npm_path() and java_path()), reason="npm or Java is missing")
def test_html_checker_finds_nothing_wrong(site: Site, node_folder: Path, tmp_path: Path):
    pages = {}
    in_others = [f"/{language}{path}" for language in spoken_languages()[1:] for path in site.paths]
    for number, path in enumerate([*site.paths, *in_others]):
        answer = site.get(path)
        if answer.mimetype == "text/html" and "</head>" in answer.text:
            file = tmp_path / f"{number}.html"
            file.write_bytes(answer.data)
            pages[file] = path

    found = faults_in_html(pages, node_folder)

    assert [f"{pages[file]}: {fault}" for file, fault in found] == []
    assert len(pages) > 60 * len(spoken_languages())


# What `tests/integration/web/test_ways.py` looks at as well.
@pytest.mark.thorough
@pytest.mark.skipif(npm_path() is None, reason="npm is missing")
def test_link_checker_finds_nothing_lost(site: Site, node_folder: Path):
    visited, lost = lost_links(site.address, node_folder)

    assert lost == []
    assert visited > 100


def test_feed_reader_reads_every_feed(site: Site):
    feeds = [path for path in site.paths if path.endswith("recordings.rss")]
    titles = {}
    for path in feeds:
        read = feedparser.parse(
            io.BytesIO(site.get(path).data), response_headers={"content-type": "application/rss+xml"}
        )
        assert (path, read.bozo, read.version) == (path, False, "rss20")
        for entry in read.entries:
            assert entry.link.startswith(site.address + "/recordings/")
            assert not entry.guidislink
            assert site.get(entry.link.removeprefix(site.address)).status_code == 200
            assert entry.published_parsed
        ids = [entry.id for entry in read.entries]
        assert len(ids) == len(set(ids))
        titles[path] = read.feed.title

    assert len(feeds) > 20
    assert len(feedparser.parse(io.BytesIO(site.get("/recordings.rss").data)).entries) == site.recordings


def test_podcast_parser_reads_every_podcast(site: Site):
    podcasts = [path for path in site.paths if path.endswith("podcast.rss")]
    episodes = 0
    for path in podcasts:
        read = podcastparser.parse(site.address + path, io.BytesIO(site.get(path).data))
        recordings = feedparser.parse(io.BytesIO(site.get(path.replace("podcast", "recordings")).data))
        assert read["title"] != recordings.feed.title
        assert read["type"] == "episodic"
        for episode in read["episodes"]:
            [enclosure] = episode["enclosures"]
            with site.get(enclosure["url"].removeprefix(site.address)) as file:
                assert (file.content_length, file.mimetype) == (enclosure["file_size"], enclosure["mime_type"])
            assert episode["guid"]
            assert episode["total_time"] > 0
            episodes += 1

    assert len(podcasts) > 20
    assert episodes > 5


@pytest.fixture
def mails(app: Flask, session: Session, settings: Settings) -> list[bytes]:
    """A mail of most kinds, as it goes out, from and to names that are hard to write."""
    host = make_organisation(session, LONG_NAME, slug="host")
    beside = make_organisation(session, "Accademia dei Lincei")
    olga = make_user(session, LONG_NAME, email="olga@society.example", is_admin=True)
    add_member(
        session, actor_of(session, olga.id), host, email="sam@society.example", role=Role.EDITOR, now=clock.now()
    )
    request_password_reset(session, email=olga.email, now=clock.now())
    webinar = make_webinar(session, host, f"{LONG_NAME}: {'a long title with = signs ' * 8}", slug="comets")
    invited = add_co_organiser(session, webinar, beside, is_accepted=False)
    contexts = {
        "programme.invited": {"co_organiser_id": invited.id, "by_id": olga.id},
        "programme.declined": {"webinar_id": webinar.id, "organisation_id": host.id, "by_id": olga.id},
        "accounts.password_changed": {"user_id": olga.id},
    }
    for kind, context in contexts.items():
        add_mail(
            session,
            kind=kind,
            priority=Priority.MESSAGE,
            recipient=olga.email,
            context=context,
            dedupe_key=kind,
            now=clock.now(),
        )
    written = []
    for mail in session.scalars(sa.select(OutboundEmail)):
        letter = write_letter(session, settings, KINDS, mail, now=clock.now())
        assert letter is not None, mail.kind
        written.append(compose(settings, mail, letter, now=clock.now()).octets)
    return written


def test_mails_keep_to_the_standard(mails: list[bytes]):
    for octets in mails:
        message = message_from_bytes(octets, policy=policy.strict)
        parts = [message, *message.iter_parts()]
        assert [part.defects for part in parts] == [[]] * len(parts)
        for name, value in message.items():
            assert getattr(value, "defects", ()) == (), name
        head, _, body = octets.partition(b"\r\n\r\n")
        assert max(map(len, head.split(b"\r\n"))) <= 998
        assert max(map(len, body.split(b"\r\n"))) <= 76
        assert all(0 < octet < 128 for octet in octets)

    assert len(mails) == 5


@pytest.mark.skipif(npm_path() is None, reason="npm is missing")
def test_mail_parser_reads_what_was_written(mails: list[bytes], node_folder: Path, tmp_path: Path):
    files = []
    for number, octets in enumerate(mails):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(octets)

    for octets, read in zip(mails, read_mails(files, node_folder), strict=True):
        message = message_from_bytes(octets, policy=policy.default)
        assert read["subject"] == message["Subject"]
        assert read["from"] == message["From"].addresses[0].addr_spec
        assert read["to"] == message["To"].addresses[0].addr_spec
        text = message.get_body(("plain",)).get_content()
        assert read["text"].split() == text.split()
        assert "<html" in read["html"]
        assert re.search(r"http://localhost/\S+", read["text"])
