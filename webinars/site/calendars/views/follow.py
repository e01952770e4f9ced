"""Following without an account: choose, subscribe, change, stop."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.bodies import Body
from webinars.domain.calendars.following import (
    address_token,
    change_choice,
    give_new_address,
    personal_feed_of,
    start_following,
    stop_following,
)
from webinars.domain.calendars.personal_queries import (
    Followable,
    coming_of,
    followables,
    personal_pieces,
    personal_state,
)
from webinars.domain.calendars.polling import tag_of
from webinars.domain.calendars.queries import Subject
from webinars.lib.i18n import gettext as _
from webinars.models import PersonalFeed
from webinars.pure.ical.writing import CalendarHead, write_head
from webinars.site.calendars.forms import FollowForm
from webinars.site.calendars.views.answers import PRIVATE, Validators, calendar_answer
from webinars.site.calendars.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.limits import at_most
from webinars.site.web.site import site_settings

SECTIONS = ("organisation", "series", "topic", "speaker")


@bp.get("/follow")
@access.public
def follow() -> ResponseReturnValue:
    offered = followables(db.session(), clock.now())
    # A page's own link brings its box ticked: /follow?series=the-night-sky.
    asked = {url_for(f"calendars.{kind}", slug=slug) for kind in SECTIONS for slug in request.args.getlist(kind)}
    form = FollowForm(data={"chosen": [each.key for each in offered if each.path in asked]})
    return render_template("calendars/follow.html", form=form, sections=_sections(offered))


@bp.post("/follow")
@access.public
@at_most("20 per 10 minutes")
def start() -> ResponseReturnValue:
    offered = followables(db.session(), clock.now())
    form = FollowForm(request.form)
    choice = form.choice_among(offered)
    if not choice:
        return render_template("calendars/follow.html", form=form, sections=_sections(offered)), 422
    token = start_following(db.session(), choice, now=clock.now())
    db.session.commit()
    return redirect(url_for(".personal_page", token=token), code=303)


@bp.get("/follow/<secret:token>")
@access.public
def personal_page(token: str) -> ResponseReturnValue:
    feed = _found(token)
    choice = [(follow.kind, follow.subject_id) for follow in feed.follows]
    offered = followables(db.session(), clock.now(), always=choice)
    form = FollowForm(data={"chosen": [each.key for each in offered if each.subject in choice]})
    return _personal_page(feed, token, form, offered, choice)


@bp.post("/follow/<secret:token>")
@access.public
def change(token: str) -> ResponseReturnValue:
    feed = _found(token)
    present = [(follow.kind, follow.subject_id) for follow in feed.follows]
    offered = followables(db.session(), clock.now(), always=present)
    form = FollowForm(request.form)
    choice = form.choice_among(offered)
    if not choice:
        return _personal_page(feed, token, form, offered, present), 422
    change_choice(db.session(), feed, choice, now=clock.now())
    db.session.commit()
    return redirect(url_for(".personal_page", token=token), code=303)


@bp.post("/follow/<secret:token>/addresses")
@access.public
def new_address(token: str) -> ResponseReturnValue:
    give_new_address(db.session(), _found(token), token, now=clock.now())
    db.session.commit()
    return redirect(url_for(".personal_page", token=token), code=303)


@bp.post("/follow/<secret:token>/deletion")
@access.public
def stop(token: str) -> ResponseReturnValue:
    stop_following(db.session(), _found(token), now=clock.now())
    db.session.commit()
    return render_template("calendars/stopped.html")


@bp.get("/my/<secret:token>/calendar.ics")
@access.public
def personal(token: str) -> ResponseReturnValue:
    state = personal_state(db.session(), token)
    if state is None:
        abort(404)
    if state.is_revoked:
        abort(410, _("This feed has been ended by the person it belonged to, or has a new address."))
    name = _("%(site)s: what I follow", site=site_settings().site_name)
    head = write_head(CalendarHead(name=name, url=site_settings().base_url))
    validators = Validators(tag_of(state.digest, head), state.changed_at)

    def body() -> tuple[Validators, Body]:
        return validators, Body(head, personal_pieces(db.session(), state))

    return calendar_answer(validators, body, file_name=site_settings().site_name, cache_control=PRIVATE)


def _found(token: str) -> PersonalFeed:
    feed = personal_feed_of(db.session(), token)
    if feed is None:
        abort(404, _("There is no feed at this address. It may have been ended, or copied incompletely."))
    return feed


def _personal_page(
    feed: PersonalFeed, token: str, form: FollowForm, offered: list[Followable], choice: list[Subject]
) -> str:
    return render_template(
        "calendars/personal.html",
        form=form,
        sections=_sections(offered),
        token=token,
        address=url_for(".personal", token=address_token(token, feed)),
        choice_count=len(choice),
        coming=coming_of(db.session(), choice, clock.now()),
    )


def _sections(offered: list[Followable]) -> dict[str, list[Followable]]:
    return {kind: [each for each in offered if each.subject[0] == kind] for kind in SECTIONS}
