"""What was found for a webinar, on the page of its recordings, and the presses that decide on it."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.recording_sources import permissions, proposal_actions, queries, rhythm
from webinars.domain.recordings.chapters.from_turns import chapters_of_turns
from webinars.domain.registration.mailings.recap_mail import asked_count
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import RecordingPlan, Webinar
from webinars.pure.matching.films import LATEST
from webinars.pure.times import duration_text
from webinars.pure.videos import asked_host, recognise
from webinars.site.recording_sources.views import bp
from webinars.web import access
from webinars.web.about import about
from webinars.web.mail_wording import is_mail_sent
from webinars.web.press import by_actor, press, say_at
from webinars.web.security.identity import current_actor

MINUTE_S = 60


def found_films(webinar: Webinar) -> dict[str, Any]:
    """Returns what was found for a webinar, which is loaded whole, and what is looked for, for the template."""
    session, actor, now = db.session(), current_actor(), clock.now()
    first = proposal_actions.full_stream(webinar)
    over_at = webinar.expected_over_at() if webinar.starts_at is not None else None
    # It leaves with the first recording, and never before the webinar is over.
    is_mail_to_leave = is_mail_sent() and not webinar.recordings and can_keep_registrations(actor, webinar)
    is_recorded = webinar.status == "published" and webinar.recording_plan != RecordingPlan.NO
    return {
        "proposals": queries.open_proposals(session, webinar),
        "first": first,
        "moved_by": lambda shown: proposal_actions.moved_by(session, first, shown.proposal) if first else None,
        "turn_count": len(chapters_of_turns(session, webinar)),
        "sources": queries.sources_of(session, webinar.host, actor),
        "is_watched": queries.is_any_watched(session, webinar.host_id),
        "is_waiting": is_recorded and over_at is not None and over_at <= now < over_at + LATEST,
        "often_until": None if over_at is None else over_at + rhythm.OFTEN_FOR,
        "without_captions": queries.waiting_for_captions(session, webinar),
        "may_watch": permissions.can_watch(actor, webinar.host),
        "mail_count": asked_count(session, webinar.id) if is_mail_to_leave else 0,
    }


@bp.app_template_filter("host_of_film")
def host_of_film(url: str) -> str:
    return asked_host(recognise(url))


@bp.app_template_filter("seconds_apart")
def seconds_apart(seconds: int) -> str:
    """Returns how far apart two moments or lengths are: "11 seconds apart"."""
    if abs(seconds) < MINUTE_S:
        return ngettext("%(num)s second apart", "%(num)s seconds apart", abs(seconds))
    return _("%(length)s apart", length=duration_text(round(abs(seconds) / MINUTE_S)))


@bp.post("/manage/webinars/<slug>/recordings/films/<int:proposal_id>")
@access.signed_in
@about(webinar_to_edit)
def decide(webinar: Webinar, proposal_id: int) -> ResponseReturnValue:
    proposal = queries.proposal_with_id(db.session(), webinar, proposal_id) or abort(404)
    now, back = clock.now(), url_for("recordings.manage", slug=webinar.slug)
    chosen = request.form.getlist("with")
    appearance = next((each for each in webinar.lineup if str(each.id) == request.form.get("talk")), None)

    def take(*, is_whole: bool) -> str:
        recording = proposal_actions.take(
            *by_actor(),
            webinar,
            proposal,
            appearance=None if is_whole else appearance or abort(400),
            with_chapters="chapters" in chosen,
            with_captions="captions" in chosen,
            now=now,
        )
        return _("“%(title)s” is added.", title=recording.title)

    def put_in_place() -> str:
        recording = proposal_actions.put_in_place(*by_actor(), webinar, proposal, now=now)
        return _("“%(title)s” is there now.", title=recording.title)

    def refuse() -> str:
        proposal_actions.refuse(*by_actor(), webinar, proposal, now=now)
        return _("Remembered: this film is not proposed again for this webinar.")

    verbs = {
        "take": lambda: take(is_whole=True),
        "talk": lambda: take(is_whole=False),
        "place": put_in_place,
        "no": refuse,
    }
    verb = verbs.get(request.form.get("press", "")) or abort(400)
    return press(verb, said=lambda said: said, back=back, refused=say_at(back))
