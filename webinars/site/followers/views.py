"""The page of who follows by mail: begun, changed and ended there, by whoever has the link from the mail."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.personal_queries import Followable, followables
from webinars.domain.followers import actions
from webinars.domain.followers.digest_schedule import local_date, rhythm_sentence
from webinars.domain.followers.links import page_token_of
from webinars.lib.i18n import gettext as _
from webinars.models import MailFollow
from webinars.pure.times import format_day
from webinars.site.calendars.forms import RhythmForm
from webinars.site.calendars.views.follow import sections_of
from webinars.site.registration.zone_choice import world_groups
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.site_context import site_settings

bp = Blueprint("audience", __name__, url_prefix="/follow/mail")


@bp.get("")
@access.public
def sent() -> ResponseReturnValue:
    """After asking: the same for every address."""
    return render_template("followers/sent.html")


@bp.get("/<secret:token>")
@access.public
def page(token: str) -> ResponseReturnValue:
    follow = _follow_or_404(token)
    offered = _offered(follow)
    choice = {(each.kind, each.subject_id) for each in follow.personal_feed.follows}
    form = RhythmForm(
        data={
            "chosen": [each.key for each in offered if each.subject in choice],
            "rhythm": follow.rhythm.value,
            "weekday": follow.weekday,
            "timezone": follow.timezone,
        }
    )
    return _page(follow, token, form, offered)


@bp.post("/<secret:token>/confirmation")
@access.public
@takes_short_form
def confirm(token: str) -> ResponseReturnValue:
    actions.confirm(db.session(), _follow_or_404(token), now=clock.now())
    db.session.commit()
    return redirect(url_for(".page", token=token), code=303)


@bp.post("/<secret:token>")
@access.public
def change(token: str) -> ResponseReturnValue:
    form = RhythmForm(request.form)
    follow = _follow_or_404(token, is_locked=True)
    offered = _offered(follow)
    is_valid = form.validate()
    choice = form.choice_among(offered)
    if not choice or not is_valid:
        return _page(follow, token, form, offered), 422
    actions.change(db.session(), follow, choice, form.wanted, now=clock.now())
    db.session.commit()
    return redirect(url_for(".page", token=token), code=303)


@bp.post("/<secret:token>/registrations")
@access.public
@takes_short_form
def registrations(token: str) -> ResponseReturnValue:
    """Say whether the registrations under the address stand in the calendar too."""
    is_wanted = "wanted" in request.form
    actions.put_registrations_in(
        db.session(), _follow_or_404(token, is_locked=True), is_wanted=is_wanted, now=clock.now()
    )
    db.session.commit()
    return redirect(url_for(".page", token=token), code=303)


@bp.post("/<secret:token>/deletion")
@access.public
@takes_short_form
def end(token: str) -> ResponseReturnValue:
    actions.end(db.session(), _follow_or_404(token, is_locked=True), now=clock.now())
    db.session.commit()
    return render_template("mail/ended.html")


def _follow_or_404(token: str, *, is_locked: bool = False) -> MailFollow:
    follow = actions.follow_by_token(db.session(), token, is_locked=is_locked)
    if follow is None:
        abort(404, _("Nothing is followed with this link any more. The newest mail has the present one."))
    return follow


def _offered(follow: MailFollow) -> list[Followable]:
    choice = [(each.kind, each.subject_id) for each in follow.personal_feed.follows]
    return followables(db.session(), clock.now(), always=choice)


def _page(follow: MailFollow, token: str, form: RhythmForm, offered: list[Followable]) -> str:
    choice = {(each.kind, each.subject_id) for each in follow.personal_feed.follows}
    next_on = format_day(local_date(follow.next_at, follow.timezone)) if follow.next_at else None
    return render_template(
        "followers/page.html",
        follow=follow,
        token=token,
        form=form,
        sections=sections_of(offered),
        names=[each.name for each in offered if each.subject in choice],
        rhythm=rhythm_sentence(actions.schedule_of(follow)),
        next_on=next_on,
        feed_token=page_token_of(site_settings(), follow, follow.personal_feed),
        zones=world_groups(now=clock.now()),
    )
