"""A speaker's page, at an address that nobody else has. Looking at it writes nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import NoReturn

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct, field

from webinars import clock
from webinars.db import db
from webinars.domain.media.file_types import ACCEPTED
from webinars.domain.programme.queries import webinar_page
from webinars.domain.speaker_pages.calendar_entries import speaker_calendar
from webinars.domain.speaker_pages.errors import LinkClosed, LinkOver
from webinars.domain.speaker_pages.queries import LinkedAppearance, appearance_by_token, lock_appearance, proposals_of
from webinars.lib.i18n import gettext as _
from webinars.lib.names import slugify
from webinars.models import Agreement, FileKind
from webinars.site.programme.views.webinars import rendered as webinar_as_page
from webinars.site.registration.zone_choice import zone_groups
from webinars.site.speaker_pages.page_content import speaker_page
from webinars.site.speaker_pages.views.blueprint import bp
from webinars.web import access
from webinars.web.activity_counting import notice_speaking_page
from webinars.web.requests.transactions import prepared
from webinars.web.site_context import site_settings

NOTICES = ("saved", "proposed", "slides", "offered", "removed", "answered", "unanswered")
"""What a page may say of the press before it."""


class SpeakerPageFailure(Struct, frozen=True, kw_only=True):
    """Why something could not be done, and what was typed."""

    sentence: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    slides: str = ""
    """What is wrong with a file."""


NO_FAILURE = SpeakerPageFailure()


@bp.get("/speaking/<secret:token>")
@access.public
def page(token: str) -> ResponseReturnValue:
    try:
        found = appearance_by_token(db.session(), token, now=clock.now())
    except LinkOver as error:
        return _over(token, error)
    except LinkClosed as error:
        abort(410, str(error))
    if found is None:
        nothing_here()
    assert found.link is not None
    notice_speaking_page(found.link.id)
    told = request.args.get("told", "")
    return rendered(token, found, told=told if told in NOTICES else "")


@bp.get("/speaking/<secret:token>/webinar.ics")
@access.public
def calendar(token: str) -> ResponseReturnValue:
    """The webinar and its rehearsal as entries to be imported."""
    found = found_at(token)
    here = site_settings().links.speaking(token)
    octets = speaker_calendar(db.session(), site_settings(), found, page=here, now=clock.now())
    if octets is None:
        abort(404, _("Only the date of this webinar is known, so there is no entry for a calendar."))
    name = slugify(found.webinar.title) or "webinar"
    return Response(
        octets,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"', "Cache-Control": "private, no-store"},
    )


@bp.get("/speaking/<secret:token>/preview")
@access.public
def preview(token: str) -> ResponseReturnValue:
    """The webinar's page as it will look once she has said yes, and what she proposes is taken."""
    session = db.session()
    found = found_at(token)
    waiting = proposals_of(session, [found.appearance.id]).get(found.appearance.id, {})
    with session.no_autoflush:
        webinar = webinar_page(session, found.webinar.slug)
        assert webinar is not None
        shown = next(each for each in webinar.lineup if each.id == found.appearance.id)
        # In memory alone: it is rolled back below.
        for name in ("name", "affiliation", "talk_title", "abstract"):
            if name in waiting:
                setattr(shown, name, waiting[name].value)
        shown.agreement = Agreement.AGREED
        text = webinar_as_page(webinar, is_preview=True, speakers_own=url_for(".page", token=token))
    session.rollback()
    return text


def found_at(token: str) -> LinkedAppearance:
    """Returns what a live link opens. Ends in 404 or 410 without one."""
    try:
        found = appearance_by_token(db.session(), token, now=clock.now())
    except (LinkClosed, LinkOver) as error:
        abort(410, str(error))
    return found or nothing_here()


def locked_at(token: str, *, now: dt.datetime) -> LinkedAppearance:
    """Returns the same, locked. Ends in 404 or 410 without one."""
    try:
        found = lock_appearance(db.session(), token, now=now)
    except (LinkClosed, LinkOver) as error:
        abort(410, str(error))
    return found or nothing_here()


def nothing_here() -> NoReturn:
    abort(404, _("There is nothing at this address. It may have been copied incompletely."))


def rendered(token: str, found: LinkedAppearance, failure: SpeakerPageFailure = NO_FAILURE, *, told: str = "") -> str:
    """Returns the page as it is now. `failure` says why something could not be done."""
    now = clock.now()
    shown = speaker_page(db.session(), site_settings(), found, now=now)
    return render_template(
        "speaker_pages/show.html",
        page=shown,
        webinar=shown.webinar,
        token=token,
        now=now,
        zones=zone_groups(shown.webinar, site_settings().display_zones, now=now) if "zone" in request.args else None,
        failure=failure,
        told=told,
        most_picture_mb=site_settings().max_picture_mb,
        most_mb=site_settings().max_document_mb,
        accept=",".join(sorted(each.ending for each in ACCEPTED[FileKind.SLIDES])),
    )


def rendered_again(token: str, failure: SpeakerPageFailure) -> str:
    """Returns the page after something could not be done, read anew."""
    with prepared():
        return rendered(token, found_at(token), failure)


def _over(token: str, error: LinkOver) -> ResponseReturnValue:
    return render_template("speaker_pages/expired.html", token=token, can_renew=error.can_renew, is_sent=False), 410
