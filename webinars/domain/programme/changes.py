"""Every change of a webinar goes through here: its revision is raised, and it is said who changed what."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.errors import StaleRevision
from webinars.models import AuditEvent, Webinar


def record(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    action: str,
    detail: Mapping[str, object] | None = None,
    *,
    now: dt.datetime,
) -> None:
    """Flush what was changed in `webinar` with an audit event, `action` being `subject:verb`.

    `detail` is JSON: {"field": [before, after], …} or whatever tells the story. Raises StaleRevision if somebody else's
    change was committed since `webinar` was loaded.
    """
    webinar.updated_at = now
    # Its parts are rows of their own: without this a new line-up would leave the revision as it was.
    orm.attributes.flag_modified(webinar, "updated_at")
    try:
        session.flush()
    except StaleDataError as error:
        raise StaleRevision from error
    session.add(AuditEvent.of_webinar(webinar, action, dict(detail or {}), by=actor.user_id, at=now))
    session.flush()
