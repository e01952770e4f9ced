"""That a program has used a token, on its way from a request, which writes nothing, to the worker, which stores it."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.processes.visit_counts import CountTray, Tally, store_parcels
from webinars.models import ApiToken, AuditEvent, Webinar

TRAY = "api-tokens"


class TokenUse(Struct):
    """A token was used, last at an instant, so many times to read the registrations of a webinar."""

    token_id: int
    webinar_id: int | None
    """None: no registrations were read."""
    last_at: dt.datetime
    count: int = 1

    @property
    def key(self) -> tuple[int, int | None]:
        return self.token_id, self.webinar_id

    def add(self, other: Self) -> None:
        self.last_at, self.count = max(self.last_at, other.last_at), self.count + other.count


def note_use(tally: Tally[TokenUse], token_id: int, at: dt.datetime, webinar_id: int | None = None) -> None:
    """Note that a token was used: with a `webinar_id`, to read who has registered for it."""
    tally.count(TokenUse(token_id, webinar_id, at))


_COUNTS = CountTray(TRAY, TokenUse)
packed, unpacked = _COUNTS.packed, _COUNTS.unpacked
token_use_tray, token_use_tally = _COUNTS.spool, _COUNTS.tally


def store_uses(session: Session, settings: Settings) -> None:
    """Note on tokens when they were last used, and in the history who read registrations. Commits by itself."""
    store_parcels(session, token_use_tray(settings), lambda parcel: _store(session, unpacked(parcel)))


def _store(session: Session, uses: Iterable[TokenUse]) -> None:
    for each in sorted(uses, key=lambda each: (each.token_id, each.webinar_id or 0)):
        day = each.last_at.astimezone(dt.UTC).date()
        is_news = sa.or_(ApiToken.last_used_on.is_(None), ApiToken.last_used_on < day)
        session.execute(
            sa.update(ApiToken).where(ApiToken.id == each.token_id, is_news).values(last_used_on=day),
            execution_options={"synchronize_session": False},
        )
        _record_reading(session, each)
    session.flush()


def _record_reading(session: Session, use: TokenUse) -> None:
    token = session.get(ApiToken, use.token_id)
    webinar = session.get(Webinar, use.webinar_id) if use.webinar_id is not None else None
    if token is not None and webinar is not None:
        detail = {"count": use.count}
        read = AuditEvent.of_webinar(webinar, "registration:read", detail, by=token.user_id, at=use.last_at)
        read.token_id = token.id
        session.add(read)
