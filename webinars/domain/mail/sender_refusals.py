"""Mails that are refused because they are ours, whoever they are for: whoever looks after the site must hear of it."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.administrators import administrators
from webinars.domain.mail.mail_kind import Button, Letter, Occasion, Passage
from webinars.domain.mail.outbox import rate_limits
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Bounce, OutboundEmail, Priority

MAIL_KIND = "mail.refused"
DAY = dt.timedelta(days=1)
_MOST_WORDS = 3


class Refusals(Struct, frozen=True):
    """What mail servers said of our mails within a day."""

    count: int
    words: Sequence[str]
    """Of the latest, each once, without addresses."""
    is_bulk_held: bool
    """Whether what is not urgent waits until servers may think otherwise."""


def refusals(session: Session, *, now: dt.datetime) -> Refusals:
    """Returns what was refused of us within a day."""
    count = refused_since(session, now - DAY)
    if not count:
        return Refusals(0, [], is_bulk_held=False)
    latest = session.execute(
        sa.select(OutboundEmail.failure)
        .where(OutboundEmail.bounce == Bounce.OURS, left_at() > now - DAY, OutboundEmail.failure != "")
        .order_by(OutboundEmail.id.desc())
        .limit(100)
    )
    words = list(dict.fromkeys(row.failure for row in latest))[:_MOST_WORDS]
    return Refusals(count, words, rate_limits.IN_BULK in rate_limits.held_domains(session, now=now))


def refused_since(session: Session, since: dt.datetime) -> int:
    """Returns how many mails that have left since then were refused because they are ours."""
    query = sa.select(sa.func.count(OutboundEmail.id)).where(OutboundEmail.bounce == Bounce.OURS, left_at() > since)
    return session.scalar(query) or 0


def left_at() -> sa.ColumnElement[dt.datetime]:
    """Returns when a mail left, or was refused at once."""
    return sa.func.coalesce(OutboundEmail.sent_at, OutboundEmail.due_at)


def tell_administrators(session: Session, mail: OutboundEmail, *, now: dt.datetime) -> None:
    """Promise a mail a day to each administrator, now that `mail` was refused. Does not commit.

    One that is itself refused promises no other.
    """
    if mail.kind == MAIL_KIND:
        return
    for administrator in administrators(session):
        add_mail(
            session,
            kind=MAIL_KIND,
            # What holds back all that is not urgent must not hold this back.
            priority=Priority.SECURITY,
            recipient=administrator.email,
            context={},
            dedupe_key=f"{MAIL_KIND}:{administrator.id}:{now.date().isoformat()}",
            now=now,
        )


def write_refused(occasion: Occasion) -> Letter | None:
    """Returns the letter to an administrator, or None if nothing was refused within a day."""
    found = refusals(occasion.session, now=occasion.now)
    if not found.count:
        return None
    count = ngettext(
        "One mail was refused within a day because it is ours, not because of the address.",
        "%(num)s mails were refused within a day because they are ours, not because of the addresses.",
        found.count,
    )
    says: list[Passage] = [f"{count} {_('The servers said:')}" if found.words else count]
    says += [f"“{words}”" for words in found.words]
    says.append(what_to_look_at(occasion.settings.mail_from))
    says.append(bulk_text(is_held=found.is_bulk_held))
    return Letter(
        subject=_("Mail servers refuse our mail"),
        headline=_("Mail servers refuse our mail"),
        paragraphs=says,
        button=Button(label=_("Open the outbox"), address=occasion.links.outbox()),
        footer=_("You get this at most once a day, because you look after %(site)s.", site=occasion.settings.site_name),
    )


def what_to_look_at(mail_from: str) -> str:
    return _(
        "Look at the domain of %(address)s: its SPF and DMARC records, and the DKIM signature of the server that "
        "sends. If these are right, more mails may leave at once than providers take from a sender they do not know "
        "yet: WEBINARS_MAIL_RATE and WEBINARS_MAIL_DOMAIN_RATE slow them down.",
        address=mail_from,
    )


def bulk_text(*, is_held: bool) -> str:
    if is_held:
        return _("Too many were refused within an hour: reminders, messages and digests wait for an hour.")
    return _("Mails go on leaving. After 20 refusals within an hour reminders, messages and digests wait.")
