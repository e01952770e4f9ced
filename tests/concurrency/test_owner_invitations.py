"""Two who claim, confirm or take back at the same moment."""

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_member, make_organisation, make_user, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import actor_of
from webinars.domain.owner_invitations.acceptance import claim_with_new_account
from webinars.domain.owner_invitations.approval import confirm_claim
from webinars.domain.owner_invitations.errors import ClaimDecided, InvitationOver
from webinars.domain.owner_invitations.invitation import invite_somebody, revoke
from webinars.domain.owner_invitations.links import token_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import Invitation, Membership, Role, User

PASSWORD = NewPassword("copper tide organ")


@pytest.fixture
def world(session, settings):
    """A host that organises two webinars with an organisation without members, and has invited somebody for each."""
    lunar, salon = make_organisation(session), make_organisation(session, "Salon of Salons")
    olga = actor_of(session, make_member(session, lunar, "Olga", Role.OWNER).id)
    invitations = []
    for title in ("Comets", "Tides"):
        made = make_webinar(session, lunar, title)
        add_co_organiser(session, made, salon, has_members=False)
        webinar = webinar_to_edit(session, made.slug)
        email = f"{title.lower()}@salon.example"
        invitations.append(invite_somebody(session, settings, olga, webinar, salon, email=email, now=clock.now()))
    session.commit()
    return olga, salon, invitations


def test_a_link_that_is_pressed_twice_is_accepted_once(session, settings, together, world):
    token = token_of(settings, world[2][0])

    def claim(own):
        claim_with_new_account(own, settings, token, name="Cosima", password=PASSWORD, now=clock.now())

    errors = together([claim] * 3)

    assert len(errors) == 2
    assert session.scalar(sa.select(sa.func.count(User.id)).where(User.email == "comets@salon.example")) == 1
    assert session.scalar(sa.select(sa.func.count(Invitation.id)).where(Invitation.claimed_at.is_not(None))) == 1


def test_of_two_claims_one_is_confirmed(session, together, world):
    _olga, salon, invitations = world
    for invitation in invitations:
        invitation.claimed_at, invitation.claimed_by_id = clock.now(), make_user(session, "Cosima").id
    ids = [each.id for each in invitations]

    errors = together(
        [lambda own, number=number: confirm_claim(own, OPERATOR, number, now=clock.now()) for number in ids]
    )

    assert errors == [ClaimDecided]
    (membership,) = session.scalars(sa.select(Membership).where(Membership.organisation_id == salon.id)).all()
    granted = session.scalars(sa.select(Invitation.claimed_by_id).where(Invitation.is_granted)).all()
    assert granted == [membership.user_id]
    assert session.scalar(sa.select(sa.func.count(Invitation.id)).where(Invitation.decided_at.is_(None))) == 0


@pytest.mark.parametrize("attempt", range(3))
def test_a_link_that_is_taken_back_meanwhile_is_either_used_or_over(session, settings, together, world, attempt):
    olga, salon, invitations = world
    token, webinar_id = token_of(settings, invitations[0]), invitations[0].webinar_id

    def claim(own):
        claim_with_new_account(own, settings, token, name="Cosima", password=PASSWORD, now=clock.now())

    def take_back(own):
        slug = "comets"
        revoke(own, olga, webinar_to_edit(own, slug), salon.id, now=clock.now())

    errors = together([claim, take_back])

    (row,) = session.scalars(sa.select(Invitation).where(Invitation.webinar_id == webinar_id)).all()
    assert (row.claimed_at is None) != (row.revoked_at is None)
    assert errors == ([] if row.claimed_at is not None else [InvitationOver])
