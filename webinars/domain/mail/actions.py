import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.mail.outbox.promises import promise
from webinars.models import OutboundEmail, Priority


class NewMail(Struct, frozen=True, kw_only=True):
    """One mail to be promised: see `add_mail`."""

    kind: str
    priority: Priority
    recipient: str
    context: Mapping[str, object]
    dedupe_key: str
    organisation_id: int | None = None
    mailing_id: int | None = None
    due_at: dt.datetime | None = None


def add_mail(
    session: Session,
    *,
    kind: str,
    priority: Priority,
    recipient: str,
    context: Mapping[str, object],
    dedupe_key: str,
    now: dt.datetime,
    organisation_id: int | None = None,
    due_at: dt.datetime | None = None,
) -> None:
    """Promise one mail to `recipient`, from `due_at` (default: now) on. The same `dedupe_key` promises it once.

    `kind` is one of the names in `webinars.app.mail_kinds`. `context` holds the ids that its function looks up when the
    mail is sent, in JSON, and no secrets. `organisation_id` is on whose behalf it is: its reader may end its mails.
    """
    mail = NewMail(
        kind=kind,
        priority=priority,
        recipient=recipient,
        context=context,
        dedupe_key=dedupe_key,
        organisation_id=organisation_id,
        due_at=due_at,
    )
    add_mails(session, [mail], now=now)


def add_mails(session: Session, mails: Iterable[NewMail], *, now: dt.datetime) -> None:
    """Promise any number of mails by one statement."""
    promise(session, OutboundEmail, [_row(mail, now) for mail in mails], now=now)


def _row(mail: NewMail, now: dt.datetime) -> dict[str, object]:
    return {
        "kind": mail.kind,
        "priority": mail.priority,
        "recipient": mail.recipient,
        "organisation_id": mail.organisation_id,
        "mailing_id": mail.mailing_id,
        "recipient_domain": mail.recipient.rpartition("@")[2].lower(),
        "context": dict(mail.context),
        "dedupe_key": mail.dedupe_key,
        "due_at": mail.due_at or now,
    }
