import datetime as dt

import pytest

from tests.factories import add_appearance, add_co_organiser, add_question, make_speaker, make_webinar
from webinars import clock
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import Agreement, JoinAccess, Status
from webinars.site.desk.editor.readiness import CheckState, checks_of


@pytest.fixture
def checks(session):
    def look(webinar):
        session.flush()
        session.expire_all()
        found = checks_of(webinar_to_edit(session, webinar.slug), 3, now=clock.now())
        return [(check.standing, check.text) for check in found]

    return look


def test_an_empty_draft_needs_a_start_first_and_can_wait_for_the_rest(session, host, checks):
    webinar = make_webinar(session, host, status=Status.DRAFT, starts_in=None)

    assert checks(webinar) == [
        (CheckState.MISSING, "It needs a date and an hour."),
        (CheckState.LATER, "No speakers yet. They can come later."),
        (CheckState.LATER, "No description yet. It can come later."),
        (CheckState.LATER, "No room yet. Our link will lead there as soon as there is one."),
    ]


def test_what_stands_ready_is_ticked(session, host, checks):
    webinar = make_webinar(session, host, description="Long.", join_url="https://room.example/1")
    for name in ("Mary Somerville", "Isaac Newton"):
        add_appearance(session, webinar, make_speaker(session, host, name), agreement=Agreement.AGREED)
    add_question(session, webinar)

    assert checks(webinar) == [
        (CheckState.DONE, "Time, in 3 zones"),
        (CheckState.DONE, "2 speakers, all have agreed"),
        (CheckState.DONE, "1 question"),
        (CheckState.DONE, "A room to meet in"),
    ]


def test_of_those_who_were_not_asked_it_is_not_said_that_they_agreed(session, host, checks):
    webinar = make_webinar(session, host)
    add_appearance(session, webinar, make_speaker(session, host, "Mary Gartside"))
    add_appearance(session, webinar, make_speaker(session, host, "Isaac Newton"), agreement=Agreement.AGREED)

    assert (CheckState.DONE, "2 speakers") in checks(webinar)


def test_who_has_not_answered_is_named(session, host, partner, checks):
    webinar = make_webinar(session, host)
    add_appearance(session, webinar, make_speaker(session, host, "Mary Gartside"), agreement=Agreement.ASKED)
    add_co_organiser(session, webinar, partner, is_accepted=False)

    missing = [text for standing, text in checks(webinar) if standing == CheckState.MISSING]

    assert missing == ["Mary Gartside has not answered", "Accademia dei Lincei has not answered"]


def test_of_an_old_webinar_the_day_is_enough(session, host, checks):
    webinar = make_webinar(session, host, starts_in=None, starts_on=dt.date(2020, 5, 1))

    assert (CheckState.DONE, "The day; the hour is not known") in checks(webinar)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"live_stream_url": "https://stream.example/1"}, "A way to take part"),
        ({"registration_url": "https://tickets.example/1"}, "A way to take part"),
        ({"is_registration_here": True}, "No room yet: those who register get their link all the same."),
        ({"is_registration_here": True, "join_url": "https://room.example/1"}, "A room to meet in"),
        (
            {"join_access": JoinAccess.REGISTERED},
            "Only people who have registered may join, and there is no way to register.",
        ),
    ],
)
def test_there_is_more_than_one_way_in(session, host, checks, values, text):
    webinar = make_webinar(session, host, **values)

    assert text in [each for _standing, each in checks(webinar)]
