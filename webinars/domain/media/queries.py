from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_lineup import stands_in_public
from webinars.models import Appearance, CoOrganiser, FileKind, Picture, Recording, RecordingCopy, StoredFile, Webinar

COPIED = "picture-"
"""How the name of a poster begins that was copied from a provider. The rest says of which video."""


def file_at(session: Session, key: str) -> StoredFile | None:
    """Returns the file of that key, with the webinar it belongs to, or None for one of a recording that was removed."""
    return session.scalar(
        sa.select(StoredFile)
        .outerjoin(StoredFile.recording)
        .where(StoredFile.key == key, Recording.removed_at.is_(None))
        .options(
            orm.contains_eager(StoredFile.recording).joinedload(Recording.webinar),
            orm.joinedload(StoredFile.picture).joinedload(Picture.webinar),
        )
    )


def slides_at(session: Session, key: str) -> tuple[StoredFile, Webinar] | None:
    """Returns a speaker's slides of that key that the page may offer once the webinar is over, with their webinar."""
    row = session.execute(
        sa.select(StoredFile, Webinar)
        .join(Appearance, Appearance.id == StoredFile.appearance_id)
        .join(Webinar, Webinar.id == Appearance.webinar_id)
        .where(StoredFile.key == key, StoredFile.is_offered, stands_in_public())
    ).first()
    return None if row is None else (row[0], row[1])


def recording_with_files(session: Session, slug: str, recording_id: int) -> Recording | None:
    """Returns the recording of the webinar `slug` with its files and places, and with what follows a change of them."""
    webinar = orm.contains_eager(Recording.webinar)
    return session.scalar(
        sa.select(Recording)
        .join(Recording.webinar)
        .where(Recording.id == recording_id, Webinar.slug == slug)
        .options(
            webinar.joinedload(Webinar.host),
            webinar.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
            orm.joinedload(Recording.stream),
            orm.selectinload(Recording.files),
            orm.selectinload(Recording.copies),
            orm.selectinload(Recording.clips),
            orm.selectinload(Recording.cuts),
        )
    )


def poster_names(session: Session, recording_id: int) -> Sequence[str]:
    """Returns what the posters of a recording are called: one, unless something went wrong."""
    return session.scalars(
        sa.select(StoredFile.name).where(StoredFile.recording_id == recording_id, StoredFile.kind == FileKind.POSTER)
    ).all()


def other_player(session: Session, recording: Recording, file: StoredFile) -> str | None:
    """Returns the title of another recording that plays `file` of `recording`. Its clips follow it and are none."""
    return session.scalar(
        sa.select(Recording.title)
        .where(
            Recording.url == file.path,
            Recording.removed_at.is_(None),
            Recording.id != recording.id,
            Recording.stream_id.is_distinct_from(recording.id),
        )
        .order_by(Recording.id)
        .limit(1)
    )


def newest_key(session: Session) -> str | None:
    """Returns the key of the file that was added last."""
    return session.scalar(sa.select(StoredFile.key).order_by(StoredFile.id.desc()).limit(1))


def known_keys(session: Session) -> set[str]:
    """Returns the keys of all files, and of those that recordings play though their rows are elsewhere.

    No archive has them.
    """
    played = sa.union(
        *(sa.select(kind.url).where(kind.url.startswith("/files/")) for kind in (Recording, RecordingCopy))
    )
    return {*session.scalars(sa.select(StoredFile.key)), *(url.split("/")[2] for url in session.scalars(played))}
