"""What visitors will see of what is being typed."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from webinars.domain.calendars.reach_counts import Reach
from webinars.domain.programme.covers.svg import cover_key
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.pure.times import (
    DateOutOfRange,
    DisplayZone,
    UnsettledWallTime,
    ZoneLine,
    instant,
    line_label,
    read_zone,
    why_unsettled,
    zone_line,
    zone_sentence,
)
from webinars.site.first_steps.forms import FirstStepsForm

TO_ALL = 2
"""The feed of the site and that of the organisation: a webinar stands in both."""


class WebinarPreview(Struct, frozen=True):
    title: str
    organisation: str
    cover: str
    """The key of its drawing."""
    date: dt.date | None
    line: ZoneLine | None
    """None while the start is not known."""
    why_no_line: str
    """Why a start that was typed is none."""
    zone_words: str
    """What the own zone is called in the zone line."""
    zone_said: str
    """What was understood of the box for the zone."""
    is_zone_sure: bool
    summary: str
    """The first step in a line."""
    reach: Reach
    """Where publishing puts it."""
    problems: Mapping[str, str]
    """What is wrong with the first step."""


def proof_of(form: FirstStepsForm, *, is_from_browser: bool = False) -> WebinarPreview:
    own, zones = form.own_zone(), form.display_zones()
    title, organisation = (form.title.data or "").strip(), (form.organisation.data or "").strip()
    line, why_not = _line(form, own, zones)
    return WebinarPreview(
        title=title,
        organisation=organisation,
        cover=cover_key(title, organisation),
        date=form.date.data,
        line=line,
        why_no_line=why_not,
        zone_words=own.label if own else "",
        zone_said=_zone_said(form, own, is_from_browser=is_from_browser),
        is_zone_sure=own is not None,
        summary=_summary(organisation, own, zones),
        reach=Reach(TO_ALL + len(form.names()), 0),
        problems=form.problems_of_organisation(),
    )


def _line(form: FirstStepsForm, own: DisplayZone | None, zones: Sequence[DisplayZone]) -> tuple[ZoneLine | None, str]:
    if own is None or form.date.data is None or form.hour.data is None:
        return None, ""
    try:
        starts_at = instant(dt.datetime.combine(form.date.data, form.hour.data), own.timezone)
    except UnsettledWallTime as error:
        return None, why_unsettled(error)
    except DateOutOfRange:
        return None, ""
    return zone_line(starts_at, own.timezone, zones), ""


def _zone_said(form: FirstStepsForm, own: DisplayZone | None, *, is_from_browser: bool) -> str:
    if own is None:
        return zone_sentence(read_zone(form.timezone.data or "")) or _("Write a city or a country.")
    place = _("%(place)s (%(timezone)s)", place=line_label(own.timezone), timezone=own.timezone)
    if is_from_browser:
        return _("Taken from your browser: %(place)s. Write any city or country.", place=place)
    return _("%(place)s. Write any city or country.", place=place)


def _summary(organisation: str, own: DisplayZone | None, zones: Sequence[DisplayZone]) -> str:
    if own is None:
        return organisation
    others = [zone.label for zone in zones if zone != own]
    if not others:
        return _("%(name)s, in the time of %(zone)s.", name=organisation, zone=own.label)
    return _(
        "%(name)s, in the time of %(zone)s, with %(others)s.",
        name=organisation,
        zone=own.label,
        others=format_list(others),
    )
