"""A speaker's page of the starts that are proposed, at a secret address. What others say stands nowhere."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.scheduling.date_polls import actions
from webinars.domain.scheduling.date_polls.errors import PollClosed, StartGone
from webinars.domain.scheduling.date_polls.queries import Participant, poll_of
from webinars.domain.speaker_pages.queries import LinkedAppearance
from webinars.domain.speaker_pages.speaker_actions import set_zone
from webinars.lib.i18n import gettext as _
from webinars.site.registration.zone_choice import zone_groups
from webinars.site.scheduling.date_polls.answers import SentAnswers, given_in, own_answers
from webinars.site.scheduling.date_polls.views.blueprint import bp
from webinars.site.speaker_pages.views.page import SpeakerPageFailure, found_at, locked_at
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link
from webinars.web.site_context import site_settings


@bp.get("/speaking/<secret:token>/starts")
@access.public
def page(token: str) -> ResponseReturnValue:
    return rendered(token, found_at(token), is_told=request.args.get("told") == "saved")


@bp.post("/speaking/<secret:token>/starts")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def answer(token: str) -> ResponseReturnValue:
    """Store what is said to each start, or show them in another zone with all that was typed."""
    given, now = given_in(request.form), clock.now()
    found = locked_at(token, now=now)
    if "set-zone" in request.form:
        set_zone(db.session(), found, request.form.get("timezone", ""))
        db.session.commit()
        return _again(token, SpeakerPageFailure(), given)
    if given.wrong:
        return _again(token, SpeakerPageFailure(wrong=given.wrong), given), 422
    try:
        voice = Participant(appearance=found.appearance, link=found.link)
        actions.answer(db.session(), found.webinar, voice, given.answers, given.words, seen=given.seen, now=now)
    except (PollClosed, StartGone) as error:
        sentence = (
            _("A start was changed while you answered. Look at what is marked, and send again.")
            if isinstance(error, StartGone)
            else str(error)
        )
        return _again(token, SpeakerPageFailure(sentence=sentence), given), 409
    db.session.commit()
    return redirect(url_for(".page", token=token, told="saved", _anchor="told"), 303)


def rendered(
    token: str,
    found: LinkedAppearance,
    *,
    failure: SpeakerPageFailure | None = None,
    typed: SentAnswers | None = None,
    is_told: bool = False,
) -> str:
    """Returns the page as it is now, or with what was `typed` and could not be stored."""
    session, now = db.session(), clock.now()
    poll = poll_of(session, found.webinar.id)
    if poll is None or not poll.starts:
        abort(404, _("No starts are proposed for this webinar."))
    assert found.link is not None
    voice = Participant(appearance=found.appearance, link=found.link)
    return render_template(
        "scheduling/date_polls/speaker_page.html",
        token=token,
        webinar=found.webinar,
        appearance=found.appearance,
        poll=poll,
        own=own_answers(session, found.webinar, poll, voice, typed),
        is_zone_chosen=found.link.timezone is not None,
        zones=zone_groups(found.webinar, site_settings().display_zones, now=now),
        failure=failure or SpeakerPageFailure(),
        is_told=is_told,
    )


def _again(token: str, failure: SpeakerPageFailure, given: SentAnswers) -> str:
    with prepared():
        return rendered(token, found_at(token), failure=failure, typed=given)
