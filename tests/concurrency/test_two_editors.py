"""Two people who save one webinar at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation, make_webinar, open_desk
from tests.filled_form import FilledForm
from webinars.db import db
from webinars.models import Role, Status, Webinar

PAGE = "/manage/webinars/comets-and-their-tails"
ROUNDS = 4


@pytest.fixture
def browsers(session, new_client, sign_in):
    host = make_organisation(session, "Lunar Society")
    make_webinar(session, host, status=Status.DRAFT)
    browsers = [new_client() for _person in range(2)]
    for browser, name in zip(browsers, ("Caroline Herschel", "Mary Somerville"), strict=True):
        sign_in(browser, make_member(session, host, name, Role.EDITOR))
        # Two threads must not share the session of the test.
        browser.test_session = None
    session.commit()
    return browsers


def stored(column, table="webinar"):
    # In a transaction that ends at once: on SQLite an open one would keep the others from writing.
    with db.engine.begin() as connection:
        return connection.execute(sa.text(f"SELECT {column} FROM {table}")).scalar_one()


def send(browser, form, barrier):
    barrier.wait(timeout=10)
    return browser.post(PAGE, data=form.data())


def saved_together(browsers, changes):
    """What both are answered who have opened the page before either saves."""
    barrier = threading.Barrier(2)
    forms = [FilledForm(browser.get(PAGE)).fill(**each) for browser, each in zip(browsers, changes, strict=True)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, browsers, forms, [barrier] * 2))


def test_what_each_has_changed_is_stored(browsers):
    for number in range(ROUNDS):
        changes = [{"summary": f"Summary {number}", "new_question": f"Hers, {number}?"}]
        changes += [{"description": f"Text {number}", "new_question": f"Mine, {number}?"}]

        answers = saved_together(browsers, changes)

        assert [answer.status_code for answer in answers] == [303, 303]
        assert stored("summary") == f"Summary {number}"
        assert stored("description") == f"Text {number}"
    assert stored("count(*)", "agenda_question") == 2 * ROUNDS


def test_of_two_who_change_the_same_one_is_asked(browsers):
    for number in range(ROUNDS):
        answers = saved_together(browsers, [{"summary": f"{name} {number}"} for name in ("Hers", "Mine")])

        assert sorted(answer.status_code for answer in answers) == [303, 409]
        asked = next(answer for answer in answers if answer.status_code == 409)
        assert stored("summary") in asked.text


def test_places_changed_at_the_desk_meanwhile_are_kept(session, browsers):
    """However long the desk takes: it touches nothing of the webinar itself."""
    open_desk(session, session.scalars(sa.select(Webinar)).one(), capacity=20)
    session.commit()
    form = FilledForm(browsers[0].get(PAGE)).fill(summary="Hers.")

    with ThreadPoolExecutor(1) as pool:
        with db.engine.begin() as desk:
            desk.execute(sa.text("UPDATE registration_desk SET capacity = 30"))
            waiting = pool.submit(browsers[0].post, PAGE, data=form.data())
            with pytest.raises(TimeoutError):
                waiting.result(timeout=1)
        answer = waiting.result(timeout=10)

    assert answer.status_code == 303
    assert (stored("summary"), stored("capacity", "registration_desk")) == ("Hers.", 30)


def test_the_second_waits_for_the_first(browsers):
    """However long the first takes between reading and writing."""
    form = FilledForm(browsers[0].get(PAGE)).fill(summary="Hers.")

    with ThreadPoolExecutor(1) as pool:
        with db.engine.begin() as first:
            first.execute(sa.text("UPDATE webinar SET description = 'First.', revision = revision + 1"))
            waiting = pool.submit(browsers[0].post, PAGE, data=form.data())
            with pytest.raises(TimeoutError):
                waiting.result(timeout=1)
        answer = waiting.result(timeout=10)

    assert answer.status_code == 303
    assert (stored("summary"), stored("description")) == ("Hers.", "First.")


def test_an_act_is_taken_back_once_by_whoever_is_first(browsers):
    for number in range(ROUNDS):
        browsers[0].post(PAGE, data=FilledForm(browsers[0].get(PAGE)).fill(title=f"Title {number}").data())
        with db.engine.begin() as connection:
            [event_id] = connection.execute(
                sa.text("SELECT max(id) FROM audit_event WHERE action = 'webinar:update'")
            ).scalars()
        barrier = threading.Barrier(2)

        def undo(browser, event_id=event_id, barrier=barrier):
            barrier.wait(timeout=10)
            return browser.post(f"/manage/history/{event_id}/undo").status_code

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(undo, browsers)) == [303, 303]

        assert stored("title") == "Comets and their tails"
        assert stored("count(*)", f"audit_event WHERE undoes_id = {event_id}") == 1
