"""Owners with their pictures, as the verbs and the desk need them."""

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.models import CoOrganiser, Organisation, Picture, Speaker, Webinar


def speaker_with_portrait(session: Session, slug: str) -> Speaker | None:
    return session.scalar(
        sa.select(Speaker)
        .where(Speaker.slug == slug)
        .options(orm.joinedload(Speaker.organisation), orm.joinedload(Speaker.portrait).selectinload(Picture.files))
    )


def organisation_with_logo(session: Session, slug: str) -> Organisation | None:
    return session.scalar(
        sa.select(Organisation)
        .where(Organisation.slug == slug)
        .options(orm.joinedload(Organisation.logo).selectinload(Picture.files))
    )


def webinar_with_cover(session: Session, slug: str) -> Webinar | None:
    return session.scalar(
        sa.select(Webinar)
        .where(Webinar.slug == slug)
        .options(
            orm.joinedload(Webinar.host),
            orm.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
            orm.joinedload(Webinar.cover).selectinload(Picture.files),
        )
    )
