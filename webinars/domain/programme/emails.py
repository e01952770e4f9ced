"""What the programme says by mail."""

import sqlalchemy as sa
from sqlalchemy import orm

from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.programme.co_organisers.rights import what_they_allow
from webinars.domain.programme.zone_display import zone_line_of
from webinars.lib.i18n import gettext as _
from webinars.models import CoOrganiser, Organisation, Refusal, User, Webinar


def write_invited(occasion: Occasion) -> Letter | None:
    """Returns the letter that asks an organisation's owners to organise a webinar too.

    Returns None once that is answered or withdrawn.
    """
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
            "Once an owner accepts, %(organisation)s stands in its credit line, and the webinar is on your page and in "
            "your calendar feed. Until then nobody is told of you.",
            organisation=name,
        )
    )
    says.append(what_they_allow(co_organiser.rights))
    return Letter(
        subject=_("%(host)s invites %(organisation)s: %(title)s", host=host, organisation=name, title=title),
        headline=_("Will you organise a webinar together?"),
        paragraphs=says,
        button=Button(label=_("Accept or decline"), address=occasion.links.invitations()),
        footer=_("You get this because you are an owner of %(organisation)s.", organisation=name),
    )


def write_declined(occasion: Occasion) -> Letter | None:
    """Returns the letter to the owners and editors of the host.

    Returns None once the webinar is gone, or the organisation is invited anew.
    """
    session, context = occasion.session, occasion.context
    webinar = session.scalar(
        sa.select(Webinar)
        .where(Webinar.id == context["webinar_id"])
        .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
    )
    organisation = session.get(Organisation, context["organisation_id"])
    if webinar is None or organisation is None:
        return None
    if any(each.organisation_id == organisation.id for each in webinar.co_organisers):
        return None
    by = session.get(User, context["by_id"]) if context["by_id"] else None
    name, title = organisation.name, webinar.title
    words = session.scalar(
        sa.select(Refusal.words)
        .where(Refusal.webinar_id == webinar.id, Refusal.organisation_id == organisation.id)
        .order_by(Refusal.id.desc())
        .limit(1)
    )
    if context.get("has_left"):
        return _left(occasion, webinar, name, words or "")
    if by is not None and by.name:
        says = _(
            "%(who)s of %(organisation)s has declined to organise “%(title)s” together.",
            who=by.name,
            organisation=name,
            title=title,
        )
    else:
        says = _("%(organisation)s has declined to organise “%(title)s” together.", organisation=name, title=title)
    return Letter(
        subject=_("%(organisation)s declines: %(title)s", organisation=name, title=title),
        headline=_("%(organisation)s does not organise with you this time", organisation=name),
        paragraphs=[
            says,
            *([_("In its words: “%(words)s”", words=words)] if words else []),
            _("It was not named in public: who has members here is credited only after accepting."),
        ],
        button=Button(label=_("Open the webinar"), address=occasion.links.managed_webinar(webinar.slug)),
        footer=_("You get this because you organise with %(organisation)s.", organisation=webinar.host.name),
    )


def _left(occasion: Occasion, webinar: Webinar, name: str, words: str) -> Letter:
    title = webinar.title
    return Letter(
        subject=_("%(organisation)s leaves: %(title)s", organisation=name, title=title),
        headline=_("%(organisation)s does not organise with you any more", organisation=name),
        paragraphs=[
            _(
                "%(organisation)s had accepted to organise “%(title)s” together, and has left.",
                organisation=name,
                title=title,
            ),
            *([_("In its words: “%(words)s”", words=words)] if words else []),
            _("It is no longer named in public, and its people can do nothing here from now on. What they did stays."),
        ],
        button=Button(label=_("Open the webinar"), address=occasion.links.managed_webinar(webinar.slug)),
        footer=_("You get this because you organise with %(organisation)s.", organisation=webinar.host.name),
    )
