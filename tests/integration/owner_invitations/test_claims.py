"""Somebody is invited to look after an organisation that has no members here, and an administrator decides."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_member, make_organisation, make_user, make_webinar
from tests.integration.registration.reading import page_of
from webinars import clock
from webinars.domain.accounts.actions import check_password
from webinars.domain.accounts.errors import SignInRefused
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import actor_of
from webinars.domain.organisations.actions import add_member
from webinars.domain.owner_invitations import acceptance, approval
from webinars.domain.owner_invitations import invitation as inviting
from webinars.domain.owner_invitations.errors import (
    AccountExists,
    ClaimDecided,
    InvitationInvalid,
    InvitationOver,
    OtherAddress,
)
from webinars.domain.owner_invitations.links import token_of
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.programme import permissions
from webinars.domain.programme.co_organisers.actions import invite, remove
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.lib.email_addresses import InvalidEmail
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, Invitation, Membership, Organisation, OutboundEmail, PartnerRight, Role, User

EMAIL = "cosima@salon.example"
PASSWORD = "copper tide organ"


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def salon(session):
    return make_organisation(session, "Salon of Salons")


@pytest.fixture
def webinar(session, lunar, salon):
    made = make_webinar(session, lunar, "Comets")
    add_co_organiser(session, made, salon, has_members=False).rights = ["texts", "publish"]
    session.flush()
    return webinar_to_edit(session, made.slug)


@pytest.fixture
def host(session, olga):
    olga.email = "olga@society.example"
    return actor_of(session, olga.id)


@pytest.fixture
def ada(session):
    return actor_of(session, make_user(session, "Ada", is_admin=True).id)


@pytest.fixture
def invited(session, settings, host, webinar, salon, now):
    """The token of an invitation that is open."""
    invitation = inviting.invite_somebody(session, settings, host, webinar, salon, email=EMAIL, now=now)
    session.commit()
    return token_of(settings, invitation)


@pytest.fixture
def claimed(session, settings, invited, now):
    """An invitation that Cosima has accepted with a new account."""
    claimed = acceptance.claim_with_new_account(
        session, settings, invited, name="Cosima", password=NewPassword(PASSWORD), now=now
    )
    session.commit()
    return claimed


def mails(session, kind):
    return session.scalars(
        sa.select(OutboundEmail.recipient).where(OutboundEmail.kind == kind).order_by(OutboundEmail.id)
    ).all()


def memberships(session):
    return session.scalars(sa.select(Membership).join(User).where(User.email == EMAIL)).all()


def wording(response):
    return " ".join(response.text.split())


class TestInviting:
    def test_a_link_is_mailed_and_only_its_digest_is_stored(self, session, invited):
        (invitation,) = session.scalars(sa.select(Invitation)).all()

        assert mails(session, "programme.claim") == [EMAIL]
        assert invited not in (invitation.digest, invitation.nonce)
        assert invited not in str([each.detail for each in session.scalars(sa.select(AuditEvent))])
        assert invitation.ends_at - invitation.made_at == dt.timedelta(days=14)

    def test_a_new_link_ends_the_one_before(self, session, settings, client, host, webinar, salon, invited, now):
        inviting.invite_somebody(session, settings, host, webinar, salon, email=EMAIL, now=now)
        session.commit()

        answer = client.get(f"/invitations/{invited}")
        assert answer.status_code == 410
        assert "This invitation was taken back." in answer.text

    def test_who_has_members_is_asked_otherwise(self, session, settings, host, webinar, salon, now):
        make_member(session, salon, "Petra", Role.VIEWER)

        with pytest.raises(InvitationInvalid, match="has members here"):
            inviting.invite_somebody(session, settings, host, webinar, salon, email=EMAIL, now=now)

    def test_who_is_no_co_organiser_is_not_given_away(self, session, settings, host, webinar, now):
        other = make_organisation(session, "Circle of Twelve")

        with pytest.raises(InvitationInvalid):
            inviting.invite_somebody(session, settings, host, webinar, other, email=EMAIL, now=now)

    def test_an_address_has_to_be_one(self, session, settings, host, webinar, salon, now):
        with pytest.raises(InvalidEmail):
            inviting.invite_somebody(session, settings, host, webinar, salon, email="Cosima", now=now)

    def test_only_the_hosts_editors_do(self, session, settings, vera, webinar, salon, now):
        with pytest.raises(NotAllowed):
            inviting.invite_somebody(
                session, settings, actor_of(session, vera.id), webinar, salon, email=EMAIL, now=now
            )

    def test_a_host_cannot_write_to_everybody(self, session, settings, host, webinar, salon, now, monkeypatch):
        monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
        for number in range(2):
            inviting.invite_somebody(session, settings, host, webinar, salon, email=f"a{number}@x.example", now=now)

        with pytest.raises(InvitationInvalid, match="today"):
            inviting.invite_somebody(session, settings, host, webinar, salon, email=EMAIL, now=now)


class TestThePage:
    def test_looking_accepts_nothing_and_says_what_it_allows(self, session, client, invited):
        answer = client.get(f"/invitations/{invited}")

        assert answer.status_code == 200
        for words in ("Salon of Salons", "Lunar Society", "Comets", "Texts", "Publish", "administrator"):
            assert words in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Set-Cookie" not in answer.headers
        assert session.scalars(sa.select(Invitation.claimed_at)).all() == [None]

    def test_a_link_that_never_was_is_404(self, client):
        assert client.get("/invitations/nothing").status_code == 404
        assert (
            client.post("/invitations/nothing/account", data={"email": EMAIL, "own_password": "x"}).status_code == 404
        )
        assert (
            client.post("/invitations/nothing/new-account", data={"name": "C", "password": PASSWORD}).status_code == 404
        )

    def test_a_new_account_accepts_once_and_gains_nothing_yet(self, session, client, webinar, invited):
        make_user(session, "Ada", is_admin=True, email="ada@society.example")
        data = {"name": "Cosima", "password": PASSWORD}

        first = client.post(f"/invitations/{invited}/new-account", data=data)
        again = client.post(f"/invitations/{invited}/new-account", data=data)

        assert (first.status_code, again.status_code) == (200, 410)
        assert "An administrator of this site has to confirm it" in wording(again)
        assert client.get(f"/invitations/{invited}").status_code == 410
        (user,) = session.scalars(sa.select(User).where(User.email == EMAIL)).all()
        assert user.name == "Cosima"
        assert memberships(session) == []
        actor = actor_of(session, user.id)
        assert not permissions.can_view(actor, webinar_to_edit(session, webinar.slug))
        assert mails(session, "programme.claim_waits") == ["ada@society.example"]

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, session, client, invited):
        answer = client.post(f"/invitations/{invited}/new-account", data={"name": "Cosima", "password": "short"})

        assert answer.status_code == 422
        assert 'value="Cosima"' in answer.text
        assert session.scalars(sa.select(User).where(User.email == EMAIL)).all() == []

    def test_an_account_with_that_address_is_used_by_its_password(self, session, client, invited):
        make_user(session, "Cosima", email=EMAIL, password_hash=NewPassword(PASSWORD).hash)
        session.commit()

        refused = client.post(f"/invitations/{invited}/new-account", data={"name": "C", "password": PASSWORD})
        wrong = client.post(f"/invitations/{invited}/account", data={"email": EMAIL, "own_password": "wrong"})
        right = client.post(f"/invitations/{invited}/account", data={"email": EMAIL, "own_password": PASSWORD})

        assert (refused.status_code, wrong.status_code, right.status_code) == (422, 422, 200)

    def test_passwords_are_not_tried_out_from_many_networks(self, client, invited):
        answers = [
            client.post(
                f"/invitations/{invited}/account",
                data={"email": EMAIL, "own_password": "wrong"},
                environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"},
            ).status_code
            for number in range(11)
        ]

        assert answers == [422] * 10 + [429]

    def test_an_account_of_another_address_is_asked_about_once(self, session, client, invited):
        make_user(session, "Minna", email="minna@elsewhere.example", password_hash=NewPassword(PASSWORD).hash)
        session.commit()
        data = {"email": "minna@elsewhere.example", "own_password": PASSWORD}

        asked = client.post(f"/invitations/{invited}/account", data=data)
        meant = client.post(f"/invitations/{invited}/account", data={**data, "is_other_meant": "y"})

        assert (asked.status_code, meant.status_code) == (409, 200)
        assert f"The invitation went to {EMAIL}" in wording(asked)
        assert 'value="minna@elsewhere.example"' in asked.text

    def test_a_password_that_was_changed_meanwhile_claims_nothing(self, session, invited, now):
        user = make_user(session, "Cosima", email=EMAIL, password_hash=NewPassword(PASSWORD).hash)
        right = check_password(session, email=EMAIL, password=PASSWORD)
        user.password_hash = NewPassword("another tide organ").hash

        with pytest.raises(SignInRefused):
            acceptance.claim_with_account(session, invited, right, now=now)

    def test_it_is_over_after_14_days(self, session, client, invited, now):
        session.execute(sa.update(Invitation).values(ends_at=now))
        session.commit()

        assert client.get(f"/invitations/{invited}").status_code == 410

    def test_it_is_over_once_somebody_looks_after_the_organisation(self, session, client, salon, invited):
        make_member(session, salon, "Petra", Role.OWNER)
        session.commit()

        answer = client.get(f"/invitations/{invited}")
        assert answer.status_code == 410
        assert "has people here by now" in answer.text

    def test_it_ends_when_the_organisation_is_taken_out(self, session, client, host, webinar, salon, invited, now):
        remove(session, host, webinar, salon.id, now=now)
        session.commit()

        shown = client.get(f"/invitations/{invited}")
        sent = client.post(f"/invitations/{invited}/new-account", data={"name": "Cosima", "password": PASSWORD})

        assert (shown.status_code, sent.status_code) == (410, 410)
        assert "does not organise that webinar any more" in wording(shown)
        assert "Comets" not in shown.text
        assert session.scalars(sa.select(User).where(User.email == EMAIL)).all() == []

    def test_it_does_not_come_back_with_the_organisation(self, session, client, host, webinar, salon, invited, now):
        remove(session, host, webinar, salon.id, now=now)
        session.commit()
        invite(session, host, webinar, salon, now=now)
        session.commit()

        answer = client.get(f"/invitations/{invited}")
        assert answer.status_code == 410
        assert "This invitation was taken back." in wording(answer)


class TestDeciding:
    def test_an_account_that_was_closed_becomes_no_owner(self, session, ada, salon, claimed, now):
        session.get(User, claimed.claimed_by_id).is_active = False
        session.flush()

        with pytest.raises(InvitationInvalid, match="Refuse this"):
            approval.confirm_claim(session, ada, claimed.id, now=now)

        assert session.scalars(sa.select(Membership).where(Membership.organisation_id == salon.id)).all() == []

    def test_what_has_members_by_now_is_given_to_nobody(self, session, ada, salon, claimed, now):
        make_member(session, salon, "Petra", Role.OWNER)

        with pytest.raises(InvitationInvalid, match="has members by now"):
            approval.confirm_claim(session, ada, claimed.id, now=now)
        assert memberships(session) == []
        assert claimed.decided_at is None

    def test_once_confirmed_it_is_theirs_with_the_rights_that_were_promised(self, session, ada, webinar, claimed, now):
        approval.confirm_claim(session, ada, claimed.id, now=now)
        session.commit()

        (membership,) = memberships(session)
        assert (membership.role, membership.organisation_id) == (Role.OWNER, claimed.organisation_id)
        actor = actor_of(session, membership.user_id)
        now_stored = webinar_to_edit(session, webinar.slug)
        held = [right for right in PartnerRight if permissions.has_right(actor, now_stored, right)]
        assert held == [PartnerRight.TEXTS, PartnerRight.PUBLISH]
        assert sorted(mails(session, "programme.claim_granted")) == [EMAIL, "olga@society.example"]

    def test_refused_it_stays_without_members_and_the_person_is_told(self, session, ada, claimed, now):
        approval.refuse_claim(session, ada, claimed.id, now=now)

        assert memberships(session) == []
        assert mails(session, "programme.claim_refused") == [EMAIL]
        with pytest.raises(ClaimDecided):
            approval.confirm_claim(session, ada, claimed.id, now=now)

    def test_of_two_who_claim_it_the_first_confirmed_has_it(
        self, session, settings, ada, host, lunar, salon, claimed, now
    ):
        other = make_webinar(session, lunar, "Tides")
        add_co_organiser(session, other, salon, has_members=False)
        other = webinar_to_edit(session, other.slug)
        make_user(session, "Minna", email="minna@salon.example", password_hash=NewPassword(PASSWORD).hash)
        second = inviting.invite_somebody(session, settings, host, other, salon, email="minna@salon.example", now=now)
        session.commit()
        right = check_password(session, email="minna@salon.example", password=PASSWORD)
        second = acceptance.claim_with_account(session, token_of(settings, second), right, now=now)

        approval.confirm_claim(session, ada, second.id, now=now)
        session.commit()

        assert memberships(session) == []
        assert mails(session, "programme.claim_refused") == [EMAIL]
        with pytest.raises(ClaimDecided):
            approval.confirm_claim(session, ada, claimed.id, now=now)

    def test_open_links_end_with_it(self, session, settings, ada, host, lunar, claimed, now):
        salon = session.get(Organisation, claimed.organisation_id)
        other = make_webinar(session, lunar, "Tides")
        add_co_organiser(session, other, salon, has_members=False)
        other = webinar_to_edit(session, other.slug)
        open_one = inviting.invite_somebody(session, settings, host, other, salon, email="m@salon.example", now=now)
        approval.confirm_claim(session, ada, claimed.id, now=now)
        session.commit()

        assert session.get(Invitation, open_one.id).revoked_at == now

    @pytest.mark.parametrize("verb", [approval.confirm_claim, approval.refuse_claim])
    def test_only_administrators_do(self, session, host, claimed, verb, now):
        with pytest.raises(NotAllowed):
            verb(session, host, claimed.id, now=now)

    def test_an_administrator_reads_both_addresses_and_presses(self, session, client, sign_in, claimed):
        sign_in(client, make_user(session, "Grace", is_admin=True))
        session.execute(sa.update(Invitation).values(email="somebody@else.example"))
        session.commit()

        page = client.get("/manage/claims")
        assert EMAIL in page.text
        assert "somebody@else.example" in page.text
        answer = client.post(f"/manage/claims/{claimed.id}", data={"press": "confirm"})

        assert (answer.status_code, answer.location) == (303, "/manage/claims")
        assert "Confirmed." in client.get("/manage/claims").text
        assert [each.role for each in memberships(session)] == [Role.OWNER]

        answer = client.post(f"/manage/claims/{claimed.id}", data={"press": "refuse"})

        assert (answer.status_code, answer.location) == (303, "/manage/claims")
        (notice,) = page_of(client.get("/manage/claims")).find_class("notice-warn")
        assert " ".join(notice.text_content().split()) == "It waits no longer: somebody else has decided."
        assert [each.role for each in memberships(session)] == [Role.OWNER]


class TestWhatIsKept:
    @pytest.mark.usefixtures("invited")
    @pytest.mark.usefixtures("derived")
    def test_of_an_address_that_was_invited(self, session, settings, now):
        report = as_report(session, settings, personal_data_of(session, EMAIL), now=now)
        assert [each["organisation"] for each in report["invitations"]] == ["Salon of Salons"]

        erase_everything(session, EMAIL, now=now)
        session.commit()

        assert personal_data_of(session, EMAIL).is_nothing
        assert EMAIL not in str(session.execute(sa.select(Invitation.email, Invitation.digest)).all())

    def test_the_link_ends_with_the_address(self, session, client, invited, now):
        erase_everything(session, EMAIL, now=now)
        session.commit()

        assert client.get(f"/invitations/{invited}").status_code == 410


def test_errors_are_named(session, settings, invited, now):
    make_user(session, "Cosima", email=EMAIL, password_hash=NewPassword(PASSWORD).hash)
    make_user(session, "Minna", email="minna@elsewhere.example", password_hash=NewPassword(PASSWORD).hash)
    session.commit()

    with pytest.raises(AccountExists):
        acceptance.claim_with_new_account(session, settings, invited, name="C", password=NewPassword(PASSWORD), now=now)
    right = check_password(session, email="minna@elsewhere.example", password=PASSWORD)
    with pytest.raises(OtherAddress):
        acceptance.claim_with_account(session, invited, right, now=now)
    acceptance.claim_with_account(session, invited, right, is_other_meant=True, now=now)
    with pytest.raises(InvitationOver):
        acceptance.claim_with_account(session, invited, right, is_other_meant=True, now=now)


@pytest.mark.usefixtures("derived")
class TestWordsAlone:
    """An organisation that nobody speaks for here has agreed to nothing."""

    @pytest.fixture
    def address(self, session, webinar, salon):
        webinar.title = "Comets and their tails"
        session.commit()
        return f"/organisations/{salon.slug}"

    @pytest.mark.parametrize("rest", ["", "/calendar.ics", "/recordings.rss", "/webinars.rss", "/webinars.json"])
    def test_it_has_no_page_and_no_feed(self, client, address, rest):
        assert client.get(address + rest).status_code == 404

    def test_it_is_words_on_the_page_and_stands_in_no_list(self, client, webinar, address):
        here = f"/webinars/{webinar.slug}"
        lists = ("/", here, "/webinars", "/organisations", "/follow", "/search?q=Salon", "/sitemap.xml")
        texts = {each: client.get(each).text for each in lists}

        assert "Salon of Salons" in texts[here]
        assert [each for each, text in texts.items() if address in text] == []
        assert "Salon of Salons" not in texts["/organisations"] + texts["/follow"]

    def test_with_its_first_member_the_webinar_stands_on_its_page(self, client, session, webinar, salon, ada, address):
        add_member(session, ada, salon, email=EMAIL, role=Role.OWNER, now=clock.now())
        session.commit()

        assert webinar.title in client.get(address).text
        assert f'href="{address}"' in client.get(f"/webinars/{webinar.slug}").text
        assert b"BEGIN:VEVENT" in client.get(f"{address}/calendar.ics").data
