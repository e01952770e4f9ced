"""What is said by mail of a token that is about to end."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.domain.interfaces.api_tokens.queries import open_tokens
from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import ApiToken, Membership, Role
from webinars.pure.times import wall

TOLD_BEFORE = dt.timedelta(days=9)
"""The end of a token."""


def about_to_end(now: dt.datetime) -> sa.Select[ApiToken]:
    """Returns the query for tokens that end soon, with their makers, who may still give them one year more."""
    may_keep = Membership.role.in_([Role.OWNER, Role.EDITOR])
    return open_tokens(now).where(may_keep, ApiToken.ends_at <= now + TOLD_BEFORE)


def write_token_ends(occasion: Occasion) -> Letter | None:
    """Returns the letter to the maker of a token, or None once it has ended, or ends later after all."""
    token = occasion.session.scalar(
        about_to_end(occasion.now)
        .where(ApiToken.id == occasion.context["token_id"])
        .options(orm.joinedload(ApiToken.organisation))
    )
    if token is None:
        return None
    organisation = token.organisation
    date = format_date(wall(token.ends_at, organisation.timezone).date(), "d MMMM y")
    return Letter(
        subject=_("The API token “%(name)s” ends on %(date)s", name=token.name, date=date),
        headline=_("A token ends on %(date)s", date=date),
        paragraphs=[
            _(
                "“%(name)s” of %(organisation)s ends on %(date)s. From then on what uses it is refused.",
                name=token.name,
                organisation=organisation.name,
                date=date,
            ),
            _("If it is still needed, give it one year more. Its secret stays the same."),
        ],
        button=Button(label=_("Look at the tokens"), address=occasion.links.managed_interfaces(organisation.slug)),
        footer=_("You get this because you made this token."),
    )
