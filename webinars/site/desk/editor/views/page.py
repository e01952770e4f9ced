"""The editor's page with all that stands in and beside it."""

from typing import Any

from flask import render_template, request

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.reach_counts import reach_of, reach_of_host
from webinars.domain.editing.queries import organisation_names
from webinars.domain.lineup.created_records import new_ones
from webinars.domain.lineup.queries import usable_speakers
from webinars.domain.programme import member_queries
from webinars.domain.programme.editor_queries import series_of, topic_names
from webinars.domain.programme.zone_display import display_zones_of, hour_style_of
from webinars.domain.registration.queries import RegistrationCounts
from webinars.domain.scheduling.date_polls.grid import asked_so_far
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, PartnerRight, Status, Webinar
from webinars.pure import times
from webinars.pure.matching.typed_people import ROLE_WORDS, SUFFIXES
from webinars.site.desk.editor.forms import HOST, WebinarForm
from webinars.site.desk.editor.initial_values import has_usual_times
from webinars.site.desk.editor.permitted_parts import RefusedParts
from webinars.site.desk.editor.publishing_words import after_publishing, before_publishing, new_sentence
from webinars.site.desk.editor.readiness import checks_of, still_open
from webinars.site.desk.editor.registration_words import RegistrationWords, registration_words
from webinars.site.desk.editor.row_words import notices_of
from webinars.site.desk.editor.sections import sections_of
from webinars.site.desk.editor.typed import Typed, read
from webinars.site.desk.editor.views.zone_preview import preview_of_start, zone_reading
from webinars.web.forms.base import options
from webinars.web.forms.rows import Press, press_in
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

SUGGESTED_SPEAKERS = 500


def editor_page(form: WebinarForm, host: Organisation, webinar: Webinar | None = None, **more: Any) -> str:  # noqa: ANN401 - for the template
    """Returns the editor showing `form`, of a webinar that is not begun yet if there is none.

    `more` is for the template.
    """
    session, actor, typed = db.session(), current_actor(), read(form)
    parts, is_sent = form.parts, request.method == "POST"
    form.offer_languages()
    editable = member_queries.editable_organisations(session, actor) if webinar is None else []
    form.host.choices = options((each.slug, each.name) for each in editable)
    form.host.data = host.slug
    speakers = session.scalars(usable_speakers(host).limit(SUGGESTED_SPEAKERS)).all()
    in_lineup = [each.speaker for each in webinar.lineup] if webinar else []
    return render_template(
        "desk/editor/show.html",
        form=form,
        host=host,
        webinar=webinar,
        parts=parts,
        manages=HOST in parts,
        press=press_in(request.form) if is_sent else Press(),
        notices=notices_of(session, typed, host, actor) if is_sent else {},
        invited={str(each.organisation_id): each for each in webinar.co_organisers} if webinar else {},
        speakers=speakers,
        records={str(each.id): each.slug for each in (*speakers, *in_lineup) if actor.is_editor(each.organisation_id)},
        typed_people={"roles": ROLE_WORDS, "suffixes": sorted(SUFFIXES)},
        topic_names=topic_names(session, actor),
        sections=sections_of(typed, webinar),
        registration=_registration(form, typed, host, webinar) if PartnerRight.REGISTRATIONS in parts else None,
        **_start(typed, host, webinar) if PartnerRight.PUBLISH in parts else {},
        **_of_the_host(host) if HOST in parts else {},
        **_publishing(host, webinar),
        **more,
    )


def _registration(form: WebinarForm, typed: Typed, host: Organisation, webinar: Webinar | None) -> RegistrationWords:
    is_here = webinar is not None and webinar.is_registration_here
    registered = RegistrationCounts.of(db.session(), webinar) if webinar and is_here else RegistrationCounts()
    words = registration_words(typed, webinar, registered, hour_style_of(host))
    form.offer(words.zone, words.until)
    return words


def _start(typed: Typed, host: Organisation, webinar: Webinar | None) -> dict[str, Any]:
    """Returns what is said of the start, and of the zones there are."""
    beside = [str(each.organisation_id) for each in webinar.co_organisers] if webinar else []
    if "co_organisers" in typed:
        beside = [row["organisation"] for row in typed.rows("co_organisers")]
    preview, refusal = preview_of_start(typed, host, beside=beside, but=webinar.slug if webinar else "")
    return {
        "preview": preview,
        "refusal": refusal,
        "understood": zone_reading(typed, host),
        "timezones": times.all_timezones(clock.now()),
        "is_usual": webinar is None and has_usual_times(typed, host, site_settings().display_zones),
    }


def _of_the_host(host: Organisation) -> dict[str, Any]:
    """Returns what is offered to those who look after the webinar for its host."""
    session = db.session()
    names = organisation_names(session, current_actor())
    return {"organisation_names": names, "series": series_of(session, host)}


def published_sentence(webinar: Webinar) -> str:
    """Returns "Published. It is on the page and in 3 feeds.", for a webinar that has just been published."""
    return _("Published.") + " " + after_publishing(reach_of(db.session(), webinar))


def _publishing(host: Organisation, webinar: Webinar | None) -> dict[str, Any]:
    """Returns what the bar says: how far publishing carries it, and who is new since the last save."""
    session = db.session()
    if webinar is None:
        reach = reach_of_host(session, host)
        return {
            "reach": reach,
            "publishing": before_publishing(reach),
            "new_ones": "",
            "saved_at": None,
            "open_poll": "",
        }
    reach = reach_of(session, webinar)
    asked = asked_so_far(session, webinar)
    says = {Status.DRAFT: before_publishing, Status.PUBLISHED: after_publishing}.get(webinar.status)
    return {
        "reach": reach,
        "publishing": says(reach) if says else "",
        "new_ones": new_sentence(new_ones(webinar)),
        "saved_at": webinar.updated_at.isoformat(),
        "open_poll": still_open(asked) if asked is not None else "",
    }


def read_only_page(webinar: Webinar, lost: RefusedParts | None = None) -> str:
    """Returns what those see who may look at a webinar and not change it: what stands ready."""
    zone_count = len(display_zones_of(webinar, site_settings().display_zones))
    checks = checks_of(webinar, zone_count, asked=asked_so_far(db.session(), webinar), now=clock.now())
    return render_template("desk/editor/read_only.html", webinar=webinar, lost=lost, checks=checks)
