import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import CoOrganiser, Membership, Organisation, Series, Speaker, Webinar


def summary_of_merge(session: Session, kept: Organisation, gone: Organisation) -> list[str]:
    """Returns what would become of `gone`, one sentence for each thing that it has."""
    hosted = _count(session, Webinar.id, Webinar.host_id == gone.id)
    beside = _count(session, CoOrganiser.id, CoOrganiser.organisation_id == gone.id)
    members = _count(session, Membership.id, Membership.organisation_id == gone.id)
    series = _count(session, Series.id, Series.organisation_id == gone.id)
    speakers = _count(session, Speaker.id, Speaker.organisation_id == gone.id)
    both = _count(
        session,
        Webinar.id,
        _organises(kept),
        _organises(gone),
    )
    sentences = [
        (hosted, ngettext("One webinar has another host.", "%(num)s webinars have another host.", hosted)),
        (
            beside,
            ngettext("It co-organises one webinar.", "It co-organises %(num)s webinars.", beside)
            + " "
            + _("There the record that stays takes its place."),
        ),
        (
            both,
            ngettext(
                "In one webinar both are named: there it stands once.",
                "In %(num)s webinars both are named: there it stands once.",
                both,
            ),
        ),
        (
            members,
            ngettext("One member comes over.", "%(num)s members come over.", members)
            + " "
            + _("Who is in both keeps the higher role."),
        ),
        (series, ngettext("One series comes over.", "%(num)s series come over.", series)),
        (
            speakers,
            ngettext("The record of one speaker comes over.", "The records of %(num)s speakers come over.", speakers),
        ),
    ]
    return [sentence for count, sentence in sentences if count]


def _organises(organisation: Organisation) -> sa.ColumnElement[bool]:
    beside = sa.exists().where(CoOrganiser.webinar_id == Webinar.id, CoOrganiser.organisation_id == organisation.id)
    return sa.or_(Webinar.host_id == organisation.id, beside)


def _count(session: Session, column: sa.ColumnElement[int] | object, *conditions: sa.ColumnElement[bool]) -> int:
    count: int = session.scalar(sa.select(sa.func.count(column)).where(*conditions)) or 0  # type: ignore[arg-type]
    return count
