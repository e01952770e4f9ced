"""Where an organisation's owners answer whether they organise a webinar too."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_member, make_webinar, propose_start
from webinars import clock
from webinars.domain.mail.mail_kind import Occasion
from webinars.domain.programme.emails import write_declined
from webinars.models import CoOrganiser, OutboundEmail, Refusal, Role, Status

DAY = dt.timedelta(days=1)


@pytest.fixture
def invitation(session, host, partner):
    return add_co_organiser(session, make_webinar(session, host), partner, is_accepted=False)


@pytest.fixture
def petra(session, partner):
    """Owns the invited organisation."""
    return make_member(session, partner, "Petra", Role.OWNER)


@pytest.fixture
def edda(session, partner):
    """Edits for the invited organisation, and does not decide for it."""
    return make_member(session, partner, "Edda", Role.EDITOR)


def test_an_owner_reads_who_invites_to_what(client, sign_in, petra, invitation):
    sign_in(client, petra)

    page = client.get("/manage/invitations").text

    assert "Comets and their tails" in page
    assert "Lunar Society invites Accademia dei Lincei." in page


@pytest.mark.usefixtures("derived")
def test_accepting_puts_the_webinar_on_the_organisations_page(session, client, sign_in, petra, invitation):
    before = client.get("/organisations/accademia-dei-lincei").text
    sign_in(client, petra)

    response = client.post(f"/manage/invitations/{invitation.id}/acceptance")

    assert response.status_code == 303
    assert "Accepted." in client.get("/manage/invitations").text
    session.refresh(invitation)
    assert invitation.accepted_at is not None
    after = client.get("/organisations/accademia-dei-lincei").text
    assert ("Comets and their tails" in before, "Comets and their tails" in after) == (False, True)


def test_declining_takes_the_organisation_out(session, client, sign_in, petra, invitation):
    sign_in(client, petra)

    response = client.post(f"/manage/invitations/{invitation.id}/refusal")

    assert response.status_code == 303
    assert session.scalar(sa.select(sa.func.count(CoOrganiser.id))) == 0
    assert "Declined. Lunar Society is told" in client.get("/manage/invitations").text


@pytest.mark.parametrize("answer", ["acceptance", "refusal"])
@pytest.mark.parametrize("who", ["olga", "edda", "oskar"])
def test_to_others_there_is_nothing_to_answer(request, session, client, sign_in, invitation, answer, who):
    sign_in(client, request.getfixturevalue(who))

    assert "Comets" not in client.get("/manage/invitations").text
    assert client.post(f"/manage/invitations/{invitation.id}/{answer}").status_code == 404
    session.refresh(invitation)
    assert invitation.accepted_at is None


@pytest.mark.parametrize("answer", ["acceptance", "refusal"])
def test_an_answer_is_given_once(session, client, sign_in, petra, invitation, answer):
    sign_in(client, petra)
    client.post(f"/manage/invitations/{invitation.id}/acceptance")

    assert client.post(f"/manage/invitations/{invitation.id}/{answer}").status_code == 404
    assert session.get(CoOrganiser, invitation.id) is not None


@pytest.mark.parametrize("is_start_sought", [False, True])
def test_an_invited_owner_may_look_before_answering(session, client, sign_in, host, partner, petra, is_start_sought):
    webinar = make_webinar(session, host, "Secret so far", status=Status.DRAFT)
    if is_start_sought:
        propose_start(session, webinar)
    add_co_organiser(session, webinar, partner, is_accepted=False)
    sign_in(client, petra)

    assert "You may look at this webinar" in client.get("/manage/webinars/secret-so-far").text
    assert client.get("/manage/webinars/secret-so-far/preview").status_code == 200


def test_strangers_are_asked_to_sign_in(client, invitation):
    assert client.get("/manage/invitations").status_code == 302
    assert client.post(f"/manage/invitations/{invitation.id}/acceptance").status_code == 403


def test_without_any_it_says_what_will_be_here(client, sign_in, petra):
    sign_in(client, petra)

    assert "None is waiting." in client.get("/manage/invitations").text


def test_it_says_what_it_allows(session, client, sign_in, petra, invitation):
    invitation.rights = ["publish"]
    session.commit()
    sign_in(client, petra)

    page = " ".join(client.get("/manage/invitations").text.split())

    assert "Its owners and editors may: Publish (change time, zones and room;" in page
    assert "Texts (" not in page


def test_a_no_for_good_holds_until_it_is_taken_back(session, client, sign_in, olga, petra, invitation):
    sign_in(client, petra)
    client.post(
        f"/manage/invitations/{invitation.id}/refusal", data={"words": "Please write to us first.", "is_for_good": "y"}
    )
    page = client.get("/manage/invitations").text
    assert "Accademia dei Lincei wants no more invitations from Lunar Society." in page
    for_good = session.scalar(sa.select(Refusal.id).where(Refusal.webinar_id.is_(None)))
    again = ("/manage/webinars/comets-and-their-tails/co-organisers/invitations", {"name": "Accademia dei Lincei"})

    sign_in(client, olga)
    refused = client.post(again[0], data=again[1])
    assert refused.status_code == 422
    assert "wants no more invitations from Lunar Society" in refused.text
    assert client.post(f"/manage/refusals/{for_good}/end").status_code == 404

    sign_in(client, petra)
    assert client.post(f"/manage/refusals/{for_good}/end").status_code == 303
    sign_in(client, olga)
    assert client.post(again[0], data=again[1]).status_code == 303


def test_words_that_are_too_long_are_not_lost(session, client, sign_in, petra, invitation):
    sign_in(client, petra)

    answer = client.post(f"/manage/invitations/{invitation.id}/refusal", data={"words": "x" * 301})

    assert answer.status_code == 422
    assert "x" * 301 in answer.text
    assert session.scalar(sa.select(sa.func.count(CoOrganiser.id))) == 1


def test_the_host_reads_the_words_in_its_mail(session, client, sign_in, settings, olga, petra, invitation):
    sign_in(client, petra)
    client.post(f"/manage/invitations/{invitation.id}/refusal", data={"words": "Our hall is closed."})

    mail = session.scalar(sa.select(OutboundEmail).where(OutboundEmail.kind == "programme.declined"))
    letter = write_declined(Occasion(session=session, settings=settings, context=mail.context, now=clock.now()))
    assert mail.recipient == olga.email
    assert any("Our hall is closed." in str(each) for each in letter.paragraphs)


@pytest.fixture
def joined(session, host, partner):
    return add_co_organiser(session, make_webinar(session, host), partner, is_accepted=True)


@pytest.mark.usefixtures("derived")
def test_who_has_accepted_may_leave_with_words(session, settings, client, sign_in, petra, host, partner, joined):
    make_member(session, host, "Harald", Role.OWNER)
    session.commit()
    number = joined.id
    here = "/organisations/accademia-dei-lincei"
    assert "Comets and their tails" in client.get(here).text
    sign_in(client, petra)
    page = client.get("/manage/invitations").text
    assert "What you organise with others" in page
    assert (
        f"/manage/invitations#joined-{number}"
        in client.get("/manage/webinars/comets-and-their-tails/co-organisers").text
    )

    response = client.post(
        f"/manage/invitations/{number}/refusal", data={"words": "Our hall is closed.", "leaves": "yes"}
    )

    assert response.status_code == 303
    assert "Accademia dei Lincei no longer organises" in client.get("/manage/invitations").text
    assert "Comets and their tails" not in client.get(here).text
    assert client.get("/manage/webinars/comets-and-their-tails").status_code == 404
    mail = session.scalar(sa.select(OutboundEmail).where(OutboundEmail.kind == "programme.declined"))
    letter = write_declined(Occasion(session=session, settings=settings, context=mail.context, now=clock.now()))
    assert letter.subject == "Accademia dei Lincei leaves: Comets and their tails"
    assert "In its words: “Our hall is closed.”" in letter.text
    assert "It is no longer named in public" in letter.text
    assert client.post(f"/manage/invitations/{number}/refusal", data={"leaves": "yes"}).status_code == 404


def test_an_editor_leaves_nothing_for_the_organisation(session, client, sign_in, edda, joined):
    sign_in(client, edda)

    assert client.post(f"/manage/invitations/{joined.id}/refusal", data={"leaves": "yes"}).status_code == 404
    assert "Leave this webinar" not in client.get("/manage/webinars/comets-and-their-tails/co-organisers").text
    assert session.scalar(sa.select(sa.func.count(CoOrganiser.id))) == 1


def test_what_is_over_is_not_left(session, client, sign_in, petra, host, partner):
    add_co_organiser(session, make_webinar(session, host, "Tides", starts_in=-2 * DAY), partner, is_accepted=True)
    session.commit()
    sign_in(client, petra)

    assert "Tides" not in client.get("/manage/invitations").text
