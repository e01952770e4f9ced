"""What administrators of the site have done, wherever it was, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AuditEvent, Organisation, User, Webinar
from webinars.site.desk.history import PHRASES as OF_WEBINARS
from webinars.site.desk.history import fields_told

PAGE_LENGTH = 50
PHRASES = OF_WEBINARS | {
    "webinar:delete": _l("deleted a draft"),
    "organisation:create": _l("created the organisation"),
    "organisation:update": _l("changed the organisation"),
    "organisation:set_house_style": _l("changed its house style"),
    "membership:add": _l("added a member"),
    "membership:change_role": _l("changed the role of a member"),
    "membership:remove": _l("removed a member"),
    "series:update": _l("changed a series"),
    "speaker:update": _l("changed the record of a speaker"),
    "speaker:merge": _l("made two records of one speaker one"),
    "user:create": _l("made an account"),
    "user:rename": _l("changed the own name"),
    "user:set_timezone": _l("changed the own time zone"),
    "user:set_password": _l("set the own password"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One line: who did what, and to which organisation or webinar."""

    event: AuditEvent
    who: str
    did: str
    webinar: Webinar | None
    organisation: Organisation | None


@dataclass(frozen=True, slots=True)
class Page:
    acts: Sequence[Act]
    number: int
    page_count: int


def acts_of_administrators(session: Session, number: int) -> Page:
    """Returns page `number` (from 1) of what administrators and the command line have done, the latest first."""
    theirs = sa.or_(AuditEvent.actor_id.in_(sa.select(User.id).where(User.is_admin)), _is_by_command_line())
    count = session.scalar(sa.select(sa.func.count()).select_from(AuditEvent).where(theirs)) or 0
    rows = session.execute(
        sa.select(AuditEvent, User.name, User.email, Webinar, Organisation)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .outerjoin(Webinar, Webinar.id == AuditEvent.webinar_id)
        .outerjoin(Organisation, Organisation.id == AuditEvent.organisation_id)
        .where(theirs)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(PAGE_LENGTH)
        .offset((number - 1) * PAGE_LENGTH)
    )
    acts = [
        Act(event, name or email or _("The command line"), _did(event), webinar, organisation)
        for event, name, email, webinar, organisation in rows
    ]
    return Page(acts, number, max(1, -(-count // PAGE_LENGTH)))


def _is_by_command_line() -> sa.ColumnElement[bool]:
    """Accounts and organisations that were made without a browser."""
    made = AuditEvent.action.in_(("user:create", "organisation:create"))
    return sa.and_(AuditEvent.actor_id.is_(None), made)


def _did(event: AuditEvent, phrases: Mapping[str, object] = PHRASES) -> str:
    if event.action == "webinar:update":
        return fields_told(event)
    return str(phrases.get(event.action, event.action))
