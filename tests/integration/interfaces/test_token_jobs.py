"""What the worker does for tokens: when they were used, who read registrations, who hears of an end."""

import datetime as dt

import sqlalchemy as sa

from tests.factories import make_webinar
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens import actions
from webinars.domain.interfaces.api_tokens.emails import write_token_ends
from webinars.domain.interfaces.api_tokens.jobs import keep_tokens
from webinars.domain.interfaces.api_tokens.uses import TokenUse, note_use, packed, store_uses, token_use_tray
from webinars.domain.mail.mail_kind import Occasion
from webinars.domain.organisations.actions import change_role
from webinars.models import ApiToken, AuditEvent, IdempotentAnswer, Membership, OutboundEmail, Priority, Role, Scope
from webinars.web.activity_counting import notice_token

DAY = dt.timedelta(days=1)
AT = dt.datetime(2026, 11, 12, 23, 30, tzinfo=dt.UTC)


def readings(session):
    return session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == "registration:read").order_by(AuditEvent.id)
    ).all()


def test_the_day_of_the_last_use_is_stored_and_no_more(session, settings, olga, token_of):
    token, _secret = token_of(olga)
    tray = token_use_tray(settings)
    tray.lay(packed([TokenUse(token.id, None, at) for at in (AT - DAY, AT, AT - 3 * DAY)]))
    tray.lay(packed([TokenUse(999, None, AT), TokenUse(999, 999, AT)]))

    store_uses(session, settings)

    session.refresh(token)
    assert token.last_used_on == dt.date(2026, 11, 12)
    assert readings(session) == []


def test_readings_of_registrations_stand_in_the_history_once_a_parcel(app, session, settings, lunar, olga, token_of):
    token, _secret = token_of(olga, Scope.REGISTRATIONS)
    comets, zero = (make_webinar(session, lunar, title) for title in ("Comets", "Zero"))
    session.commit()
    tally = app.extensions["API tokens"]
    for webinar_id, minutes in ((comets.id, 0), (comets.id, 5), (zero.id, 1), (None, 2), (999, 3)):
        note_use(tally, token.id, AT + dt.timedelta(minutes=minutes), webinar_id)
    tally.hand_over()

    store_uses(session, settings)

    assert [(each.webinar_id, each.organisation_id, each.token_id, each.detail) for each in readings(session)] == [
        (comets.id, lunar.id, token.id, {"count": 2}),
        (zero.id, lunar.id, token.id, {"count": 1}),
    ]
    assert readings(session)[0].at == AT + dt.timedelta(minutes=5)
    store_uses(session, settings)
    assert len(readings(session)) == 2


def test_a_request_writes_nothing(app, session, settings, olga, token_of):
    token, _secret = token_of(olga)
    with app.test_request_context():
        notice_token(token.id)
        assert not session.dirty
    tally = app.extensions["API tokens"]
    assert [each.token_id for each in tally._sums.values()] == [token.id]
    tally._sums.clear()


def mails(session):
    return session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "interfaces.token_ends").order_by(OutboundEmail.id)
    ).all()


def letter(session, settings, token, now):
    return write_token_ends(
        Occasion(session=session, settings=settings, context={"token_id": token.id}, now=now, recipient="")
    )


def test_its_maker_is_told_nine_days_before_once(session, settings, olga, token_of):
    token, secret = token_of(olga, now=AT)
    end = token.ends_at
    for now in (end - 10 * DAY, end - 9 * DAY, end - 8 * DAY):
        keep_tokens(session, now=now)
        session.commit()
        assert len(mails(session)) == (0 if now < end - 9 * DAY else 1)
    (mail,) = mails(session)
    assert (mail.recipient, mail.priority, mail.context) == (olga.email, Priority.DIGEST, {"token_id": token.id})

    said = letter(session, settings, token, end - 8 * DAY)

    assert said.subject == "The API token “Our own website” ends on 12 November 2027"
    assert said.button.address.endswith("/manage/organisations/lunar-society/interfaces")
    assert "From then on what uses it is refused." in said.text
    assert token.start not in said.text
    assert secret not in said.text
    assert "interfaces.token_ends" in KINDS


def test_nobody_is_told_of_an_end_who_can_do_nothing_about_it(session, settings, olga, edith, token_of):
    now = clock.now()
    by, soon = actor_of(session, olga.id), now + 25 * DAY
    extended, revoked, of_viewer, of_closed = (
        token_of(maker, days=30, now=now)[0] for maker in (olga, olga, edith, edith)
    )
    actions.extend_token(session, by, extended, now=now)
    actions.revoke_token(session, by, revoked, now=now)
    member = session.scalars(sa.select(Membership).where(Membership.user_id == edith.id)).one()
    change_role(session, by, member, role=Role.VIEWER, now=now)
    session.commit()

    keep_tokens(session, now=soon)
    assert mails(session) == []
    assert [letter(session, settings, each, soon) for each in (extended, revoked, of_viewer)] == [None] * 3

    member.role, edith.is_active = Role.EDITOR, False
    session.commit()
    assert letter(session, settings, of_closed, soon) is None
    edith.is_active = True
    session.commit()
    assert letter(session, settings, of_closed, soon) is not None
    assert letter(session, settings, of_closed, now + 30 * DAY) is None


def test_a_token_that_lives_a_year_longer_is_told_of_again_then(session, olga, token_of):
    token, _secret = token_of(olga, days=30, now=AT)
    keep_tokens(session, now=AT + 25 * DAY)
    actions.extend_token(session, actor_of(session, olga.id), token, now=AT + 25 * DAY)
    keep_tokens(session, now=AT + 30 * DAY)
    assert len(mails(session)) == 1
    keep_tokens(session, now=token.ends_at - DAY)
    assert len(mails(session)) == 2


def test_old_answers_and_tokens_are_forgotten_but_for_those_the_history_names(session, olga, token_of):
    acted, idle, young = (token_of(olga, name=name, days=30, now=AT)[0] for name in ("acted", "idle", "young"))
    young.ends_at += DAY
    revoked, left = (token_of(olga, name=name, now=AT)[0] for name in ("revoked", "left"))
    revoked.revoked_at = left.left_at = AT + 30 * DAY
    act = AuditEvent(at=AT, action="webinar:update", actor_id=olga.id, organisation_id=acted.organisation_id)
    act.token_id = acted.id
    session.add(act)
    now = AT + 120 * DAY
    for key, age in (("old", 24), ("young", 23)):
        answer = IdempotentAnswer(
            token_id=young.id, key=key, request_digest="d" * 64, status=201, body="{}",
            created_at=now - dt.timedelta(hours=age),
        )  # fmt: skip
        session.add(answer)
    session.commit()

    keep_tokens(session, now=now)
    session.commit()

    assert session.scalars(sa.select(ApiToken.name).order_by(ApiToken.id)).all() == ["acted", "young"]
    assert session.scalars(sa.select(IdempotentAnswer.key)).all() == ["young"]
    assert idle.id != act.token_id
