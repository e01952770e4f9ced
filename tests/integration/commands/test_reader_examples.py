"""`webinars reader-examples`: what people have made of pasted texts, as a file, and the end of it."""

import datetime as dt
import json
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_webinar
from webinars import clock, create_app
from webinars.config import read_settings
from webinars.db import db
from webinars.models import PastedText

KEEPS = {"WEBINARS_KEEP_EXAMPLES": "yes"}
TEXT = "On comets\n\nThursday 4 March 2027, 6pm Britain\n\nOrganised by the Lunar Society\n"


@pytest.fixture
def stored(migrated, environment):
    """`with stored() as session`: what the block adds is in the database of `run`."""

    @contextmanager
    def stored():
        with create_app(read_settings(environment)).app_context():
            yield db.session()
            db.session.commit()
            db.session.remove()
            db.engine.dispose()

    return stored


@pytest.fixture
def kept(stored):
    with stored() as session:
        webinar = make_webinar(session, make_organisation(session, "Lunar Society"), "On comets")
        session.flush()
        day = dt.date(2027, 2, 1)
        session.add(PastedText(webinar_id=webinar.id, text=TEXT, published_on=day, pasted_at=clock.now()))


@pytest.mark.usefixtures("kept")
def test_it_writes_one_example_a_line_and_forgets_when_it_is_told_to(run, stored):
    written = run("reader-examples", **KEEPS)

    (line,) = written.stdout.splitlines()
    example = json.loads(line)
    pieces = {(one["label"], example["text"][one["start"] : one["end"]]) for one in example["spans"]}
    assert pieces == {("title", "On comets"), ("organiser", "Lunar Society")}
    assert "1 example was written." in written.stderr
    assert "1 text was deleted." in run("reader-examples", "--forget").stderr
    with stored() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(PastedText)) == 0


@pytest.mark.usefixtures("kept")
def test_where_no_text_is_kept_it_writes_none(run):
    written = run("reader-examples")

    assert (written.returncode, written.stdout) == (1, "")
    assert "WEBINARS_KEEP_EXAMPLES" in written.stderr
