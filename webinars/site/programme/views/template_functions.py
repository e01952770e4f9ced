"""What templates of every feature may ask about a webinar: its zone line, its phase, its cover, its organisers."""

import datetime as dt
from collections.abc import Callable

import structlog
from flask import current_app, url_for

from webinars import clock
from webinars.domain.programme import credit_line, join_window, page_expiry, phases, recording_plan, zone_display
from webinars.domain.programme import public_lineup as roles
from webinars.domain.programme.covers.svg import cover_key
from webinars.domain.programme.public_lineup import public_lineup
from webinars.lib.i18n import comma, list_separators
from webinars.lib.web_addresses import netloc_of
from webinars.models import Organisation, Webinar
from webinars.pure.times import ZoneLine, duration_text
from webinars.site.programme.views.blueprint import bp
from webinars.web.share_cards import card_url
from webinars.web.site_context import absolute_url, site_settings

log = structlog.get_logger()

for word in (
    card_url,
    comma,
    credit_line.article_of,
    credit_line.credit_pieces,
    credit_line.organisers_of,
    duration_text,
    list_separators,
    phases.begins_at,
    phases.countdown_text,
    join_window.is_room_open,
    join_window.running_over_text,
    page_expiry.next_change,
    recording_plan.is_recording_promised,
    recording_plan.recording_plan_text,
    phases.phase_of,
    public_lineup,
    roles.role_name,
    roles.speaking,
    roles.with_role,
    zone_display.hour_text,
    zone_display.moment_text,
    zone_display.moved_from_text,
):
    bp.add_app_template_global(word)


@bp.app_template_global()
def zone_line_of(webinar: Webinar) -> ZoneLine | None:
    return zone_display.zone_line_of(webinar, site_settings().display_zones)


@bp.app_template_global()
def expected_line_of(webinar: Webinar) -> ZoneLine | None:
    """Returns the zone line of when a webinar is expected to begin: some minutes later, where that was said."""
    if webinar.starts_at is None:
        return None
    expected = webinar.starts_at + webinar.expected_late()
    return zone_display.zone_line_at(webinar, expected, site_settings().display_zones)


@bp.app_template_global()
def one_of_many(write: Callable[..., str], *values: object, otherwise: Callable[..., str]) -> str:
    """Returns what the macro `write` makes of one item of a list, or what `otherwise` does, with the same values.

    Where what is stored of one webinar disagrees, the others are shown all the same.
    """
    try:
        return write(*values)
    except Exception:
        if current_app.testing:
            raise
        log.exception("an item could not be shown")
        return otherwise(*values)


@bp.app_template_global()
def is_on_now(webinar: Webinar) -> bool:
    return webinar.is_public_page and phases.phase_of(webinar, clock.now()).is_going_on


@bp.app_template_global()
def host_of(address: str) -> str:
    """Returns the site that an address leads to, as people call it: "tickets.example"."""
    return netloc_of(address).removeprefix("www.")


@bp.app_template_global()
def cover_url(title: str, organisation: str) -> str:
    """Returns the address of the generated cover, which is immutable, because the drawing is in it."""
    return url_for("programme.cover", key=cover_key(title, organisation))


@bp.app_template_global()
def square_cover_url(name: str) -> str:
    """Returns the address of a generated picture for what is called `name`, as others may keep it."""
    return absolute_url("programme.square_cover", key=cover_key(name, name))


@bp.app_template_global()
def accent_url(organisation: Organisation, *, everywhere: bool) -> str | None:
    """Returns the stylesheet with an organisation's accent: for the whole page, or for what carries `data-accent`."""
    if organisation.accent is None:
        return None
    seed = organisation.accent.removeprefix("#")
    return url_for("programme.accent", seed=seed, slug=None if everywhere else organisation.slug)


@bp.app_template_global()
def register_url(webinar: Webinar) -> str | None:
    """Returns where people register for a webinar, here or elsewhere, as others may keep it.

    None where they do not.
    """
    if webinar.is_registration_here:
        return site_settings().links.register(webinar.slug)
    return webinar.registration_url


@bp.app_template_global()
def date_of(webinar: Webinar) -> dt.date | None:
    """Returns the date a reader sees: that of the zone line, or the only thing known."""
    return zone_display.line_date(webinar, site_settings().display_zones) or webinar.starts_on
