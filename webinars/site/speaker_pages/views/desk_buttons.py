"""What is pressed in the row of one speaker."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.speaker_pages import organiser_actions
from webinars.domain.speaker_pages.errors import DetailsInvalid
from webinars.domain.speaker_pages.portraits import decide_portrait, proposed_portraits
from webinars.domain.speaker_pages.proposal_fields import FIELDS
from webinars.domain.speaker_pages.proposals import decide
from webinars.domain.speaker_pages.queries import LinkedAppearance, lock
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.ical.writing import Method
from webinars.site.media.views.serving import bytes_of
from webinars.site.speaker_pages.views.blueprint import at_desk
from webinars.site.speaker_pages.views.desk import locked_appearance, page
from webinars.web import access
from webinars.web.desk_return import back_to_desk_or
from webinars.web.lookups import people_webinar_or_404
from webinars.web.mail_wording import on_its_way
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

Press = Callable[[LinkedAppearance], str]
"""Does it, and returns what is said afterwards."""


@at_desk.post("/<int:appearance_id>")
@access.signed_in
def press(slug: str, appearance_id: int) -> ResponseReturnValue:
    """Remind, make a link to copy, make another one, or close it."""
    found = _locked(slug, appearance_id)
    verb = _VERBS.get(request.form.get("press", "")) or abort(400)
    try:
        told = verb(found)
    except WebinarsError as error:
        db.session.rollback()
        flash(str(error), "danger")
        return _back(slug, appearance_id)
    db.session.commit()
    flash(told, "ok")
    has_link = request.form.get("press") in {"copy", "renew"}
    return _back(slug, appearance_id, link=appearance_id if has_link else None)


@at_desk.post("/<int:appearance_id>/proposals")
@access.signed_in
def decide_proposals(slug: str, appearance_id: int) -> ResponseReturnValue:
    """Take or leave what a speaker proposes: one field, or all that were looked at."""
    found = _locked(slug, appearance_id)
    verb, _colon, field = request.form.get("press", "").partition(":")
    if verb not in {"take", "leave"}:
        abort(400)
    seen = {name: request.form.get(f"seen-{name}", "") for name in ([field] if field else FIELDS)}
    seen = {name: each for name, each in seen.items() if each and name in FIELDS}
    try:
        chosen = decide(db.session(), current_actor(), found, seen, is_taken=verb == "take", now=clock.now())
    except WebinarsError as error:
        db.session.rollback()
        flash(str(error), "danger")
        return _back(slug, appearance_id)
    db.session.commit()
    if chosen and verb == "take":
        flash(ngettext("Taken.", "All %(num)s are taken.", len(chosen)), "ok")
    elif chosen:
        flash(ngettext("Left as it was.", "All %(num)s are left as they were.", len(chosen)), "ok")
    return _back(slug, appearance_id)


@at_desk.get("/<int:appearance_id>/portrait")
@access.signed_in
def show_proposed_portrait(slug: str, appearance_id: int) -> ResponseReturnValue:
    webinar = people_webinar_or_404(slug)
    if all(each.id != appearance_id for each in webinar.lineup):
        abort(404)
    waiting = proposed_portraits(db.session(), [appearance_id]).get(appearance_id) or abort(404)
    answer = bytes_of(waiting.sizes[-1])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@at_desk.post("/<int:appearance_id>/portrait")
@access.signed_in
def decide_proposed_portrait(slug: str, appearance_id: int) -> ResponseReturnValue:
    """Take the portrait that a speaker proposes, or leave it."""
    found = _locked(slug, appearance_id)
    is_taken = request.form.get("press") == "take"
    seen = request.form.get("seen", "")
    try:
        decide_portrait(db.session(), current_actor(), found, seen, is_taken=is_taken, now=clock.now())
    except WebinarsError as error:
        db.session.rollback()
        flash(str(error), "danger")
        return _back(slug, appearance_id)
    db.session.commit()
    flash(_("Taken.") if is_taken else _("Left as it was."), "ok")
    return _back(slug, appearance_id)


@at_desk.post("/<int:appearance_id>/name")
@access.signed_in
def set_name(slug: str, appearance_id: int) -> ResponseReturnValue:
    """How somebody is printed in this webinar."""
    found, name = _locked(slug, appearance_id), request.form.get("name", "")
    try:
        organiser_actions.set_name(db.session(), current_actor(), found, name, now=clock.now())
    except DetailsInvalid as error:
        db.session.rollback()
        key = f"name-{appearance_id}"
        wrong, typed = {key: error.sentences["name"]}, {key: name}
        return page(people_webinar_or_404(slug), wrong=wrong, typed=typed), 422
    db.session.commit()
    flash(_("Saved."), "ok")
    return _back(slug, appearance_id)


def _remind(found: LinkedAppearance) -> str:
    organiser_actions.remind(db.session(), current_actor(), found, now=clock.now())
    return on_its_way(_("The reminder is on its way."), has_link=True)


def _copy(found: LinkedAppearance) -> str:
    link = organiser_actions.link_to_copy(db.session(), site_settings(), current_actor(), found, now=clock.now())
    if not organiser_actions.may_see(current_actor(), link, found.appearance):
        return _("There is a link already.")
    return _("The link stands below. Send it yourself.")


def _renew(found: LinkedAppearance) -> str:
    link = organiser_actions.replace_link(db.session(), site_settings(), current_actor(), found, now=clock.now())
    if link.email:
        return " ".join([_("The old link is closed."), on_its_way(_("A new one is on its way."), has_link=True)])
    return _("The old link is closed. The new one stands below.")


def _revoke(found: LinkedAppearance) -> str:
    has_entry = found.link is not None and found.link.told_method == Method.REQUEST.value
    organiser_actions.revoke(db.session(), current_actor(), found, now=clock.now())
    said = _("The link is closed. What was said by it stays.")
    return said + " " + _("Only the calendar entry is taken back, by mail.") if has_entry else said


_VERBS: dict[str, Press] = {"remind": _remind, "copy": _copy, "renew": _renew, "revoke": _revoke}


def _locked(slug: str, appearance_id: int) -> LinkedAppearance:
    webinar = people_webinar_or_404(slug)
    lock(db.session(), webinar.id)
    return locked_appearance(webinar.id, appearance_id) or abort(404)


def _back(slug: str, appearance_id: int, *, link: int | None = None) -> ResponseReturnValue:
    return redirect(back_to_desk_or(url_for(".index", slug=slug, link=link, _anchor=f"speaker-{appearance_id}")), 303)
