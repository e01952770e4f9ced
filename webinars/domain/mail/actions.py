import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.models import OutboundEmail, Priority, PromiseState

PROMISED = "a mail was promised"
"""Set in `session.info` until the commit, so that the worker can be woken after it."""


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

    `kind` is one of the names in `webinars.app.mails`; `context` holds the ids that its function looks up when the
    mail is sent, in JSON, and no secrets. `organisation_id` is on whose behalf it is: its reader may end its mails.
    """
    # Two requests at once may promise the same mail; the second must not fail for it.
    session.execute(
        insert_or(session, OutboundEmail)
        .values(
            kind=kind,
            priority=priority,
            recipient=recipient,
            organisation_id=organisation_id,
            recipient_domain=recipient.rpartition("@")[2].lower(),
            context=dict(context),
            dedupe_key=dedupe_key,
            state=PromiseState.DUE,
            created_at=now,
            due_at=due_at or now,
            attempt_count=0,
            failure="",
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
    )
    session.info[PROMISED] = True
