"""The zone line as it will be printed, for whoever is typing a start. It reads a query and never writes."""

from collections.abc import Collection, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct
from msgspec.structs import replace

from webinars.db import db
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.errors import StartUnsettled, WebinarInvalid
from webinars.domain.programme.start import Start, start_from
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.scheduling.double_bookings import Clash, TypedStart, clashes
from webinars.models import Organisation
from webinars.pure.times import HourStyle, line_label, read_zone, zone_sentence
from webinars.site.desk.blueprint import bp
from webinars.site.desk.editor.forms import TimeForm
from webinars.site.desk.editor.sections import time_section
from webinars.site.desk.editor.typed import Typed, read
from webinars.site.desk.editor.zone_preview import ZonePreview, zone_preview
from webinars.web import access
from webinars.web.number_converter import as_id
from webinars.web.security.identity import current_actor

MOST_BESIDE = 30
"""So many co-organisers are looked at. A webinar has no more."""


@bp.get("/zone-line")
@access.signed_in
def zone_line() -> ResponseReturnValue:
    form = TimeForm(request.args)
    form.validate()
    host = organisation_with_slug(db.session(), request.args.get("host", ""))
    typed = read(form)
    preview, refusal = preview_of_start(
        typed, host, beside=request.args.getlist("beside"), but=request.args.get("webinar", "")
    )
    return render_template(
        "desk/editor/_zone_line.html",
        preview=preview,
        refusal=refusal,
        date=typed["date"],
        understood=zone_reading(typed, host),
        section=time_section(typed),
    )


class ZoneReading(Struct, frozen=True):
    """The zone in its box, in words."""

    sentence: str
    is_sure: bool


def zone_reading(typed: Typed, host: Organisation | None) -> ZoneReading:
    """Returns what the words in the zone's box are taken to mean, and what clocks there are on at the typed start."""
    zone = read_zone(typed.text("timezone"))
    style = hour_style_of(host) if host else HourStyle.LANGUAGE
    return ZoneReading(zone_sentence(zone, typed.wall(), style), zone.timezone is not None)


def preview_of_start(
    typed: Typed, host: Organisation | None, *, beside: Sequence[str | None] = (), but: str = ""
) -> tuple[ZonePreview | None, WebinarInvalid | None]:
    """Returns what to show below the typed start: the preview, or why there is none.

    Neither while something is missing.

    `beside` are ids of co-organisers as they stand in the form, `but` is the slug of the webinar that is being edited.
    """
    wall, timezone = typed.wall(), read_zone(typed.text("timezone")).timezone
    if wall is None or timezone is None:
        return None, None
    minutes = typed["duration_minutes"] if typed["duration_minutes"] is not None else 1
    try:
        start = start_from(wall, timezone, minutes, host=host)
    except WebinarInvalid as error:
        # What is wrong with other fields is said at them, on saving.
        return None, error if isinstance(error, StartUnsettled) or error.field == "timezone" else None
    assert start.at is not None
    assert start.timezone is not None
    style = hour_style_of(host) if host else HourStyle.LANGUAGE
    is_joined = host is not None and host.is_zone_line_joined
    preview = zone_preview(start.at, wall, start.timezone, minutes, typed.chosen_zones(), style, is_joined=is_joined)
    if host is None:
        return preview, None
    ids = {host.id, *(number for each in beside[:MOST_BESIDE] if (number := as_id(each)) is not None)}
    return replace(preview, clashes=_clashes(preview, start, ids, style, but)), None


def _clashes(
    preview: ZonePreview, start: Start, organisation_ids: Collection[int], style: HourStyle, but: str
) -> tuple[Clash, ...]:
    assert start.at is not None
    assert start.ends_at is not None
    assert start.wall is not None
    assert start.timezone is not None
    label = preview.own_label or line_label(start.timezone)
    moment = TypedStart(start.at, start.ends_at, start.wall, start.timezone, label, style)
    return clashes(db.session(), current_actor(), moment, organisation_ids=organisation_ids, but=but)
