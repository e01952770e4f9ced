"""What organisations say by mail."""

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.domain.accounts.password_links import invitation_token
from webinars.domain.accounts.ways_in import is_password_off
from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.organisations.roles import member_role_name, member_role_powers
from webinars.lib.i18n import gettext as _
from webinars.models import Membership, User


def write_added(occasion: Occasion) -> Letter | None:
    """Returns the letter to a new member, or None once the membership has ended.

    It has a link that sets the password if there is none yet.
    """
    session, settings, context, links = occasion.session, occasion.settings, occasion.context, occasion.links
    membership = session.scalar(
        sa.select(Membership)
        .where(Membership.id == context["membership_id"])
        .options(orm.joinedload(Membership.organisation), orm.joinedload(Membership.user))
    )
    if membership is None or not membership.user.is_active:
        return None
    user, name = membership.user, membership.organisation.name
    by = session.get(User, context["by_id"]) if context["by_id"] else None
    who = (by.name or by.email) if by else settings.site_name
    says = [
        _(
            "%(who)s has made you a member of %(organisation)s on %(site)s.",
            who=who,
            organisation=name,
            site=settings.site_name,
        ),
        _(
            "Your role is %(role)s: it %(powers)s.",
            role=member_role_name(membership.role),
            powers=member_role_powers(membership.role),
        ),
    ]
    if user.password_hash is None and user.email == occasion.recipient and not is_password_off(session, user):
        token = invitation_token(settings, membership, now=occasion.now)
        button = Button(label=_("Set your password and sign in"), address=links.password(token))
        says.append(_("You have no password here yet. The link sets it; it works once, within seven days."))
    else:
        token, button = None, Button(label=_("Sign in"), address=links.sign_in())
    return Letter(
        subject=_("You can organise with %(organisation)s", organisation=name),
        headline=_("You are a member of %(organisation)s", organisation=name),
        paragraphs=says,
        button=button,
        footer=_("If you do not know why, write to %(organisation)s or do nothing.", organisation=name),
        secrets=frozenset({token} if token else ()),
    )
