"""Tokens by which programs act for an organisation: what they are, how long they live, and what they may do."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_membership, make_organisation, make_user, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens import actions, queries
from webinars.domain.interfaces.api_tokens.errors import NotItsLastDays, TokenInvalid
from webinars.domain.organisations.actions import add_member, change_role, remove_member
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.programme import permissions
from webinars.domain.programme.life_cycle import delete_draft
from webinars.lib.errors import NotAllowed
from webinars.lib.tokens import digest_of
from webinars.models import API_TOKEN, ApiToken, AuditEvent, Membership, Role, Scope, Status

DAY = dt.timedelta(days=1)
READ = [Scope.READ]


def membership_of(session, user):
    return session.scalars(sa.select(Membership).where(Membership.user_id == user.id)).one()


def opens(session, secret, *, now=None):
    return queries.token_with_secret(session, secret, now=now or clock.now())


def test_its_secret_is_stored_nowhere_and_opens_it(session, lunar, olga, token_of):
    token, secret = token_of(olga, Scope.READ, Scope.WRITE_WEBINARS)

    assert secret.startswith(token.start)
    assert (len(token.start), token.token_digest) == (8, digest_of(secret))
    assert token.scopes == ["read", "write:webinars"]
    stored = [*session.execute(sa.select(ApiToken.__table__)), *session.execute(sa.select(AuditEvent.__table__))]
    assert secret[8:] not in repr(stored)
    found = opens(session, secret)
    assert (found, found.organisation, found.user) == (token, lunar, olga)


def test_a_secret_that_cannot_be_ours_is_refused_without_asking_the_database(session, olga, token_of, count_statements):
    _token, secret = token_of(olga)
    last = "0" if secret[-1] != "0" else "1"
    with count_statements() as statements:
        for wrong in ("", "wbn_", secret[:-1], secret[:-1] + last, secret.replace("wbn_", "wbm_"), f"{secret}\n", "ü"):
            assert opens(session, wrong) is None
    assert statements == []


def test_a_secret_that_nobody_was_given_opens_nothing(session, olga, token_of):
    token_of(olga)
    assert opens(session, actions.new_secret()) is None


@pytest.mark.parametrize("days", actions.LIFETIMES)
def test_it_ends_by_its_date(session, olga, token_of, days):
    now = clock.now()
    token, secret = token_of(olga, days=days, now=now)

    assert opens(session, secret, now=now + dt.timedelta(days=days, seconds=-1)) is token
    assert opens(session, secret, now=now + dt.timedelta(days=days)) is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"days": 31}, "days"), ({"days": 0}, "days")],
)
def test_what_cannot_be_made(session, lunar, olga, typed, field):
    wanted = {"name": "Ours", "scopes": READ, "days": 30} | typed
    with pytest.raises(TokenInvalid) as refused:
        actions.create_token(session, actor_of(session, olga.id), lunar, **wanted, now=clock.now())
    assert refused.value.field == field
    assert session.scalars(sa.select(ApiToken)).all() == []


def test_there_are_so_many_at_most_and_those_that_ended_do_not_count(session, olga, token_of, monkeypatch):
    monkeypatch.setattr(actions, "MOST_TOKENS", 2)
    first, _secret = token_of(olga)
    token_of(olga)
    with pytest.raises(TokenInvalid, match=r"There are 2 tokens already\. End one first\."):
        token_of(olga)
    actions.revoke_token(session, actor_of(session, olga.id), first, now=clock.now())
    token_of(olga)


def test_owners_and_editors_make_them_and_nobody_else(session, lunar, olga, edith, vera, oskar, token_of):
    for maker in (olga, edith):
        token_of(maker)
    admin = make_user(session, "Ada", is_admin=True)
    for stranger in (vera, oskar, admin):
        with pytest.raises(NotAllowed):
            token_of(stranger)
    with pytest.raises(NotAllowed):
        actions.create_token(session, OPERATOR, lunar, name="x", scopes=READ, days=30, now=clock.now())
    with pytest.raises(NotAllowed):
        actions.create_token(
            session, actor_of(session, edith.id), lunar, name="x", scopes=READ, days=30, now=clock.now(),
            maker=actor_of(session, olga.id),
        )  # fmt: skip


def test_owners_end_all_and_editors_their_own(session, olga, edith, token_of):
    owners, _secret = token_of(olga)
    editors, secret = token_of(edith)
    by_edith, by_olga = actor_of(session, edith.id), actor_of(session, olga.id)
    now = clock.now()

    with pytest.raises(NotAllowed):
        actions.revoke_token(session, by_edith, owners, now=now)
    with pytest.raises(NotAllowed):
        actions.extend_token(session, by_edith, owners, now=now)
    actions.revoke_token(session, by_edith, editors, now=now)
    actions.revoke_token(session, by_olga, owners, now=now)
    actions.revoke_token(session, by_olga, editors, now=now + DAY)

    assert opens(session, secret) is None
    assert editors.revoked_at == now
    acts = session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert acts == ["organisation:make_token"] * 2 + ["organisation:end_token"] * 2


def test_a_year_more_is_given_in_the_last_30_days(session, olga, token_of):
    now = clock.now()
    token, secret = token_of(olga, now=now)
    by, end = actor_of(session, olga.id), token.ends_at

    with pytest.raises(NotItsLastDays):
        actions.extend_token(session, by, token, now=end - 31 * DAY)
    actions.extend_token(session, by, token, now=end - 30 * DAY)
    assert token.ends_at == end + 365 * DAY
    session.commit()
    assert opens(session, secret, now=end + DAY) is token
    with pytest.raises(NotItsLastDays):
        actions.extend_token(session, by, token, now=token.ends_at)


def test_it_ends_with_the_membership_and_does_not_begin_again_with_another(session, lunar, olga, edith, token_of):
    _token, secret = token_of(edith)
    ended, _secret = token_of(edith)
    others, others_secret = token_of(olga)
    by, now = actor_of(session, olga.id), clock.now()
    actions.revoke_token(session, by, ended, now=now)

    remove_member(session, by, membership_of(session, edith), now=now + DAY / 2)
    assert opens(session, secret) is None
    add_member(session, by, lunar, email=edith.email, role=Role.EDITOR, now=now)
    session.commit()

    session.expire_all()
    assert opens(session, secret) is None
    assert ended.ended_at(now + DAY) == ended.revoked_at == now
    assert opens(session, others_secret) is others


def test_it_opens_nothing_where_the_membership_is_gone_without_a_word(session, edith, token_of):
    _token, secret = token_of(edith)
    session.execute(sa.delete(Membership).where(Membership.user_id == edith.id))
    assert opens(session, secret) is None


def test_it_opens_nothing_while_its_maker_may_not_sign_in(session, edith, token_of):
    _token, secret = token_of(edith)
    edith.is_active = False
    session.flush()
    assert opens(session, secret) is None


@pytest.mark.parametrize(
    ("role", "scopes", "given"),
    [
        (Role.OWNER, ["read"], Role.VIEWER),
        (Role.OWNER, ["write:webinars"], Role.EDITOR),
        (Role.OWNER, ["write:recordings"], Role.EDITOR),
        (Role.OWNER, ["registrations"], Role.EDITOR),
        (Role.OWNER, ["write:registrations", "read"], Role.EDITOR),
        (Role.EDITOR, ["hooks"], Role.EDITOR),
        (Role.EDITOR, ["read"], Role.VIEWER),
        (Role.VIEWER, ["read", "write:webinars"], Role.VIEWER),
        (Role.OWNER, [], None),
    ],
)
def test_who_acts_by_it(session, lunar, olga, edith, token_of, role, scopes, given):
    token, secret = token_of(edith)
    token.scopes = scopes
    if role is not Role.EDITOR:
        change_role(session, actor_of(session, olga.id), membership_of(session, edith), role=role, now=clock.now())
    make_membership(session, make_organisation(session, "Royal Society"), edith, Role.OWNER)
    edith.is_admin = True
    session.commit()

    actor = queries.actor_by_token(session, opens(session, secret))

    assert dict(actor.roles) == ({lunar.id: given} if given else {})
    assert (actor.user_id, actor.is_admin) == (edith.id, False)


def test_by_a_token_for_reading_the_rules_let_nothing_be_changed(session, lunar, olga, token_of):
    draft = make_webinar(session, lunar, status=Status.DRAFT)
    reader, writer, registrations, none = (
        queries.actor_by_token(session, opens(session, token_of(olga, *scopes)[1]))
        for scopes in ([Scope.READ], [Scope.WRITE_WEBINARS], [Scope.REGISTRATIONS], [Scope.READ])
    )
    nobody = queries.actor_by_token(session, _without_scopes(session, token_of(olga)[0]))
    session.refresh(draft, ["co_organisers"])

    assert permissions.can_view(reader, draft)
    assert not permissions.can_change(reader, draft)
    assert not permissions.can_keep_registrations(reader, draft)
    assert permissions.can_manage(writer, draft)
    assert permissions.can_keep_registrations(registrations, draft)
    assert not permissions.can_view(nobody, draft)
    with pytest.raises(NotAllowed):
        delete_draft(session, none, draft, now=clock.now())


def _without_scopes(session, token):
    token.scopes = []
    session.flush()
    return session.scalars(queries.open_tokens(clock.now()).where(ApiToken.id == token.id)).one()


def test_the_rights_of_a_co_organiser_hold_for_its_tokens(session, lunar, olga, oskar, token_of):
    royal = session.get(Membership, membership_of(session, oskar).id)
    host = session.get_one(type(lunar), royal.organisation_id)
    webinar = make_webinar(session, host)
    add_co_organiser(session, webinar, lunar)
    _token, secret = token_of(olga, Scope.WRITE_WEBINARS, Scope.REGISTRATIONS)
    session.refresh(webinar, ["co_organisers"])

    actor = queries.actor_by_token(session, opens(session, secret))

    assert permissions.can_edit_texts(actor, webinar)
    assert not permissions.can_keep_registrations(actor, webinar)
    assert not permissions.can_publish(actor, webinar)


def test_every_act_by_a_program_is_noted_with_its_token(session, lunar, olga, token_of):
    token, _secret = token_of(olga)
    session.info[API_TOKEN] = token.id
    event = AuditEvent(at=clock.now(), action="organisation:update", organisation_id=lunar.id, actor_id=olga.id)
    session.add(event)
    session.flush()
    del session.info[API_TOKEN]
    session.add(AuditEvent(at=clock.now(), action="organisation:update", organisation_id=lunar.id, actor_id=olga.id))
    session.flush()

    acts = session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == "organisation:update").order_by(AuditEvent.id)
    )
    assert [each.token_id for each in acts] == [token.id, None]


def test_the_history_of_tokens_names_them_and_not_their_secret(session, olga, token_of):
    token, secret = token_of(olga)
    actions.revoke_token(session, actor_of(session, olga.id), token, now=clock.now())

    events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()

    assert [each.detail for each in events] == [{"token": "Our own website"}] * 2
    assert {each.organisation_id for each in events} == {token.organisation_id}
    assert secret[8:] not in json.dumps([each.detail for each in events])


def test_those_that_ended_are_listed_for_a_while(session, lunar, olga, token_of):
    now = clock.now()
    ended, _secret = token_of(olga, name="Ended")
    token_of(olga, name="Open")
    actions.revoke_token(session, actor_of(session, olga.id), ended, now=now)
    session.commit()

    assert [each.name for each, _ in queries.tokens_of(session, lunar, now=now + 89 * DAY)] == ["Open", "Ended"]
    assert [each.name for each, _ in queries.tokens_of(session, lunar, now=now + 90 * DAY)] == ["Open"]


@pytest.mark.usefixtures("derived")
def test_what_is_kept_of_an_account_names_its_tokens_and_not_their_secrets(session, settings, olga, edith, token_of):
    token_of(olga)
    token, secret = token_of(edith, name="Month list")

    report = as_report(session, settings, personal_data_of(session, edith.email), now=clock.now())

    assert [(each["name"], each["created_at"]) for each in report["account"]["api_tokens"]] == [
        ("Month list", token.created_at.isoformat())
    ]
    assert secret[8:] not in json.dumps(report)
    assert token.token_digest not in json.dumps(report)
