"""Who is asked by mail, once a day; who is reminded, once; and who is told what was chosen, if it still is."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.integration.scheduling.date_polls.conftest import DESK, NOW, answers, starts_of, stored
from tests.integration.scheduling.date_polls.test_desk import choice
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import write_letter
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.scheduling.date_polls.notifications import remind
from webinars.models import OutboundEmail, SpeakingLink, StartAnswer, Status, Webinar

HOUR = dt.timedelta(hours=1)
WANG, FRANKLIN = "Wang Zhenyi", "Benjamin Franklin"


@pytest.fixture
def letter(session, settings):
    """What a promised mail says now."""

    def letter(mail, now=NOW):
        return write_letter(session, settings, KINDS, mail, now=now)

    return letter


def to(mails, kind, recipient):
    return next(mail for mail in mails(kind) if mail.recipient == recipient)


@pytest.mark.usefixtures("with_mail_server")
def test_those_who_have_not_answered_all_are_asked_once_a_day(desk, client, poll, own, mails, noon):
    client.post(own(WANG), data=answers(poll, "yes", "yes", "yes"))
    client.post(own(FRANKLIN), data=answers(poll, "yes", None, None))

    assert "Ask the 2 who have not answered" in desk.get(DESK).text
    told = desk.get(desk.post(f"{DESK}/asking").location)
    desk.post(f"{DESK}/asking")

    assert "2 mails are on their way." in told.text
    assert [mail.recipient for mail in mails("asked")] == ["benjamin@speaker.example", "hunayn@society.example"]
    noon.shift(21 * HOUR)
    desk.post(f"{DESK}/asking")
    assert len(mails("asked")) == 4


def test_a_speaker_is_led_to_the_own_page_and_a_society_to_the_desk(desk, poll, own, mails, letter, settings):
    desk.post(f"{DESK}/asking")

    hers = letter(to(mails, "asked", "wang@speaker.example"))
    theirs = letter(to(mails, "asked", "hunayn@society.example"))

    assert hers.subject == "Which hours suit you? Letters on colour"
    assert hers.button.address == settings.base_url.rstrip("/") + own(WANG)
    assert "The Lunar Society looks for a time for “Letters on colour”, and proposes 3." in hers.paragraphs
    assert theirs.button.address == settings.base_url.rstrip("/") + DESK
    assert not theirs.secrets


def test_a_question_that_is_answered_or_closed_by_then_is_dropped(desk, client, session, poll, own, mails, letter):
    desk.post(f"{DESK}/asking")
    client.post(own(WANG), data=answers(poll, "yes", "yes", "no"))

    assert letter(to(mails, "asked", "wang@speaker.example")) is None
    franklin = to(mails, "asked", "benjamin@speaker.example")
    assert letter(franklin) is not None
    session.scalars(
        sa.select(SpeakingLink).where(SpeakingLink.email == "benjamin@speaker.example")
    ).one().revoked_at = NOW
    session.commit()
    assert letter(franklin) is None
    desk.post(f"{DESK}/choice", data=choice(poll))
    assert letter(to(mails, "asked", "hunayn@society.example")) is None


def test_the_choice_is_told_in_the_own_hour_first(desk, poll, mails, letter):
    desk.post(f"{DESK}/choice", data=choice(poll, 1))

    hers = letter(to(mails, "chosen", "wang@speaker.example"))

    assert hers.headline == "Monday 22 March, midnight in China"
    assert "That is night, as Sunday ends." in hers.paragraphs
    assert "It is then 4pm Sunday in Britain." in hers.paragraphs


def test_a_choice_that_is_taken_back_or_another_is_not_told(desk, session, poll, mails, letter, noon):
    desk.post(f"{DESK}/choice", data=choice(poll))
    first = to(mails, "chosen", "wang@speaker.example")
    desk.post(f"{DESK}/choice/undoing")
    assert letter(first) is None
    noon.shift(60)

    desk.post(f"{DESK}/choice", data=choice(poll, 1))

    assert letter(first) is None
    second = mails("chosen")[-1]
    assert letter(second) is not None
    row = session.get(Webinar, second.context["webinar_id"])
    row.starts_wall = dt.datetime(2027, 5, 1, 12)
    session.commit()
    assert letter(second) is None


def test_who_has_the_start_in_the_calendar_is_not_told_twice(desk, session, poll, mails, letter):
    desk.post(f"{DESK}/choice", data=choice(poll))
    mail = to(mails, "chosen", "wang@speaker.example")
    session.scalars(
        sa.select(SpeakingLink).where(SpeakingLink.email == "wang@speaker.example")
    ).one().told_method = "REQUEST"
    session.commit()

    assert letter(mail) is not None
    row = session.get(Webinar, mail.context["webinar_id"])
    row.status, row.published_at = Status.PUBLISHED, NOW
    session.commit()
    assert letter(mail) is None


def test_one_reminder_two_days_before(session, client, poll, own, mails, webinar):
    deadline = NOW + 10 * 24 * HOUR
    stored(session, webinar).ends_at = deadline
    session.commit()
    client.post(own(WANG), data=answers(poll, "yes", "yes", "yes"))

    assert remind(session, now=deadline - 49 * HOUR) == 0
    assert remind(session, now=deadline - 48 * HOUR) == 1
    assert remind(session, now=deadline - 1 * HOUR) == 0
    assert [mail.recipient for mail in mails("asked")] == ["benjamin@speaker.example", "hunayn@society.example"]
    assert all(mail.context["is_reminder"] for mail in mails("asked"))


def test_a_near_deadline_reminds_half_way_and_a_choice_ends_it(session, poll, webinar):
    stored(session, webinar).ends_at = NOW + 48 * HOUR
    session.commit()

    assert remind(session, now=NOW + 23 * HOUR) == 0
    chosen = stored(session, webinar)
    chosen.chosen_at, starts_of(chosen)[0].is_chosen = NOW, True
    session.commit()
    assert remind(session, now=NOW + 25 * HOUR) == 0
    chosen = stored(session, webinar)
    chosen.chosen_at = None
    session.commit()
    assert remind(session, now=NOW + 25 * HOUR) == 1


def test_nobody_is_asked_who_said_no_or_gave_no_address(desk, session, poll, mails, people):
    session.get(SpeakingLink, people[WANG].id).email = None
    session.commit()

    desk.post(f"{DESK}/asking")

    assert [mail.recipient for mail in mails("asked")] == ["benjamin@speaker.example", "hunayn@society.example"]


@pytest.mark.usefixtures("derived")
def test_what_is_kept_of_an_address_tells_the_answers_and_its_mails_go(desk, client, session, settings, poll, own):
    desk.post(f"{DESK}/asking")
    client.post(own(WANG), data=answers(poll, "yes", None, "no", words="Only by daylight."))

    report = as_report(session, settings, personal_data_of(session, "wang@speaker.example"), now=NOW)

    (asked,) = report["asked_to_speak"]
    assert asked["starts_answered"] == {
        "2027-03-20T12:00 Europe/London": "yes",
        "2027-03-28T12:00 Europe/London": "no",
    }
    assert asked["words_about_starts"] == "Only by daylight."
    erase_everything(session, "wang@speaker.example", now=NOW)
    session.commit()
    assert "wang@speaker.example" not in [mail.recipient for mail in session.scalars(sa.select(OutboundEmail))]
    assert len(session.scalars(sa.select(StartAnswer)).all()) == 2


def test_an_open_poll_warns_before_it_is_published(desk, poll):
    text = desk.get(DESK.removesuffix("/starts")).text

    assert "Finding a time is still open: 0 of 3 have answered." in text
    assert f'href="{DESK}"' in text
