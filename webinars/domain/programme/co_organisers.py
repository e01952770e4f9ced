"""Who organises a webinar beside its host: invited in the order of the credit line, accepting or declining."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations.actions import find_or_create_organisation
from webinars.domain.organisations.queries import has_members, owners, owners_and_editors
from webinars.domain.programme import rules
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.errors import NotAllowed
from webinars.lib.i18n import gettext as _
from webinars.lib.ordering import arrange
from webinars.models import CoOrganiser, Organisation, Priority, Role, Webinar

MAX_CO_ORGANISERS = 30


def set_co_organisers(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    organisations: Sequence[Organisation | str],
    *,
    now: dt.datetime,
) -> None:
    """Make these the co-organisers, in this order; a name that nobody has becomes an organisation without members.

    Who is new is invited: owners are told by mail, and once one of them accepts, the organisation is credited in
    public and the webinar stands on its page. Without members, or invited by an owner of its own, an organisation has
    accepted at once. Raises NotAllowed, WebinarInvalid.
    """
    load_whole(session, webinar)
    if not rules.can_manage(actor, webinar):
        raise NotAllowed
    wanted = [_organisation(session, actor, webinar, each, now=now) for each in organisations]
    _check(webinar, wanted)
    present = {each.organisation_id: each for each in webinar.co_organisers}
    before = [each.organisation.name for each in webinar.co_organisers]
    after = [organisation.name for organisation in wanted]
    if [organisation.id for organisation in wanted] == list(present):
        return
    invited = [organisation for organisation in wanted if organisation.id not in present]
    arranged = [
        present.get(organisation.id) or _invited(session, actor, organisation, now=now) for organisation in wanted
    ]
    arrange(webinar.co_organisers, arranged)
    record(session, actor, webinar, "webinar:set_co_organisers", {"co_organisers": [before, after]}, now=now)
    for co_organiser in arranged:
        if co_organiser.organisation in invited and co_organiser.accepted_at is None:
            _tell_owners(session, actor, webinar, co_organiser, now=now)


def accept(session: Session, actor: Actor, webinar: Webinar, co_organiser: CoOrganiser, *, now: dt.datetime) -> None:
    """From now on the organisation is credited, and has the webinar on its page and in its feed. Raises NotAllowed."""
    if not rules.can_answer(actor, co_organiser):
        raise NotAllowed
    load_whole(session, webinar)
    co_organiser.accepted_at = now
    detail = {"organisation": co_organiser.organisation.name}
    record(session, actor, webinar, "co_organiser:accept", detail, now=now)


def decline(session: Session, actor: Actor, webinar: Webinar, co_organiser: CoOrganiser, *, now: dt.datetime) -> None:
    """Leave the list. The host is told by mail and in the history, and may invite again. Raises NotAllowed."""
    if not rules.can_answer(actor, co_organiser):
        raise NotAllowed
    load_whole(session, webinar)
    detail = {"organisation": co_organiser.organisation.name}
    webinar.co_organisers.remove(co_organiser)
    record(session, actor, webinar, "co_organiser:decline", detail, now=now)
    _tell_host(session, actor, webinar, co_organiser, now=now)


def _organisation(
    session: Session, actor: Actor, webinar: Webinar, organisation: Organisation | str, *, now: dt.datetime
) -> Organisation:
    if isinstance(organisation, Organisation):
        return organisation
    return find_or_create_organisation(session, actor, name=organisation, timezone=webinar.host.timezone, now=now)


def _check(webinar: Webinar, organisations: Sequence[Organisation]) -> None:
    if len(organisations) > MAX_CO_ORGANISERS:
        raise WebinarInvalid("co_organisers", _("At most %(limit)s can organise it together.", limit=MAX_CO_ORGANISERS))
    seen = {webinar.host_id}
    for organisation in organisations:
        if organisation.id in seen:
            raise WebinarInvalid("co_organisers", _("%(name)s organises it already.", name=organisation.name))
        seen.add(organisation.id)


def _invited(session: Session, actor: Actor, organisation: Organisation, *, now: dt.datetime) -> CoOrganiser:
    is_own = actor.roles.get(organisation.id) == Role.OWNER
    accepted_at = now if is_own or not has_members(session, organisation.id) else None
    return CoOrganiser(organisation=organisation, invited_at=now, accepted_at=accepted_at)


def _tell_owners(
    session: Session, actor: Actor, webinar: Webinar, co_organiser: CoOrganiser, *, now: dt.datetime
) -> None:
    for owner in owners(session, co_organiser.organisation):
        add_mail(
            session,
            kind="programme.invited",
            priority=Priority.REGISTRATION,
            recipient=owner.email,
            organisation_id=webinar.host_id,
            context={"co_organiser_id": co_organiser.id, "by_id": actor.user_id},
            # The id alone may come again once an invitation was declined: SQLite gives the highest anew.
            dedupe_key=f"programme.invited:{co_organiser.id}:{owner.id}:{int(co_organiser.invited_at.timestamp())}",
            now=now,
        )


def _tell_host(session: Session, actor: Actor, webinar: Webinar, declined: CoOrganiser, *, now: dt.datetime) -> None:
    for user in owners_and_editors(session, webinar.host):
        if user.id == actor.user_id:
            continue
        add_mail(
            session,
            kind="programme.declined",
            priority=Priority.REGISTRATION,
            recipient=user.email,
            organisation_id=webinar.host_id,
            context={
                "webinar_id": webinar.id,
                "organisation_id": declined.organisation_id,
                "by_id": actor.user_id,
            },
            dedupe_key=f"programme.declined:{declined.id}:{user.id}:{int(now.timestamp())}",
            now=now,
        )
