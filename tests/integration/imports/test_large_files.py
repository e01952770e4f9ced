"""Files that are stored in steps: whole or not at all, whatever comes between two of them."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.factories import add_recording, make_organisation, make_speaker, make_webinar
from webinars import clock
from webinars.db import db, reading
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import ArchiveUnreadable, export_archive, import_archive
from webinars.domain.archive.record_stream import Archive
from webinars.domain.imports import large_files
from webinars.domain.imports.calendars.files import read_calendar_for
from webinars.domain.imports.jobs import finish_imports
from webinars.domain.imports.large_files import bring_archive, bring_calendar
from webinars.domain.imports.stepwise_import import LEASE
from webinars.domain.imports.texts import ImportChoices
from webinars.lib.background_throttle import Pace
from webinars.lib.errors import WebinarsError
from webinars.models import Organisation, Source, Speaker, UnfinishedImport, Webinar

pytestmark = pytest.mark.usefixtures("derived")


COUNT = 12
AT_ONCE = 4
NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)


class PowerCut(BaseException):
    """What no code expects."""


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    """Every file is a large one, and its steps are small."""
    monkeypatch.setattr(large_files, "SMALL", 5)
    monkeypatch.setattr(Pace, "count", property(lambda _pace: AT_ONCE, lambda _pace, _count: None), raising=False)


@pytest.fixture(autouse=True)
def set_clock(monkeypatch):
    """Sets the clock; it stands still, so that what is stored in steps can be compared."""

    def set_clock(at):
        monkeypatch.setattr(clock, "now", lambda: at)

    set_clock(NOW)
    return set_clock


def record(number, **values):
    return {
        "uid": f"uid-{number}",
        "slug": f"comets-{number}",
        "join_code": f"code-{number}",
        "title": f"Comets {number}",
        "organisers": ["Lunar Society", f"Society {number % 3}"],
        "starts_wall": f"2027-03-{number % 27 + 1:02}T16:00",
        "timezone": "Europe/London",
        "status": "published",
        "lineup": [{"speaker": f"speaker-{number % 7}"}],
        "former_slugs": [f"comets-of-old-{number}"],
        "recordings": [{"slug": f"evening-{number}", "url": f"https://videos.example/{number}.mp4"}],
        **values,
    }


def archive(*, count=COUNT, **changes):
    """`changes` has the number of a record that is different."""
    speakers = [{"slug": f"speaker-{number}", "name": f"Speaker {number}", "former_slugs": []} for number in range(9)]
    webinars = [record(number, **changes.get(f"at_{number}", {})) for number in range(count)]
    whole = {"format": "webinars-archive", "version": 1, "speakers": speakers, "webinars": webinars}
    return json.dumps(whole).encode()


def bring(session, data, watch=lambda _outcomes: None):
    return bring_archive(session, Archive(data), now=NOW, watch=watch)


def after(steps, what):
    """Calls `what` once so many steps have brought webinars."""
    told = []

    def watch(outcomes):
        told.append(outcomes)
        if len(told) == steps:
            what()

    return watch


def cut():
    raise PowerCut


def count(session, kind):
    """How many there are, for a session that is between two transactions."""
    with reading():
        found = session.scalar(sa.select(sa.func.count()).select_from(kind))
        session.commit()
    return found


def stored(session):
    return count(session, Webinar)


def kept(session):
    return count(session, UnfinishedImport)


@pytest.fixture
def elsewhere(app):
    """A session of another process: what it sees is what everybody sees."""
    with app.app_context(), db.session.session_factory() as other:
        yield other


@pytest.fixture
def whole(session, empty):
    """What the archive makes when it is stored in one transaction."""
    import_archive(session, OPERATOR, archive(), now=NOW)
    session.commit()
    found = export_archive(session)
    empty()
    return found


def test_in_steps_it_becomes_what_it_is_in_one(session, whole):
    commits = []
    sa.event.listen(session, "after_commit", commits.append)

    report = bring(session, archive())

    assert len(report.created) == COUNT
    assert len(commits) > COUNT / AT_ONCE
    assert export_archive(session) == whole
    assert kept(session) == 0


def test_each_step_is_seen_and_nobody_waits_between_them(session, whole, elsewhere):
    seen = []

    def look(outcomes):
        seen.append(stored(elsewhere))
        assert len(outcomes) <= AT_ONCE

    bring(session, archive(), watch=look)

    assert seen == [0, 4, 8]


def test_nothing_is_stored_of_a_file_with_a_bad_record_at_its_end(session, elsewhere):
    commits = []
    sa.event.listen(session, "after_commit", commits.append)
    last = f"at_{COUNT - 1}"

    for wrong in ({"timezone": "Europe/Lodnon"}, {"sources": [{"kind": "text", "key": ""}]}, {"calendar": 5}):
        with pytest.raises(ArchiveUnreadable, match=rf"^webinars\[{COUNT - 1}\]\."):
            bring(session, archive(**{last: wrong}))

    assert (stored(elsewhere), kept(elsewhere)) == (0, 0)
    assert (count(elsewhere, Organisation), count(elsewhere, Speaker)) == (0, 0)


@pytest.mark.parametrize("steps", [1, 3])
def test_what_is_broken_off_is_finished_by_a_worker(session, whole, steps):
    with pytest.raises(PowerCut):
        bring(session, archive(), watch=after(steps, cut))
    session.expunge_all()
    assert stored(session) == (steps - 1) * AT_ONCE
    assert kept(session) == 1

    finish_imports(session)

    assert export_archive(session) == whole
    assert kept(session) == 0
    assert count(session, Source) == COUNT


def test_a_file_that_somebody_is_storing_is_left_to_them(session, whole, elsewhere):
    bring(session, archive(), watch=after(2, lambda: finish_imports(elsewhere)))

    assert export_archive(session) == whole


def test_a_file_whose_keeper_is_gone_without_a_word_is_taken_over(session, whole, monkeypatch, set_clock):
    monkeypatch.setattr("webinars.domain.imports.stepwise_import.KeptFile.let_go", lambda _file: session.rollback())
    with pytest.raises(PowerCut):
        bring(session, archive(), watch=after(2, cut))

    finish_imports(session)
    assert stored(session) == AT_ONCE

    set_clock(NOW + LEASE)
    finish_imports(session)
    assert stored(session) == COUNT
    assert kept(session) == 0


def once_some_are_stored(session, elsewhere, save):
    """Calls `save` between two steps, with the session of somebody else."""
    saved = []

    def committed(_session):
        if not saved and stored(elsewhere) == AT_ONCE:
            saved.append(save(elsewhere, make_organisation(elsewhere, "Royal Society")))
            elsewhere.commit()

    sa.event.listen(session, "after_commit", committed)
    return saved


def test_what_others_store_meanwhile_is_seen(session, elsewhere):
    saved = once_some_are_stored(session, elsewhere, lambda other, host: make_speaker(other, host, "Ada", slug="ada"))

    bring(session, archive(**{f"at_{COUNT - 1}": {"lineup": [{"speaker": "ada"}]}}))

    assert saved
    assert session.scalars(sa.select(Speaker.slug).where(Speaker.name_key == "ada")).all() == ["ada"]


def test_what_is_in_the_way_of_the_rest_is_named_and_not_tried_for_ever(session, elsewhere):
    def save(other, host):
        return add_recording(other, make_webinar(other, host), slug=f"evening-{COUNT - 1}")

    once_some_are_stored(session, elsewhere, save)

    with pytest.raises(ArchiveUnreadable, match=rf"^webinars\[{COUNT - 1}\]\.recordings\[0\]\.slug: .* taken already"):
        bring(session, archive())

    assert kept(session) == 0


# Calendars


def calendar(*, count=COUNT, **changes):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(count):
        start = f"DTSTART;TZID=Europe/London:202707{number % 28 + 1:02}T160000"
        lines += ["BEGIN:VEVENT", f"UID:{number}@example", start, f"SUMMARY:Comets {number}"]
        lines += [*changes.get(f"at_{number}", ()), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def bring_events(session, data, *, publish=False, advance=lambda _count: None):
    choices = ImportChoices(published_on=NOW.date(), is_published=publish)
    found = read_calendar_for(session, data, choices, now=NOW)
    return bring_calendar(session, data, found, choices, now=NOW, advance=advance)


def test_a_calendar_is_finished_by_a_worker(session, elsewhere):
    make_organisation(session)
    session.commit()
    with pytest.raises(PowerCut):
        bring_events(session, calendar(), publish=True, advance=after(2, cut))
    assert (stored(elsewhere), kept(elsewhere)) == (2 * AT_ONCE, 1)
    session.expunge_all()

    finish_imports(session)

    assert (stored(session), kept(session)) == (COUNT, 0)
    assert set(session.scalars(sa.select(Webinar.status))) == {"published"}


def test_nothing_is_stored_of_a_calendar_with_an_event_that_cannot_be(session, elsewhere):
    make_organisation(session)
    session.commit()
    data = calendar().replace(b"DTSTART;TZID=Europe/London:20270712T160000", b"DTSTART;VALUE=DATE:20270712")

    with pytest.raises(WebinarsError):
        bring_events(session, data, publish=True)

    assert (stored(elsewhere), kept(elsewhere)) == (0, 0)
