"""What administrators have done, for administrators."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import render_template
from flask.typing import ResponseReturnValue
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import db
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Organisation, User, Webinar
from webinars.site.desk.blueprint import bp
from webinars.site.desk.history.wording import act_words
from webinars.web import access
from webinars.web.number_converter import existing, page_in_address

# What administrators of the site have done, wherever it was, in words.


PAGE_LENGTH = 50


class SiteActLine(Struct, frozen=True):
    """One line: who did what, and to which organisation or webinar."""

    event: AuditEvent
    who: str
    did: str
    webinar: Webinar | None
    organisation: Organisation | None


class SiteActPage(Struct, frozen=True):
    acts: Sequence[SiteActLine]
    number: int
    page_count: int


def acts_of_administrators(session: Session, number: int) -> SiteActPage:
    """Returns page `number` (from 1) of what administrators and the command line have done, the latest first."""
    by_person = sa.and_(AuditEvent.actor_id.in_(sa.select(User.id).where(User.is_admin)), AuditEvent.token_id.is_(None))
    theirs = sa.or_(by_person, _is_by_command_line())
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
        SiteActLine(event, name or email or _("The command line"), act_words(event), webinar, organisation)
        for event, name, email, webinar, organisation in rows
    ]
    return SiteActPage(acts, number, max(1, -(-count // PAGE_LENGTH)))


def _is_by_command_line() -> sa.ColumnElement[bool]:
    """Returns the condition for accounts and organisations that were made without a browser."""
    made = AuditEvent.action.in_(("user:create", "organisation:create"))
    return sa.and_(AuditEvent.actor_id.is_(None), made)


@bp.get("/administrators")
@access.admin
def administrators() -> ResponseReturnValue:
    return render_template(
        "desk/history/site_acts.html", page=existing(acts_of_administrators(db.session(), page_in_address()))
    )
