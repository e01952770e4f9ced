"""Questions from the audience, as files say them: little said, mistakes, later edits here and there."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import add_asked
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import ArchiveUnreadable, export_archive, import_archive
from webinars.models import AskerNames, AskingMode, AudienceQuestion, QuestionBoard, QuestionState, Webinar

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)
ASKED_AT = {"asked_at": "2027-02-01T09:30:00Z"}
OPEN = {"number": 1, "text": "Is it hot?", "state": "open", **ASKED_AT}


@pytest.fixture
def load(session):
    """Import one webinar that says this of questions."""

    def load(board=None, asked=None, **values):
        record = {"uid": "u1", "slug": "comets", "title": "Comets", "organisers": ["Lunar Society"], **values}
        record |= {} if board is None else {"audience_questions": board}
        record |= {} if asked is None else {"asked": asked}
        archive = {"format": "webinars-archive", "version": 1, "webinars": [record]}
        report = import_archive(session, OPERATOR, json.dumps(archive).encode(), now=NOW)
        session.commit()
        session.expunge_all()
        return report

    return load


def board(session):
    return session.scalars(sa.select(QuestionBoard).execution_options(populate_existing=True)).one_or_none()


def asked(session):
    query = sa.select(AudienceQuestion.number, AudienceQuestion.text, AudienceQuestion.state)
    return [tuple(row) for row in session.execute(query.order_by(AudienceQuestion.number))]


def test_nothing_said_is_no_board(session, load):
    load()

    assert board(session) is None
    assert json.loads(export_archive(session))["webinars"][0]["audience_questions"] is None


def test_little_said_takes_the_usual_of_the_rest(session, load):
    report = load({"mode": "before"})

    made = board(session)
    assert (made.mode, made.names, made.approves_first) == (AskingMode.BEFORE, AskerNames.OPTIONAL, False)
    assert len(made.code) == 6
    assert report.unknown == []


def test_questions_alone_make_a_board_that_takes_none(session, load):
    load(asked=[OPEN | {"number": 7}])

    assert (board(session).mode, board(session).next_number) == (AskingMode.OFF, 8)
    assert asked(session) == [(7, "Is it hot?", QuestionState.OPEN)]


def test_a_code_that_leads_elsewhere_is_not_taken(session, load):
    load({"mode": "always", "code": "abcdef"})
    load({"mode": "always", "code": "abcdef"}, uid="u2", slug="tides", title="Tides")

    codes = session.scalars(sa.select(QuestionBoard.code).order_by(QuestionBoard.webinar_id)).all()
    assert codes[0] == "abcdef"
    assert codes[1] not in {"", "abcdef"}


MERGED = {"number": 2, "text": "Hot?", "state": "merged", **ASKED_AT}


@pytest.mark.parametrize(
    ("board", "asked", "place"),
    [
        ({"mode": "sometimes"}, [], "webinars[0].audience_questions.mode"),
        ({"approve_first": "yes"}, [], "webinars[0].audience_questions.approve_first"),
        ({"names": None, "who": "nobody"}, [], "webinars[0].audience_questions.who"),
        ({"code": "<b>"}, [], "webinars[0].audience_questions.code"),
        ({"next_number": 0}, [], "webinars[0].audience_questions.next_number"),
        ([], [], "webinars[0].audience_questions"),
        ({}, {"a": 1}, "webinars[0].asked"),
        ({}, ["Is it hot?"], "webinars[0].asked[0]"),
        ({}, [OPEN | {"text": ""}], "webinars[0].asked[0].text"),
        ({}, [OPEN | {"text": "x" * 301}], "webinars[0].asked[0].text"),
        ({}, [{**OPEN, "number": None}], "webinars[0].asked[0].number"),
        ({}, [OPEN, OPEN], "webinars[0].asked[1].number"),
        ({}, [OPEN | {"state": "pending"}], "webinars[0].asked[0].state"),
        ({}, [OPEN | {"state": "declined"}], "webinars[0].asked[0].reason"),
        ({}, [OPEN | {"merged_into": 1}], "webinars[0].asked[0].merged_into"),
        ({}, [OPEN, MERGED], "webinars[0].asked[1].merged_into"),
        ({}, [OPEN, MERGED | {"merged_into": 2}], "webinars[0].asked[1].merged_into"),
        ({}, [OPEN, MERGED | {"merged_into": 9}], "webinars[0].asked[1].merged_into"),
        ({}, [OPEN | {"state": "answering"}, OPEN | {"number": 2, "state": "answering"}], "webinars[0].asked[1].state"),
        ({}, [OPEN | {"answered_s": 10**9}], "webinars[0].asked[0].answered_s"),
        ({}, [OPEN | {"answer": "x" * 4001}], "webinars[0].asked[0].answer"),
        ({}, [OPEN | {"asked_at": "yesterday"}], "webinars[0].asked[0].asked_at"),
        ({}, [OPEN | {"speaker": "<b>"}], "webinars[0].asked[0].speaker"),
    ],
)
def test_nonsense_is_named_by_its_place_and_nothing_is_stored(session, load, board, asked, place):
    with pytest.raises(ArchiveUnreadable) as refused:
        load(board, asked)
    session.rollback()

    assert refused.value.place == place
    assert session.scalars(sa.select(Webinar)).all() == []


def test_what_nobody_has_edited_follows_the_file_and_what_somebody_has_is_proposed(session, load):
    load({"mode": "before", "names": "optional"})
    report = load({"mode": "always", "names": "optional"})
    assert (report.updated, board(session).mode) == (["comets"], AskingMode.ALWAYS)

    board(session).mode = AskingMode.OFF
    session.commit()
    report = load({"mode": "before", "names": "optional"})

    assert board(session).mode is AskingMode.OFF
    assert [(each.place, each.ours, each.theirs) for each in report.proposals] == [
        ("webinar comets, audience_questions.mode", "off", "before")
    ]


def test_a_board_of_this_site_is_not_taken_over(session, load):
    load()
    webinar = session.scalars(sa.select(Webinar)).one()
    add_asked(session, webinar, "Asked here")
    session.commit()

    report = load({"mode": "before"}, [OPEN])

    assert asked(session) == [(1, "Asked here", QuestionState.OPEN)]
    assert [each.theirs for each in report.proposals] == ["before"]
    assert report.unchanged == ["comets"]


def test_a_second_time_changes_nothing(session, load):
    given = ({"mode": "always"}, [OPEN, MERGED | {"merged_into": 1}])
    load(*given)
    report = load(*given)

    assert (report.unchanged, report.proposals) == (["comets"], [])
    assert len(asked(session)) == 2
