"""What is read of speakers' links. Each query decides what its rows have loaded."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.speaker_pages.errors import LinkClosed, LinkOver
from webinars.domain.speaker_pages.links import ends_at
from webinars.lib.tokens import digest_of
from webinars.models import Appearance, Picture, Speaker, SpeakerProposal, SpeakingLink, StoredFile, Webinar


class LinkedAppearance(Struct, frozen=True):
    """An appearance with its link, if it has a live one. The webinar is loaded whole."""

    link: SpeakingLink | None
    appearance: Appearance
    webinar: Webinar


def link_at(session: Session, token: str, *, fresh: bool = False) -> SpeakingLink | None:
    """Returns the link of that address, whether it is still live or not."""
    query = sa.select(SpeakingLink).where(SpeakingLink.digest == digest_of(token))
    return session.scalar(query.execution_options(populate_existing=fresh))


def appearance_by_token(
    session: Session, token: str, *, now: dt.datetime, fresh: bool = False
) -> LinkedAppearance | None:
    """Returns what an address opens, loaded anew if it is to be `fresh`, or None where nothing is.

    Raises LinkClosed, LinkOver.
    """
    link = link_at(session, token, fresh=fresh)
    if link is None:
        return None
    found = appearance_of_link(session, link, fresh=fresh)
    if link.revoked_at is not None or found is None:
        raise LinkClosed
    until = ends_at(link, found.webinar)
    if until is not None and until <= now:
        raise LinkOver(can_renew=link.email is not None)
    return found


def lock_appearance(session: Session, token: str, *, now: dt.datetime) -> LinkedAppearance | None:
    """Returns the same, read anew and locked: nobody else changes the webinar or its line-up before this ends.

    Raises LinkClosed, LinkOver.
    """
    webinar_id = session.scalar(
        sa.select(Appearance.webinar_id)
        .join(SpeakingLink, SpeakingLink.appearance_id == Appearance.id)
        .where(SpeakingLink.digest == digest_of(token))
    )
    if webinar_id is not None:
        lock(session, webinar_id)
    return appearance_by_token(session, token, now=now, fresh=True)


def lock(session: Session, webinar_id: int) -> None:
    """Let nobody else change a webinar before this transaction ends. What is loaded of it may be old."""
    session.execute(sa.select(Webinar.id).where(Webinar.id == webinar_id).with_for_update())


def appearance_of_link(session: Session, link: SpeakingLink, *, fresh: bool = False) -> LinkedAppearance | None:
    """Returns what a link is for, live or not, or None once that is gone."""
    return appearance_of(session, link.appearance_id, link, fresh=fresh) if link.appearance_id is not None else None


def appearance_of(
    session: Session, appearance_id: int, link: SpeakingLink | None, *, fresh: bool = False
) -> LinkedAppearance | None:
    """Returns the appearance with what its page and the desk show of it, or None if it is gone."""
    anew = {"populate_existing": fresh}
    webinar_id = session.scalar(sa.select(Appearance.webinar_id).where(Appearance.id == appearance_id))
    if webinar_id is None:
        return None
    webinar = (
        session.scalars(sa.select(Webinar).where(Webinar.id == webinar_id).options(*whole()).execution_options(**anew))
        .unique()
        .one()
    )
    appearance = session.scalars(
        sa.select(Appearance)
        .where(Appearance.id == appearance_id)
        .options(
            orm.joinedload(Appearance.speaker).joinedload(Speaker.organisation),
            orm.joinedload(Appearance.speaker).joinedload(Speaker.portrait).selectinload(Picture.files),
            orm.selectinload(Appearance.slides),
        )
        .execution_options(**anew)
    ).one()
    return LinkedAppearance(link, appearance, webinar)


def links_of(session: Session, appearance_ids: Collection[int]) -> dict[int, SpeakingLink]:
    """Returns the live links of these appearances, by the appearances' ids."""
    rows = session.scalars(
        sa.select(SpeakingLink).where(SpeakingLink.appearance_id.in_(appearance_ids), SpeakingLink.revoked_at.is_(None))
    )
    return {row.appearance_id: row for row in rows if row.appearance_id is not None}


def appearances_with_proposals(session: Session, webinar_ids: Collection[int]) -> Sequence[Appearance]:
    """Returns those in these webinars for whom something waits to be taken, with their speakers."""
    waits = sa.or_(
        sa.exists().where(SpeakerProposal.appearance_id == Appearance.id),
        sa.exists().where(Picture.appearance_id == Appearance.id),
    )
    return session.scalars(
        sa.select(Appearance)
        .where(Appearance.webinar_id.in_(webinar_ids), waits)
        .options(orm.joinedload(Appearance.speaker))
        .order_by(Appearance.webinar_id, Appearance.position)
    ).all()


def proposals_of(session: Session, appearance_ids: Collection[int]) -> dict[int, dict[str, SpeakerProposal]]:
    """Returns what waits to be taken, by the appearances' ids and the names of the fields."""
    found: dict[int, dict[str, SpeakerProposal]] = {}
    rows = session.scalars(
        sa.select(SpeakerProposal).where(SpeakerProposal.appearance_id.in_(appearance_ids)).order_by(SpeakerProposal.id)
    )
    for row in rows:
        found.setdefault(row.appearance_id, {})[row.field] = row
    return found


def slides_of(session: Session, appearance_ids: Collection[int]) -> dict[int, list[StoredFile]]:
    """Returns the slides of these appearances, the oldest first."""
    found: dict[int, list[StoredFile]] = {}
    rows = session.scalars(
        sa.select(StoredFile).where(StoredFile.appearance_id.in_(appearance_ids)).order_by(StoredFile.id)
    )
    for row in rows:
        found.setdefault(row.appearance_id or 0, []).append(row)
    return found


def offered_slides(session: Session, webinar: Webinar) -> Sequence[tuple[Appearance, list[StoredFile]]]:
    """Returns what the speakers let the page offer after the webinar, in the order of the line-up."""
    offered = {
        number: [file for file in files if file.is_offered]
        for number, files in slides_of(session, [each.id for each in public_lineup(webinar)]).items()
    }
    return [(each, offered[each.id]) for each in webinar.lineup if offered.get(each.id)]
