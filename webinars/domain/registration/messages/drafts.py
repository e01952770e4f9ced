"""A message to those who registered, before it is sent."""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.registration.errors import MessageInvalid
from webinars.domain.registration.mailings.audiences import MESSAGE, available_audiences
from webinars.domain.registration.seats_and_waiting_list import Desk
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.markdown import lost_links
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import Audience, AuditEvent, Mailing, Status, Webinar

# The row of a message: found under the lock of its desk, ended, and told of in the history.


def locked_message(session: Session, webinar_id: int, mailing_id: int) -> Mailing:
    """Returns the message as it is now, after its desk has been locked. Raises LookupError if there is none."""
    mailing = session.scalar(
        sa.select(Mailing)
        .where(Mailing.id == mailing_id, Mailing.webinar_id == webinar_id, Mailing.kind == MESSAGE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if mailing is None:
        raise LookupError(mailing_id)
    return mailing


def tell(session: Session, actor: Actor, desk: Desk, action: str, mailing: Mailing, *, now: dt.datetime) -> None:
    """Write history: ids and numbers, never a name or a word of the message."""
    session.add(
        AuditEvent.of_webinar(
            desk.webinar, action, {"mailing": mailing.id, "count": mailing.said_count}, by=actor.user_id, at=now
        )
    )
    session.flush()


SUBJECT_LENGTH, BODY_LENGTH = 200, 10_000
LONGEST_AHEAD = dt.timedelta(days=366)


class Draft(Struct, frozen=True, kw_only=True):
    """A message as it was typed."""

    audience: Audience
    subject: str
    body: str
    """Markdown."""
    due_at: dt.datetime | None = None
    """None: at once."""


def checked_draft(draft: Draft, webinar: Webinar, *, now: dt.datetime) -> Draft:
    """Returns the message as it is kept. Raises MessageInvalid."""
    wrong: dict[str, str] = {}
    subject, body = one_line(draft.subject), many_lines(draft.body)
    if not subject:
        wrong["subject"] = _("Say in a few words what it is about.")
    elif len(subject) > SUBJECT_LENGTH:
        wrong["subject"] = _("Use at most %(most)s letters.", most=SUBJECT_LENGTH)
    if not body:
        wrong["body"] = _("Write what you have to say.")
    elif len(body) > BODY_LENGTH:
        wrong["body"] = ngettext(
            "It is one letter too long.", "It is %(num)s letters too long.", len(body) - BODY_LENGTH
        )
    elif lost := lost_links(body):
        wrong["body"] = _(
            "Links lead to addresses that begin with https:// and to no others: %(address)s", address=lost[0]
        )
    if draft.audience not in available_audiences(webinar, now=now):
        wrong["audience"] = _("Whether somebody joins is not known before the start.")
    if webinar.status == Status.DRAFT:
        wrong["audience"] = _("The webinar is taken down, so nothing can be sent about it.")
    if draft.due_at is not None and not now < draft.due_at <= now + LONGEST_AHEAD:
        wrong["on"] = _("Choose an hour that is still to come, within a year.")
    if wrong:
        raise MessageInvalid(wrong)
    return Draft(audience=draft.audience, subject=subject, body=body, due_at=draft.due_at)
