"""People and organisations that were made because a webinar named them, and how they are taken back."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.actions import AppearanceInput, set_lineup
from webinars.domain.programme import permissions
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.domain.programme.editor_queries import load_to_change
from webinars.models import (
    Appearance,
    CoOrganiser,
    FeedKind,
    Follow,
    Membership,
    Organisation,
    Picture,
    Series,
    Speaker,
    Webinar,
)


class NewOnes(Struct, frozen=True):
    speakers: Sequence[Speaker]
    organisations: Sequence[Organisation]

    def __bool__(self) -> bool:
        return bool(self.speakers or self.organisations)


def new_ones(webinar: Webinar) -> NewOnes:
    """Returns who was made by the latest change of the webinar. Needs it whole (see `editor_queries.whole`).

    All that one save stores bears the same moment, so nothing has to be noted for that.
    """
    at = webinar.updated_at
    return NewOnes(
        [each.speaker for each in webinar.lineup if each.speaker.created_at == at],
        [each.organisation for each in webinar.co_organisers if each.organisation.created_at == at],
    )


def take_back(session: Session, actor: Actor, webinar: Webinar, *, at: dt.datetime, now: dt.datetime) -> NewOnes:
    """Take whoever was made by the latest change, if that was `at`, out of the webinar, and end their records.

    Who is needed elsewhere by now stays, here too. Returns who is gone. Raises NotAllowed.
    """
    load_to_change(session, actor, webinar, permissions.can_edit_people)
    found = new_ones(webinar) if webinar.updated_at == at else NewOnes((), ())
    manages = permissions.can_manage(actor, webinar)
    speakers = [
        each
        for each in found.speakers
        if actor.is_editor(each.organisation_id) and not _is_needed(session, each, webinar)
    ]
    organisations = [each for each in found.organisations if manages and not _is_used(session, each, webinar)]
    if speakers:
        staying = [_place_of(each) for each in webinar.lineup if each.speaker not in speakers]
        set_lineup(session, actor, webinar, staying, now=now)
    if organisations:
        kept = [each.organisation for each in webinar.co_organisers if each.organisation not in organisations]
        set_co_organisers(session, actor, webinar, kept, now=now)
    for each in (*speakers, *organisations):
        session.delete(each)
    session.flush()
    return NewOnes(speakers, organisations)


def _place_of(appearance: Appearance) -> AppearanceInput:
    return AppearanceInput(
        speaker=appearance.speaker,
        role=appearance.role,
        affiliation=appearance.affiliation,
        talk_title=appearance.talk_title,
        abstract=appearance.abstract,
        has_agreed=appearance.has_agreed,
    )


def _is_needed(session: Session, speaker: Speaker, webinar: Webinar) -> bool:
    # Held, so that nobody puts the person into another line-up meanwhile.
    session.execute(sa.select(Speaker.id).where(Speaker.id == speaker.id).with_for_update())
    return _is_there(
        session,
        sa.exists().where(Appearance.speaker_id == speaker.id, Appearance.webinar_id != webinar.id),
        sa.exists().where(Picture.speaker_id == speaker.id),
        sa.exists().where(Follow.kind == FeedKind.SPEAKER, Follow.subject_id == speaker.id),
    )


def _is_used(session: Session, organisation: Organisation, webinar: Webinar) -> bool:
    session.execute(sa.select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    own = organisation.id
    return _is_there(
        session,
        sa.exists().where(CoOrganiser.organisation_id == own, CoOrganiser.webinar_id != webinar.id),
        sa.exists().where(Webinar.host_id == own),
        sa.exists().where(Membership.organisation_id == own),
        sa.exists().where(Series.organisation_id == own),
        sa.exists().where(Speaker.organisation_id == own),
        sa.exists().where(Picture.organisation_id == own),
        sa.exists().where(Follow.kind == FeedKind.ORGANISATION, Follow.subject_id == own),
    )


def _is_there(session: Session, *conditions: sa.Exists) -> bool:
    return session.scalar(sa.select(sa.or_(*conditions))) or False
