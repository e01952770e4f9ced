"""Who organises a webinar beside its host: invited in the order of the credit line, accepting or declining."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations.actions import find_or_create_organisation
from webinars.domain.organisations.errors import OrganisationInvalid
from webinars.domain.organisations.queries import has_members, owners
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.co_organisers.refusals import forget_refusals, refusing
from webinars.domain.programme.co_organisers.rights import rights_stored
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib import ordering
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser, CreditWording, Invitation, Organisation, PartnerRight, Priority, Role, Webinar

MAX_CO_ORGANISERS = 30


def set_co_organisers(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    organisations: Sequence[Organisation | str],
    *,
    now: dt.datetime,
) -> None:
    """Make these the co-organisers, in this order. A name that nobody has becomes an organisation without members.

    Who is new is invited: owners are told by mail, and once one of them accepts, the organisation is credited in
    public and the webinar stands on its page. Without members, or invited by an owner of its own, an organisation has
    accepted at once. Raises NotAllowed, WebinarInvalid.
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    wanted = [_organisation(session, actor, webinar, each, now=now) for each in organisations]
    _check(webinar, wanted)
    _refuse_unwelcome(session, webinar, wanted)
    present = {each.organisation_id: each for each in webinar.co_organisers}
    before = [each.organisation.name for each in webinar.co_organisers]
    after = [organisation.name for organisation in wanted]
    if [organisation.id for organisation in wanted] == list(present):
        return
    invited = [organisation for organisation in wanted if organisation.id not in present]
    arranged = [
        present.get(organisation.id) or _invited(session, actor, organisation, now=now) for organisation in wanted
    ]
    ordering.arrange(webinar.co_organisers, arranged)
    _close_links(session, webinar, set(present) - {each.id for each in wanted}, now=now)
    forget_refusals(session, webinar, [each.id for each in invited])
    record(session, actor, webinar, "webinar:set_co_organisers", {"co_organisers": [before, after]}, now=now)
    for co_organiser in arranged:
        if co_organiser.organisation in invited and co_organiser.accepted_at is None:
            _tell_owners(session, actor, webinar, co_organiser, now=now)


def invite(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    organisation: Organisation | str,
    *,
    rights: Iterable[PartnerRight] | None = None,
    now: dt.datetime,
) -> CoOrganiser:
    """Put one more at the end, with these rights (None: the usual ones), as `set_co_organisers` does.

    That it declined before is forgotten. Raises NotAllowed, WebinarInvalid.
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    found = _organisation(session, actor, webinar, organisation, now=now)
    present: list[Organisation | str] = [each.organisation for each in webinar.co_organisers]
    set_co_organisers(session, actor, webinar, [*present, found], now=now)
    co_organiser = webinar.co_organisers[-1]
    co_organiser.rights = rights_stored(rights)
    session.flush()
    return co_organiser


class CoOrganiserTerms(Struct, frozen=True):
    """How a co-organiser shall stand."""

    organisation_id: int
    rights: tuple[PartnerRight, ...]
    wording: CreditWording


def arrange(
    session: Session, actor: Actor, webinar: Webinar, wanted: Sequence[CoOrganiserTerms], *, now: dt.datetime
) -> None:
    """Put the co-organisers in this order, and give them these rights and this wording.

    Who is not among `wanted` was invited meanwhile and stays, after the others. Who is no longer there is passed over.
    Raises NotAllowed.
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    present = {each.organisation_id: each for each in webinar.co_organisers}
    before = _co_organisers_snapshot(webinar)
    order = list(dict.fromkeys(each.organisation_id for each in wanted if each.organisation_id in present))
    order += [each for each in present if each not in order]
    ordering.arrange(webinar.co_organisers, [present[each] for each in order])
    for each in wanted:
        if (co_organiser := present.get(each.organisation_id)) is not None:
            co_organiser.rights, co_organiser.wording = rights_stored(each.rights), each.wording
    after = _co_organisers_snapshot(webinar)
    if after != before:
        record(session, actor, webinar, "webinar:arrange_co_organisers", {"co_organisers": [before, after]}, now=now)


def remove(session: Session, actor: Actor, webinar: Webinar, organisation_id: int, *, now: dt.datetime) -> None:
    """Take one out: an invitation is withdrawn, a right ends at once. Raises NotAllowed, LookupError."""
    load_to_change(session, actor, webinar, permissions.can_manage)
    kept: list[Organisation | str] = [
        each.organisation for each in webinar.co_organisers if each.organisation_id != organisation_id
    ]
    if len(kept) == len(webinar.co_organisers):
        raise LookupError(organisation_id)
    set_co_organisers(session, actor, webinar, kept, now=now)


def send_again(session: Session, actor: Actor, webinar: Webinar, organisation_id: int, *, now: dt.datetime) -> None:
    """Write to the owners of one that has not answered once more. Raises NotAllowed, LookupError."""
    load_to_change(session, actor, webinar, permissions.can_manage)
    co_organiser = next((each for each in webinar.co_organisers if each.organisation_id == organisation_id), None)
    if co_organiser is None or co_organiser.accepted_at is not None:
        raise LookupError(organisation_id)
    _tell_owners(session, actor, webinar, co_organiser, now=now, is_again=True)
    detail = {"organisation": co_organiser.organisation.name}
    record(session, actor, webinar, "co_organiser:remind", detail, now=now)


def _close_links(session: Session, webinar: Webinar, organisation_ids: set[int], *, now: dt.datetime) -> None:
    """Let the links end by which somebody could claim these: none works again once they are invited anew."""
    session.execute(
        sa.update(Invitation)
        .where(
            Invitation.webinar_id == webinar.id,
            Invitation.organisation_id.in_(organisation_ids),
            Invitation.claimed_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def _co_organisers_snapshot(webinar: Webinar) -> list[str]:
    """Returns the co-organisers as the history tells them."""
    return [
        f"{each.organisation.name} ({', '.join([each.wording.value, *each.rights])})" for each in webinar.co_organisers
    ]


def _organisation(
    session: Session, actor: Actor, webinar: Webinar, organisation: Organisation | str, *, now: dt.datetime
) -> Organisation:
    if isinstance(organisation, Organisation):
        return organisation
    try:
        return find_or_create_organisation(session, actor, name=organisation, timezone=webinar.host.timezone, now=now)
    except OrganisationInvalid as error:
        raise WebinarInvalid("co_organisers", str(error)) from error


def _check(webinar: Webinar, organisations: Sequence[Organisation]) -> None:
    if len(organisations) > MAX_CO_ORGANISERS:
        raise WebinarInvalid("co_organisers", _("At most %(limit)s can organise it together.", limit=MAX_CO_ORGANISERS))
    seen = {webinar.host_id}
    for organisation in organisations:
        if organisation.id in seen:
            raise WebinarInvalid("co_organisers", _("%(name)s organises it already.", name=organisation.name))
        seen.add(organisation.id)


def _refuse_unwelcome(session: Session, webinar: Webinar, organisations: Sequence[Organisation]) -> None:
    """Raises WebinarInvalid for a new one that wants no invitation of the host's any more."""
    present = {each.organisation_id for each in webinar.co_organisers}
    new = {each.id: each for each in organisations if each.id not in present}
    for organisation_id in refusing(session, webinar.host_id, list(new)):
        raise WebinarInvalid(
            "co_organisers",
            _(
                "%(name)s wants no more invitations from %(host)s. It can take that back on its own desk.",
                name=new[organisation_id].name,
                host=webinar.host.name,
            ),
        )


def _invited(session: Session, actor: Actor, organisation: Organisation, *, now: dt.datetime) -> CoOrganiser:
    is_own = actor.roles.get(organisation.id) == Role.OWNER
    accepted_at = now if is_own or not has_members(session, organisation.id) else None
    return CoOrganiser(organisation=organisation, invited_at=now, accepted_at=accepted_at)


def _tell_owners(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    co_organiser: CoOrganiser,
    *,
    now: dt.datetime,
    is_again: bool = False,
) -> None:
    # The id alone may come again once an invitation was declined: SQLite gives the highest anew.
    number = f"{co_organiser.id}:{int((now if is_again else co_organiser.invited_at).timestamp())}"
    for owner in owners(session, co_organiser.organisation):
        add_mail(
            session,
            kind="programme.invited",
            priority=Priority.REGISTRATION,
            recipient=owner.email,
            organisation_id=webinar.host_id,
            context={"co_organiser_id": co_organiser.id, "by_id": actor.user_id},
            dedupe_key=f"programme.invited:{number}:{owner.id}",
            now=now,
        )
