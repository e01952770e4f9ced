from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.programme.queries import ever_public
from webinars.lib.names import name_key
from webinars.models import Appearance, CoOrganiser, Membership, Organisation, Speaker, Webinar


def usable_speakers(host: Organisation) -> sa.Select[Speaker]:
    """The speakers that `host` may put into a line-up by name, sorted.

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
    """Those among the usable speakers who are called so, give or take capitals and titles such as Dr."""
    return session.scalars(usable_speakers(host).where(Speaker.name_key == name_key(name))).all()


def usable_speaker(session: Session, host: Organisation, speaker_id: int) -> Speaker | None:
    return session.scalar(usable_speakers(host).where(Speaker.id == speaker_id))
