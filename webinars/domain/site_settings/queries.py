from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from webinars.models import SiteSetting


def stored_values(connection: Connection | Session) -> dict[str, Any]:
    """Returns what is stored, by name."""
    rows = connection.execute(sa.select(SiteSetting.name, SiteSetting.value))
    return {row.name: row.value for row in rows}


def stored_settings(session: Session) -> Mapping[str, SiteSetting]:
    """Returns what is stored, by name, each with who has changed it last."""
    query = sa.select(SiteSetting).options(orm.joinedload(SiteSetting.changed_by))
    return {row.name: row for row in session.scalars(query)}
