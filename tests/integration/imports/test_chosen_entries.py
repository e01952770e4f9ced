"""Entries of a calendar that are ticked and stored in steps, whatever comes between two of them."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from lxml import html

from tests.factories import make_registration, make_webinar, open_desk
from tests.filled_form import FilledForm
from webinars.bulk import CommittedSteps
from webinars.db import db, reading
from webinars.domain.imports import drafts
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.background_throttle import Pace
from webinars.models import Registration, Source, Webinar
from webinars.site.imports.views import calendars

COUNT = 12
AT_ONCE = 4
FORM = "//form[contains(@action, '/paste')]"
TITLES = [f"Comets {number}" for number in range(COUNT)]


class PowerCut(BaseException):
    """What no code expects."""


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(Pace, "count", property(lambda _pace: AT_ONCE, lambda _pace, _count: None), raising=False)


@pytest.fixture
def desk(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def elsewhere(app):
    """A session of another process."""
    with app.app_context(), db.session.session_factory() as other:
        yield other


@pytest.fixture
def refused(monkeypatch):
    """Titles whose draft is refused once it has been begun."""
    refused, set_start = set(), drafts.set_start_of

    def refusing(session, actor, webinar, content, *, now):
        if content.title in refused:
            raise WebinarInvalid("starts_wall", "The stars forbid it.")
        set_start(session, actor, webinar, content, now=now)

    monkeypatch.setattr(drafts, "set_start_of", refusing)
    return refused


def calendar():
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Evenings"]
    for number in range(COUNT):
        start = f"DTSTART;TZID=Europe/London:202707{number + 1:02}T160000"
        lines += ["BEGIN:VEVENT", f"UID:{number}@example", start, f"SUMMARY:{TITLES[number]}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def paste(desk):
    form = FilledForm(desk.get("/manage/paste"), FORM).fill(text=calendar())
    return desk.post("/manage/paste", data=form.data())


def press(desk, page):
    return desk.post("/manage/paste/entries", data=FilledForm(page, FORM).data())


def ticked(page):
    return [
        box.getparent().text_content().strip()
        for box in html.fromstring(page.text).xpath("//input[@name='entries'][@checked]")
    ]


def titles(session):
    with reading():
        found = session.scalars(sa.select(Webinar.title).order_by(Webinar.starts_on)).all()
        session.commit()
    return found


@pytest.fixture
def after_steps(monkeypatch):
    """`after_steps(count, what)`: calls `what` once so many steps have brought entries."""

    def after_steps(count, what):
        done = []

        class WatchedSteps(CommittedSteps):
            @contextmanager
            def step(self):
                with super().step():
                    yield
                done.append(1)
                # The first step follows what has moved.
                if len(done) == count + 1:
                    what()

        monkeypatch.setattr(calendars, "CommittedSteps", WatchedSteps)

    return after_steps


def test_an_entry_that_is_refused_is_named_and_all_of_the_others_are_stored(desk, elsewhere, refused):
    refused.add("Comets 6")
    page = paste(desk)

    answer = press(desk, page)

    assert answer.status_code == 422
    assert "11 drafts are made." in answer.text
    assert "One date could not be taken; the reason stands beside it." in answer.text
    assert "Nothing was saved" not in answer.text
    assert answer.text.count("The stars forbid it.") == 1
    assert ticked(answer) == ["Comets 6"]
    assert titles(elsewhere) == [title for title in TITLES if title != "Comets 6"]

    refused.clear()
    assert press(desk, answer).status_code == 303
    assert titles(elsewhere) == TITLES


def test_where_all_is_refused_nothing_is_stored_and_no_tick_is_lost(desk, elsewhere, refused):
    refused.update(TITLES)

    answer = press(desk, paste(desk))

    assert "12 dates could not be taken; the reasons stand beside them. Nothing was saved." in answer.text
    assert ticked(answer) == TITLES
    assert titles(elsewhere) == []
    assert elsewhere.scalar(sa.select(sa.func.count(Source.id))) == 0


def test_a_second_press_makes_nothing_twice_and_says_so(desk, elsewhere):
    page = paste(desk)
    press(desk, page)

    again = press(desk, page)

    assert again.status_code == 422
    assert "What is ticked is there already. Nothing was saved twice." in again.text
    assert titles(elsewhere) == TITLES


def test_what_was_stored_before_it_broke_off_is_known_and_the_rest_still_ticked(desk, elsewhere, after_steps):
    page = paste(desk)

    def cut():
        raise PowerCut

    after_steps(2, cut)
    with pytest.raises(PowerCut):
        press(desk, page)
    assert titles(elsewhere) == TITLES[: 2 * AT_ONCE]

    again = paste(desk)

    assert ticked(again) == TITLES[2 * AT_ONCE :]
    assert press(desk, again).status_code == 303
    assert titles(elsewhere) == TITLES


def test_somebody_registers_between_two_steps(session, settings, desk, elsewhere, lunar, after_steps):
    webinar = make_webinar(session, lunar, "Tides")
    open_desk(session, webinar)
    webinar_id, seen = webinar.id, []
    page = paste(desk)

    def register():
        seen.append(len(titles(elsewhere)) - 1)
        make_registration(elsewhere, settings, elsewhere.get_one(Webinar, webinar_id), "Ana")
        elsewhere.commit()

    after_steps(1, register)

    assert press(desk, page).status_code == 303
    assert seen == [AT_ONCE]
    assert session.scalars(sa.select(Registration.name)).all() == ["Ana"]
    assert len(titles(elsewhere)) == COUNT + 1
