"""The drill that the guide for operators asks for: back up a site in use, restore it elsewhere, look at every page."""

import threading

import pytest
import sqlalchemy as sa
import time_machine

from tests.application import site
from tests.factories import make_organisation, make_webinar
from tests.public_addresses import answers, public_addresses
from webinars import clock
from webinars.db import db
from webinars.demo.load import load_demo
from webinars.domain.media.configured_storage import storage_of
from webinars.models import Organisation, Status, Webinar


@pytest.fixture
def demo(migrated, environment):
    """The application of `run`, with the demo programme and an uploaded file."""
    with site(environment) as app:
        with app.app_context():
            load_demo(db.session(), app.config["SETTINGS"], now=clock.now())
            make_organisation(db.session(), "Kit-Cat Club")
            db.session.commit()
            storage = storage_of(app.config["SETTINGS"])
            with storage.incoming() as file:
                file.write(b"\0film" * 100_000)
                storage.keep(file)
        yield app


class Writing(threading.Thread):
    """Writes drafts until the block ends: of each number two, in one transaction."""

    def __init__(self, app):
        super().__init__()
        self.app = app
        self.count = 0
        self.has_begun, self.shall_end = threading.Event(), threading.Event()

    def run(self):
        while not self.shall_end.is_set():
            with self.app.app_context():
                session = db.session()
                host = session.scalars(sa.select(Organisation).where(Organisation.name == "Kit-Cat Club")).one()
                for half in ("first", "second"):
                    title = f"Tides {self.count}, {half}"
                    make_webinar(session, host, title, slug=f"tides-{self.count}-{half}", status=Status.DRAFT)
                session.commit()
            self.count += 1
            self.has_begun.set()

    def __enter__(self):
        self.start()
        assert self.has_begun.wait(30)
        return self

    def __exit__(self, *_error):
        self.shall_end.set()
        self.join()


def test_a_site_that_is_restored_elsewhere_answers_the_same(run, demo, elsewhere, tmp_path):
    with demo.app_context():
        paths = public_addresses(demo, db.session())
    with Writing(demo) as writing:
        begun = writing.count
        ended = run("backup", "site.tar.gz")
        written = writing.count
    assert ended.returncode == 0, ended.stderr
    assert begun < written, "nothing was written meanwhile"

    assert run("backup", "--verify", "site.tar.gz").returncode == 0
    ended = run("restore", "site.tar.gz", **elsewhere)
    assert ended.returncode == 0, ended.stderr

    with site(elsewhere) as other, time_machine.travel(clock.now(), tick=False):
        here, there = answers(demo, paths), answers(other, paths)
        with other.app_context():
            drafts = db.session.scalars(sa.select(Webinar.slug).where(Webinar.slug.like("tides-%"))).all()
    assert [path for path in paths if here[path] != there[path]] == []
    assert sum(status == 200 for status, _body in here.values()) > 100
    assert _files(tmp_path / "other" / "uploads") == _files(tmp_path / "data" / "uploads")
    # A state that there was: what was there before the backup, and of what was written meanwhile no half.
    firsts = {slug.removesuffix("-first") for slug in drafts if slug.endswith("-first")}
    seconds = {slug.removesuffix("-second") for slug in drafts if slug.endswith("-second")}
    assert firsts == seconds
    assert begun <= len(firsts) <= written + 1


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}
