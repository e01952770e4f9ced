"""Who gets no more mails, and of which.

A scope is "" for all mails, "organisation:7" for what comes on behalf of one organisation (or "site"), and
"organisation:7/programme.invited" for one kind of it.
"""

import datetime as dt
import hmac
from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.db import length_of
from webinars.domain.outbox import rates
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import derived_token
from webinars.models import Bounce, MailStop, OutboundEmail, Priority, Stop

EVERYTHING = ""
SOFT_BOUNCES, SOFT_PERIOD = 5, dt.timedelta(days=14)
"""So many mails in a row that came back within the period are enough, for as long."""
OURS_BOUNCES, OURS_PERIOD, OURS_PAUSE = 20, dt.timedelta(hours=1), dt.timedelta(hours=1)
"""So many refusals of our mails within the period, and what is not urgent waits."""


def scope_of(mail: OutboundEmail) -> str:
    """What the reader of that mail ends by pressing "Unsubscribe": its kind, of that organisation."""
    return f"{_sender_scope(mail)}/{mail.kind}"


def is_stoppable(mail: OutboundEmail) -> bool:
    """Whether a reader may end mails like it. What keeps an account safe is not for anybody to end."""
    return mail.priority != Priority.SECURITY


def stopped(
    session: Session, settings: Settings, mails: Sequence[OutboundEmail], *, now: dt.datetime
) -> dict[int, str]:
    """Which of `mails` must not be sent, by their ids, and why. Asks the database once."""
    hmacs = {mail.id: _hmacs(settings, mail.recipient) for mail in mails}
    rows = session.scalars(
        sa.select(MailStop).where(
            MailStop.address_hmac.in_([each for of_one in hmacs.values() for each in of_one]),
            # A full mailbox may be emptied: after a while it is worth another try.
            sa.or_(MailStop.stop != Stop.SOFT, MailStop.created_at > now - SOFT_PERIOD),
        )
    )
    stops: dict[str, list[MailStop]] = defaultdict(list)
    for row in rows:
        stops[row.address_hmac].append(row)
    found = {}
    for mail in mails:
        for stop in (each for of_one in hmacs[mail.id] for each in stops[of_one]):
            if _holds_for(stop, mail):
                found[mail.id] = reason_of(stop.stop)
    return found


def reason_of(stop: Stop) -> str:
    """Why it was not sent, for the outbox."""
    return {
        Stop.HARD: _("There is no such address: an earlier mail came back."),
        Stop.SOFT: _("Five mails in a row to this address came back."),
        Stop.COMPLAINT: _("Its reader has called an earlier one spam."),
        Stop.UNSUBSCRIBED: _("Its reader wants no more like it."),
    }[stop]


def unsubscribe(session: Session, settings: Settings, mail: OutboundEmail, *, now: dt.datetime) -> None:
    """Send no more mails like that one to its recipient. Does not commit."""
    _stop(session, settings, mail, scope_of(mail), Stop.UNSUBSCRIBED, now=now)


def subscribe_again(session: Session, settings: Settings, mail: OutboundEmail) -> None:
    """Take `unsubscribe` back. Does not commit."""
    session.execute(
        sa.delete(MailStop).where(
            MailStop.address_hmac.in_(_hmacs(settings, mail.recipient)),
            MailStop.scope == scope_of(mail),
            MailStop.stop == Stop.UNSUBSCRIBED,
        )
    )


def note_bounce(
    session: Session, settings: Settings, mail: OutboundEmail, bounce: Bounce, words: str, *, now: dt.datetime
) -> None:
    """Write down that the mail came back, and stop what follows from it. Does not commit."""
    mail.bounce = bounce
    session.flush()
    if bounce is Bounce.HARD:
        _stop(session, settings, mail, EVERYTHING, Stop.HARD, words, now=now)
    elif bounce is Bounce.COMPLAINT:
        _stop(session, settings, mail, _sender_scope(mail), Stop.COMPLAINT, words, now=now)
    elif bounce is Bounce.OURS and _are_refused(session, now=now):
        rates.hold(session, rates.IN_BULK, now + OURS_PAUSE)
    elif bounce is Bounce.SOFT and _all_came_back(session, mail, now=now):
        _stop(session, settings, mail, EVERYTHING, Stop.SOFT, words, now=now)


def _are_refused(session: Session, *, now: dt.datetime) -> bool:
    """Whether our mails are refused whoever they are for: to send on would make it worse."""
    query = sa.select(sa.func.count(OutboundEmail.id)).where(
        OutboundEmail.bounce == Bounce.OURS, _gone_at() > now - OURS_PERIOD
    )
    return (session.scalar(query) or 0) >= OURS_BOUNCES


def _gone_at() -> sa.ColumnElement[dt.datetime]:
    """When a mail left, or was refused at once."""
    return sa.func.coalesce(OutboundEmail.sent_at, OutboundEmail.due_at)


def _all_came_back(session: Session, mail: OutboundEmail, *, now: dt.datetime) -> bool:
    """Whether this mail and the last ones before it came back: one that did not begins the count anew."""
    sent_at = mail.sent_at or now
    bounces = session.scalars(
        sa.select(OutboundEmail.bounce)
        .where(
            OutboundEmail.recipient == mail.recipient,
            _gone_at().between(sent_at - SOFT_PERIOD, sent_at),
            sa.or_(OutboundEmail.sent_at.is_not(None), OutboundEmail.bounce.is_not(None)),
        )
        .order_by(_gone_at().desc(), OutboundEmail.id.desc())
        .limit(SOFT_BOUNCES)
    ).all()
    return len(bounces) == SOFT_BOUNCES and None not in bounces


def _stop(
    session: Session,
    settings: Settings,
    mail: OutboundEmail,
    scope: str,
    stop: Stop,
    words: str = "",
    *,
    now: dt.datetime,
) -> None:
    what = {"stop": stop, "words": words[: length_of(MailStop.words)], "created_at": now}
    session.execute(
        insert_or(session, MailStop)
        .values(address_hmac=_hmacs(settings, mail.recipient)[0], scope=scope, **what)
        .on_conflict_do_update(index_elements=["address_hmac", "scope"], set_=what)
    )


def _holds_for(stop: MailStop, mail: OutboundEmail) -> bool:
    if stop.scope == EVERYTHING:
        return stop.stop is Stop.HARD or is_stoppable(mail)
    if stop.stop is Stop.COMPLAINT:
        return stop.scope == _sender_scope(mail) and mail.priority >= Priority.REMINDER
    return stop.scope == scope_of(mail) and is_stoppable(mail)


def _sender_scope(mail: OutboundEmail) -> str:
    return f"organisation:{mail.organisation_id}" if mail.organisation_id else "site"


def _hmacs(settings: Settings, address: str) -> list[str]:
    """What is stored of an address, with the present key first and then with those before it."""
    keys = (settings.secret_key, *settings.secret_key_fallbacks)
    return [
        hmac.new(derived_token(key, "mail stops").encode(), address.lower().encode(), "sha256").hexdigest()
        for key in keys
    ]
