"""Everything that is registered under one address: asked for by mail, and seen for a day by the link in it."""

import datetime as dt

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.followers import registrations_feed
from webinars.domain.followers.actions import is_following
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import personal_data_of
from webinars.domain.registration import address_list
from webinars.domain.registration.queries import registrations_under
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.pure.times import canonical, place_name, presentable
from webinars.site.personal_data.report import report_file
from webinars.site.registration.listed_registrations import listed_registrations
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import NO_FAILURE, RegisterFailure
from webinars.site.registration.zone_choice import world_groups
from webinars.web import access
from webinars.web.forms.fields import EMAIL_LENGTH
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import LECTURE_HALL, at_most
from webinars.web.site_context import site_settings


@bp.get("/registrations")
@access.public
def ask() -> ResponseReturnValue:
    return render_template("registration/link_request.html", typed="", failure=NO_FAILURE, asked_for="")


@bp.post("/registrations")
@access.public
@at_most(LECTURE_HALL)
@takes_short_form
def send() -> ResponseReturnValue:
    """Send the link, if anything is registered there. The answer does not tell whether there is."""
    typed = request.form.get("email", "")
    try:
        email = normalised_email(typed[: EMAIL_LENGTH + 1])
    except InvalidEmail as error:
        failure = RegisterFailure(wrong={"email": str(error)})
        return render_template("registration/link_request.html", typed=typed, failure=failure, asked_for=""), 422
    address_list.send_links(db.session(), email, now=clock.now())
    db.session.commit()
    page = render_template("registration/link_request.html", typed="", failure=NO_FAILURE, asked_for=typed.strip())
    return page, 200, {"Cache-Control": "no-store"}


@bp.get("/registrations/mine/<secret:token>")
@access.public
def mine(token: str) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    email = _address_or_404(session, token, now=now)
    listed = listed_registrations(session, registrations_under(session, email), now=now)
    zones = {presentable(each.registration.timezone) for each in listed if each.registration.timezone}
    (only, *others) = sorted(zones) or [""]
    return render_template(
        "registration/address_list.html",
        token=token,
        email=email,
        coming=[each for each in listed if not each.is_past],
        past=[each for each in reversed(listed) if each.is_past],
        timezone=canonical(only) if only and not others else "",
        place=place_name(only) if only and not others else "",
        zones=world_groups(now=now),
        is_following=is_following(session, email),
        calendar=registrations_feed.address_token_for(session, site_settings(), email),
        calendar_page=registrations_feed.page_token_for(session, site_settings(), email),
    )


@bp.post("/registrations/mine/<secret:token>/zone")
@access.public
@takes_short_form
def set_zone_of_all(token: str) -> ResponseReturnValue:
    zone = request.form.get("timezone", "")
    session = db.session()
    address_list.set_timezone_of_all(session, _address_or_404(session, token, now=clock.now()), zone)
    session.commit()
    return redirect(url_for(".mine", token=token), code=303)


@bp.get("/registrations/mine/<secret:token>/everything.json")
@access.public
def everything(token: str) -> ResponseReturnValue:
    """All that is kept about the address, as a file."""
    return report_file(personal_data_of(db.session(), _address_or_404(db.session(), token, now=clock.now())))


@bp.post("/registrations/mine/<secret:token>/calendar")
@access.public
@takes_short_form
def make_calendar_of_all(token: str) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    email = _address_or_404(session, token, now=now)
    registrations_feed.make_calendar(session, site_settings(), email, now=now)
    session.commit()
    return redirect(url_for(".mine", token=token, _anchor="calendar"), code=303)


@bp.post("/registrations/mine/<secret:token>/erasure")
@access.public
@takes_short_form
def erase_all(token: str) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    erase_everything(session, _address_or_404(session, token, now=now), now=now)
    session.commit()
    return render_template("registration/erased.html", is_all=True)


def _address_or_404(session: Session, token: str, *, now: dt.datetime) -> str:
    email = address_list.address_of(session, site_settings(), token, now=now)
    if email is None:
        abort(404, _("This link works for 24 hours, and no longer. Ask for a new one at “My registrations”."))
    return email
