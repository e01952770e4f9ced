"""Publishing a webinar and what may happen to it after."""

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.domain.lineup.actions import AppearanceInput, update_appearance
from webinars.domain.programme import life_cycle, permissions
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, Webinar
from webinars.site.desk.blueprint import bp
from webinars.site.desk.editor.forms import ReasonForm
from webinars.site.desk.editor.views.page import published_sentence
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.desk_return import back_to_desk_or
from webinars.web.press import Sentence, by_actor, press, say_at, say_at_field
from webinars.web.security.identity import current_actor


@bp.get("/webinars/<slug>/status")
@access.signed_in
@about(webinar_to_edit)
def status(webinar: Webinar) -> ResponseReturnValue:
    return _status_page(webinar, ReasonForm(formdata=None))


@bp.post("/webinars/<slug>/publication")
@access.signed_in
@about(webinar_to_edit, locked=True)
def publish(webinar: Webinar) -> ResponseReturnValue:
    """Publish what is stored. The editor publishes what is typed (see `editor`)."""
    return _press(webinar, life_cycle.publish, lambda _done: (published_sentence(webinar), "published"))


@bp.post("/webinars/<slug>/publication/delete")
@access.signed_in
@about(webinar_to_edit, locked=True)
def unpublish(webinar: Webinar) -> ResponseReturnValue:
    said = _("It is off the page, and a draft again. Calendars show it as cancelled.")
    return _press(webinar, life_cycle.unpublish, said)


@bp.post("/webinars/<slug>/postponement")
@access.signed_in
@about(webinar_to_edit, locked=True)
def postpone(webinar: Webinar) -> ResponseReturnValue:
    said = _("Postponed. Give it a new start here as soon as there is one.")
    return _press(webinar, life_cycle.postpone, said)


@bp.post("/webinars/<slug>/cancellation")
@access.signed_in
@about(webinar_to_edit, locked=True)
def cancel(webinar: Webinar) -> ResponseReturnValue:
    form, address = ReasonForm(), url_for(".edit_webinar", slug=webinar.slug)

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        if not isinstance(error, WebinarInvalid):
            return say_at(address, "warn")(error)
        say_at_field(form, error, {"cancellation_reason": "reason"})
        return _status_page(find_again(), form), 422

    return press(
        lambda: life_cycle.cancel(*by_actor(), webinar, reason=form.reason.data or "", now=clock.now()),
        said=_("Cancelled. The page stays and says so, and calendars show it."),
        back=address,
        refused=refuse,
    )


@bp.post("/webinars/<slug>/restoration")
@access.signed_in
@about(webinar_to_edit, locked=True)
def restore(webinar: Webinar) -> ResponseReturnValue:
    return _press(webinar, life_cycle.restore, _("Restored. It takes place at the start it had."))


@bp.post("/webinars/<slug>/delete")
@access.signed_in
@about(webinar_to_edit, locked=True)
def delete(webinar: Webinar) -> ResponseReturnValue:
    return press(
        lambda: life_cycle.delete_draft(*by_actor(), webinar, now=clock.now()),
        said=_("The draft “%(title)s” is deleted.", title=webinar.title),
        back=url_for(".show"),
        refused=say_at(url_for(".edit_webinar", slug=webinar.slug), "warn"),
    )


@bp.post("/webinars/<slug>/lineup/<int:appearance_id>/confirmation")
@access.signed_in
@about(webinar_to_edit, locked=True)
def confirm_appearance(webinar: Webinar, appearance_id: int) -> ResponseReturnValue:
    appearance = next((each for each in webinar.lineup if each.id == appearance_id), None)
    return press(lambda: _note_agreement(webinar, appearance), said=lambda sentence: sentence, back=url_for(".show"))


def _note_agreement(webinar: Webinar, appearance: Appearance | None) -> Sentence:
    """Note that somebody has agreed, unless that was overtaken. Returns what is said of it."""
    if appearance is None:
        return _("That person is no longer in the line-up."), "warn"
    if appearance.has_declined:
        # The desk was opened before; the page of the speakers takes them in all the same.
        return _("%(name)s has said no meanwhile.", name=appearance.shown_name), "warn"
    place = AppearanceInput(
        speaker=appearance.speaker,
        role=appearance.role,
        affiliation=appearance.affiliation,
        talk_title=appearance.talk_title,
        abstract=appearance.abstract,
        has_agreed=True,
    )
    update_appearance(*by_actor(), webinar, appearance, place, now=clock.now())
    return _("It is noted that %(name)s has agreed.", name=appearance.shown_name)


def _press(
    webinar: Webinar, verb: Callable[..., Any], said: Sentence | Callable[[Any], Sentence]
) -> ResponseReturnValue:
    # Whoever presses twice reads what the first press has done, not that somebody else was faster: see `locked`.
    return press(
        lambda: verb(*by_actor(), webinar, now=clock.now()),
        said=said,
        back=lambda _done: back_to_desk_or(url_for(".edit_webinar", slug=webinar.slug)),
        # Somebody else was faster, or the page is old: say how it stands.
        refused=say_at(url_for(".edit_webinar", slug=webinar.slug), "warn"),
    )


def _status_page(webinar: Webinar, form: ReasonForm) -> str:
    may_delete = permissions.can_manage(current_actor(), webinar)
    return render_template("desk/editor/status.html", webinar=webinar, form=form, may_delete=may_delete)
