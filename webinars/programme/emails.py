"""What the programme says by mail."""

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.lib.i18n import gettext as _
from webinars.mail.letter import Button, Letter, Occasion
from webinars.models import CoOrganiser, User, Webinar
from webinars.programme.zone_display import zone_line_of


def write_invited(occasion: Occasion) -> Letter | None:
    """To the owners of an organisation that is to organise a webinar too; None once it is answered or withdrawn."""
    co_organiser = occasion.session.scalar(
        sa.select(CoOrganiser)
        .where(CoOrganiser.id == occasion.context["co_organiser_id"])
        .options(orm.joinedload(CoOrganiser.organisation), orm.joinedload(CoOrganiser.webinar).joinedload(Webinar.host))
    )
    if co_organiser is None or co_organiser.accepted_at is not None:
        return None
    webinar, name = co_organiser.webinar, co_organiser.organisation.name
    by = occasion.session.get(User, occasion.context["by_id"]) if occasion.context["by_id"] else None
    line = zone_line_of(webinar, occasion.settings.display_zones)
    host, title = webinar.host.name, webinar.title
    if by is not None and by.name:
        says = [
            _("%(who)s of %(host)s asks you to organise “%(title)s” together.", who=by.name, host=host, title=title)
        ]
    else:
        says = [_("%(host)s asks you to organise “%(title)s” together.", host=host, title=title)]
    if line is not None:
        says.append(line.text)
    says.append(
        _(
            "%(organisation)s stands in its credit line already. Once an owner accepts, it is on your page and in "
            "your calendar feed too, and your editors may work on it.",
            organisation=name,
        )
    )
    return Letter(
        subject=_("%(host)s invites %(organisation)s: %(title)s", host=host, organisation=name, title=title),
        headline=_("Will you organise a webinar together?"),
        paragraphs=says,
        button=Button(label=_("Accept or decline"), address=occasion.links.invitations()),
        footer=_("You get this because you are an owner of %(organisation)s.", organisation=name),
    )
