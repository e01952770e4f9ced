"""What is kept of those who ask goes when it was promised, and when it is asked for."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.application import everything_stored
from tests.audience_question_factories import asker_token, make_question
from tests.factories import make_registration, open_desk
from tests.integration.questions.conftest import NOW
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.questions import erasure as asked_erasure
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.erasure import forget_due_askers
from webinars.domain.questions.moderator_actions import Moderator, decline
from webinars.domain.registration.erasure import erase
from webinars.models import AudienceQuestion, OutboundEmail, PromiseState, QuestionBoard, Status

pytestmark = pytest.mark.usefixtures("derived")


DAY = dt.timedelta(days=1)
MARKER = "zanzibar"
ADDRESS = f"ana@{MARKER}.example"
CLEO = Moderator(name="Cleo", link_id=1)


@pytest.fixture
def ended_at(asked):
    return asked.ends_at


@pytest.fixture
def planted(session, settings, row, asked):
    """A question that is promised to be told, with all that leads to who has asked it."""
    question = make_question(
        session,
        settings,
        row,
        "Does it cast a shadow?",
        name=f"Ana {MARKER}",
        notify_email=ADDRESS,
        press_digest="ab" * 32,
        created_at=NOW,
    )
    decline(session, lock_board(session, asked.id), CLEO, 1, "Not today.", now=NOW)
    session.commit()
    assert MARKER in stored()
    return question


def stored():
    return repr(everything_stored())


def told(question):
    return (question.name, question.notify_email, question.nonce, question.link_digest, question.registration_id)


def test_name_address_and_link_go_thirty_days_after_the_webinar_and_the_words_stay(session, planted, ended_at, asked):
    revision = session.get_one(QuestionBoard, asked.id).revision
    forget_due_askers(session, now=ended_at + 30 * DAY - dt.timedelta(minutes=1))
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).notify_email == ADDRESS

    forget_due_askers(session, now=ended_at + 30 * DAY + dt.timedelta(minutes=1))

    question = session.get_one(AudienceQuestion, planted.id, populate_existing=True)
    assert told(question) == ("", None, None, None, None)
    assert (question.text, question.reason) == ("Does it cast a shadow?", "Not today.")
    assert session.get_one(QuestionBoard, asked.id, populate_existing=True).revision > revision
    session.commit()
    assert MARKER not in stored()


def test_what_was_asked_later_is_kept_for_thirty_days_from_then(session, planted, ended_at):
    planted.created_at = ended_at + 20 * DAY
    session.commit()

    forget_due_askers(session, now=ended_at + 40 * DAY)
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).name == f"Ana {MARKER}"
    forget_due_askers(session, now=ended_at + 51 * DAY)
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).name == ""


def test_a_webinar_that_has_only_been_postponed_keeps_them_until_its_new_date(session, planted, asked, ended_at):
    asked.status, asked.updated_at = Status.POSTPONED, ended_at
    session.commit()

    forget_due_askers(session, now=ended_at + 179 * DAY)
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).name == f"Ana {MARKER}"
    forget_due_askers(session, now=ended_at + 181 * DAY)
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).name == ""


def test_more_than_one_transaction_forgets_all(session, settings, row, planted, ended_at, monkeypatch):
    monkeypatch.setattr(asked_erasure, "CHUNK", 2)
    for number in range(4):
        make_question(session, settings, row, f"Is it hot? {number}", name=f"Ana {MARKER}", created_at=NOW)
    session.commit()

    forget_due_askers(session, now=ended_at + 31 * DAY)

    assert session.scalars(sa.select(AudienceQuestion.name).order_by(AudienceQuestion.id)).all() == [""] * 5


def test_how_a_second_press_is_known_goes_after_a_day(session, planted):
    forget_due_askers(session, now=NOW + DAY)
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).press_digest is not None
    forget_due_askers(session, now=NOW + DAY + dt.timedelta(minutes=1))
    assert session.get_one(AudienceQuestion, planted.id, populate_existing=True).press_digest is None


def test_an_address_goes_once_the_mail_has_gone_and_the_name_stays(session, planted):
    session.scalars(sa.select(OutboundEmail)).one().state = PromiseState.SENT
    session.commit()

    forget_due_askers(session, now=NOW + DAY)

    question = session.get_one(AudienceQuestion, planted.id, populate_existing=True)
    assert (question.name, question.notify_email) == (f"Ana {MARKER}", None)
    session.commit()
    assert ADDRESS not in stored()


def test_a_mail_goes_with_a_webinar_that_is_deleted(session, planted, row):
    session.delete(planted)
    session.delete(row)
    session.commit()

    forget_due_askers(session, now=NOW)

    assert MARKER not in stored()


def test_erasing_an_address_erases_who_has_asked(session, planted):
    erase_everything(session, ADDRESS, now=NOW)
    session.commit()

    assert MARKER not in stored()
    assert session.scalars(sa.select(AudienceQuestion.text)).all() == ["Does it cast a shadow?"]


def test_what_is_kept_about_an_address_has_its_questions(session, settings, planted):
    kept = personal_data_of(session, ADDRESS)
    report = as_report(session, settings, kept, now=NOW)

    assert not kept.is_nothing
    (told_of,) = report["asked"]
    assert told_of["text"] == "Does it cast a shadow?"
    assert told_of["name"] == f"Ana {MARKER}"
    assert asker_token(settings, planted) not in repr(report)
    assert personal_data_of(session, "nobody@audience.example").is_nothing


def test_erasing_a_registration_takes_the_name_off_its_questions(session, settings, asked, row, live):
    open_desk(session, asked)
    registration = make_registration(session, settings, asked, email_normal=ADDRESS)
    question = make_question(
        session, settings, row, "Is it hot?", name=f"Ana {MARKER}", registration_id=registration.id
    )
    session.commit()
    report = as_report(session, settings, personal_data_of(session, ADDRESS), now=NOW)
    assert [each["text"] for each in report["asked"]] == ["Is it hot?"]

    erase(session, registration.id, now=NOW)
    session.commit()

    question = session.get_one(AudienceQuestion, question.id, populate_existing=True)
    assert told(question) == ("", None, None, None, None)
    assert question.text == "Is it hot?"
