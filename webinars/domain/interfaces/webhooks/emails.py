"""What owners are told by mail of their webhooks."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.interfaces.webhooks.queries import name_of, waiting_count
from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.organisations.queries import owners
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import Priority, Webhook
from webinars.pure.times import wall

MAIL_KIND = "interfaces.webhook_paused"


def promise_paused(session: Session, webhook_id: int, *, now: dt.datetime) -> None:
    """Promise the owners the mail that says that a webhook is paused, once for each pause. Does not commit."""
    webhook = _webhook(session, webhook_id)
    if webhook is None or webhook.paused_at is None:
        return
    mails = [
        NewMail(
            kind=MAIL_KIND,
            priority=Priority.MESSAGE,
            recipient=user.email,
            organisation_id=webhook.organisation_id,
            context={"webhook_id": webhook.id},
            dedupe_key=f"{MAIL_KIND}:{webhook.id}:{user.id}:{webhook.paused_at.timestamp():.0f}",
        )
        for user in owners(session, webhook.organisation)
    ]
    add_mails(session, mails, now=now)


def write_paused(occasion: Occasion) -> Letter | None:
    """Returns the letter, or None once it goes on, or is deleted."""
    webhook = _webhook(occasion.session, occasion.context["webhook_id"])
    if webhook is None or webhook.paused_at is None:
        return None
    host, name = webhook.organisation, name_of(webhook)
    count = waiting_count(occasion.session, webhook.id)
    day = format_date(wall(webhook.paused_at, host.timezone).date(), "d MMMM y")
    says = [
        _("For 3 days %(name)s did not answer as it should. We stopped calling it on %(date)s.", name=name, date=day)
        if webhook.failed_at and webhook.paused_at > webhook.failed_at
        else _("%(name)s said on %(date)s that it wants no more calls (410 Gone). We stopped.", name=name, date=day)
    ]
    if count:
        says.append(
            ngettext(
                "One message was not sent. It is kept for 14 days, and is sent when you press “Go on”.",
                "%(num)s messages were not sent. They are kept for 14 days, and are sent when you press “Go on”.",
                count,
            )
        )
    return Letter(
        subject=_("Webhook paused: %(name)s", name=name),
        headline=_("A webhook is paused"),
        paragraphs=says,
        button=Button(label=_("Look at it"), address=occasion.links.managed_interfaces(host.slug)),
        footer=_("You get this because you are an owner of %(organisation)s.", organisation=host.name),
    )


def _webhook(session: Session, webhook_id: int) -> Webhook | None:
    query = sa.select(Webhook).where(Webhook.id == webhook_id).options(orm.joinedload(Webhook.organisation))
    return session.scalar(query.execution_options(populate_existing=True))
