"""Where an organisation's owners answer whether they organise a webinar too."""

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_member, make_webinar
from webinars.models import CoOrganiser, Role, Status


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


def test_an_invited_owner_may_look_before_answering(session, client, sign_in, host, partner, petra):
    webinar = make_webinar(session, host, "Secret so far", status=Status.DRAFT)
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
