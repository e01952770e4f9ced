"""The desk's page of a webinar's speakers: asking, reminding, links, proposals, and how the webinar deals with them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_member,
    make_organisation,
    make_speaker,
    make_speaking_link,
)
from tests.integration.registration.reading import page_of, words_of
from tests.integration.speaker_pages.conftest import NOW, form_of
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.actions import AppearanceInput, update_appearance
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.speaker_pages.links import token_of
from webinars.domain.speaker_pages.organiser_actions import renew
from webinars.domain.speaker_pages.queries import appearance_of
from webinars.models import Agreement, AuditEvent, OutboundEmail, Role, Speaker, SpeakerProposal, SpeakingLink, User

DESK = "/manage/webinars/comets-and-their-tails/speakers"


@pytest.fixture
def desk(client, sign_in, olga, wang, session):
    session.commit()
    sign_in(client, olga)
    return client


@pytest.fixture
def press(desk, wang):
    def press(verb):
        return followed(desk, desk.post(f"{DESK}/{wang.id}", data={"press": verb}))

    return press


def followed(client, answer):
    """The page that a press leads back to."""
    assert answer.status_code == 303
    return client.get(answer.location)


def links(session):
    session.expire_all()
    return session.scalars(sa.select(SpeakingLink).order_by(SpeakingLink.id)).all()


def asked(session):
    return session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "speaking.asked").order_by(OutboundEmail.id)
    ).all()


@pytest.mark.usefixtures("with_mail_server")
def test_all_with_an_address_are_asked_by_one_press(desk, session, lunar, webinar, wang):
    ada = add_appearance(session, webinar, make_speaker(session, lunar, "Ada Lovelace"), agreement=Agreement.ASKED)
    add_appearance(session, webinar, make_speaker(session, lunar, "Nobody Yet"), agreement=Agreement.ASKED)
    session.commit()

    sent = {f"email-{wang.id}": " Wang@Speaker.example ", f"email-{ada.id}": "ada@speaker.example"}
    answer = followed(desk, desk.post(f"{DESK}/asking", data=sent))

    assert "2 links are on their way." in words_of(answer)
    assert [mail.recipient for mail in asked(session)] == ["wang@speaker.example", "ada@speaker.example"]
    assert len(links(session)) == 2
    assert "wang@speaker.example" in answer.text


def test_one_can_be_asked_alone(desk, session, lunar, webinar, wang):
    ada = add_appearance(session, webinar, make_speaker(session, lunar, "Ada Lovelace"), agreement=Agreement.ASKED)
    session.commit()

    sent = {f"email-{wang.id}": "wang@speaker.example", f"email-{ada.id}": "no address", "only": str(wang.id)}
    desk.post(f"{DESK}/asking", data=sent)

    assert [mail.recipient for mail in asked(session)] == ["wang@speaker.example"]


def test_an_address_that_is_none_sends_nothing_and_loses_nothing(desk, session, lunar, webinar, wang):
    ada = add_appearance(session, webinar, make_speaker(session, lunar, "Ada Lovelace"), agreement=Agreement.ASKED)
    session.commit()

    sent = {f"email-{wang.id}": "wang@speaker.example", f"email-{ada.id}": "ada at home"}
    answer = desk.post(f"{DESK}/asking", data=sent)

    assert answer.status_code == 422
    assert 'value="wang@speaker.example"' in answer.text
    assert 'value="ada at home"' in answer.text
    (wrong,) = page_of(answer).find_class("error")
    assert wrong.get("id") == f"email-{ada.id}-error"
    assert "Enter an address with an @" in wrong.text_content()
    assert asked(session) == []
    assert links(session) == []


def test_a_link_can_be_copied_and_shown_again(press, desk, session, settings, wang):
    answer = press("copy")

    (link,) = links(session)
    assert f"link={wang.id}" in answer.request.query_string.decode()
    address = f"http://localhost/speaking/{token_of(settings, link)}"
    assert link.email is None
    assert address in answer.text
    assert address in desk.get(DESK).text
    assert asked(session) == []


def test_another_address_is_another_link(desk, session, wang):
    desk.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    desk.post(f"{DESK}/asking", data={f"email-{wang.id}": "zhenyi@speaker.example"})

    old, new = links(session)
    assert old.revoked_at is not None
    assert old.email is None
    assert (new.email, new.revoked_at) == ("zhenyi@speaker.example", None)


def test_the_same_address_is_the_same_link(desk, session, wang):
    for _press in range(2):
        desk.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})

    assert len(links(session)) == 1
    assert len(asked(session)) == 2


@pytest.mark.usefixtures("with_mail_server")
def test_nobody_is_written_to_without_end(desk, session, wang, press):
    desk.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    answers = [press("remind") for _press in range(4)]

    assert "The reminder is on its way." in words_of(answers[0])
    assert "4 mails have gone to this speaker today." in words_of(answers[-1])
    assert len(asked(session)) == 4


def test_a_new_link_closes_the_old(desk, session, client, settings, wang, press):
    desk.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    press("renew")

    old, new = links(session)
    assert client.get(f"/speaking/{token_of(settings, old)}").status_code == 410
    assert client.get(f"/speaking/{token_of(settings, new)}").status_code == 200
    assert new.email == "wang@speaker.example"
    assert len(asked(session)) == 2


@pytest.mark.usefixtures("derived")
def test_a_closed_link_leaves_what_was_said(desk, session, client, settings, wang, press, fresh):
    desk.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    (link,) = links(session)
    own = f"/speaking/{token_of(settings, link)}"
    client.post(f"{own}/reply", data={"answer": "yes"})

    press("revoke")

    assert client.get(own).status_code == 410
    assert fresh(wang).has_agreed


@pytest.mark.usefixtures("derived")
def test_the_states_in_words(desk, session, wang, link, fresh):
    def state():
        (pill,) = page_of(desk.get(DESK)).xpath('//li[starts-with(@id, "speaker-")]//*[contains(@class, "pill")]')
        return pill.text_content().strip()

    assert state() == "Asked"
    link.opened_at = NOW
    session.commit()
    assert state() == "Has opened the link"
    wang.agreement, wang.replied_at, wang.reply_words = Agreement.DECLINED, NOW, "I am at sea."
    session.commit()
    assert state() == "Has said no"
    assert "“I am at sea.”" in words_of(desk.get(DESK))


def propose(session, wang, **fields):
    for field, (former, value) in fields.items():
        session.add(SpeakerProposal(appearance=wang, field=field, former=former, value=value, made_at=NOW))
    session.commit()


def seen_in(answer):
    found = page_of(answer).xpath('//form[contains(@action, "/proposals")]//input[starts-with(@name, "seen-")]')
    return {each.get("name"): each.get("value") for each in found}


def test_a_proposal_is_taken_or_left_one_by_one(desk, session, wang, fresh):
    propose(session, wang, abstract=("", "Of lamps."), affiliation=("Nanjing", "Jinling"))
    seen = seen_in(desk.get(DESK))
    assert seen.keys() == {"seen-abstract", "seen-affiliation"}

    desk.post(f"{DESK}/{wang.id}/proposals", data=seen | {"press": "take:abstract"})
    assert (fresh(wang).abstract, fresh(wang).affiliation) == ("Of lamps.", "Nanjing")

    desk.post(f"{DESK}/{wang.id}/proposals", data=seen | {"press": "leave:affiliation"})
    assert fresh(wang).affiliation == "Nanjing"
    assert session.scalars(sa.select(SpeakerProposal)).all() == []
    actions = session.scalars(
        sa.select(AuditEvent.action).where(AuditEvent.action.like("speaking:%")).order_by(AuditEvent.id)
    ).all()
    assert actions == ["speaking:take", "speaking:leave"]


def test_all_are_taken_by_one_press(desk, session, wang, fresh):
    propose(session, wang, abstract=("", "Of lamps."), name=("", "Wang Chen-i"), bio=("", "Wrote on eclipses."))

    desk.post(f"{DESK}/{wang.id}/proposals", data=seen_in(desk.get(DESK)) | {"press": "take:"})

    assert (fresh(wang).abstract, fresh(wang).name) == ("Of lamps.", "Wang Chen-i")
    session.refresh(wang, ["speaker"])
    assert wang.speaker.bio == "Wrote on eclipses."
    assert session.scalars(sa.select(SpeakerProposal)).all() == []


def test_three_are_shown_where_the_organiser_has_changed_it_since(desk, session, wang):
    propose(session, wang, abstract=("Old words", "Her words"))
    wang.abstract = "My words"
    session.commit()

    words = words_of(desk.get(DESK))

    assert "When it was proposed Old words You have changed it since My words Proposed Her words" in words


def test_what_was_not_looked_at_is_not_taken(desk, session, wang, fresh):
    propose(session, wang, abstract=("", "Of lamps."))
    seen = seen_in(desk.get(DESK))
    session.scalars(sa.select(SpeakerProposal)).one().value = "Of something else."
    session.commit()

    answer = followed(desk, desk.post(f"{DESK}/{wang.id}/proposals", data=seen | {"press": "take:"}))

    assert "This has changed since you looked at it." in words_of(answer)
    assert fresh(wang).abstract == ""
    assert len(session.scalars(sa.select(SpeakerProposal)).all()) == 1


def test_a_record_of_others_is_theirs_to_take(desk, session, wang, fresh):
    wang.speaker.organisation = make_organisation(session, "Royal Society")
    propose(session, wang, abstract=("", "Of lamps."), bio=("", "Wrote on eclipses."))
    page = desk.get(DESK)
    assert "The record belongs to Royal Society" in page.text

    desk.post(f"{DESK}/{wang.id}/proposals", data=seen_in(page) | {"press": "take:"})

    assert fresh(wang).abstract == "Of lamps."
    session.refresh(wang, ["speaker"])
    assert wang.speaker.bio == ""
    assert [each.field for each in session.scalars(sa.select(SpeakerProposal))] == ["bio"]


RULES = {
    "shown": "confirmed",
    "texts": "proposed",
    "rehearsal_date": "2027-02-12",
    "rehearsal_hour": "13:00",
    "rehearsal_timezone": "Europe/London",
    "rehearsal_minutes": "20",
}


def test_how_it_works_is_stored(desk, webinar, fresh):
    desk.post(f"{DESK}/rules", data=RULES)

    stored = fresh(webinar)
    assert stored.is_lineup_confirmed_only
    assert not stored.are_speakers_texts_taken
    assert stored.rehearsal_wall == dt.datetime(2027, 2, 12, 13)
    assert (stored.rehearsal_timezone, stored.rehearsal_minutes) == ("Europe/London", 20)

    desk.post(f"{DESK}/rules", data=RULES | {"rehearsal_date": "", "rehearsal_hour": ""})
    assert fresh(webinar).rehearsal_wall is None


def test_the_zone_of_a_rehearsal_is_understood_in_words(desk, webinar, fresh):
    desk.post(f"{DESK}/rules", data=RULES | {"rehearsal_timezone": "Britain"})

    assert fresh(webinar).rehearsal_timezone == "Europe/London"


def test_a_rehearsal_in_a_skipped_hour_is_refused_with_choices(desk, webinar, fresh):
    sent = RULES | {"rehearsal_date": "2027-03-28", "rehearsal_hour": "01:30"}

    answer = desk.post(f"{DESK}/rules", data=sent)

    assert answer.status_code == 422
    assert "does not exist in Britain" in answer.text
    choices = page_of(answer).xpath('//button[@name="choice"]/@value')
    assert "2027-03-28T02:30:00" in choices
    assert fresh(webinar).rehearsal_wall is None

    desk.post(f"{DESK}/rules", data=sent | {"choice": "2027-03-28T02:30:00"})
    assert fresh(webinar).rehearsal_wall == dt.datetime(2027, 3, 28, 2, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rehearsal_hour": ""},
        {"rehearsal_timezone": "Atlantis"},
        {"rehearsal_minutes": "0"},
        {"rehearsal_date": "soon"},
    ],
)
def test_a_rehearsal_that_is_none_loses_nothing(desk, webinar, fresh, wrong):
    answer = desk.post(f"{DESK}/rules", data=RULES | wrong)

    assert answer.status_code == 422
    assert 'value="20"' in answer.text or wrong.keys() == {"rehearsal_minutes"}
    assert not fresh(webinar).is_lineup_confirmed_only


def test_a_name_of_this_webinar_alone(desk, wang, fresh, session):
    desk.post(f"{DESK}/{wang.id}/name", data={"name": " Wang  Chen-i "})
    assert fresh(wang).name == "Wang Chen-i"

    desk.post(f"{DESK}/{wang.id}/name", data={"name": "Wang Zhenyi"})
    assert fresh(wang).name == ""

    answer = desk.post(f"{DESK}/{wang.id}/name", data={"name": "x" * 201})
    assert answer.status_code == 422
    assert "x" * 201 in answer.text
    (wrong,) = page_of(answer).find_class("error")
    assert wrong.get("id") == f"name-{wang.id}-error"


@pytest.mark.parametrize(("said", "ticked"), [("no", True), ("yes", False)])
def test_what_is_ticked_by_hand_is_not_said_to_be_her_answer(desk, session, wang, own, webinar, fresh, said, ticked):
    desk.post(f"{own}/reply", data={"answer": said, "words": "As the comet comes."})
    session.expire_all()
    whole = webinar_to_edit(session, webinar.slug)

    update_appearance(
        session,
        actor_of(session, session.scalar(sa.select(User.id).where(User.name == "Olga"))),
        whole,
        whole.lineup[0],
        AppearanceInput(speaker=whole.lineup[0].speaker, has_agreed=ticked),
        now=NOW,
    )
    session.commit()

    wang = fresh(wang)
    assert (wang.has_agreed, wang.has_declined, wang.replied_at, wang.reply_words) == (ticked, False, None, "")
    page = desk.get(own).text
    assert "Will you speak, Wang Zhenyi?" in page
    assert "You said" not in page
    assert "Has said" not in desk.get(DESK).text


def test_co_organisers_editors_may_and_others_may_not(client, sign_in, session, webinar, wang, olga):
    partner = make_organisation(session, "Royal Society")
    add_co_organiser(session, webinar, partner, is_accepted=True)
    editor = make_member(session, partner, "Eve", Role.EDITOR)
    session.commit()
    sign_in(client, editor)
    assert client.get(DESK).status_code == 200


@pytest.fixture
def partner(session, webinar, wang, olga):
    """Edits people of a co-organiser, and keeps no record of the host's."""
    society = make_organisation(session, "Royal Society")
    add_co_organiser(session, webinar, society, is_accepted=True)
    editor = make_member(session, society, "Eve", Role.EDITOR)
    session.commit()
    return editor


def as_written(client, session, settings, **typed):
    """What the newest link makes of the fields: the record's biography, and what is proposed."""
    (link,) = [each for each in links(session) if each.revoked_at is None]
    own = f"/speaking/{token_of(settings, link)}"
    client.post(f"{own}/details", data=form_of(client.get(own)) | typed)
    session.expire_all()
    found = session.scalars(sa.select(SpeakerProposal.field).order_by(SpeakerProposal.id)).all()
    return session.scalars(sa.select(Speaker.bio).where(Speaker.name == "Wang Zhenyi")).one(), found


def test_a_link_of_a_co_organisers_changes_no_record_of_the_hosts(
    client, sign_in, session, settings, wang, partner, olga
):
    sign_in(client, partner)
    client.post(f"{DESK}/{wang.id}", data={"press": "copy"})
    (link,) = links(session)
    assert token_of(settings, link) in client.get(DESK).text, "it is theirs to copy"

    assert as_written(client, session, settings, bio="Not what the host would print.") == ("", ["bio"])

    sign_in(client, olga)
    sent = {f"email-{wang.id}": "wang@speaker.example"}
    client.post(f"{DESK}/asking", data=sent)
    assert as_written(client, session, settings, bio="An astronomer.") == ("An astronomer.", [])


def test_a_link_that_may_change_a_record_is_shown_to_its_keepers_alone(
    client, sign_in, session, settings, wang, partner, olga
):
    sign_in(client, olga)
    client.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    (link,) = links(session)
    token = token_of(settings, link)
    assert token in client.get(DESK).text

    sign_in(client, partner)
    answers = [client.get(DESK), followed(client, client.post(f"{DESK}/{wang.id}", data={"press": "copy"}))]
    for answer in answers:
        assert token not in answer.text
        assert "so its address is shown there alone" in words_of(answer)
    client.post(f"{DESK}/asking", data={f"email-{wang.id}": "wang@speaker.example"})
    assert [each.id for each in links(session)] == [link.id], "the same link, once more to the same address"

    client.post(f"{DESK}/asking", data={f"email-{wang.id}": "eve@society.example"})
    assert [each.speaks_for_record for each in links(session)] == [True, False]
    assert as_written(client, session, settings, bio="Not what the host would print.") == ("", ["bio"])


def test_a_link_renewed_by_the_speaker_does_what_the_old_one_did(session, settings, webinar, wang, olga):
    for made_by_keeper in (True, False):
        link = make_speaking_link(session, settings, wang, speaks_for_record=made_by_keeper)
        session.commit()
        found = appearance_of(session, wang.id, link, fresh=True)
        renew(session, settings, found, now=NOW)
        newest = links(session)[-1]
        assert newest.speaks_for_record == made_by_keeper
        newest.revoked_at = NOW
        session.commit()


def test_who_may_only_look_learns_of_no_answer_by_confirming(client, sign_in, session, lunar, webinar, wang):
    wang.agreement = Agreement.DECLINED
    viewer = make_member(session, lunar, "Vera", Role.VIEWER)
    session.commit()
    sign_in(client, viewer)

    assert client.post(f"/manage/webinars/{webinar.slug}/lineup/{wang.id}/confirmation").status_code == 403
    assert "has said no meanwhile" not in client.get("/manage/").text
