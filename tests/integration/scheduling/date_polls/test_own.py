"""A speaker's page of starts: her own hours, her answers, and nothing of what others say."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.integration.registration.reading import words_of
from tests.integration.scheduling.date_polls.conftest import NOW, answers, stored
from webinars.models import Agreement, Appearance, AuditEvent, SpeakingLink, StartAnswer, StartReply

WANG, FRANKLIN = "Wang Zhenyi", "Benjamin Franklin"


def said(session):
    session.expire_all()
    return [each.answer.value for each in session.scalars(sa.select(StartAnswer).order_by(StartAnswer.id))]


def test_hours_are_hers_with_their_day(client, poll, own):
    words = words_of(client.get(own(WANG)))

    assert "Which of these hours suit you, Wang Zhenyi?" in words
    assert "Saturday 20 March 8pm evening 12 noon in Britain" in words
    assert "Monday 22 March midnight night, as Sunday ends 4pm Sunday in Britain" in words
    # Clocks have gone forward in Britain, and not in China.
    assert "Sunday 28 March 7pm evening 12 noon in Britain" in words


def test_answers_are_stored_and_stand_there_again(client, session, poll, own):
    answer = client.post(own(WANG), data=answers(poll, "yes", "if_needed", None, words="Only if nobody else can."))
    page = client.get(answer.location)

    assert answer.status_code == 303
    assert said(session) == ["yes", "if_needed"]
    assert "The organisers have your answers." in words_of(page)
    assert "2 of 3 answered." in words_of(page)
    assert "Only if nobody else can." in page.text
    assert page.text.count(" checked") == 2
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "choosing:answer")).one()
    assert event.detail["speaker"] == WANG


def test_an_answer_can_be_changed_and_taken_back_an_hour_later(client, session, poll, own, noon):
    client.post(own(WANG), data=answers(poll, "yes", "yes", "yes"))
    noon.shift(3600)
    client.post(own(WANG), data=answers(poll, "no", "yes", None))

    assert sorted(said(session)) == ["no", "yes"]
    (reply,) = session.scalars(sa.select(StartReply)).all()
    changed = {each.answered_at for each in session.scalars(sa.select(StartAnswer))}
    assert {reply.replied_at, *changed} == {NOW + dt.timedelta(hours=1)}


def test_nothing_of_the_others_stands_on_a_speakers_page(client, poll, own):
    client.post(own(FRANKLIN), data=answers(poll, "no", "no", "no", words="I rise at five, but not to speak."))

    text = client.get(own(WANG)).text

    assert FRANKLIN not in text
    assert "I rise at five" not in text
    assert "House of Wisdom" not in text
    assert "0 of 3 answered." in text


def test_another_zone_shows_other_hours_and_keeps_what_was_typed(client, session, poll, own, people):
    form = answers(poll, "yes", None, "no", words="Perhaps.") | {"set-zone": "yes", "timezone": "Europe/Rome"}

    page = client.post(own(WANG), data=form)

    assert page.status_code == 200
    assert "Saturday 20 March 1pm day 12 noon in Britain" in words_of(page)
    assert page.text.count(" checked") == 2
    assert "Perhaps." in page.text
    assert said(session) == []
    session.expire_all()
    assert session.get(SpeakingLink, people[WANG].id).timezone == "Europe/Rome"


def test_too_many_words_are_handed_back(client, session, poll, own):
    page = client.post(own(WANG), data=answers(poll, "yes", "no", None, words="ink " * 200))

    assert page.status_code == 422
    assert "Write at most 500 characters." in page.text
    assert "ink ink ink" in page.text
    assert page.text.count(" checked") == 2
    assert said(session) == []


def test_an_hour_that_changed_while_she_answered_is_not_taken_for_the_other(client, session, poll, own, webinar):
    form = answers(poll, "yes", "yes", "no", words="Gladly.")
    start = poll.starts[0]
    start.starts_wall = start.starts_wall.replace(hour=3)
    session.commit()

    page = client.post(own(WANG), data=form)

    assert page.status_code == 409
    assert said(session) == []
    assert "Changed since you answered: say again whether it suits." in words_of(page)
    assert page.text.count(" checked") == 2
    assert "Gladly." in page.text


@pytest.mark.parametrize("value", ["maybe", "", "YES"])
def test_what_is_no_answer_is_none(client, session, poll, own, value):
    client.post(own(WANG), data=answers(poll, value, "yes", None))

    assert said(session) == ["yes"]


def test_a_closed_poll_says_so_and_keeps_the_words(client, session, poll, own, webinar):
    poll.chosen_at, poll.starts[0].is_chosen = poll.made_at, True
    session.commit()

    shown = words_of(client.get(own(WANG)))
    refused = client.post(own(WANG), data=answers(poll, "yes", "yes", "yes", words="Too late?"))

    assert "Saturday 20 March, 8pm where you are, is the start: 12 noon in Britain." in shown
    assert "Send my answers" not in shown
    assert refused.status_code == 409
    assert "Too late?" in refused.text
    assert said(session) == []


def test_who_has_said_no_is_not_asked(client, session, poll, own, people):
    session.get(Appearance, people[WANG].appearance_id).agreement = Agreement.DECLINED
    session.commit()

    assert "You do not speak" in client.get(own(WANG)).text
    assert client.post(own(WANG), data=answers(poll, "yes", "yes", "yes")).status_code == 409
    assert said(session) == []


def test_without_starts_a_closed_link_and_a_strangers_address(client, session, people, own, poll, webinar):
    people[FRANKLIN].revoked_at = poll.made_at
    session.commit()

    assert client.get("/speaking/a-secret-that-nobody-has/starts").status_code == 404
    assert client.get(own(FRANKLIN)).status_code == 410
    assert client.post(own(FRANKLIN), data=answers(poll, "yes", "yes", "yes")).status_code == 410
    assert said(session) == []
    session.delete(stored(session, webinar))
    session.commit()
    assert client.get(own(WANG)).status_code == 404


def test_her_page_leads_there_while_it_is_open(client, session, poll, own):
    page = own(WANG).removesuffix("/starts")

    assert "Say which hours suit you" in client.get(page).text
    poll.chosen_at, poll.starts[0].is_chosen = poll.made_at, True
    session.commit()
    assert "Say which hours suit you" not in client.get(page).text
