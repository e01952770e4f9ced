"""A speaker's portrait from her own page: it stands at once, or waits for whoever keeps the record."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.media.pictures.actions import StoredPicture, new_picture, original_of, put_picture
from webinars.domain.media.pictures.owners import note
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.speaker_pages.errors import ProposalChanged
from webinars.domain.speaker_pages.notifications import tell_organisers
from webinars.domain.speaker_pages.proposal_fields import stands_at_once
from webinars.domain.speaker_pages.proposals import keeps_record
from webinars.domain.speaker_pages.queries import LinkedAppearance
from webinars.domain.speaker_pages.speaker_actions import BY
from webinars.lib.errors import NotAllowed
from webinars.models import Picture, PictureKind, Speaker

BIO = "bio"
"""What decides about her biography decides about her portrait: both are of the record that all webinars share."""

SEEN_LENGTH = 12


def set_portrait(session: Session, found: LinkedAppearance, made: StoredPicture, *, alt: str, now: dt.datetime) -> bool:
    """Give the record this portrait, or propose it. Returns whether it stands at once. Needs `found` locked.

    Raises PictureUndescribed.
    """
    appearance, link = found.appearance, found.link
    assert link is not None
    waiting = proposed_portraits(session, [appearance.id]).get(appearance.id)
    at_once = stands_at_once(found.webinar, link, BIO)
    if waiting is not None:
        session.delete(waiting)
        session.flush()
    if at_once:
        put_picture(session, _with_portrait(session, appearance.speaker), made, alt=alt, now=now)
    else:
        proposed = new_picture(PictureKind.PORTRAIT, made, alt=alt, now=now)
        proposed.appearance = appearance
        session.add(proposed)
    _note(session, found, "speaking:portrait" if at_once else "speaking:propose_portrait", now=now)
    return at_once


def remove_portrait(session: Session, found: LinkedAppearance, *, now: dt.datetime) -> None:
    """Take back what was proposed, else the portrait itself, where what she says stands at once.

    Needs `found` locked.
    """
    appearance, link = found.appearance, found.link
    assert link is not None
    waiting = proposed_portraits(session, [appearance.id]).get(appearance.id)
    if waiting is not None:
        session.delete(waiting)
    elif stands_at_once(found.webinar, link, BIO):
        _with_portrait(session, appearance.speaker).portrait = None
    else:
        return
    _note(session, found, "speaking:remove_portrait", now=now)


def decide_portrait(
    session: Session, actor: Actor, found: LinkedAppearance, seen: str, *, is_taken: bool, now: dt.datetime
) -> None:
    """Take the portrait that was looked at (`portrait_fingerprint`), or leave it. Twice is once. Needs `found` locked.

    Raises NotAllowed, ProposalChanged.
    """
    appearance, webinar = found.appearance, found.webinar
    keeps = keeps_record(actor, appearance)
    if not permissions.can_edit_people(actor, webinar) or (is_taken and not keeps):
        raise NotAllowed
    waiting = proposed_portraits(session, [appearance.id]).get(appearance.id)
    if waiting is None:
        return
    if portrait_fingerprint(waiting) != seen:
        raise ProposalChanged
    if is_taken:
        speaker = _with_portrait(session, appearance.speaker)
        speaker.portrait = None
        session.flush()
        waiting.appearance = None
        waiting.speaker = speaker
        session.flush()
        note(session, actor, speaker, "picture:set", now=now)
    else:
        session.delete(waiting)
    detail = {"appearance_id": appearance.id, "speaker": appearance.shown_name, "fields": ["portrait"]}
    record(session, actor, webinar, "speaking:take" if is_taken else "speaking:leave", detail, now=now)


def proposed_portraits(session: Session, appearance_ids: Collection[int]) -> dict[int, Picture]:
    """Returns the portraits that wait to be taken, with their files, by the appearances' ids."""
    rows = session.scalars(
        sa.select(Picture).where(Picture.appearance_id.in_(appearance_ids)).options(orm.selectinload(Picture.files))
    )
    return {row.appearance_id: row for row in rows if row.appearance_id is not None}


def portrait_fingerprint(picture: Picture) -> str:
    """Returns by what a portrait is known to be the one that somebody looked at. Ids may come again."""
    return original_of(picture).key[:SEEN_LENGTH]


def _with_portrait(session: Session, speaker: Speaker) -> Speaker:
    options = (orm.joinedload(Speaker.organisation), orm.joinedload(Speaker.portrait).selectinload(Picture.files))
    return session.scalars(sa.select(Speaker).where(Speaker.id == speaker.id).options(*options)).unique().one()


def _note(session: Session, found: LinkedAppearance, action: str, *, now: dt.datetime) -> None:
    appearance = found.appearance
    detail = {"by": BY, "appearance_id": appearance.id, "speaker": appearance.shown_name}
    record(session, ANONYMOUS, found.webinar, action, detail, now=now)
    tell_organisers(session, found, now=now)
