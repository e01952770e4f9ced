"""What whoever asked is told by mail: once, with the moment, and nothing that is no longer so."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import asker_token, make_question
from tests.factories import add_appearance, add_recording, make_speaker
from tests.integration.questions.conftest import NOW
from tests.postbox import mail_server, postbox, sending
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.questions.answer_actions import answer_in_writing, answer_now, end_answer
from webinars.domain.questions.asker_actions import erase, set_wishes, withdraw
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import decline, hide, merge, reopen, show
from webinars.models import Agreement, OutboundEmail, PromiseState, QuestionState, RecordingPlan, Status

__all__ = ["mail_server", "postbox", "sending"]
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
ADDRESS = "ana@audience.example"


@pytest.fixture
def question(session, settings, row):
    return make_question(session, settings, row, "Does it cast a shadow?", notify_email=ADDRESS, name="Ana")


@pytest.fixture
def do(session, asked, cleo):
    """`do(verb, …)`: a moderator does it to the questions, at a time."""

    def do(verb, *args, now=NOW, **values):
        verb(session, lock_board(session, asked.id), cleo, *args, now=now, **values)
        session.commit()

    return do


@pytest.fixture
def mail(session):
    def mail():
        return session.scalars(
            sa.select(OutboundEmail)
            .where(OutboundEmail.kind == "questions.told")
            .execution_options(populate_existing=True)
        ).one_or_none()

    return mail


@pytest.fixture
def letter(session, settings, mail):
    def letter():
        return write_letter(session, settings, KINDS, mail(), now=NOW)

    return letter


def answered_live(do, number=1):
    do(answer_now, number)
    do(end_answer, number=number, now=NOW + 2 * MINUTE)


def test_a_live_answer_is_told_with_its_moment_as_soon_as_a_recording_shows_it(
    session, settings, asked, question, do, mail, letter, time_machine
):
    time_machine.move_to(NOW)
    answered_live(do)
    assert mail().due_at == NOW + 2 * MINUTE + DAY
    assert "30 minutes in" in letter().text
    assert "recording" not in letter().text
    asked.recording_plan = RecordingPlan.YES
    session.commit()
    assert "You can watch it when the recording is up" in letter().text

    add_recording(session, asked, "The whole evening", slug="evening")
    session.commit()

    assert mail().due_at < NOW + DAY
    written = letter()
    assert written.subject == "Answered at 30:00: Does it cast a shadow?"
    assert written.button.address == "http://localhost/recordings/evening?t=1800"
    token = asker_token(settings, question)
    assert f"http://localhost/questions/{token}" in written.text
    assert token not in written.without_secrets().text
    assert "List-Unsubscribe" not in compose(settings, mail(), written, now=NOW).headers


def test_who_stands_in_public_is_named_and_nobody_else(session, asked, lunar, question, do, letter):
    asked.is_lineup_confirmed_only = True
    speaker = add_appearance(session, asked, make_speaker(session, lunar), agreement=Agreement.ASKED)
    question.appearance_id = speaker.id
    answered_live(do)
    assert "Caroline Herschel" not in letter().text

    speaker.agreement = Agreement.AGREED
    session.commit()

    assert "Caroline Herschel answered it." in letter().text


def test_a_written_answer_is_told_with_its_words_and_soon_even_after_a_live_one(question, do, mail, letter):
    answered_live(do)
    do(answer_in_writing, 1, "Only *faintly*: see <b>Herschel</b>.", now=NOW + 3 * MINUTE)

    assert mail().due_at == NOW + 8 * MINUTE
    written = letter()
    assert "Cleo writes:" in written.text
    assert "Only faintly" in written.text.replace("*", "")
    assert written.subject == "Answered in writing: Does it cast a shadow?"


def test_what_was_not_taken_up_is_told_with_the_reason(question, do, letter):
    do(decline, 1, "It is all of next week’s webinar.")

    assert letter().headline == "Your question was not taken up"
    assert "It is all of next week’s webinar." in letter().text


def test_merging_is_told_with_the_answer_to_the_other(session, settings, row, question, do, mail, letter):
    make_question(session, settings, row, "How dark is its shadow?")
    do(merge, 1, 2)
    assert mail() is None

    answered_live(do, 2)

    assert "How dark is its shadow?" in letter().text
    assert "30 minutes in" in letter().text


@pytest.mark.parametrize("becomes", ["hidden", "open again", "target hidden", "unpublished", "other address"])
def test_it_drops_itself_once_it_is_no_longer_so(session, settings, row, asked, question, do, letter, becomes):
    make_question(session, settings, row, "How dark is its shadow?")
    if becomes == "target hidden":
        do(merge, 1, 2)
        answered_live(do, 2)
    else:
        answered_live(do)
    assert letter() is not None

    if becomes == "hidden":
        do(hide, 1)
    elif becomes == "open again":
        do(reopen, 1)
    elif becomes == "target hidden":
        do(hide, 2)
    elif becomes == "unpublished":
        asked.status = Status.DRAFT
        session.commit()
    else:
        question.notify_email = "other@audience.example"
        session.commit()

    assert letter() is None


def test_what_came_to_nothing_is_promised_anew(session, question, do, mail):
    answered_live(do)
    do(reopen, 1)
    mail().state = PromiseState.DROPPED
    session.commit()

    answered_live(do)

    assert mail().state is PromiseState.DUE


def test_an_answer_that_is_written_anew_is_told_no_later(question, do, mail):
    do(answer_in_writing, 1, "It does.")
    do(answer_in_writing, 1, "It does not.", now=NOW + 3 * MINUTE)

    assert mail().due_at == NOW + 5 * MINUTE


@pytest.mark.usefixtures("question")
@pytest.mark.parametrize("hidden", [1, 2])
def test_what_is_hidden_is_not_told_and_what_is_shown_again_is(
    session, settings, row, sending, postbox, do, mail, hidden
):
    make_question(session, settings, row, "How dark is its shadow?")
    do(merge, 1, 2)
    if hidden == 1:
        do(hide, 1)
    do(answer_in_writing, 2, "Dark enough.")
    if hidden == 1:
        assert mail() is None
        do(show, 1)
    do(hide, hidden)
    send_due_mails(session, sending, KINDS, now=lambda: NOW + 6 * MINUTE)
    assert mail().state is PromiseState.DROPPED
    assert postbox.messages == []

    for _press in range(2):
        do(show, hidden, now=NOW + 7 * MINUTE)
    send_due_mails(session, sending, KINDS, now=lambda: NOW + 13 * MINUTE)
    assert len(postbox.messages) == 1
    do(hide, hidden, now=NOW + 14 * MINUTE)
    do(show, hidden, now=NOW + 15 * MINUTE)
    send_due_mails(session, sending, KINDS, now=lambda: NOW + 2 * DAY)
    assert len(postbox.messages) == 1


def test_it_is_sent_once_whatever_comes_later(session, sending, postbox, question, do, mail):
    do(decline, 1, "Not today.")
    send_due_mails(session, sending, KINDS, now=lambda: NOW + 6 * MINUTE)
    assert len(postbox.messages) == 1

    do(reopen, 1, now=NOW + 7 * MINUTE)
    answered_live(do)
    send_due_mails(session, sending, KINDS, now=lambda: NOW + 2 * DAY)

    assert len(postbox.messages) == 1


@pytest.mark.parametrize("how", [withdraw, erase])
def test_whoever_takes_the_question_back_or_erases_the_name_is_told_nothing(session, settings, question, do, mail, how):
    token = asker_token(settings, question)
    do(decline, 1, "Not today.")
    assert mail() is not None

    how(session, token)
    session.commit()

    assert mail() is None


def test_it_goes_to_the_address_that_was_given_last(session, settings, question, do, mail):
    token = asker_token(settings, question)
    do(decline, 1, "Not today.")

    set_wishes(session, token, name="Ana", email="Else@Audience.example")
    session.commit()
    assert (mail().recipient, mail().recipient_domain) == ("else@audience.example", "audience.example")

    set_wishes(session, token, name="Ana", email="")
    session.commit()
    assert mail() is None


def test_it_is_in_the_language_of_the_webinar(session, asked, question, do, letter):
    asked.language = "de"
    do(decline, 1, "Nicht heute.")

    assert letter().locale == "de"


def test_a_question_that_nobody_wants_to_hear_of_is_no_mail(session, settings, row, do, mail):
    make_question(session, settings, row, "Is it hot?", state=QuestionState.OPEN)

    answered_live(do)

    assert mail() is None
