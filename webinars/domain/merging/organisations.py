"""Two records of one organisation become one: all that hung on the one that ends hangs on the one that is kept."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.personal_feeds import follow_instead
from webinars.domain.merging.errors import OrganisationsDiffer
from webinars.domain.merging.record_deletion import lock, stops_of
from webinars.domain.organisations.queries import has_members
from webinars.domain.programme.co_organisers.rights import rights_read
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.models import (
    ApiToken,
    AuditEvent,
    CoOrganiser,
    FeedKind,
    Invitation,
    Membership,
    Organisation,
    OutboundEmail,
    Picture,
    RecordingSource,
    Refusal,
    Role,
    Series,
    Source,
    SourceKind,
    Speaker,
    StartAnswer,
    StartReply,
    Suppression,
    Webhook,
    Webinar,
)
from webinars.models.derived import touch
from webinars.models.slugs import lead_to

_HIGHEST = list(Role)


def merge_organisations(
    session: Session, actor: Actor, kept: Organisation, gone: Organisation, *, now: dt.datetime
) -> None:
    """Make two records one: `gone` ends, and what it had belongs to `kept`. Its addresses lead there for ever.

    What both are in one webinar is said once: the host stays the host, of two co-organisers one stays, with the rights
    of both. Of two series of one title one stays. What `kept` does not say of itself is taken from `gone`.
    For administrators. Raises NotAllowed, OrganisationsDiffer.
    """
    require_right(actor.is_admin)
    if kept.id == gone.id:
        raise OrganisationsDiffer(_("Choose another organisation: this is the same one."))
    # Both are held until the end, so that nothing is hung on the record that ends.
    lock(session, kept, gone)
    touched = _webinars_of(session, kept, gone)
    _take_description(kept, gone)
    _move_webinars(session, kept, gone)
    _move_memberships(session, kept, gone)
    _move_series(session, kept, gone, now=now)
    _move(session, Speaker, Speaker.organisation_id, kept, gone)
    _move_picture(session, kept, gone)
    _move_refusals(session, kept, gone)
    _move_invitations(session, kept, gone, now=now)
    _move(session, ApiToken, ApiToken.organisation_id, kept, gone)
    _move(session, Webhook, Webhook.organisation_id, kept, gone)
    _move_sources(session, kept, gone)
    _move(session, AuditEvent, AuditEvent.organisation_id, kept, gone)
    _move(session, OutboundEmail, OutboundEmail.organisation_id, kept, gone)
    _move_keys(session, kept, gone)
    follow_instead(session, FeedKind.ORGANISATION, kept.id, gone.id, now=now)
    lead_to(session, kept, gone)
    detail = {"name": [gone.name, kept.name], "slug": [gone.slug, kept.slug]}
    session.flush()
    session.expire_all()
    session.refresh(gone, ["memberships", "logo"])
    session.delete(gone)
    kept.updated_at = now
    session.add(
        AuditEvent(at=now, action="organisation:merge", actor_id=actor.user_id, organisation_id=kept.id, detail=detail)
    )
    session.flush()
    touch(session, touched)


def _webinars_of(session: Session, *organisations: Organisation) -> set[int]:
    ids = [each.id for each in organisations]
    hosted = sa.select(Webinar.id).where(Webinar.host_id.in_(ids))
    beside = sa.select(CoOrganiser.webinar_id).where(CoOrganiser.organisation_id.in_(ids))
    return {*session.scalars(hosted), *session.scalars(beside)}


def _move(session: Session, table: Any, column: Any, kept: Organisation, gone: Organisation) -> None:  # noqa: ANN401 - any table
    session.execute(
        sa.update(table).where(column == gone.id).values({column: kept.id}),
        execution_options={"synchronize_session": False},
    )


def _move_sources(session: Session, kept: Organisation, gone: Organisation) -> None:
    """Move the places where recordings appear, but those that are watched already."""
    sources = session.scalars(
        sa.select(RecordingSource).where(RecordingSource.organisation_id.in_([kept.id, gone.id]))
    ).all()
    known = {(each.kind, each.key) for each in sources if each.organisation_id == kept.id}
    for each in sources:
        if each.organisation_id == gone.id and (each.kind, each.key) not in known:
            each.organisation_id = kept.id
    session.flush()


def _take_description(kept: Organisation, gone: Organisation) -> None:
    kept.description = kept.description or gone.description
    kept.tagline = kept.tagline or gone.tagline
    kept.url = kept.url or gone.url
    kept.contact = kept.contact or gone.contact


def _move_webinars(session: Session, kept: Organisation, gone: Organisation) -> None:
    """Move hosted webinars, and those organised with others. Then no webinar names the same organisation twice."""
    session.flush()
    _move(session, Webinar, Webinar.host_id, kept, gone)
    session.expire_all()
    rows = session.scalars(
        sa.select(CoOrganiser).where(CoOrganiser.organisation_id.in_([kept.id, gone.id])).order_by(CoOrganiser.id)
    ).all()
    hosted = set(session.scalars(sa.select(Webinar.id).where(Webinar.host_id == kept.id)))
    ours = {row.webinar_id: row for row in rows if row.organisation_id == kept.id}
    for row in rows:
        if row.webinar_id in hosted:
            session.delete(row)
        elif row.organisation_id == gone.id and row.webinar_id in ours:
            _unite(ours[row.webinar_id], row)
            _move_answers(session, ours[row.webinar_id], row)
            session.delete(row)
        elif row.organisation_id == gone.id:
            row.organisation_id = kept.id
    session.flush()


def _unite(kept: CoOrganiser, gone: CoOrganiser) -> None:
    dates = [each.accepted_at for each in (kept, gone) if each.accepted_at is not None]
    kept.accepted_at = min(dates, default=None)
    kept.rights = [right.value for right in rights_read([*kept.rights, *gone.rights])]


def _move_answers(session: Session, kept: CoOrganiser, gone: CoOrganiser) -> None:
    """Keep what only the one that goes has said to a proposed start. Else it would go with its row."""
    query = sa.select(StartReply).where(StartReply.co_organiser_id.in_([kept.id, gone.id]))
    replies = {
        reply.co_organiser_id: reply for reply in session.scalars(query.options(orm.selectinload(StartReply.answers)))
    }
    ours, theirs = replies.get(kept.id), replies.get(gone.id)
    if theirs is None:
        return
    if ours is None:
        theirs.co_organiser_id = kept.id
    else:
        answered = {answer.proposed_start_id for answer in ours.answers}
        ours.answers.extend(
            StartAnswer(
                proposed_start_id=answer.proposed_start_id, answer=answer.answer, answered_at=answer.answered_at
            )
            for answer in theirs.answers
            if answer.proposed_start_id not in answered
        )
        ours.words = ours.words or theirs.words
    session.flush()


def _move_memberships(session: Session, kept: Organisation, gone: Organisation) -> None:
    rows = session.scalars(sa.select(Membership).where(Membership.organisation_id.in_([kept.id, gone.id]))).all()
    present = {row.user_id: row for row in rows if row.organisation_id == kept.id}
    for row in [row for row in rows if row.organisation_id == gone.id]:
        own = present.get(row.user_id)
        if own is None:
            row.organisation_id = kept.id
            continue
        own.role = min(own.role, row.role, key=_HIGHEST.index)
        own.joined_at = own.joined_at or row.joined_at
        session.delete(row)
    session.flush()


def _move_series(session: Session, kept: Organisation, gone: Organisation, *, now: dt.datetime) -> None:
    """Move the series. By its title a webinar is put into one, so one organisation has no two of the same."""
    ours = session.scalars(sa.select(Series).where(Series.organisation_id == kept.id).order_by(Series.id)).all()
    present = {name_key(each.title): each for each in ours}
    for series in session.scalars(sa.select(Series).where(Series.organisation_id == gone.id).order_by(Series.id)).all():
        namesake = present.get(name_key(series.title))
        if namesake is None:
            series.organisation_id = kept.id
            continue
        namesake.description = namesake.description or series.description
        session.execute(
            sa.update(Webinar).where(Webinar.series_id == series.id).values(series_id=namesake.id),
            execution_options={"synchronize_session": False},
        )
        follow_instead(session, FeedKind.SERIES, namesake.id, series.id, now=now)
        lead_to(session, namesake, series)
        session.delete(series)
    session.flush()


def _move_picture(session: Session, kept: Organisation, gone: Organisation) -> None:
    """Move the logo, unless `kept` has one. Then the other goes with its record."""
    if session.scalar(sa.select(Picture.id).where(Picture.organisation_id == kept.id)) is None:
        _move(session, Picture, Picture.organisation_id, kept, gone)


def _move_refusals(session: Session, kept: Organisation, gone: Organisation) -> None:
    _move(session, Refusal, Refusal.organisation_id, kept, gone)
    _move(session, Refusal, Refusal.host_id, kept, gone)
    present = sa.exists().where(
        CoOrganiser.webinar_id == Refusal.webinar_id, CoOrganiser.organisation_id == Refusal.organisation_id
    )
    # Nobody refuses itself, and whoever organises a webinar has not declined it.
    session.execute(
        sa.delete(Refusal).where(sa.or_(Refusal.organisation_id == Refusal.host_id, present)),
        execution_options={"synchronize_session": False},
    )
    # What was said to both is said once, or taking it back would leave the other standing.
    seen = set()
    of_kept = sa.or_(Refusal.organisation_id == kept.id, Refusal.host_id == kept.id)
    for row in session.scalars(sa.select(Refusal).where(of_kept).order_by(Refusal.id)).all():
        key = (row.organisation_id, row.host_id, row.webinar_id)
        if key in seen:
            session.delete(row)
        seen.add(key)
    session.flush()


def _move_invitations(session: Session, kept: Organisation, gone: Organisation, *, now: dt.datetime) -> None:
    """Move the invitations. Open links end where somebody looks after it now. What is claimed waits on."""
    _move(session, Invitation, Invitation.organisation_id, kept, gone)
    if has_members(session, kept.id):
        session.execute(
            sa.update(Invitation)
            .where(
                Invitation.organisation_id == kept.id,
                Invitation.claimed_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
            .values(revoked_at=now),
            execution_options={"synchronize_session": False},
        )


def _move_keys(session: Session, kept: Organisation, gone: Organisation) -> None:
    """Move what names an organisation by its number in a text: imported calendar entries, and who unsubscribed."""
    is_calendar = Source.kind == SourceKind.CALENDAR
    before, after = f"{gone.id} ", f"{kept.id} "
    imported = sa.select(Source.id, Source.key).where(is_calendar, Source.key.startswith(before, autoescape=True))
    for source_id, key in session.execute(imported).all():
        wanted = after + key.removeprefix(before)
        if session.scalar(sa.select(Source.id).where(is_calendar, Source.key == wanted)) is None:
            session.execute(sa.update(Source).where(Source.id == source_id).values(key=wanted))
        else:
            # Both had imported that entry, and one webinar goes on following it. The number may be another's one day.
            session.execute(sa.delete(Source).where(Source.id == source_id))
    before, after = f"organisation:{gone.id}", f"organisation:{kept.id}"
    stops = sa.select(Suppression.id, Suppression.address_hmac, Suppression.scope).where(stops_of(gone))
    for stop_id, address, scope in session.execute(stops).all():
        wanted = after + scope.removeprefix(before)
        taken = sa.select(Suppression.id).where(Suppression.address_hmac == address, Suppression.scope == wanted)
        if session.scalar(taken) is None:
            session.execute(sa.update(Suppression).where(Suppression.id == stop_id).values(scope=wanted))
        else:
            session.execute(sa.delete(Suppression).where(Suppression.id == stop_id))
