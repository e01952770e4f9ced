import dataclasses
import datetime as dt
import shutil
from contextlib import ExitStack

import msgspec
import pytest
import sqlalchemy as sa
import time_machine

from tests import factories
from tests.application import empty_database, snapshot
from webinars.app.mail_kinds import KINDS
from webinars.config import MailServer
from webinars.demo import programme
from webinars.demo.load import load_demo
from webinars.demo.organiser import demo_organiser
from webinars.domain.followers.digests import promise_digests
from webinars.domain.insight.figures import figures_of
from webinars.domain.mail.compose import write_letter
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.join_window import is_room_open
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration.integrity_check import miscounted
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.models import (
    CoOrganiser,
    MailFollow,
    Mailing,
    Organisation,
    OutboundEmail,
    PromiseState,
    Recording,
    Registration,
    RegistrationState,
    Series,
    Status,
    User,
    Visibility,
    Webinar,
)
from webinars.pure.times import utc_offset
from webinars.web.assets.stylesheets_and_scripts import STATIC

MOMENTS = [
    dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 27, 23, 50, tzinfo=dt.UTC),  # the night in which Britain's clocks change
    dt.datetime(2027, 10, 31, 0, 40, tzinfo=dt.UTC),  # within the hour that Britain's clocks show twice
    dt.datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=dt.UTC),
    dt.datetime(2027, 12, 31, 12, 0, tzinfo=dt.UTC),
]


@pytest.fixture(params=MOMENTS, ids=str)
def now(request):
    return request.param


@pytest.fixture(scope="module")
def loaded():
    """What puts back what was loaded, by the moment of that."""
    with ExitStack() as until_the_end:
        yield until_the_end, {}


@pytest.fixture
def load(session, settings, loaded):
    """`load(now)`: what `load_demo` has stored at that moment, and it does so once for all tests."""
    until_the_end, put_back = loaded

    def load(now):
        if now in put_back:
            put_back[now]()
            return
        with time_machine.travel(now, tick=False):
            assert load_demo(session, settings, now=now)
            session.commit()
        put_back[now] = until_the_end.enter_context(snapshot())

    return load


def webinars(session):
    return session.scalars(sa.select(Webinar).order_by(Webinar.id).options(sa.orm.joinedload(Webinar.host))).all()


def test_the_programme_lies_around_now(session, load, now):
    load(now)

    found = webinars(session)
    phases = {webinar.title: phase_of(webinar, now) for webinar in found}
    statuses = [webinar.status for webinar in found]
    assert len(found) >= 12
    assert list(phases.values()).count(Phase.LIVE) == 1
    assert sum(is_room_open(webinar, now + dt.timedelta(minutes=30)) for webinar in found) >= 2
    assert list(phases.values()).count(Phase.AFTER) >= 4
    assert {status: statuses.count(status) for status in (Status.DRAFT, Status.CANCELLED, Status.POSTPONED)} == {
        Status.DRAFT: 1, Status.CANCELLED: 1, Status.POSTPONED: 1,
    }  # fmt: skip
    assert [webinar.visibility for webinar in found].count(Visibility.UNLISTED) == 1
    assert len(session.scalars(sa.select(Organisation)).all()) == 3
    assert len(session.scalars(sa.select(Series)).all()) == 2


def test_one_has_moved_across_a_change_of_clocks(session, load, now):
    load(now)

    [moved] = [webinar for webinar in webinars(session) if webinar.moved_at is not None]
    offsets = [
        utc_offset(wall.replace(tzinfo=dt.UTC), moved.timezone) for wall in (moved.moved_from_wall, moved.starts_wall)
    ]

    assert moved.starts_at > now
    assert offsets[0] != offsets[1]


def test_the_recordings_play_without_a_network(session, settings):
    load_demo(session, settings, now=MOMENTS[0])
    session.commit()

    recordings = session.scalars(sa.select(Recording)).all()

    assert len(recordings) >= 8
    assert {recording.provider for recording in recordings} == {"video_file"}
    assert all((STATIC / recording.url.removeprefix("/static/")).is_file() for recording in recordings)
    assert all(recording.published_at <= MOMENTS[0] for recording in recordings)


def test_it_is_the_same_each_time_but_for_its_dates(session, settings, app):
    told = []
    for now in MOMENTS[:2]:
        load_demo(session, settings, now=now)
        session.commit()
        told.append([(webinar.title, webinar.status, webinar.join_url) for webinar in webinars(session)])
        session.commit()
        session.expunge_all()
        empty_database()

    assert told[0] == told[1]


def test_nobody_is_sent_a_mail_or_waits_for_an_answer(session, settings):
    sending = dataclasses.replace(settings, mail_url=MailServer(host="127.0.0.1", port=1))

    load_demo(session, sending, now=MOMENTS[0])
    session.commit()

    assert session.scalars(sa.select(OutboundEmail)).all() == []
    assert session.scalars(sa.select(Mailing)).all() == []
    assert session.scalars(sa.select(MailFollow)).all() == []
    assert all(session.scalars(sa.select(CoOrganiser.accepted_at)))


def test_people_register_come_and_hear_of_what_changes(session, settings, load, now):
    with time_machine.travel(now, tick=False):
        load(now)
        send_mailings(session)
        promise_digests(session, now=now)

    states = set(session.scalars(sa.select(Registration.state)))
    assert states == set(RegistrationState)
    assert miscounted(session) == []
    mails = session.scalars(sa.select(OutboundEmail)).all()
    kinds = {mail.kind.removeprefix("registration.") for mail in mails}
    assert kinds >= {
        *("place", "take_place", "waiting", "pending", "declined", "ended"),
        *("moved", "cancelled", "message"),
        *("audience.confirm", "audience.digest"),
        *("speaking.asked", "speaking.replied", "speaking.entry"),
    }
    assert {mail.recipient_domain.rpartition(".")[2] for mail in mails} == {"example"}
    # One of the organisers' and, within an hour, that a recording is up.
    planned = session.scalars(sa.select(Mailing.kind).where(Mailing.due_at > now))
    assert sorted(planned) == ["registration.message", "registration.recording"]
    unwritten = [
        mail.kind for mail in mails if mail.state is PromiseState.DUE and not letter_of(session, settings, mail, now)
    ]
    assert unwritten == []
    past = session.scalars(sa.select(Registration).where(Registration.joined_first_at.is_not(None))).all()
    assert len({registration.webinar_id for registration in past}) == 1
    figures = figures_of(session, whole(session, past[0].webinar_id))
    assert figures.doors.total >= len(past)
    assert figures.play_count > 100


def letter_of(session, settings, mail, now):
    return write_letter(session, settings, KINDS, mail, now=now)


def whole(session, webinar_id):
    webinar = session.get_one(Webinar, webinar_id)
    load_whole(session, webinar)
    return webinar


def test_a_database_that_is_in_use_is_left_alone(session, settings):
    factories.make_organisation(session, "Lunar Society")
    session.commit()

    assert not load_demo(session, settings, now=MOMENTS[0])
    assert session.scalars(sa.select(Webinar)).all() == []
    assert session.scalars(sa.select(User)).all() == []


def test_the_way_in_is_kept_until_the_password_is_another(session, settings):
    load_demo(session, settings, now=MOMENTS[0])
    session.commit()
    first = demo_organiser(session, settings)
    assert first is not None
    assert first.password not in repr(first)

    session.scalars(sa.select(User)).one().password_hash = None
    session.commit()

    assert demo_organiser(session, settings) is None


def test_one_evening_shows_all_that_the_archive_holds(client, session, settings):
    load_demo(session, settings, now=MOMENTS[0])
    session.commit()
    query = sa.select(Recording).where(Recording.title.startswith("Can a machine"))
    parts = (Recording.clips, Recording.chapters, Recording.transcripts)
    stream = session.scalars(query.options(*(sa.orm.selectinload(part) for part in parts))).one()
    address = f"/recordings/{stream.slug}"

    assert len(stream.clips) == 3
    assert [chapter.title for chapter in stream.chapters] == ["Welcome", "What follows"]
    assert [transcript.language for transcript in stream.transcripts] == ["en", "zh"]
    page = client.get(address)
    assert page.text.count("A question of the agenda") + page.text.count("Asked from the audience") == 5
    assert "水钟" in client.get(f"{address}?transcript=zh").text
    assert "/recordings/a-clock-that-greets-its-guests?t=" in client.get("/recordings?q=水钟").text


def test_programme_is_read_strictly(monkeypatch, tmp_path):
    shutil.copytree(programme.FOLDER, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py"))
    monkeypatch.setattr(programme, "FOLDER", tmp_path)
    coming = tmp_path / "upcoming_webinars.toml"
    coming.write_text(coming.read_text().replace("duration_minutes", "durationminutes", 1))

    with pytest.raises(msgspec.ValidationError, match=r"unknown field `durationminutes` - at `\$\.webinars\[\d+\]`"):
        programme.read_programme()
