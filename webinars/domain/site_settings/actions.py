import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.feed_revisions import rename_site
from webinars.domain.site_settings.encryption import seal
from webinars.domain.site_settings.errors import SettingFixed
from webinars.domain.site_settings.queries import stored_values
from webinars.domain.site_settings.values import PASSWORD, in_force, is_fixed
from webinars.lib.errors import require_right
from webinars.models import AuditEvent, PastedText, SiteSetting

SITE_CHANGED = "site_changed"
"""In `Session.info` of a transaction that has changed a setting."""
CALENDARS_OUTDATED = "calendars_outdated"
"""The same for settings that calendar entries are written with: the worker writes them anew."""


def lock_settings(session: Session) -> None:
    """Let one transaction at a time change the settings, from here to its end: the next sees what it has stored."""
    # SQLite queues writers at their beginning.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE site_setting IN SHARE ROW EXCLUSIVE MODE"))


def change_site(
    session: Session, given: Settings, actor: Actor, changes: Mapping[str, Any], *, now: dt.datetime
) -> None:
    """Store `changes`, which `validation.checked` has let through. `given` are the settings of the server.

    A mail server without a name to sign in with needs no password: one that was kept is forgotten. Raises NotAllowed,
    SettingFixed.
    """
    require_right(actor.is_admin)
    fixed = next((name for name in changes if is_fixed(given, name)), None)
    if fixed is not None:
        raise SettingFixed(fixed)
    before = in_force(given, stored_values(session))
    changed = {name: value for name, value in changes.items() if name == PASSWORD or value != before[name]}
    for name, value in changed.items():
        stored = seal(given.secret_key, value) if name == PASSWORD else value
        session.merge(SiteSetting(name=name, value=stored, changed_at=now, changed_by_id=actor.user_id))
    after = before | {name: value for name, value in changed.items() if name != PASSWORD}
    if not after["mail_host"] or not after["mail_username"]:
        session.execute(sa.delete(SiteSetting).where(SiteSetting.name == PASSWORD))
    if not changed:
        return
    if changed.get("keep_examples") is False:
        # Who says no says it of what was kept as well.
        session.execute(sa.delete(PastedText))
    if "site_name" in changed:
        rename_site(session, changed["site_name"], now)
    # Of the password it is told that it is another, and nothing else.
    detail = {name: [] if name == PASSWORD else [before[name], value] for name, value in changed.items()}
    session.add(AuditEvent(at=now, action="site:set", actor_id=actor.user_id, detail=detail))
    session.flush()
    session.info[SITE_CHANGED] = True
    if "display_zones" in changed:
        session.info[CALENDARS_OUTDATED] = True
