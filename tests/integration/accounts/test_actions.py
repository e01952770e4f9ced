import datetime as dt

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from tests.factories import make_membership, make_organisation, make_user
from tests.integration.accounts.conftest import PASSWORD
from webinars import clock
from webinars.domain.accounts import actions
from webinars.domain.accounts.actor import ANONYMOUS
from webinars.domain.accounts.errors import EmailTaken, LinkSpent, SignInRefused, WeakPassword, WrongPassword
from webinars.domain.accounts.password_links import invitation_token, reset_token
from webinars.domain.accounts.passwords import NewPassword, is_right, needs_rehash
from webinars.domain.accounts.queries import actor_of, open_session
from webinars.domain.accounts.sessions import ABSOLUTE_LIFETIME
from webinars.lib.email_addresses import InvalidEmail
from webinars.models import AuditEvent, Membership, OutboundEmail, Role, User, UserSession


def signed_in(session, user, *, now=None):
    opened, _token = actions.open_session(session, user, now=now or clock.now())
    return opened


def sign_in_with(session, email, password):
    right = actions.check_password(session, email=email, password=password)
    return actions.sign_in(session, right, now=clock.now())


def mails(session):
    return [
        (mail.kind, mail.recipient) for mail in session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id))
    ]


class TestCreatingAnAccount:
    def test_the_address_is_kept_normalised_and_the_password_as_a_hash(self, session):
        user = actions.create_user(
            session, email=" Olga@Society.example", name="Olga\nSmith ", password=NewPassword(PASSWORD), now=clock.now()
        )

        assert (user.email, user.name, user.is_admin) == ("olga@society.example", "Olga Smith", False)
        assert user.password_hash != PASSWORD
        assert is_right(PASSWORD, user.password_hash)

    def test_an_account_can_wait_for_its_password(self, session):
        user = actions.create_user(session, email="sam@society.example", now=clock.now())

        assert user.password_hash is None

    @pytest.mark.usefixtures("olga")
    def test_an_address_has_one_account(self, session):
        with pytest.raises(EmailTaken):
            actions.create_user(session, email="OLGA@society.example", now=clock.now())

        assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1

    def test_what_is_no_address_is_refused(self, session):
        with pytest.raises(InvalidEmail):
            actions.create_user(session, email="olga", now=clock.now())

    def test_a_password_made_of_the_address_is_refused(self, session):
        with pytest.raises(WeakPassword):
            actions.create_user(
                session, email="caroline@herschel.example", password=NewPassword("caroline1"), now=clock.now()
            )

    def test_it_is_recorded_without_the_password(self, session):
        user = actions.create_user(
            session, email="sam@society.example", password=NewPassword(PASSWORD), now=clock.now()
        )

        event = session.scalars(sa.select(AuditEvent)).one()
        assert (event.action, event.detail) == ("user:create", {"user_id": user.id, "is_admin": False})


class TestSigningIn:
    def test_the_right_password_opens_a_session(self, session, olga):
        opened, token = sign_in_with(session, "OLGA@society.example ", PASSWORD)

        assert opened.user is olga
        assert open_session(session, token, now=clock.now()) is opened

    def test_the_database_does_not_hold_the_token(self, session, olga):
        opened, token = sign_in_with(session, olga.email, PASSWORD)

        assert token not in opened.token_digest
        assert open_session(session, opened.token_digest, now=clock.now()) is None

    @pytest.mark.parametrize("email", ["olga@society.example", "ana@society.example", "not an address", ""])
    @pytest.mark.usefixtures("olga")
    def test_a_wrong_password_and_an_unknown_address_get_the_same_words(self, session, email):
        with pytest.raises(SignInRefused, match=r"^This address and this password do not belong together"):
            sign_in_with(session, email, "wrong")

    def test_an_account_without_a_password_lets_nobody_in(self, session):
        make_user(session, "Sam", email="sam@society.example")

        with pytest.raises(SignInRefused):
            sign_in_with(session, "sam@society.example", "")

    def test_a_closed_account_lets_nobody_in(self, session, olga):
        olga.is_active = False

        with pytest.raises(SignInRefused):
            sign_in_with(session, olga.email, PASSWORD)

    @pytest.mark.parametrize("change", [{"password_hash": None}, {"is_active": False}])
    def test_what_has_changed_since_the_password_was_checked_counts(self, session, olga, change):
        right = actions.check_password(session, email=olga.email, password=PASSWORD)
        for name, value in change.items():
            setattr(olga, name, value)

        with pytest.raises(SignInRefused):
            actions.sign_in(session, right, now=clock.now())

    def test_an_old_hash_is_made_anew(self, session, olga):
        olga.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

        sign_in_with(session, olga.email, PASSWORD)

        assert not needs_rehash(olga.password_hash)
        assert is_right(PASSWORD, olga.password_hash)

    def test_it_shows_who_has_joined_an_organisation(self, session, olga):
        membership = make_membership(session, make_organisation(session), olga, Role.EDITOR)
        membership.joined_at = None
        session.flush()

        signed_in(session, olga)

        session.refresh(membership)
        assert membership.joined_at is not None


class TestSessions:
    def test_a_session_ends_after_its_absolute_lifetime(self, session, olga):
        now = clock.now()
        opened, token = actions.open_session(session, olga, now=now)
        opened.seen_at = now + ABSOLUTE_LIFETIME

        assert open_session(session, token, now=now + ABSOLUTE_LIFETIME - dt.timedelta(seconds=1))
        assert open_session(session, token, now=now + ABSOLUTE_LIFETIME) is None

    def test_signing_out_ends_one_session_on_the_server(self, session, olga):
        _opened, token = actions.open_session(session, olga, now=clock.now())
        _other, other_token = actions.open_session(session, olga, now=clock.now())

        actions.sign_out(session, token)

        assert open_session(session, token, now=clock.now()) is None
        assert open_session(session, other_token, now=clock.now())

    def test_closing_an_account_ends_every_session(self, session, olga):
        _opened, token = actions.open_session(session, olga, now=clock.now())
        assert open_session(session, token, now=clock.now())

        olga.is_active = False
        session.flush()

        assert open_session(session, token, now=clock.now()) is None
        assert actor_of(session, olga.id) is ANONYMOUS

    def test_sessions_that_have_ended_are_forgotten(self, session, olga):
        now = clock.now()
        signed_in(session, olga, now=now - ABSOLUTE_LIFETIME)
        kept = signed_in(session, olga, now=now)

        actions.forget_ended_sessions(session, now=now)

        assert session.scalars(sa.select(UserSession.id)).all() == [kept.id]


class TestChangingThePassword:
    def test_every_other_session_ends_and_the_person_is_told(self, session, settings, olga):
        kept, other, oskars = signed_in(session, olga), signed_in(session, olga), signed_in(session, make_user(session))

        actions.change_password(
            session,
            settings,
            kept,
            current=actions.check_own_password(kept.user, PASSWORD),
            new=NewPassword("seven grey geese"),
            now=clock.now(),
        )

        assert is_right("seven grey geese", olga.password_hash)
        assert set(session.scalars(sa.select(UserSession.id))) == {kept.id, oskars.id}
        assert other.id not in {kept.id, oskars.id}
        assert mails(session) == [("accounts.password_changed", "olga@society.example")]

    def test_the_present_password_is_asked_for(self, session, settings, olga):
        kept = signed_in(session, olga)

        with pytest.raises(WrongPassword):
            actions.change_password(
                session,
                settings,
                kept,
                current=actions.check_own_password(kept.user, "wrong"),
                new=NewPassword("seven grey geese"),
                now=clock.now(),
            )

        assert is_right(PASSWORD, olga.password_hash)

    def test_the_name_of_the_site_is_no_password(self, session, settings, olga):
        kept = signed_in(session, olga)

        with pytest.raises(WeakPassword):
            actions.change_password(
                session,
                settings,
                kept,
                current=actions.check_own_password(kept.user, PASSWORD),
                new=NewPassword("LearnedSocieties1"),
                now=clock.now(),
            )


class TestResettingThePassword:
    @pytest.mark.usefixtures("olga")
    def test_a_known_address_is_promised_one_mail(self, session):
        now = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)

        actions.request_password_reset(session, email="Olga@society.example", now=now)
        actions.request_password_reset(session, email="olga@society.example", now=now + dt.timedelta(minutes=9))

        assert mails(session) == [("accounts.reset", "olga@society.example")]

    @pytest.mark.usefixtures("olga")
    def test_later_it_may_be_asked_for_again(self, session):
        now = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)

        actions.request_password_reset(session, email="olga@society.example", now=now)
        actions.request_password_reset(session, email="olga@society.example", now=now + dt.timedelta(minutes=10))

        assert len(mails(session)) == 2

    def test_an_unknown_address_and_a_closed_account_are_promised_nothing(self, session, olga):
        olga.is_active = False

        actions.request_password_reset(session, email="olga@society.example", now=clock.now())
        actions.request_password_reset(session, email="ana@society.example", now=clock.now())

        assert mails(session) == []

    def test_the_link_sets_the_password_once_and_ends_every_session(self, session, settings, olga):
        now = clock.now()
        signed_in(session, olga)
        token = reset_token(settings, olga, now=now)

        actions.set_password(session, settings, token, new=NewPassword("seven grey geese"), now=now)

        assert is_right("seven grey geese", olga.password_hash)
        assert session.scalars(sa.select(UserSession)).all() == []
        with pytest.raises(LinkSpent):
            actions.set_password(session, settings, token, new=NewPassword("eight grey geese"), now=now)

    @pytest.mark.parametrize(("is_invited", "hours"), [(False, 1), (True, 7 * 24)])
    def test_the_link_ends_with_its_lifetime(self, session, settings, olga, is_invited, hours):
        now = clock.now()
        token = reset_token(settings, olga, now=now)
        if is_invited:
            token = invitation_token(settings, make_membership(session, make_organisation(session), olga), now=now)

        with pytest.raises(LinkSpent):
            actions.set_password(
                session, settings, token, new=NewPassword(PASSWORD), now=now + dt.timedelta(hours=hours, seconds=1)
            )
        actions.set_password(
            session,
            settings,
            token,
            new=NewPassword("seven grey geese"),
            now=now + dt.timedelta(hours=hours, seconds=-1),
        )

    def test_the_link_dies_with_the_address_it_was_sent_to(self, session, settings, olga):
        token = reset_token(settings, olga, now=clock.now())
        olga.email = "olga@elsewhere.example"

        with pytest.raises(LinkSpent):
            actions.set_password(session, settings, token, new=NewPassword("seven grey geese"), now=clock.now())

    @pytest.mark.parametrize("token", ["", "x", "WyJyZXNldCIsMV0.AAAA"])
    @pytest.mark.usefixtures("olga")
    def test_a_made_up_link_opens_nothing(self, session, settings, token):
        with pytest.raises(LinkSpent):
            actions.set_password(session, settings, token, new=NewPassword("seven grey geese"), now=clock.now())


def test_memberships_end_with_the_account(session, olga):
    make_membership(session, make_organisation(session), olga)

    session.delete(olga)
    session.flush()

    assert session.scalars(sa.select(Membership)).all() == []
