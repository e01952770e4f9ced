"""Who gets no more mails, and of which.

A scope is "" for all mails, "organisation:7" for what comes on behalf of one organisation (or "site"), and
"organisation:7/programme.invited" for one kind of it.
"""

import datetime as dt
import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.db import length_of
from webinars.domain.mail.outbox import rate_limits
from webinars.domain.mail.sender_refusals import left_at, refused_since, tell_administrators
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import derived_token
from webinars.models import AuditEvent, Bounce, OutboundEmail, Priority, Stop, Suppression

EVERYTHING = ""
SOFT_BOUNCES, SOFT_PERIOD = 5, dt.timedelta(days=14)
"""So many mails in a row that came back within the period are enough, for as long."""
OURS_BOUNCES, OURS_PERIOD, OURS_PAUSE = 20, dt.timedelta(hours=1), dt.timedelta(hours=1)
"""So many refusals of our mails within the period, and what is not urgent waits."""


def scope_of(mail: OutboundEmail) -> str:
    """Returns what the reader of that mail ends by pressing "Unsubscribe": its kind, of that organisation."""
    return f"{_sender_scope(mail)}/{mail.kind}"


def is_stoppable(mail: OutboundEmail) -> bool:
    """Returns whether a reader may end mails like it. What keeps an account safe is not for anybody to end."""
    return mail.priority != Priority.SECURITY


def suppression_reasons(
    session: Session, settings: Settings, mails: Sequence[OutboundEmail], *, now: dt.datetime
) -> dict[int, str]:
    """Returns which of `mails` must not be sent, by their ids, and why. Asks the database once."""
    stops = stops_of(session, settings, [mail.recipient for mail in mails], now=now)
    found = {}
    for mail in mails:
        for stop in stops[mail.recipient]:
            if _holds_for(stop, mail):
                found[mail.id] = reason_of(stop.stop)
    return found


def stops_of(
    session: Session, settings: Settings, addresses: Iterable[str], *, now: dt.datetime
) -> dict[str, list[Suppression]]:
    """Returns what holds by now for each of `addresses`, of all mails or of some. Asks the database once."""
    hmacs = {address: _hmacs(settings, address) for address in addresses}
    rows = session.scalars(
        sa.select(Suppression).where(
            Suppression.address_hmac.in_([each for of_one in hmacs.values() for each in of_one]),
            # A full mailbox may be emptied: after a while it is worth another try.
            sa.or_(Suppression.stop != Stop.SOFT, Suppression.created_at > now - SOFT_PERIOD),
        )
    )
    stops: dict[str, list[Suppression]] = defaultdict(list)
    for row in rows:
        stops[row.address_hmac].append(row)
    return {address: [stop for each in of_one for stop in stops[each]] for address, of_one in hmacs.items()}


def concerns(stop: Suppression, organisation_id: int) -> bool:
    """Returns True if it may keep mails of that organisation from somebody."""
    sender = f"organisation:{organisation_id}"
    return stop.scope in {EVERYTHING, sender} or stop.scope.startswith(f"{sender}/")


def write_again(session: Session, settings: Settings, address: str, event: AuditEvent) -> bool:
    """Forget that mails to an address came back, and add `event` to the history. Does not commit.

    What its reader has ended stays so. Mails in a row that were not taken are counted anew from now on.
    Returns True if there was something to forget.
    """
    gone = session.execute(
        sa.delete(Suppression)
        .where(
            Suppression.address_hmac.in_(_hmacs(settings, address)),
            Suppression.stop.in_([Stop.HARD, Stop.SOFT]),
        )
        .returning(Suppression.id)
    ).all()
    if gone:
        session.execute(
            sa.update(OutboundEmail)
            .where(OutboundEmail.recipient == address, OutboundEmail.bounce == Bounce.SOFT)
            .values(bounce=None)
        )
        session.add(event)
        session.flush()
    return bool(gone)


def reason_of(stop: Stop) -> str:
    """Returns why it was not sent, for the outbox."""
    return {
        Stop.HARD: _("There is no such address: an earlier mail came back."),
        Stop.SOFT: _("Five mails in a row to this address came back."),
        Stop.COMPLAINT: _("Its reader has called an earlier one spam."),
        Stop.UNSUBSCRIBED: _("Its reader wants no more like it."),
    }[stop]


def unsubscribe(session: Session, settings: Settings, mail: OutboundEmail, *, now: dt.datetime) -> None:
    """Send no more mails like that one to its recipient. Does not commit."""
    _stop(session, settings, mail, scope_of(mail), Stop.UNSUBSCRIBED, now=now)


def is_unsubscribed(session: Session, settings: Settings, mail: OutboundEmail, *, now: dt.datetime) -> bool:
    """Returns True if `unsubscribe` holds for that mail."""
    stops = stops_of(session, settings, [mail.recipient], now=now)[mail.recipient]
    return any(each.stop is Stop.UNSUBSCRIBED and each.scope == scope_of(mail) for each in stops)


def subscribe_again(session: Session, settings: Settings, mail: OutboundEmail) -> None:
    """Take `unsubscribe` back. Does not commit."""
    session.execute(
        sa.delete(Suppression).where(
            Suppression.address_hmac.in_(_hmacs(settings, mail.recipient)),
            Suppression.scope == scope_of(mail),
            Suppression.stop == Stop.UNSUBSCRIBED,
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
    elif bounce is Bounce.OURS:
        # To send on would make it worse.
        if refused_since(session, now - OURS_PERIOD) >= OURS_BOUNCES:
            rate_limits.hold(session, rate_limits.IN_BULK, now + OURS_PAUSE)
        tell_administrators(session, mail, now=now)
    elif _all_came_back(session, mail, now=now):
        _stop(session, settings, mail, EVERYTHING, Stop.SOFT, words, now=now)


def _all_came_back(session: Session, mail: OutboundEmail, *, now: dt.datetime) -> bool:
    """Returns whether this mail and the last ones before it came back: one that did not begins the count anew."""
    sent_at = mail.sent_at or now
    bounces = session.scalars(
        sa.select(OutboundEmail.bounce)
        .where(
            OutboundEmail.recipient == mail.recipient,
            left_at().between(sent_at - SOFT_PERIOD, sent_at),
            sa.or_(OutboundEmail.sent_at.is_not(None), OutboundEmail.bounce.is_not(None)),
        )
        .order_by(left_at().desc(), OutboundEmail.id.desc())
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
    what = {"stop": stop, "words": words[: length_of(Suppression.words)], "created_at": now}
    session.execute(
        insert_or(session, Suppression)
        .values(address_hmac=_hmacs(settings, mail.recipient)[0], scope=scope, **what)
        .on_conflict_do_update(index_elements=["address_hmac", "scope"], set_=what)
    )


def _holds_for(stop: Suppression, mail: OutboundEmail) -> bool:
    if stop.scope == EVERYTHING:
        return stop.stop is Stop.HARD or is_stoppable(mail)
    if stop.stop is Stop.COMPLAINT:
        return stop.scope == _sender_scope(mail) and mail.priority >= Priority.REMINDER
    return stop.scope == scope_of(mail) and is_stoppable(mail)


def _sender_scope(mail: OutboundEmail) -> str:
    return f"organisation:{mail.organisation_id}" if mail.organisation_id else "site"


def _hmacs(settings: Settings, address: str) -> list[str]:
    """Returns what is stored of an address, with the present key first and then with those before it."""
    keys = settings.secret_keys
    return [
        hmac.new(derived_token(key, "mail stops").encode(), address.lower().encode(), "sha256").hexdigest()
        for key in keys
    ]
