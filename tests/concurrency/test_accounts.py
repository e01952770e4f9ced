"""Two people who press the button at the same moment."""

import pytest
import sqlalchemy as sa

from tests.factories import make_membership, make_organisation, make_user
from webinars import clock
from webinars.domain.accounts.actions import create_first_administrator, create_user
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.errors import EmailTaken, FirstRunOver
from webinars.domain.accounts.first_run import FILE_NAME, first_run_code
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.organisations.actions import add_member, remove_member
from webinars.domain.organisations.errors import LastOwner
from webinars.models import Membership, Organisation, Role, User


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
