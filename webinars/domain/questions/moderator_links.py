"""Links by which people without an account moderate the questions of one webinar. Verbs flush and never commit."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.questions.boards import Board, board_of
from webinars.domain.questions.errors import LinkEnded, QuestionInvalid
from webinars.domain.questions.links import moderating_ends_at
from webinars.domain.questions.moderator_actions import Moderator, note
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.lib.tokens import digest_of, new_token
from webinars.models import ModeratorLink, Status, Webinar

MOST_LINKS = 20
SAME_PRESS = dt.timedelta(seconds=10)
LONGEST_NAME = length_of(ModeratorLink.name)


def make_link(
    session: Session, actor: Actor, board: Board, name: str, *, now: dt.datetime
) -> tuple[ModeratorLink, str]:
    """Make a link for somebody. Returns it with the secret of its address, which is stored nowhere.

    A second press of the same button gives the link that the first has made another address: nobody has seen that one.
    Raises NotAllowed, QuestionInvalid.
    """
    require_right(permissions.can_edit_people(actor, board.webinar))
    said = one_line(name)
    if not any(letter.isalnum() for letter in said):
        raise QuestionInvalid({"name": _("Write for whom the link is: what is done by it stands under this name.")})
    if len(said) > LONGEST_NAME:
        raise QuestionInvalid(
            {"name": _("This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_NAME)}
        )
    token, present = new_token(), links_of(session, board.webinar.id)
    pressed = [each for each in present if (each.name, each.made_by_id) == (said, actor.user_id)]
    if pressed and pressed[-1].opened_at is None and now - pressed[-1].made_at < SAME_PRESS:
        pressed[-1].digest = digest_of(token)
        session.flush()
        return pressed[-1], token
    if len(present) >= MOST_LINKS:
        raise QuestionInvalid({"name": _("There are %(limit)s links. Revoke one first.", limit=MOST_LINKS)})
    link = ModeratorLink(
        webinar_id=board.webinar.id, name=said, digest=digest_of(token), made_by_id=actor.user_id, made_at=now
    )
    session.add(link)
    note(session, board, Moderator(name=actor.name, user_id=actor.user_id), None, "make_link", now=now)
    session.flush()
    return link, token


def revoke_link(session: Session, actor: Actor, board: Board, link_id: int, *, now: dt.datetime) -> None:
    """Let a link open nothing from now on. One that is gone already stays so. Raises NotAllowed."""
    require_right(permissions.can_edit_people(actor, board.webinar))
    link = session.scalar(
        sa.select(ModeratorLink).where(ModeratorLink.id == link_id, ModeratorLink.webinar_id == board.webinar.id)
    )
    if link is None or link.revoked_at is not None:
        return
    link.revoked_at = now
    note(session, board, Moderator(name=actor.name, user_id=actor.user_id), None, "revoke_link", now=now)
    session.flush()


def links_of(session: Session, webinar_id: int) -> Sequence[ModeratorLink]:
    """Returns the links that have not been revoked, the oldest first."""
    return session.scalars(
        sa.select(ModeratorLink)
        .where(ModeratorLink.webinar_id == webinar_id, ModeratorLink.revoked_at.is_(None))
        .order_by(ModeratorLink.id)
    ).all()


def moderator_link_by_token(session: Session, token: str, *, now: dt.datetime) -> tuple[ModeratorLink, Webinar] | None:
    """Returns the link of an address with its webinar, host and co-organisers loaded, or None where there is none.

    Raises LinkEnded once it is revoked, its time is over, or the webinar is taken down.
    """
    link = session.scalar(sa.select(ModeratorLink).where(ModeratorLink.digest == digest_of(token)))
    if link is None:
        return None
    webinar = session.scalars(
        sa.select(Webinar)
        .where(Webinar.id == link.webinar_id)
        .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
    ).one()
    ends_at = moderating_ends_at(webinar)
    is_over = ends_at is not None and ends_at <= now
    if (
        link.revoked_at is not None
        or is_over
        or webinar.status == Status.DRAFT
        or board_of(session, webinar.id) is None
    ):
        raise LinkEnded
    return link, webinar


def moderator_of(link: ModeratorLink, *, now: dt.datetime) -> Moderator:
    """Returns who acts by a link, and notes its first use."""
    link.opened_at = link.opened_at or now
    return Moderator(name=link.name, link_id=link.id)
