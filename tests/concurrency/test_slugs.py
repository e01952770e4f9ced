"""Two people who give the same name to something at the same moment."""

import threading

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_webinar
from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.lineup.actions import create_speaker
from webinars.domain.programme.actions import create_webinar, update_webinar
from webinars.domain.programme.life_cycle import publish
from webinars.domain.recordings.actions import RecordingDetails, add_recording
from webinars.models import Organisation, Recording, RecordingKind, Speaker, Status, Webinar

TITLE = "Comets and their tails"


@pytest.fixture
def beside(app, session):
    """`beside(first, second)`: `second` begins before `first` has committed; what ended it, if anything did."""

    def beside(first, second):
        session.commit()
        is_written, ended = threading.Event(), []

        def run():
            with app.app_context():
                is_written.wait()
                try:
                    second(db.session())
                    db.session.commit()
                except Exception as error:  # noqa: BLE001 - what it was is told to the test
                    db.session.rollback()
                    ended.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        first(session)
        is_written.set()
        # Until it waits for the first, or has done what it can.
        thread.join(timeout=0.5)
        session.commit()
        thread.join()
        session.expire_all()
        return ended

    return beside


@pytest.fixture
def host_id(session):
    return make_organisation(session, "Lunar Society").id


def begin(host_id):
    return lambda own: create_webinar(
        own, OPERATOR, host=own.get_one(Organisation, host_id), title=TITLE, now=clock.now()
    )


def slugs(session, kind=Webinar):
    return list(session.scalars(sa.select(kind.slug).order_by(kind.id)))


def test_two_webinars_of_one_title_have_an_address_each(session, beside, host_id):
    assert beside(begin(host_id), begin(host_id)) == []

    assert sorted(slugs(session)) == ["comets-and-their-tails", "comets-and-their-tails-2"]


def test_a_draft_that_is_given_the_title_of_another_has_an_address_of_its_own(session, beside, host_id):
    other = begin(host_id)(session)
    draft = make_webinar(session, session.get_one(Organisation, host_id), "Nebulae", status=Status.DRAFT).id
    other.title, other.slug = "Orbits", "orbits"
    session.flush()

    def retitle(webinar_id):
        return lambda own: update_webinar(own, OPERATOR, own.get_one(Webinar, webinar_id), title=TITLE, now=clock.now())

    assert beside(retitle(other.id), retitle(draft)) == []

    assert slugs(session) == ["comets-and-their-tails", "comets-and-their-tails-2"]


def test_a_webinar_that_is_published_takes_the_next_address(session, beside, host_id):
    host = session.get_one(Organisation, host_id)
    draft = make_webinar(session, host, TITLE, slug="earlier-title", status=Status.DRAFT).id

    assert (
        beside(begin(host_id), lambda own: publish(own, OPERATOR, own.get_one(Webinar, draft), now=clock.now())) == []
    )

    webinar = session.get_one(Webinar, draft)
    assert (webinar.slug, webinar.status) == ("comets-and-their-tails-2", Status.PUBLISHED)


def test_namesakes_have_an_address_each(session, beside, host_id):
    def create(own):
        create_speaker(own, OPERATOR, own.get_one(Organisation, host_id), name="Caroline Herschel", now=clock.now())

    assert beside(create, create) == []

    assert slugs(session, Speaker) == ["caroline-herschel", "caroline-herschel-2"]


def test_recordings_of_one_title_have_an_address_each(session, beside, host_id):
    host = session.get_one(Organisation, host_id)
    webinars = [make_webinar(session, host, f"{TITLE} {year}", slug=f"comets-{year}").id for year in (2026, 2027)]

    def add(webinar_id):
        details = RecordingDetails(url=f"https://videos.example/{webinar_id}.mp4", kind=RecordingKind.FULL, title=TITLE)
        return lambda own: add_recording(own, OPERATOR, own.get_one(Webinar, webinar_id), details, now=clock.now())

    assert beside(*map(add, webinars)) == []

    assert slugs(session, Recording) == ["comets-and-their-tails", "comets-and-their-tails-2"]


@pytest.mark.parametrize("attempt", range(3))
def test_many_at_once_have_an_address_each(app, session, host_id, attempt):
    session.commit()
    gate, ended = threading.Barrier(6), []

    def run():
        with app.app_context():
            gate.wait()
            try:
                begin(host_id)(db.session())
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - what it was is told to the test
                db.session.rollback()
                ended.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ended == []
    assert len(set(slugs(session))) == 6
