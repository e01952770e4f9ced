"""Of several questions, each asker is forgotten when it is due, whatever is still known, and nobody before."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import make_question, open_board
from tests.factories import make_registration, make_webinar, open_desk
from tests.integration.questions.conftest import NOW
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.erasure import forget_due_askers, forget_registered
from webinars.domain.questions.moderator_actions import decline
from webinars.models import AudienceQuestion, OutboundEmail

DAY = dt.timedelta(days=1)
NOTHING_KNOWN = {"nonce": None, "link_digest": None}


def names(session):
    return session.scalars(sa.select(AudienceQuestion.name).order_by(AudienceQuestion.id)).all()


def test_who_asked_later_is_kept_when_the_others_go(session, settings, asked, row):
    make_question(session, settings, row, name="Ana", created_at=NOW)
    make_question(session, settings, row, name="Ben", created_at=asked.ends_at + 20 * DAY)
    session.commit()

    forget_due_askers(session, now=asked.ends_at + 31 * DAY)

    assert names(session) == ["", "Ben"]


@pytest.mark.parametrize("known", ["name", "notify_email", "nonce", "link_digest", "registration_id"])
def test_whatever_alone_is_still_known_goes(session, settings, asked, row, known):
    values = {"name": "Ana", "notify_email": "ana@audience.example", "nonce": "n" * 43, "link_digest": "ab" * 32}
    if known == "registration_id":
        open_desk(session, asked)
        values["registration_id"] = make_registration(session, settings, asked).id
    question = make_question(session, settings, row, created_at=NOW, **{**NOTHING_KNOWN, known: values[known]})
    session.commit()

    forget_due_askers(session, now=asked.ends_at + 31 * DAY)

    session.refresh(question)
    assert getattr(question, known) in {None, ""}


def test_a_webinar_without_an_hour_ends_with_its_day(session, settings, lunar):
    webinar = make_webinar(session, lunar, starts_wall=None, starts_on=NOW.date())
    make_question(session, settings, open_board(session, webinar), name="Ana", created_at=NOW - 5 * DAY)
    session.commit()
    midnight = dt.datetime.combine(NOW.date(), dt.time(), dt.UTC)

    forget_due_askers(session, now=midnight + 31 * DAY + dt.timedelta(hours=12))
    assert names(session) == ["Ana"]
    forget_due_askers(session, now=midnight + 32 * DAY + dt.timedelta(hours=1))
    assert names(session) == [""]


def test_with_a_registration_goes_the_mail_to_whatever_address(session, settings, asked, row, cleo):
    open_desk(session, asked)
    registration = make_registration(session, settings, asked)
    for registration_id in (registration.id, None):
        make_question(session, settings, row, notify_email="other@audience.example", registration_id=registration_id)
    for number in (1, 2):
        decline(session, lock_board(session, asked.id), cleo, number, "Not today.", now=NOW)

    revision = row.revision

    forget_registered(session, [registration.id])

    mails = session.scalars(sa.select(OutboundEmail.context).where(OutboundEmail.kind == "questions.told")).all()
    last = session.scalar(sa.select(sa.func.max(AudienceQuestion.id)))
    assert [mail["question_id"] for mail in mails] == [last]
    # Open pages learn that the name is gone.
    session.refresh(row)
    assert row.revision == revision + 1
