"""Several people act on the same webinars at once: each takes turns with the others, and nothing is done twice."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.programme.editor_queries import lock_webinar, webinar_to_edit
from webinars.domain.scheduling.bulk_actions.actions import delete_each, duplicate_each, move_all, publish_each
from webinars.domain.scheduling.bulk_actions.shift_starts import Shift, Unit, start_fingerprint
from webinars.domain.scheduling.webinar_copies import repeat
from webinars.models import AuditEvent, Mailing, Status, Webinar

PEOPLE = 4
WALL = dt.datetime(2036, 1, 12, 19, 0)
ONE_WEEK = Shift(count=1, unit=Unit.WEEKS)


@pytest.fixture
def host(session):
    return make_organisation(session)


@pytest.fixture
def together(app, session):
    """`together(works)`: each in a thread and a transaction of its own; returns what each has raised."""

    def together(works):
        session.commit()
        gate, raised = threading.Barrier(len(works)), []

        def run(work):
            with app.app_context():
                gate.wait()
                try:
                    work(db.session())
                    db.session.commit()
                except Exception as error:  # noqa: BLE001 - told to the test, which would not hear of it otherwise
                    db.session.rollback()
                    raised.append(repr(error))

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        session.expire_all()
        return raised

    return together


def done(session, action):
    return session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(AuditEvent.action == action))


def test_the_same_move_pressed_by_many_is_made_once_and_told_once(session, settings, host, together):
    webinars = [make_webinar(session, host, f"Tide {number}", starts_wall=WALL) for number in range(3)]
    open_desk(session, webinars[0])
    make_registration(session, settings, webinars[0], "Ana")
    seen = {each.id: start_fingerprint(each) for each in webinars}

    raised = together([lambda own: move_all(own, OPERATOR, seen, ONE_WEEK, now=clock.now())] * PEOPLE)

    assert raised == []
    walls = session.scalars(sa.select(Webinar.starts_wall).order_by(Webinar.id)).all()
    assert walls == [WALL + ONE_WEEK.length] * 3
    assert done(session, "webinar:move") == 3
    assert session.scalar(sa.select(sa.func.count()).select_from(Mailing)) == 1


def test_who_choose_the_same_in_another_order_do_not_wait_for_each_other(session, host, together):
    ids = [make_webinar(session, host, f"Tide {number}", status=Status.DRAFT).id for number in range(6)]

    raised = together(
        [
            lambda own: publish_each(own, OPERATOR, ids, now=clock.now()),
            lambda own: publish_each(own, OPERATOR, ids[::-1], now=clock.now()),
            lambda own: publish_each(own, OPERATOR, ids[2:] + ids[:2], now=clock.now()),
        ]
    )

    assert raised == []
    assert done(session, "webinar:publish") == 6


def test_many_presses_make_one_copy_and_delete_once(session, host, together):
    webinar = make_webinar(session, host, "Tides", status=Status.DRAFT)
    ids = [webinar.id]

    assert together([lambda own: duplicate_each(own, OPERATOR, ids, now=clock.now())] * PEOPLE) == []
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 2

    assert together([lambda own: delete_each(own, OPERATOR, ids, now=clock.now())] * PEOPLE) == []
    assert done(session, "webinar:delete") == 1


def test_many_presses_repeat_it_once(session, host, together):
    webinar = make_webinar(session, host, "Tides", status=Status.DRAFT)
    slug, walls = webinar.slug, [WALL, WALL + dt.timedelta(weeks=1)]

    def press(own):
        lock_webinar(own, slug)
        found = webinar_to_edit(own, slug)
        repeat(own, OPERATOR, found, walls, series="Tides", with_lineup=False, now=clock.now())

    assert together([press] * PEOPLE) == []
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 3
    assert done(session, "webinar:set_series") == 3


def test_what_is_published_while_others_delete_it_is_not_deleted_after(session, host, together):
    ids = [make_webinar(session, host, "Tides", status=Status.DRAFT).id]

    raised = together(
        [
            lambda own: publish_each(own, OPERATOR, ids, now=clock.now()),
            lambda own: delete_each(own, OPERATOR, ids, now=clock.now()),
        ]
    )

    assert raised == []
    status = session.scalar(sa.select(Webinar.status).where(Webinar.id.in_(ids)))
    assert (status, done(session, "webinar:delete")) in [(Status.PUBLISHED, 0), (None, 1)]
