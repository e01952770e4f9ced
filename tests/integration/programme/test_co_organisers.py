"""Who stands in the credit line, and who has a say in it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_membership, make_organisation, make_user
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import create_webinar
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.co_organisers.answers import accept, decline
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, Organisation, OutboundEmail, Role, User

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def partner(session):
    return make_organisation(session, "Accademia dei Lincei")


@pytest.fixture
def olga(session, host):
    return member(session, host, "Olga", Role.EDITOR)


@pytest.fixture
def petra(session, partner):
    return member(session, partner, "Petra", Role.OWNER)


@pytest.fixture
def draft(session, host, olga):
    return create_webinar(session, olga, host=host, title="Comets", now=NOW)


def member(session, organisation, name, role):
    user = make_user(session, name)
    make_membership(session, organisation, user, role)
    return actor_of(session, user.id)


def names(webinar):
    return [co_organiser.organisation.name for co_organiser in webinar.co_organisers]


def mails(session):
    return session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id)).all()


def test_their_order_is_kept_and_can_be_changed(session, draft, olga):
    set_co_organisers(session, olga, draft, ["Royal Society", "Académie des sciences", "Linnean Society"], now=NOW)
    first, second, third = (co_organiser.organisation for co_organiser in draft.co_organisers)
    ids = {co_organiser.organisation_id: co_organiser.id for co_organiser in draft.co_organisers}

    set_co_organisers(session, olga, draft, [third, first, second], now=LATER)
    session.commit()
    session.expunge_all()

    webinar = webinar_to_edit(session, "comets")
    assert names(webinar) == ["Linnean Society", "Royal Society", "Académie des sciences"]
    assert [co_organiser.position for co_organiser in webinar.co_organisers] == [0, 1, 2]
    assert {each.organisation_id: each.id for each in webinar.co_organisers} == ids


def test_a_name_finds_the_organisation_or_makes_one_without_members(session, draft, olga, partner):
    set_co_organisers(session, olga, draft, ["The Accademia dei  Lincei", "Salon of Salons"], now=NOW)

    assert draft.co_organisers[0].organisation is partner
    made = draft.co_organisers[1].organisation
    assert (made.name, made.timezone) == ("Salon of Salons", "Europe/London")
    assert session.scalar(sa.select(sa.func.count(Organisation.id))) == 3


def test_who_has_no_members_has_accepted_at_once(session, draft, olga, partner):
    set_co_organisers(session, olga, draft, [partner], now=NOW)

    assert draft.co_organisers[0].accepted_at == NOW
    assert mails(session) == []


def test_who_has_members_is_invited_and_its_owners_are_told_once(session, draft, olga, partner, petra):
    member(session, partner, "Edda", Role.EDITOR)
    set_co_organisers(session, olga, draft, [partner], now=NOW)
    set_co_organisers(session, olga, draft, [partner, "Salon of Salons"], now=LATER)

    invited = draft.co_organisers[0]
    assert (invited.invited_at, invited.accepted_at) == (NOW, None)
    (mail,) = mails(session)
    assert (mail.kind, mail.recipient) == ("programme.invited", session.get_one(User, petra.user_id).email)
    assert mail.context == {"co_organiser_id": invited.id, "by_id": olga.user_id}


def test_an_owner_who_invites_their_own_organisation_has_answered(session, draft, host, partner, petra):
    make_membership(session, host, session.get_one(User, petra.user_id), Role.EDITOR)
    both = actor_of(session, petra.user_id)

    set_co_organisers(session, both, draft, [partner], now=NOW)

    assert draft.co_organisers[0].accepted_at == NOW
    assert mails(session) == []


def test_the_operator_answers_for_nobody(session, draft, partner, petra):
    set_co_organisers(session, OPERATOR, draft, [partner], now=NOW)

    assert draft.co_organisers[0].accepted_at is None


@pytest.mark.parametrize("twice", ["host", "partner"])
def test_nobody_stands_in_the_credit_line_twice(session, draft, olga, host, partner, twice):
    chosen = {"host": [host], "partner": [partner, "accademia dei lincei"]}[twice]

    with pytest.raises(WebinarInvalid) as refused:
        set_co_organisers(session, olga, draft, chosen, now=NOW)
    assert refused.value.field == "co_organisers"
    assert names(draft) == []


def test_accepting_gives_the_say_that_the_rules_describe(session, draft, olga, partner, petra):
    set_co_organisers(session, olga, draft, [partner], now=NOW)
    assert permissions.can_view(petra, draft)
    assert not permissions.can_change(petra, draft)

    accept(session, petra, draft, draft.co_organisers[0], now=LATER)

    assert draft.co_organisers[0].accepted_at == LATER
    assert permissions.can_edit_texts(petra, draft)
    assert permissions.can_edit_people(petra, draft)
    assert not permissions.can_publish(petra, draft)
    assert not permissions.can_keep_registrations(petra, draft)
    assert not permissions.can_manage(petra, draft)


def test_declining_leaves_the_credit_line_and_a_line_in_the_history(session, draft, olga, partner, petra):
    set_co_organisers(session, olga, draft, [partner, "Salon of Salons"], now=NOW)

    decline(session, petra, draft, draft.co_organisers[0], now=LATER)

    assert names(draft) == ["Salon of Salons"]
    event = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.actor_id, event.detail) == (
        "co_organiser:decline",
        petra.user_id,
        {"organisation": "Accademia dei Lincei"},
    )
    assert not permissions.can_view(petra, draft)


def test_the_hosts_owners_and_editors_are_told_of_a_refusal_and_nobody_else(session, draft, host, olga, partner, petra):
    owner = member(session, host, "Ottilie", Role.OWNER)
    member(session, host, "Vera", Role.VIEWER)
    member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER)
    session.get_one(User, member(session, host, "Gone", Role.EDITOR).user_id).is_active = False
    set_co_organisers(session, olga, draft, [partner], now=NOW)

    decline(session, petra, draft, draft.co_organisers[0], now=LATER)

    told = [mail for mail in mails(session) if mail.kind == "programme.declined"]
    assert {mail.recipient for mail in told} == {session.get_one(User, actor.user_id).email for actor in (olga, owner)}
    assert told[0].context == {
        "webinar_id": draft.id,
        "organisation_id": partner.id,
        "by_id": petra.user_id,
        "has_left": False,
    }


def test_who_declines_for_one_and_edits_for_the_other_is_not_told_by_mail(session, draft, host, olga, partner, petra):
    set_co_organisers(session, olga, draft, [partner], now=NOW)
    make_membership(session, host, session.get_one(User, petra.user_id), Role.EDITOR)

    decline(session, actor_of(session, petra.user_id), draft, draft.co_organisers[0], now=LATER)

    told = [mail.recipient for mail in mails(session) if mail.kind == "programme.declined"]
    assert told == [session.get_one(User, olga.user_id).email]


def test_who_declined_is_invited_again_and_each_time_both_sides_are_told(session, draft, olga, partner, petra):
    for hours in range(2):
        now = NOW + dt.timedelta(hours=hours)
        set_co_organisers(session, olga, draft, [partner], now=now)
        decline(session, petra, draft, draft.co_organisers[0], now=now)

    assert [mail.kind for mail in mails(session)] == ["programme.invited", "programme.declined"] * 2


@pytest.mark.parametrize("answer", [accept, decline])
@pytest.mark.parametrize("who", ["host", "editor", "outsider"])
def test_only_its_owners_answer_for_an_organisation(session, draft, olga, partner, petra, answer, who):
    set_co_organisers(session, olga, draft, [partner], now=NOW)
    actor = {
        "host": lambda: olga,
        "editor": lambda: member(session, partner, "Edda", Role.EDITOR),
        "outsider": lambda: member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER),
    }[who]()

    with pytest.raises(NotAllowed):
        answer(session, actor, draft, draft.co_organisers[0], now=LATER)
    assert [each.accepted_at for each in draft.co_organisers] == [None]


def test_an_answer_is_given_once(session, draft, olga, partner, petra):
    set_co_organisers(session, olga, draft, [partner], now=NOW)
    accept(session, petra, draft, draft.co_organisers[0], now=LATER)

    with pytest.raises(NotAllowed):
        decline(session, petra, draft, draft.co_organisers[0], now=LATER)


def test_only_the_host_says_with_whom_it_organises(session, draft, olga, partner, petra):
    set_co_organisers(session, olga, draft, [partner], now=NOW)
    accept(session, petra, draft, draft.co_organisers[0], now=NOW)

    with pytest.raises(NotAllowed):
        set_co_organisers(session, petra, draft, [partner, "Salon of Salons"], now=LATER)
    assert names(draft) == ["Accademia dei Lincei"]
