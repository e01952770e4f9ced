"""Two people choose a start at once, and two presses answer at once: one of them counts, nothing is there twice."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_organisation, make_speaker, make_speaking_link, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.scheduling.date_polls.actions import WantedStart, answer, choose, propose, start_fingerprint
from webinars.domain.scheduling.date_polls.errors import PollClosed
from webinars.domain.scheduling.date_polls.queries import Participant, poll_of
from webinars.domain.speaker_pages.links import token_of
from webinars.domain.speaker_pages.queries import lock, lock_appearance
from webinars.models import Agreement, AuditEvent, Availability, OutboundEmail, StartAnswer, StartReply, Status, Webinar

STARTS = [dt.datetime(2037, 3, 20, 12), dt.datetime(2037, 3, 21, 16)]


@pytest.fixture
def webinar(session):
    host = make_organisation(session, timezone="Europe/London")
    return make_webinar(session, host, status=Status.DRAFT, starts_in=None, slug="comets")


@pytest.fixture
def token(session, settings, webinar):
    wang = add_appearance(
        session, webinar, make_speaker(session, webinar.host, "Wang Zhenyi"), agreement=Agreement.ASKED
    )
    return token_of(settings, make_speaking_link(session, settings, wang))


@pytest.fixture
def poll(session, webinar, token):
    session.commit()
    wanted = [WantedStart(start_id=None, wall=wall, timezone="Europe/London", duration_minutes=90) for wall in STARTS]
    propose(session, OPERATOR, webinar_to_edit(session, "comets"), wanted, ends_at=None, now=clock.now())
    session.commit()
    return poll_of(session, webinar.id, fresh=True)


def test_two_who_choose_at_once_choose_one(session, together, webinar, poll):
    number, pressed = webinar.id, [(each.id, start_fingerprint(each)) for each in poll.starts]

    def press(start_id, seen):
        def work(session):
            lock(session, number)
            choose(session, OPERATOR, webinar_to_edit(session, "comets"), start_id, seen, now=clock.now())

        return work

    raised = together([press(*each) for each in pressed])

    assert raised == [PollClosed]
    chosen = poll_of(session, number, fresh=True).chosen
    assert session.get(Webinar, number, populate_existing=True).starts_wall == chosen.starts_wall
    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "choosing:choose")).all()
    mails = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "choosing.chosen")).all()
    assert (len(events), len(mails)) == (1, 1)
    assert mails[0].context["start_id"] == chosen.id


def test_two_presses_of_one_speaker_store_one_reply(session, together, poll, token):
    numbers, seen = [each.id for each in poll.starts], {each.id: start_fingerprint(each) for each in poll.starts}

    def press(value):
        def work(session):
            found = lock_appearance(session, token, now=clock.now())
            voice = Participant(appearance=found.appearance, link=found.link)
            given = dict.fromkeys(numbers, value)
            answer(session, found.webinar, voice, given, value.value, seen=seen, now=clock.now())

        return work

    raised = together([press(Availability.YES), press(Availability.NO)])

    assert raised == []
    reply = session.scalars(sa.select(StartReply)).one()
    answers = {each.answer.value for each in session.scalars(sa.select(StartAnswer))}
    assert answers == {reply.words}
    assert len(session.scalars(sa.select(StartAnswer)).all()) == len(numbers)
