"""What is pressed in the row of one speaker."""

from collections.abc import Callable, Sequence

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.speaker_pages import organiser_actions
from webinars.domain.speaker_pages.portraits import decide_portrait, proposed_portraits
from webinars.domain.speaker_pages.proposal_fields import FIELDS
from webinars.domain.speaker_pages.proposals import decide
from webinars.domain.speaker_pages.queries import LinkedAppearance
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Webinar
from webinars.pure.ical.writing import Method
from webinars.site.media.views.serving import bytes_of
from webinars.site.speaker_pages.views.blueprint import at_desk
from webinars.site.speaker_pages.views.desk import appearance_or_404, page
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.desk_return import back_to_desk_or
from webinars.web.mail_wording import on_its_way
from webinars.web.press import by_actor, press, say_at
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

Press = Callable[[LinkedAppearance], str]
"""Does it, and returns what is said afterwards."""


@at_desk.post("/<int:appearance_id>", endpoint="press")
@access.signed_in
@about(webinar_to_edit, locked=True)
def press_in_row(webinar: Webinar, appearance_id: int) -> ResponseReturnValue:
    """Remind, make a link to copy, make another one, or close it."""
    found = appearance_or_404(webinar, appearance_id)
    pressed = request.form.get("press", "")
    verb = _VERBS.get(pressed) or abort(400)
    return press(
        lambda: verb(found),
        said=str,
        back=_back(found, link=appearance_id if pressed in {"copy", "renew"} else None),
        refused=say_at(_back(found)),
    )


@at_desk.post("/<int:appearance_id>/proposals")
@access.signed_in
@about(webinar_to_edit, locked=True)
def decide_proposals(webinar: Webinar, appearance_id: int) -> ResponseReturnValue:
    """Take or leave what a speaker proposes: one field, or all that were looked at."""
    found = appearance_or_404(webinar, appearance_id)
    verb, _colon, field = request.form.get("press", "").partition(":")
    if verb not in {"take", "leave"}:
        abort(400)
    is_taken = verb == "take"
    seen = {name: request.form.get(f"seen-{name}", "") for name in ([field] if field else FIELDS)}
    seen = {name: each for name, each in seen.items() if each and name in FIELDS}

    def said(chosen: Sequence[str]) -> str:
        if not chosen:
            return ""
        if is_taken:
            return ngettext("Taken.", "All %(num)s are taken.", len(chosen))
        return ngettext("Left as it was.", "All %(num)s are left as they were.", len(chosen))

    return press(
        lambda: decide(*by_actor(), found, seen, is_taken=is_taken, now=clock.now()),
        said=said,
        back=_back(found),
        refused=say_at(_back(found)),
    )


@at_desk.get("/<int:appearance_id>/portrait")
@access.signed_in
@about(webinar_to_edit)
def show_proposed_portrait(webinar: Webinar, appearance_id: int) -> ResponseReturnValue:
    if all(each.id != appearance_id for each in webinar.lineup):
        abort(404)
    waiting = proposed_portraits(db.session(), [appearance_id]).get(appearance_id) or abort(404)
    answer = bytes_of(waiting.sizes[-1])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@at_desk.post("/<int:appearance_id>/portrait")
@access.signed_in
@about(webinar_to_edit, locked=True)
def decide_proposed_portrait(webinar: Webinar, appearance_id: int) -> ResponseReturnValue:
    """Take the portrait that a speaker proposes, or leave it."""
    found = appearance_or_404(webinar, appearance_id)
    is_taken, seen = request.form.get("press") == "take", request.form.get("seen", "")
    return press(
        lambda: decide_portrait(*by_actor(), found, seen, is_taken=is_taken, now=clock.now()),
        said=_("Taken.") if is_taken else _("Left as it was."),
        back=_back(found),
        refused=say_at(_back(found)),
    )


@at_desk.post("/<int:appearance_id>/name")
@access.signed_in
@about(webinar_to_edit, locked=True)
def set_name(webinar: Webinar, appearance_id: int) -> ResponseReturnValue:
    """How somebody is printed in this webinar."""
    found, name, key = appearance_or_404(webinar, appearance_id), request.form.get("name", ""), f"name-{appearance_id}"
    return press(
        lambda: organiser_actions.set_name(*by_actor(), found, name, now=clock.now()),
        said=_("Saved."),
        back=_back(found),
        refused=lambda error: (page(find_again(), wrong={key: str(error)}, typed={key: name}), 422),
    )


def _remind(found: LinkedAppearance) -> str:
    organiser_actions.remind(*by_actor(), found, now=clock.now())
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
    organiser_actions.revoke(*by_actor(), found, now=clock.now())
    said = _("The link is closed. What was said by it stays.")
    return said + " " + _("Only the calendar entry is taken back, by mail.") if has_entry else said


_VERBS: dict[str, Press] = {"remind": _remind, "copy": _copy, "renew": _renew, "revoke": _revoke}


def _back(found: LinkedAppearance, *, link: int | None = None) -> str:
    anchor = f"speaker-{found.appearance.id}"
    return back_to_desk_or(url_for(".index", slug=found.webinar.slug, link=link, _anchor=anchor))
