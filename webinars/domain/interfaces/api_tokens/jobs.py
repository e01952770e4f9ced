"""What the worker does for tokens every night."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.interfaces.api_tokens.emails import about_to_end
from webinars.domain.interfaces.api_tokens.queries import KEPT_FOR
from webinars.domain.mail.actions import NewMail, add_mails
from webinars.models import ApiToken, AuditEvent, IdempotentAnswer, Priority

ANSWERS_KEPT_FOR = dt.timedelta(hours=24)


def keep_tokens(session: Session, *, now: dt.datetime) -> None:
    """Promise the makers of tokens that are about to end a mail, once for each end, and forget what is old.

    A token by which something was done stays as long as the history tells of it, or it would tell of its maker. The
    caller commits.
    """
    mails = [
        NewMail(
            kind="interfaces.token_ends",
            # Nobody waits for it, and there are days left.
            priority=Priority.DIGEST,
            recipient=token.user.email,
            organisation_id=token.organisation_id,
            context={"token_id": token.id},
            dedupe_key=f"interfaces.token_ends:{token.id}:{token.ends_at.date()}",
        )
        for token in session.scalars(about_to_end(now))
    ]
    add_mails(session, mails, now=now)
    session.execute(sa.delete(IdempotentAnswer).where(IdempotentAnswer.created_at <= now - ANSWERS_KEPT_FOR))
    old, acted = now - KEPT_FOR, sa.exists().where(AuditEvent.token_id == ApiToken.id)
    ended = sa.or_(ApiToken.ends_at <= old, ApiToken.revoked_at <= old, ApiToken.left_at <= old)
    session.execute(sa.delete(ApiToken).where(ended, sa.not_(acted)), execution_options={"synchronize_session": False})
