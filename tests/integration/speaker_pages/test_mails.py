"""What speakers and organisers are told by mail, and what becomes of a speaker's calendar."""

import datetime as dt

import icalendar
import pytest
import sqlalchemy as sa

from tests.factories import make_member
from tests.integration.speaker_pages.conftest import NOW, ROOM
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.actions import set_lineup
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.programme import life_cycle
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement, AuditEvent, CalendarEntry, OutboundEmail, Role, SpeakingLink, Status

pytestmark = pytest.mark.usefixtures("derived")


MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mails(session):
    def mails(kind):
        session.expire_all()
        query = sa.select(OutboundEmail).where(OutboundEmail.kind == f"speaking.{kind}").order_by(OutboundEmail.id)
        return session.scalars(query).all()

    return mails


@pytest.fixture
def letter(session, settings):
    """What a promised mail says now."""

    def letter(mail, now=NOW):
        return write_letter(session, settings, KINDS, mail, now=now)

    return letter


@pytest.fixture
def asked(client, sign_in, olga, wang, session, mails):
    session.commit()
    sign_in(client, olga)
    client.post(
        "/manage/webinars/comets-and-their-tails/speakers/asking", data={f"email-{wang.id}": "wang@speaker.example"}
    )
    (mail,) = mails("asked")
    return mail


def event_of(letter):
    (event,) = icalendar.Calendar.from_ical(letter.calendar.octets).walk("VEVENT")
    return event


def test_who_is_asked_gets_the_link_and_nothing_of_the_room(session, settings, asked, letter, client):
    written = letter(asked)

    assert written.subject == "Will you speak? Comets and their tails"
    assert "Olga of the Lunar Society asks you to speak on “Simple instruments”" in written.text
    assert client.get(written.button.address.removeprefix("http://localhost")).status_code == 200
    assert ROOM not in written.text
    assert "comet-1842" not in written.text
    headers = compose(settings, asked, written, now=NOW).headers
    assert "List-Unsubscribe" not in headers


def test_the_link_is_masked_for_whoever_reads_the_outbox(asked, letter):
    written = letter(asked)
    (secret,) = written.secrets

    assert secret in written.text
    assert secret not in written.without_secrets().text


def test_a_mail_about_a_closed_link_drops_itself(session, asked, letter, link_of):
    link_of().revoked_at = NOW
    session.commit()

    assert letter(asked) is None


@pytest.fixture
def link_of(session):
    def link_of():
        return session.scalars(sa.select(SpeakingLink).where(SpeakingLink.revoked_at.is_(None))).one()

    return link_of


@pytest.fixture
def editor(session, lunar):
    make_member(session, lunar, "Ed", Role.EDITOR)


@pytest.mark.usefixtures("olga", "vera", "editor")
def test_organisers_hear_once_of_all_that_is_said_in_ten_minutes(session, own, client, noon, mails, letter):
    session.commit()

    client.post(f"{own}/reply", data={"answer": "yes", "words": "Gladly."})
    noon.shift(MINUTE)
    client.post(f"{own}/details", data={"abstract": "Of lamps.", "bio": "Wrote on eclipses."})
    noon.shift(MINUTE)
    client.post(f"{own}/reply", data={"answer": "no", "words": "I am at sea."})

    told = mails("replied")
    assert {mail.recipient.partition("-")[0] for mail in told} == {"olga", "ed"}
    assert {mail.due_at for mail in told} == {NOW + 10 * MINUTE}
    text = letter(told[0], NOW + 10 * MINUTE).text
    assert "Wang Zhenyi has said no" in text
    assert "“I am at sea.”" in text
    assert "what it is about and biography" in text

    noon.shift(10 * MINUTE)
    client.post(f"{own}/reply", data={"answer": "yes"})
    assert len(mails("replied")) == 4


@pytest.mark.usefixtures("olga")
@pytest.mark.parametrize(
    ("actions", "headline"),
    [
        (["add_slides"], "has sent slides"),
        (["add_slides", "remove_slides"], "has sent slides"),
        (["remove_slides"], "has removed slides"),
        (["propose_portrait"], "proposes a portrait"),
        (["propose", "propose_portrait"], "proposes other words"),
        (["propose", "update"], "has changed what stands on the page"),
        (["remove_portrait"], "has taken the portrait back"),
    ],
)
def test_the_first_line_says_no_more_than_was_done(session, own, client, webinar, mails, letter, actions, headline):
    client.post(f"{own}/details", data={"abstract": "Of lamps."})
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "speaking:update")).one()
    events = [AuditEvent(at=NOW, action="", webinar_id=webinar.id, detail=event.detail) for _ in actions]
    session.delete(event)
    for each, action in zip(events, actions, strict=True):
        each.action = f"speaking:{action}"
        session.add(each)
    session.commit()

    assert letter(mails("replied")[0], NOW + 10 * MINUTE).subject.startswith(f"Wang Zhenyi {headline}: ")


def test_what_a_colleague_would_not_hear_of_drops_itself(session, olga, own, client, wang, webinar, mails, letter):
    client.post(f"{own}/reply", data={"answer": "yes"})
    session.refresh(webinar, ["lineup"])
    webinar.lineup.clear()
    session.commit()

    assert letter(mails("replied")[0]) is None


def test_the_yes_brings_the_entry_and_the_no_takes_it_out(session, own, client, webinar, mails, letter, noon):
    client.post(f"{own}/reply", data={"answer": "yes"})

    (mail,) = mails("entry")
    written = letter(mail)
    event = event_of(written)
    assert b"METHOD:REQUEST" in written.calendar.octets
    assert event["UID"] == webinar.uid
    stored = session.scalar(sa.select(CalendarEntry.sequence).where(CalendarEntry.webinar_id == webinar.id))
    assert event["SEQUENCE"] == stored
    assert f"http://localhost{own}" in event["DESCRIPTION"]
    assert ROOM not in str(event)
    assert "comet-1842" not in written.text + str(event)

    noon.shift(MINUTE)
    client.post(f"{own}/reply", data={"answer": "no"})

    first, second = mails("entry")
    assert letter(first) is None
    taken_out = letter(second)
    assert b"METHOD:CANCEL" in taken_out.calendar.octets
    assert event_of(taken_out)["SEQUENCE"] > event["SEQUENCE"]
    assert "You have said no" in taken_out.text


def test_a_move_moves_the_entry(session, olga, own, client, webinar, mails, letter):
    client.post(f"{own}/reply", data={"answer": "yes"})
    session.expire_all()
    actor = actor_of(session, olga.id)
    wall = dt.datetime(2027, 2, 15, 17)
    life_cycle.move(session, actor, webinar, wall=wall, timezone="Europe/London", duration_minutes=120, now=NOW)
    session.commit()

    _first, second = mails("entry")
    event = event_of(letter(second))
    assert event.decoded("dtstart") == dt.datetime(2027, 2, 15, 17, tzinfo=dt.UTC)

    life_cycle.cancel(session, actor, webinar, reason="Fog.", now=NOW)
    session.commit()
    assert b"METHOD:CANCEL" in letter(mails("entry")[-1]).calendar.octets


def test_other_changes_send_nothing(session, own, client, webinar, mails):
    client.post(f"{own}/reply", data={"answer": "yes"})
    client.post(f"{own}/details", data={"abstract": "Of lamps."})
    webinar.summary = "Something else."
    session.commit()

    assert len(mails("entry")) == 1


def test_who_has_not_answered_has_no_entry(session, own, client, webinar, wang, mails):
    wang.agreement = Agreement.AGREED
    webinar.summary = "Something else."
    session.commit()

    assert mails("entry") == []


def test_the_entry_comes_with_the_publication_of_a_draft(session, olga, own, client, webinar, wang, mails, settings):
    webinar.status, webinar.published_at = Status.DRAFT, None
    session.commit()
    client.post(f"{own}/reply", data={"answer": "yes"})
    assert mails("entry") == []

    life_cycle.publish(session, actor_of(session, olga.id), webinar, now=NOW)
    session.commit()

    assert len(mails("entry")) == 1
    assert token_of(settings, wang_link(session)) is not None


def wang_link(session):
    return session.scalars(sa.select(SpeakingLink)).one()


@pytest.mark.parametrize("is_loaded", [True, False])
def test_who_is_taken_out_of_the_line_up_loses_the_entry(session, olga, own, client, webinar, mails, letter, is_loaded):
    client.post(f"{own}/reply", data={"answer": "yes"})
    session.expire_all()
    if is_loaded:
        # What a session has read of the link already knows the appearance that goes.
        assert wang_link(session).appearance_id is not None
    set_lineup(session, actor_of(session, olga.id), webinar_to_edit(session, webinar.slug), [], now=NOW)
    session.commit()

    first, second = mails("entry")
    assert letter(first) is None
    taken_out = letter(second)
    assert b"METHOD:CANCEL" in taken_out.calendar.octets
    assert event_of(taken_out)["UID"] == webinar.uid
    assert "The organisers have taken you out of the line-up." in taken_out.text
    assert own not in taken_out.text, "the page is closed"
    assert client.get(own).status_code == 410

    webinar.summary = "Something else."
    session.commit()
    assert len(mails("entry")) == 2


def test_a_closed_link_takes_the_entry_along_and_a_new_one_brings_it_back(
    session, olga, own, client, sign_in, wang, mails, letter
):
    client.post(f"{own}/reply", data={"answer": "yes"})
    sign_in(client, olga)
    desk = "/manage/webinars/comets-and-their-tails/speakers"
    answer = client.post(f"{desk}/{wang.id}", data={"press": "revoke"})

    assert "Only the calendar entry is taken back, by mail." in client.get(answer.location).text
    first, second = mails("entry")
    assert letter(first) is None
    taken_out = letter(second)
    assert b"METHOD:CANCEL" in taken_out.calendar.octets
    assert "The organisers have closed your link" in taken_out.text
    assert own not in taken_out.text, "the page is closed"
    assert wang_link(session).email is None

    client.post(f"{desk}/{wang.id}", data={"press": "revoke"})
    assert len(mails("entry")) == 2

    client.post(f"{desk}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    brought_back = letter(mails("entry")[2])
    assert b"METHOD:REQUEST" in brought_back.calendar.octets
    assert event_of(brought_back)["SEQUENCE"] > event_of(taken_out)["SEQUENCE"]
    assert len(mails("entry")) == 3


def test_who_had_no_entry_is_not_told_of_being_taken_out(session, olga, link, webinar, mails):
    session.commit()
    set_lineup(session, actor_of(session, olga.id), webinar_to_edit(session, webinar.slug), [], now=NOW)
    session.commit()

    assert mails("entry") == []
    assert link.told_method is None


def test_a_speaker_is_written_to_in_the_language_of_the_webinar(session, client, webinar, own, asked, mails, letter):
    webinar.language = "fr-CA"
    session.commit()

    question = letter(asked)
    assert question.subject == "Accepterez-vous d’intervenir ? Comets and their tails"
    assert "vous invite à parler de « Simple instruments »" in question.text
    assert "dimanche 14 février" in question.text
    client.post(f"{own}/reply", data={"answer": "yes"})
    (entry,) = mails("entry")
    written = letter(entry)
    assert written.subject == "Vous intervenez : Comets and their tails"
    assert "Vous intervenez. Votre page, avec la salle" in event_of(written)["DESCRIPTION"]
    (reply, *_rest) = mails("replied")
    assert letter(reply, NOW + 20 * MINUTE).headline == "Wang Zhenyi will speak", "organisers read English"
