"""Two people who press the button at the same moment."""

from contextlib import suppress

import pytest
import sqlalchemy as sa

from tests.factories import make_membership, make_organisation, make_user
from webinars import clock
from webinars.domain.accounts import mailed_codes
from webinars.domain.accounts.actions import check_password, create_first_administrator, create_user
from webinars.domain.accounts.actor import OPERATOR, Actor
from webinars.domain.accounts.closing import close_account
from webinars.domain.accounts.errors import AccountNeeded, EmailTaken, FirstRunOver, LastWayIn, ProofRefused
from webinars.domain.accounts.first_run import FILE_NAME, first_run_code
from webinars.domain.accounts.mailed_codes import ask_for_code, password_with_code
from webinars.domain.accounts.passwords import NewPassword, hash_password
from webinars.domain.accounts.ways_in import refuse_last_passkey
from webinars.domain.organisations.actions import add_member, remove_member
from webinars.domain.organisations.errors import LastOwner
from webinars.models import Membership, Organisation, Passkey, ProofRequest, Role, User


def for_each(work, arguments):
    return [lambda own, each=each: work(own, each) for each in arguments]


@pytest.mark.parametrize("attempt", range(5))
def test_two_owners_who_remove_each_other_leave_one(session, together, attempt):
    lunar = make_organisation(session)
    memberships = [make_membership(session, lunar, make_user(session), Role.OWNER).id for _ in range(2)]

    errors = together(
        for_each(
            lambda own, membership: remove_member(own, OPERATOR, own.get_one(Membership, membership), now=clock.now()),
            memberships,
        )
    )

    assert errors == [LastOwner]
    assert len(session.scalars(sa.select(Membership)).all()) == 1


def test_an_address_that_two_add_has_one_account(session, together):
    societies = [make_organisation(session, f"Society {number}").id for number in range(6)]

    errors = together(
        for_each(
            lambda own, society: add_member(
                own,
                OPERATOR,
                own.get_one(Organisation, society),
                email="sam@society.example",
                role=Role.OWNER,
                now=clock.now(),
            ),
            societies,
        )
    )

    assert errors == []
    assert len(session.scalars(sa.select(User)).all()) == 1
    assert len(session.scalars(sa.select(Membership)).all()) == 6


def test_an_address_has_one_account_however_many_make_it(session, together):
    errors = together(
        for_each(
            lambda own, number: create_user(own, email="sam@society.example", name=str(number), now=clock.now()),
            range(6),
        )
    )

    assert errors == [EmailTaken] * 5
    assert len(session.scalars(sa.select(User)).all()) == 1


def test_the_first_run_makes_one_administrator(session, settings, together):
    (settings.data / FILE_NAME).unlink(missing_ok=True)
    code = first_run_code(session, settings)

    errors = together(
        for_each(
            lambda own, number: create_first_administrator(
                own,
                settings,
                code=code,
                email=f"olga{number}@society.example",
                name="Olga",
                password=NewPassword("copper tide organ"),
                now=clock.now(),
            ),
            range(4),
        )
    )

    assert errors == [FirstRunOver] * 3
    assert len(session.scalars(sa.select(User)).all()) == 1


@pytest.mark.parametrize("attempt", range(4))
def test_of_two_who_remove_the_last_two_passkeys_one_is_refused(session, settings, together, attempt):
    olga = make_user(session)
    keys = [
        Passkey(
            user_id=olga.id, credential_id=f"key-{number}", credential=b"", sign_count=0, is_copied=False, name="",
            browser="", created_at=clock.now(),
        )
        for number in range(2)
    ]  # fmt: skip
    session.add_all(keys)
    session.flush()

    def remove(own, key_id):
        refuse_last_passkey(own, settings, own.get_one(User, olga_id))
        own.delete(own.get_one(Passkey, key_id))

    olga_id = olga.id
    assert together(for_each(remove, [key.id for key in keys])) == [LastWayIn]
    assert session.scalar(sa.select(sa.func.count()).select_from(Passkey)) == 1


def close(own, user_id):
    close_account(own, Actor(user_id=user_id), own.get_one(User, user_id), now=clock.now())


@pytest.mark.parametrize("attempt", range(4))
def test_two_owners_who_close_their_accounts_leave_one(session, together, attempt):
    lunar = make_organisation(session)
    users = [make_user(session) for _ in range(2)]
    for user in users:
        make_membership(session, lunar, user, Role.OWNER)

    assert together(for_each(close, [user.id for user in users])) == [AccountNeeded]
    assert session.scalar(sa.select(sa.func.count()).select_from(Membership)) == 1


@pytest.mark.parametrize("attempt", range(4))
def test_two_administrators_who_close_their_accounts_leave_one(session, together, attempt):
    ids = [make_user(session, is_admin=True).id for _ in range(2)]

    assert together(for_each(close, ids)) == [AccountNeeded]
    assert session.scalar(sa.select(sa.func.count()).select_from(User).where(User.is_admin)) == 1


def test_of_many_tries_at_once_five_are_compared(session, settings, together, monkeypatch):
    olga = make_user(session, password_hash=hash_password("copper tide organ"))
    right = check_password(session, email=olga.email, password="copper tide organ")
    token, compared = ask_for_code(session, right, now=clock.now()), []
    monkeypatch.setattr(mailed_codes, "code_of", lambda _key, _asked: compared.append(1) or "271828")

    def guess(own, figures):
        with suppress(ProofRefused):
            password_with_code(own, settings, token, figures, now=clock.now())

    together(for_each(guess, [f"{number:06}" for number in range(16)]))

    assert len(compared) <= 5 * len(settings.secret_keys)
    assert session.scalars(sa.select(ProofRequest)).all() == []
