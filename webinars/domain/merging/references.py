"""What hangs on a record, in words: as long as there is anything, it cannot be deleted."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.lib.i18n import ngettext
from webinars.models import Appearance, CoOrganiser, Organisation, Series, Speaker, Webinar


def needs_of_organisation(session: Session, organisation: Organisation, *, but: int | None = None) -> list[str]:
    """Returns what needs the organisation. That it co-organises the webinar `but` does not count."""
    beside = sa.select(sa.func.count(CoOrganiser.id)).where(CoOrganiser.organisation_id == organisation.id)
    counts = {
        "hosted": _count(session, sa.select(sa.func.count(Webinar.id)).where(Webinar.host_id == organisation.id)),
        "beside": _count(session, beside if but is None else beside.where(CoOrganiser.webinar_id != but)),
        "series": _count(session, sa.select(sa.func.count(Series.id)).where(Series.organisation_id == organisation.id)),
        "speakers": _count(
            session, sa.select(sa.func.count(Speaker.id)).where(Speaker.organisation_id == organisation.id)
        ),
    }
    words = {
        "hosted": ngettext("one webinar that it hosts", "%(num)s webinars that it hosts", counts["hosted"]),
        "beside": ngettext(
            "one that it organises with others", "%(num)s that it organises with others", counts["beside"]
        ),
        "series": ngettext("one series", "%(num)s series", counts["series"]),
        "speakers": ngettext("the record of one speaker", "the records of %(num)s speakers", counts["speakers"]),
    }
    return [words[name] for name, count in counts.items() if count]


def needs_of_series(session: Session, series: Series) -> list[str]:
    count = _count(session, sa.select(sa.func.count(Webinar.id)).where(Webinar.series_id == series.id))
    return [ngettext("one webinar in it", "%(num)s webinars in it", count)] if count else []


def needs_of_speaker(session: Session, speaker: Speaker) -> list[str]:
    count = _count(session, sa.select(sa.func.count(Appearance.id)).where(Appearance.speaker_id == speaker.id))
    return [ngettext("one webinar with this speaker", "%(num)s webinars with this speaker", count)] if count else []


def _count(session: Session, query: sa.Select[Any]) -> int:
    count: int = session.scalar(query) or 0
    return count
