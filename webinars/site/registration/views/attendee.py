"""The attendee's own page: how it stands, and its entry for a calendar. Looking at them changes nothing."""

import datetime as dt
from typing import NoReturn

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.questions.links import voter_of_registration
from webinars.domain.questions.voter_actions import Voter
from webinars.domain.registration.letters.calendar_entry import attendee_calendar
from webinars.domain.registration.queries import registration_by_token
from webinars.domain.search.similar_questions import Similar
from webinars.lib.i18n import gettext as _
from webinars.lib.names import slugify
from webinars.models import Registration, RegistrationState
from webinars.site.questions.form_input import NO_FAILURE as NOTHING_ASKED
from webinars.site.questions.form_input import AskingFailure as AskFailure
from webinars.site.questions.section import QuestionSection, SectionView, section_of
from webinars.site.questions.views.page import NOTHING_SIMILAR
from webinars.site.registration.attendee_page import AttendeePage, attendee_page
from webinars.site.registration.form_input import answers_in
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import NO_FAILURE, RegisterFailure
from webinars.site.registration.zone_choice import zone_groups
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.security_headers import allow_leading_to
from webinars.web.site_context import site_settings


@bp.get("/registrations/<secret:token>")
@access.public
def page(token: str) -> ResponseReturnValue:
    return rendered(token, now=clock.now())


@bp.get("/registrations/<secret:token>/webinar.ics")
@access.public
def calendar(token: str) -> ResponseReturnValue:
    """The webinar as one entry with the attendee's own way in."""
    registration = registration_or_404(token)
    octets = attendee_calendar(db.session(), site_settings(), registration)
    if octets is None:
        abort(404, _("Only the date of this webinar is known, so there is no entry for a calendar."))
    name = slugify(registration.webinar.title) or "webinar"
    return Response(
        octets,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"', "Cache-Control": "private, no-store"},
    )


def registration_or_404(token: str) -> Registration:
    """Returns the registration with all that its page shows. Ends in 404 if there is none at that address."""
    registration = registration_by_token(db.session(), token)
    if registration is None:
        no_registration()
    return registration


def no_registration() -> NoReturn:
    abort(404, _("There is no registration at this address. It may have been erased, or copied incompletely."))


def voter_of(registration: Registration) -> Voter | None:
    """Returns who votes by the page of a registration, or None for one that is no place."""
    if registration.state is not RegistrationState.CONFIRMED:
        return None
    return Voter(voter_of_registration(site_settings(), registration), is_registered=True)


def rendered(
    token: str,
    failure: RegisterFailure = NO_FAILURE,
    asking: AskFailure = NOTHING_ASKED,
    similar: Similar = NOTHING_SIMILAR,
    *,
    now: dt.datetime,
) -> str:
    """Returns the page as it is now.

    `failure` says why something could not be done, `asking` why a question was not asked.
    """
    shown = attendee_page(db.session(), site_settings(), registration_or_404(token), now=now)
    if shown.registration.state is RegistrationState.WAITING:
        # The button may come later, into a page that is open already.
        allow_leading_to(shown.webinar.join_url or "https:")
    return render_template(
        "registration/show.html",
        page=shown,
        webinar=shown.webinar,
        token=token,
        now=now,
        zones=zone_groups(shown.webinar, site_settings().display_zones, now=now) if "zone" in request.args else None,
        failure=failure,
        questions=_questions(shown, token, now=now),
        asking=asking,
        similar=similar,
        # What was typed is not lost because some of it cannot be taken.
        given=answers_in(request.form, shown.questions) if failure.wrong else shown.answers,
    )


def _questions(shown: AttendeePage, token: str, *, now: dt.datetime) -> QuestionSection | None:
    """Returns the questions of the audience, for who has a place, or None where they can see none here."""
    voter = voter_of(shown.registration)
    if voter is None or not shown.webinar.is_public_page:
        return None
    sort = "newest" if request.args.get("sort") == "newest" else "votes"
    return section_of(db.session(), shown.webinar, SectionView(sort=sort, token=token, voter=voter), now=now)


def rendered_again(token: str, failure: RegisterFailure, *, now: dt.datetime) -> str:
    """Returns the page after something could not be done, read anew."""
    with prepared():
        return rendered(token, failure, now=now)
