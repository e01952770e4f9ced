"""Following without an account: choose, subscribe or ask for mails, change, stop."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.feed_bodies import Body
from webinars.domain.calendars.feed_states import tag_of
from webinars.domain.calendars.personal_feeds import (
    address_token,
    change_choice,
    give_new_address,
    personal_feed_of,
    start_following,
)
from webinars.domain.calendars.personal_queries import (
    Followable,
    coming_of,
    followables,
    personal_pieces,
    personal_state,
)
from webinars.domain.calendars.queries import Subject
from webinars.domain.calendars.single_webinars import SingleWebinar, entries_followed, follow_entries, single_webinars
from webinars.domain.followers.actions import ask_for_mails, end_feed
from webinars.domain.followers.registrations_feed import digest_of_pieces, own_pieces
from webinars.lib.i18n import gettext as _
from webinars.models import PersonalFeed
from webinars.pure.ical.writing import CalendarHead, write_head
from webinars.site.calendars.forms import FollowByMailForm
from webinars.site.calendars.views.blueprint import bp
from webinars.site.calendars.views.responses import PRIVATE, Validators, calendar_answer
from webinars.site.registration.zone_choice import ZoneGroup, world_groups
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import LECTURE_HALL, at_most
from webinars.web.site_context import site_settings

MOST_ASKED = 50
SECTIONS = ("site", "organisation", "series", "topic", "speaker")


@bp.get("/follow")
@access.public
def follow() -> ResponseReturnValue:
    offered = followables(db.session(), clock.now())
    # A page's own link brings its box ticked: /follow?series=the-night-sky.
    asked = {url_for(f"calendars.{kind}", slug=slug) for kind in SECTIONS for slug in request.args.getlist(kind)}
    # So does a line of a list: /follow?webinar=comets.
    webinars = _asked_webinars()
    chosen = [each.key for each in offered if each.path in asked] + [each.key for each in webinars]
    form = FollowByMailForm(data={"chosen": chosen, "timezone": default_timezone()})
    return _follow_page(form, offered, webinars)


@bp.post("/follow")
@access.public
@at_most(LECTURE_HALL)
def start() -> ResponseReturnValue:
    own_page = request.form.get("own-page", "").strip()
    if "to-own-page" in request.form and own_page:
        # Nothing is changed there without a press on that page, where all that is followed can be seen.
        slugs = [each.webinar.slug for each in _ticked_webinars(request.form.getlist("chosen")) if each.webinar]
        token = own_page.rstrip("/").rpartition("/")[2].partition("?")[0] or "-"
        return redirect(url_for(".personal_page", token=token, webinar=slugs), code=303)
    offered = followables(db.session(), clock.now())
    form = FollowByMailForm(request.form)
    is_by_mail = form.is_by_mail or "by-mail" in request.form
    is_valid = form.validate() if is_by_mail else True
    webinars = _ticked_webinars(form.chosen.data or [])
    # Mails tell what is new of something, which nothing ever is of one webinar.
    choice = form.choice_among(offered, () if is_by_mail else webinars)
    if form.chosen.errors or not is_valid:
        return _follow_page(form, offered, webinars), 422
    if is_by_mail:
        ask_for_mails(db.session(), site_settings(), form.address, choice, form.wanted, now=clock.now())
        db.session.commit()
        return redirect(url_for("audience.sent"), code=303)
    token = start_following(db.session(), choice, form.entries_among(webinars), now=clock.now())
    db.session.commit()
    return redirect(url_for(".personal_page", token=token), code=303)


@bp.get("/follow/<secret:token>")
@access.public
def personal_page(token: str) -> ResponseReturnValue:
    feed = _feed_or_404(token)
    choice = [(follow.kind, follow.subject_id) for follow in feed.follows]
    offered = followables(db.session(), clock.now(), always=choice)
    webinars = _webinars_of(feed, slugs=request.args.getlist("webinar")[:MOST_ASKED])
    chosen = [each.key for each in offered if each.subject in choice] + [each.key for each in webinars]
    form = FollowByMailForm(data={"chosen": chosen, "timezone": default_timezone()})
    return _personal_page(feed, token, form, offered, choice, webinars)


@bp.post("/follow/<secret:token>")
@access.public
def change(token: str) -> ResponseReturnValue:
    feed = _feed_or_404(token)
    present = [(follow.kind, follow.subject_id) for follow in feed.follows]
    offered = followables(db.session(), clock.now(), always=present)
    form = FollowByMailForm(request.form, timezone=default_timezone())
    webinars = _webinars_of(feed, keys=form.chosen.data or [])
    choice = form.choice_among(offered, webinars)
    if form.chosen.errors:
        return _personal_page(feed, token, form, offered, present, webinars), 422
    change_choice(db.session(), feed, choice, now=clock.now())
    follow_entries(db.session(), feed, form.entries_among(webinars), now=clock.now())
    db.session.commit()
    return redirect(url_for(".personal_page", token=token), code=303)


@bp.post("/follow/<secret:token>/mail")
@access.public
@at_most(LECTURE_HALL)
@takes_short_form
def ask_by_mail(token: str) -> ResponseReturnValue:
    """Ask for mails about what this feed follows. From then on each has a choice of its own."""
    feed = _feed_or_404(token)
    choice = [(follow.kind, follow.subject_id) for follow in feed.follows]
    form = FollowByMailForm(request.form)
    form.chosen.data = [Followable(subject, "", "", 0).key for subject in choice]
    form.chosen.validators = ()
    if not form.validate() or not choice:
        offered = followables(db.session(), clock.now(), always=choice)
        return _personal_page(feed, token, form, offered, choice, _webinars_of(feed)), 422
    ask_for_mails(db.session(), site_settings(), form.address, choice, form.wanted, now=clock.now())
    db.session.commit()
    return redirect(url_for("audience.sent"), code=303)


@bp.post("/follow/<secret:token>/addresses")
@access.public
def new_address(token: str) -> ResponseReturnValue:
    give_new_address(db.session(), _feed_or_404(token), token, now=clock.now())
    db.session.commit()
    return redirect(url_for(".personal_page", token=token), code=303)


@bp.post("/follow/<secret:token>/deletion")
@access.public
def stop(token: str) -> ResponseReturnValue:
    end_feed(db.session(), _feed_or_404(token), now=clock.now())
    db.session.commit()
    return render_template("calendars/stopped.html")


@bp.get("/my/<secret:token>/calendar.ics")
@access.public
def personal(token: str) -> ResponseReturnValue:
    state = personal_state(db.session(), token, now=clock.now()) or abort(404)
    if state.is_revoked:
        abort(410, _("This feed has been ended by the person it belonged to, or has a new address."))
    site = site_settings()
    name = (
        _("%(site)s: my webinars", site=site.site_name)
        if state.email
        else _("%(site)s: what I follow", site=site.site_name)
    )
    head = write_head(CalendarHead(name=name, url=site.base_url))
    own = own_pieces(db.session(), site, state.email) if state.email else []
    # No one time says when the last of her registrations changed, so only the tag does.
    digest = f"{state.digest}\n{digest_of_pieces(own)}" if state.email else state.digest
    validators = Validators(tag_of(digest, head), None if state.email else state.changed_at)

    def body() -> tuple[Validators, Body]:
        return validators, Body(head, personal_pieces(db.session(), state, own))

    return calendar_answer(validators, body, file_name=site_settings().site_name, cache_control=PRIVATE)


def _feed_or_404(token: str) -> PersonalFeed:
    feed = personal_feed_of(db.session(), token)
    if feed is None:
        abort(404, _("There is no feed at this address. It may have been ended, or copied incompletely."))
    return feed


def _personal_page(
    feed: PersonalFeed,
    token: str,
    form: FollowByMailForm,
    offered: list[Followable],
    choice: list[Subject],
    webinars: list[SingleWebinar],
) -> str:
    entry_ids = entries_followed(db.session(), feed)
    return render_template(
        "calendars/personal.html",
        form=form,
        sections=sections_of(offered),
        webinars=webinars,
        token=token,
        address=url_for(".personal", token=address_token(token, feed)),
        choice_count=len(choice) + len(entry_ids.intersection(each.entry_id for each in webinars)),
        is_told_by_mail=bool(choice),
        coming=coming_of(db.session(), choice, clock.now(), entry_ids=entry_ids),
        has_registrations=feed.email_normal is not None,
        zones=_zones(),
    )


def _follow_page(form: FollowByMailForm, offered: list[Followable], webinars: list[SingleWebinar]) -> str:
    return render_template(
        "calendars/follow.html", form=form, sections=sections_of(offered), webinars=webinars, zones=_zones()
    )


def _webinars_of(feed: PersonalFeed, *, slugs: Sequence[str] = (), keys: Sequence[str] = ()) -> list[SingleWebinar]:
    """Returns the webinars that `feed` holds by themselves, and others that are asked for."""
    followed = entries_followed(db.session(), feed)
    return single_webinars(
        db.session(),
        clock.now(),
        slugs=slugs,
        keys=[key for key in keys if key.startswith("webinar-")],
        always=followed,
    )


def _ticked_webinars(keys: Sequence[str]) -> list[SingleWebinar]:
    """Returns the webinars that the boxes of a form name by themselves."""
    return single_webinars(
        db.session(), clock.now(), keys=[key for key in keys if key.startswith("webinar-")][:MOST_ASKED]
    )


def _asked_webinars() -> list[SingleWebinar]:
    """Returns the webinars that the address names, at most as many as anybody would tick by hand."""
    return single_webinars(db.session(), clock.now(), slugs=request.args.getlist("webinar")[:MOST_ASKED])


def default_timezone() -> str:
    """Returns the zone that a fresh form has chosen where no script chooses the reader's own."""
    zones = site_settings().display_zones
    return zones[0].timezone if zones else "Etc/UTC"


def _zones() -> Sequence[ZoneGroup]:
    return world_groups(now=clock.now())


def sections_of(offered: list[Followable]) -> dict[str, list[Followable]]:
    return {kind: [each for each in offered if each.subject[0] == kind] for kind in SECTIONS}
