from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_visibility import ever_public
from webinars.lib.names import name_key
from webinars.models import Appearance, CoOrganiser, Membership, Organisation, Speaker, Webinar
from webinars.pure.matching.near_names import is_nearly_person

MOST_COMPARED, MOST_NEAR = 1000, 3


def usable_speakers(host: Organisation) -> sa.Select[Speaker]:
    """Returns the speakers that `host` may put into a line-up by name, sorted.

    Its own records, those of organisations that organise with it, and whoever has appeared in a webinar of its own.
    Records of strangers are left out: a namesake of theirs is probably another person. Of an organisation that nobody
    could answer for when it was named, only those count who stand on public pages.
    """
    own_webinars = sa.select(Webinar.id).where(Webinar.host_id == host.id)
    partners = sa.select(CoOrganiser.organisation_id).where(
        CoOrganiser.webinar_id.in_(own_webinars), CoOrganiser.accepted_at.is_not(None)
    )
    somebody_answered = sa.exists().where(
        Membership.organisation_id == CoOrganiser.organisation_id, Membership.created_at <= CoOrganiser.accepted_at
    )
    seen = sa.select(Appearance.speaker_id).join(Webinar, Webinar.id == Appearance.webinar_id).where(ever_public())
    hosts_of_partners = (
        sa.select(Webinar.host_id)
        .join(CoOrganiser, CoOrganiser.webinar_id == Webinar.id)
        .where(CoOrganiser.organisation_id == host.id, CoOrganiser.accepted_at.is_not(None))
    )
    appeared = sa.select(Appearance.speaker_id).where(Appearance.webinar_id.in_(own_webinars))
    return (
        sa.select(Speaker)
        .where(
            sa.or_(
                Speaker.organisation_id == host.id,
                Speaker.organisation_id.in_(partners.where(somebody_answered)),
                sa.and_(Speaker.organisation_id.in_(partners), Speaker.id.in_(seen)),
                Speaker.organisation_id.in_(hosts_of_partners),
                Speaker.id.in_(appeared),
            )
        )
        .order_by(Speaker.name_key, Speaker.id)
    )


def speakers_named(session: Session, host: Organisation, name: str) -> Sequence[Speaker]:
    """Returns those among the usable speakers who are called so, give or take capitals and titles such as Dr.

    With the organisations whose records they are.
    """
    named = usable_speakers(host).where(Speaker.name_key == name_key(name))
    return session.scalars(named.options(orm.joinedload(Speaker.organisation))).all()


def speakers_nearly_named(session: Session, host: Organisation, name: str) -> Sequence[Speaker]:
    """Returns the usable speakers whose names are nearly `name` (see `near_names`), of many the first three."""
    beginnings = {word[:2] for word in name_key(name).split()}
    is_alike = [
        sa.or_(
            Speaker.name_key.startswith(each, autoescape=True), Speaker.name_key.contains(" " + each, autoescape=True)
        )
        for each in sorted(beginnings)
    ]
    if not is_alike:
        return ()
    compared = session.execute(
        usable_speakers(host).where(sa.or_(*is_alike)).with_only_columns(Speaker.id, Speaker.name).limit(MOST_COMPARED)
    )
    near = [row.id for row in compared if is_nearly_person(name, row.name)][:MOST_NEAR]
    if not near:
        return ()
    loaded = sa.select(Speaker).where(Speaker.id.in_(near)).options(orm.joinedload(Speaker.organisation))
    return session.scalars(loaded.order_by(Speaker.name_key, Speaker.id)).all()


def usable_speaker(session: Session, host: Organisation, speaker_id: int) -> Speaker | None:
    """Returns the speaker with that id, if `host` may use the record, with the organisation that keeps it."""
    chosen = usable_speakers(host).where(Speaker.id == speaker_id)
    return session.scalar(chosen.options(orm.joinedload(Speaker.organisation)))


def usable_speaker_with_slug(session: Session, host: Organisation, slug: str) -> Speaker | None:
    """Returns the speaker with that slug, if `host` may use the record."""
    return session.scalar(usable_speakers(host).where(Speaker.slug == slug))
