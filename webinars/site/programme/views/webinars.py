import datetime as dt
import re

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.programme.credit_line import linked_organisers_of
from webinars.domain.programme.listing.filters import FACETS, ListFilter, by_month, choices, list_narrowed_to
from webinars.domain.programme.listing.lists import coming_page, next_related_webinar, past_page, past_years
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.programme.queries import present_slug, webinar_page
from webinars.domain.programme.recording_plan import takes_recording_wishes
from webinars.domain.programme.structured_data import webinars
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.recordings.neighbours import answers_of
from webinars.domain.recordings.player_view import PlayerView, player_view_of
from webinars.domain.recordings.players import players_of
from webinars.domain.registration.groups.queries import count_to_register_for
from webinars.domain.registration.queries import window_at
from webinars.domain.registration.registration_window import RegistrationWindow, WindowState, next_change_of
from webinars.domain.speaker_pages.queries import offered_slides
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation, Recording, RecordingKind, Topic, Visibility, Webinar
from webinars.pure.times import (
    TimezoneChoice,
    all_timezones,
    canonical,
    format_day,
    format_hour,
    is_known,
    place_name,
    wall,
)
from webinars.site.live.stage_view import StageView, followed_word, stage_of
from webinars.site.programme.views.blueprint import bp
from webinars.site.programme.views.template_functions import register_url
from webinars.site.questions.form_input import NO_FAILURE
from webinars.site.questions.section import SectionView, section_of
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.mail_wording import is_mail_sent
from webinars.web.number_converter import existing, page_in_address
from webinars.web.page_cache.stored_pages import holds_until, keep_pages
from webinars.web.site_context import absolute_url, site_settings
from webinars.web.stored_files import allow_player

# The reader's own zone without a script: `?zone=` offers a list, `?zone=Europe/Rome` shows the hour there.


class ChosenZone(Struct, frozen=True):
    """The start where the reader is."""

    timezone: str
    name: str
    hour_text: str
    day_text: str


def chosen_zone(webinar: Webinar) -> ChosenZone | None:
    """Returns the start in the zone the reader has chosen, or None without a choice, or without a start."""
    timezone = request.args.get("zone", "")
    if webinar.starts_at is None or not is_known(timezone):
        return None
    local = wall(webinar.starts_at, timezone)
    return ChosenZone(
        timezone=canonical(timezone),
        name=place_name(timezone),
        hour_text=format_hour(local, hour_style_of(webinar.host)),
        day_text=format_day(local.date(), year=False),
    )


def zone_choices(at: dt.datetime) -> tuple[TimezoneChoice, ...]:
    """Returns the zones to choose from, if the reader has asked for the list."""
    return all_timezones(at) if "zone" in request.args else ()


LONGEST_VALUE = 80


@bp.get("/webinars")
@access.public
@keep_pages("year", "past", "page", *FACETS, "month")
def index() -> ResponseReturnValue:
    now = clock.now()
    session = db.session()
    year = request.args.get("year", type=int)
    is_past = year is not None or "past" in request.args
    years = past_years(session, now) if is_past else []
    if year is not None and year not in years:
        abort(404)
    narrowing, number = ListFilter() if is_past else _narrowing(), page_in_address()
    if is_past:
        page = past_page(session, now, number, year=year)
    else:
        wanted = list_narrowed_to(session, narrowing)
        page = coming_page(session, now, number, wanted, narrowing.conditions(), narrowing.values())
    page = existing(page)
    return render_template(
        "programme/index.html",
        now=now,
        page=page,
        is_past=is_past,
        year=year,
        years=years,
        section="programme",
        narrowing=narrowing,
        choices={} if is_past else choices(session, narrowing, now),
        months=by_month(page.webinars),
    )


def _narrowing() -> ListFilter:
    """Returns what the address narrows the programme by. Ends in 404 for what is no month."""
    asked = {name: one_line(request.args.get(name, ""), at_most=LONGEST_VALUE) for name in (*FACETS, "month")}
    if asked["month"] and not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", asked["month"]):
        abort(404)
    session = db.session()
    if asked["organisation"]:
        asked["organisation"] = present_slug(session, Organisation, asked["organisation"])
    if asked["topic"]:
        asked["topic"] = present_slug(session, Topic, asked["topic"])
    return ListFilter(**asked)


@bp.get("/webinars/<slug>")
@access.public
@keep_pages("zone", about="webinar")
def show(slug: str) -> ResponseReturnValue:
    webinar = webinar_page(db.session(), slug) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    return rendered(webinar)


def rendered(webinar: Webinar, *, is_preview: bool = False, speakers_own: str = "") -> str:
    """Returns the page as it is now, with all that `webinar_page` loads.

    `is_preview` says above it that nobody sees it yet, and leads back to the editor, or, if it is a speaker who looks,
    to `speakers_own` page.
    """
    now = clock.now()
    session = db.session()
    phase = phase_of(webinar, now)
    if phase is Phase.RUNNING_OVER and webinar.recordings:
        phase = Phase.AFTER
    stage = stage_of(session, webinar, phase, now=now)
    window = window_at(session, webinar, now=now)
    changes_at = next_change_of(webinar, window, now=now)
    following = next_related_webinar(session, webinar, now) if phase in {Phase.AFTER, Phase.CANCELLED} else None
    holds_until(changes_at)
    holds_until(following.starts_at if following is not None else None)
    return render_template(
        _template(phase, stage),
        now=now,
        webinar=webinar,
        is_preview=is_preview,
        speakers_own=speakers_own,
        phase=phase,
        stage=stage,
        takes_wishes=not is_preview and is_mail_sent() and takes_recording_wishes(webinar, now),
        followed=None if is_preview else followed_word(webinar, phase),
        window=window,
        series_count=_series_count(webinar, window, is_preview=is_preview, now=now),
        offer=_offer(window, is_preview=is_preview and not webinar.is_public_page),
        changes_at=changes_at,
        full_streams=_full_streams(webinar) if phase == Phase.AFTER else [],
        answers=answers_of(webinar) if phase == Phase.AFTER else {},
        questions=section_of(session, webinar, SectionView(is_preview=is_preview), now=now),
        failure=NO_FAILURE,
        clips=[recording for recording in webinar.recordings if recording.kind == RecordingKind.PRESENTATION],
        slides=offered_slides(session, webinar) if phase == Phase.AFTER else [],
        following=following,
        event=None if is_preview else webinars.event(webinar, _links(webinar, phase)),
        is_listed=webinar.visibility == Visibility.PUBLIC,
        chosen_zone=chosen_zone(webinar),
        zone_choices=zone_choices(now),
    )


def _template(phase: Phase, stage: StageView | None) -> str:
    if stage is not None:
        return "live/show.html"
    return "programme/recap.html" if phase is Phase.AFTER else "programme/show.html"


def _offer(window: RegistrationWindow | None, *, is_preview: bool) -> WindowState | None:
    """Returns how it stands with registering here. What nobody can see yet is shown as it will be."""
    if window is None:
        return None
    return WindowState.OPEN if is_preview else window.state


def _series_count(webinar: Webinar, window: RegistrationWindow | None, *, is_preview: bool, now: dt.datetime) -> int:
    """Returns for how many webinars of its series people register here, if that is to be offered beside this one."""
    if window is None or is_preview or not phase_of(webinar, now).is_to_come:
        return 0
    return count_to_register_for(db.session(), webinar.series_id, now=now)


def _full_streams(webinar: Webinar) -> list[tuple[Recording, PlayerView]]:
    """Returns the full streams with their players.

    The response may load from their hosts, once somebody presses play.
    """
    players = players_of(site_settings())
    streams = [recording for recording in webinar.recordings if recording.kind == RecordingKind.FULL]
    screens = [player_view_of(recording, players) for recording in streams]
    for screen in screens:
        if screen.embed is not None:
            allow_player(screen.embed)
    return list(zip(streams, screens, strict=True))


def _links(webinar: Webinar, phase: Phase) -> webinars.EventLinks:
    is_to_come = phase.is_before_end
    is_listed = webinar.visibility == Visibility.PUBLIC
    return webinars.EventLinks(
        page=absolute_url("programme.show", slug=webinar.slug),
        image=absolute_url("programme.card", slug=webinar.slug),
        organisers={
            each.id: absolute_url("programme.organisation", slug=each.slug) for each in linked_organisers_of(webinar)
        },
        # Who stands in an unlisted webinar alone has no page.
        speakers=[
            absolute_url("programme.speaker", slug=each.speaker.slug) if is_listed else ""
            for each in public_lineup(webinar)
        ],
        recordings=[absolute_url("recordings.show", slug=each.slug) for each in webinar.recordings],
        register=register_url(webinar) if webinar.is_registration_here and is_to_come else None,
    )
