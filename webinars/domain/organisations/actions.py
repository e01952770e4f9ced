import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actions import create_user
from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.errors import EmailTaken
from webinars.domain.accounts.queries import user_with_email
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations import permissions
from webinars.domain.organisations.errors import LastOwner, OrganisationExists
from webinars.domain.organisations.queries import organisation_named
from webinars.domain.organisations.settings import OrganisationSettings, checked_settings, settings_of
from webinars.lib.email_addresses import normalised_email
from webinars.lib.errors import NotAllowed, require_right
from webinars.lib.names import organisation_key
from webinars.models import ApiToken, AuditEvent, CoOrganiser, Membership, Organisation, Priority, Role, User
from webinars.models.derived import touch
from webinars.models.slugs import add_with_slug


def create_organisation(
    session: Session,
    actor: Actor,
    *,
    name: str,
    timezone: str,
    url: str | None = None,
    open_organisations: bool = False,
    now: dt.datetime,
) -> Organisation:
    """Make a new organisation with the actor as its owner. The operator's have no members at first.

    `open_organisations` is the setting of that name. Raises NotAllowed, OrganisationInvalid, OrganisationExists.
    """
    require_right(permissions.can_create(actor, open_organisations=open_organisations))
    chosen = checked_settings(OrganisationSettings(name=name, timezone=timezone, url=url))
    if organisation_named(session, chosen.name) is not None:
        raise OrganisationExists(chosen.name)
    organisation = _add(session, chosen, actor, now=now)
    if actor.user_id is not None:
        session.add(
            Membership(
                organisation=organisation,
                user=session.get_one(User, actor.user_id),
                role=Role.OWNER,
                created_at=now,
                joined_at=now,
            )
        )
        session.flush()
    return organisation


def find_or_create_organisation(
    session: Session, actor: Actor, *, name: str, timezone: str, now: dt.datetime
) -> Organisation:
    """Returns the organisation called `name`, made if there is none.

    It is for what an import or a list of co-organisers names. One made so has no members, so nobody gains a right by
    naming it. It can be claimed (see `permissions`). Raises OrganisationInvalid.
    """
    chosen = checked_settings(OrganisationSettings(name=name, timezone=timezone))
    return organisation_named(session, chosen.name) or _add(session, chosen, actor, now=now)


def update_organisation(
    session: Session, actor: Actor, organisation: Organisation, settings: OrganisationSettings, *, now: dt.datetime
) -> None:
    """Change the settings to `settings`, all of them. Raises NotAllowed, OrganisationInvalid, OrganisationExists."""
    require_right(permissions.can_update(actor, organisation))
    before, after = settings_of(organisation), checked_settings(settings)
    namesake = organisation_named(session, after.name)
    if namesake is not None and namesake is not organisation:
        raise OrganisationExists(after.name)
    if after == before:
        return
    old, new = _stored(before), _stored(after)
    for field, value in new.items():
        setattr(organisation, field, value)
    organisation.updated_at = now
    changed = {field: [old[field], value] for field, value in new.items() if old[field] != value}
    _record(session, "organisation:update", organisation, actor, now=now, **changed)


def begin_linking(session: Session, organisation: Organisation) -> None:
    """Have the webinars that name it stand on its page and in its feed from now on: it has got its first member."""
    named = sa.select(CoOrganiser.webinar_id).where(CoOrganiser.organisation_id == organisation.id)
    session.expire(organisation, ["has_members"])
    touch(session, session.scalars(named))


def add_member(
    session: Session, actor: Actor, organisation: Organisation, *, email: str, role: Role, now: dt.datetime
) -> Membership:
    """Make the person with this address a member, and promise them a mail that says so.

    An address without an account gets one, and a link to set its password. Whoever adds cannot tell the difference. The
    first member of an organisation that had none becomes its owner. Who is a member already keeps their role. Raises
    NotAllowed, InvalidEmail.
    """
    require_right(permissions.can_manage_members(actor, organisation))
    user = _user_for(session, normalised_email(email), now=now)
    membership = session.scalar(
        sa.select(Membership)
        .where(Membership.organisation_id == organisation.id, Membership.user_id == user.id)
        .options(orm.joinedload(Membership.user))
    )
    if membership is not None:
        return membership
    is_first = not organisation.has_members
    membership = Membership(
        organisation=organisation,
        user=user,
        role=role if _owner_count(session, organisation) else Role.OWNER,
        created_at=now,
    )
    session.add(membership)
    session.flush()
    if is_first:
        begin_linking(session, organisation)
    _record(session, "membership:add", organisation, actor, now=now, user_id=user.id, role=membership.role.value)
    add_mail(
        session,
        kind="organisations.added",
        priority=Priority.REGISTRATION,
        recipient=user.email,
        organisation_id=organisation.id,
        context={"membership_id": membership.id, "by_id": actor.user_id},
        dedupe_key=f"organisations.added:{organisation.id}:{user.id}:{int(now.timestamp())}",
        now=now,
    )
    return membership


def change_role(session: Session, actor: Actor, membership: Membership, *, role: Role, now: dt.datetime) -> None:
    """Raises NotAllowed, LastOwner."""
    organisation = session.get_one(Organisation, membership.organisation_id)
    require_right(permissions.can_manage_members(actor, organisation))
    if membership.role == role:
        return
    _keep_an_owner(session, organisation, membership)
    before, membership.role = membership.role, role
    _record(
        session,
        "membership:change_role",
        organisation,
        actor,
        now=now,
        user_id=membership.user_id,
        role=[before.value, role.value],
    )


def remove_member(session: Session, actor: Actor, membership: Membership, *, now: dt.datetime) -> None:
    """End a membership: an owner anybody's, everybody their own. Raises NotAllowed, LastOwner."""
    organisation = session.get_one(Organisation, membership.organisation_id)
    is_own = membership.user_id == actor.user_id
    if not permissions.can_manage_members(actor, organisation) and not (
        is_own and permissions.can_leave(actor, organisation)
    ):
        raise NotAllowed
    _keep_an_owner(session, organisation, membership)
    session.execute(sa.delete(Membership).where(Membership.id == membership.id))
    # For good: a membership that comes later does not let programs go on in this person's name.
    theirs = sa.and_(ApiToken.organisation_id == organisation.id, ApiToken.user_id == membership.user_id)
    session.execute(sa.update(ApiToken).where(theirs, ApiToken.left_at.is_(None)).values(left_at=now))
    _record(session, "membership:remove", organisation, actor, now=now, user_id=membership.user_id)


def _add(session: Session, settings: OrganisationSettings, actor: Actor, *, now: dt.datetime) -> Organisation:
    organisation = Organisation(slug="", created_at=now, updated_at=now, **_stored(settings))
    add_with_slug(session, organisation, settings.name, fallback=now.date().isoformat())
    _record(session, "organisation:create", organisation, actor, now=now, name=settings.name)
    return organisation


def _stored(settings: OrganisationSettings) -> dict[str, Any]:
    """Returns the columns that hold `settings`."""
    return {
        "name": settings.name,
        "name_key": organisation_key(settings.name),
        "url": settings.url,
        "contact": settings.contact,
        "tagline": settings.tagline,
        "description": settings.description,
        "timezone": settings.timezone,
        "display_zones": [{"label": zone.label, "timezone": zone.timezone} for zone in settings.display_zones],
        "default_duration_minutes": settings.default_duration_minutes,
        "accent": settings.accent,
        "hour_style": settings.hour_style,
        "is_zone_line_joined": settings.is_zone_line_joined,
        "embed_sites": list(settings.embed_sites),
        "blocked_words": list(settings.blocked_words),
    }


def _user_for(session: Session, email: str, *, now: dt.datetime) -> User:
    user = user_with_email(session, email)
    if user is not None:
        return user
    try:
        return create_user(session, email=email, now=now)
    except EmailTaken:  # by a request beside this one, or by an account that may take it back
        found = user_with_email(session, email)
        if found is None:
            raise
        return found


def _owner_count(session: Session, organisation: Organisation) -> int:
    # Locked, so that two owners who remove each other at the same moment cannot both succeed. (SQLite has one writer.)
    owners = session.scalars(
        sa.select(Membership.id)
        .where(Membership.organisation_id == organisation.id, Membership.role == Role.OWNER)
        .with_for_update()
    )
    return len(owners.all())


def _keep_an_owner(session: Session, organisation: Organisation, membership: Membership) -> None:
    if membership.role == Role.OWNER and _owner_count(session, organisation) == 1:
        raise LastOwner(organisation.name)


def _record(
    session: Session, action: str, organisation: Organisation, actor: Actor, *, now: dt.datetime, **detail: object
) -> None:
    session.add(
        AuditEvent(at=now, action=action, actor_id=actor.user_id, organisation_id=organisation.id, detail=detail)
    )
    session.flush()
