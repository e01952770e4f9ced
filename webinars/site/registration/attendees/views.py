"""The host's people look at who registered, and decide about it."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.mail.suppressions import stops_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration import organiser_actions
from webinars.domain.registration.erasure import erase_for_organisers
from webinars.domain.registration.errors import PlacesTaken, RegistrationInvalid
from webinars.domain.registration.export_table import as_csv, registrations_table
from webinars.domain.registration.queries import (
    RegistrationFilter,
    all_questions,
    all_registrations,
    counts_of,
    desk_of,
    door_counts,
    queue_places,
    registrations_found,
    window_at,
)
from webinars.domain.registration.retention import kept_until
from webinars.domain.registration.zoom_registrants.queries import registrant_counts
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Registration, RegistrationDesk, RegistrationState, Webinar
from webinars.site.registration.attendees.detail import rows_of
from webinars.site.registration.attendees.forms import AddForm, PlacesForm
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.desk_return import back_to_desk_or
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.mail_wording import on_its_way
from webinars.web.number_converter import existing, page_in_address
from webinars.web.press import by_actor, press, say_at, say_at_field
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp = Blueprint("attendees", __name__, url_prefix="/manage/webinars/<slug>/registrations")


@bp.get("")
@access.signed_in
@about(webinar_to_edit)
def index(webinar: Webinar) -> ResponseReturnValue:
    return _page(webinar)


@bp.post("")
@access.signed_in
@about(webinar_to_edit)
def add(webinar: Webinar) -> ResponseReturnValue:
    """Add somebody by hand. When all places are taken, ask once more whether one is added."""
    _desk_or_404(webinar)
    form = AddForm()

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        if isinstance(error, RegistrationInvalid):
            say_at_field(form, error)
            return _page(find_again(), add_form=form), 422
        return _refused(error, who=form.name.data or "")

    return press(
        lambda: organiser_actions.add_by_hand(
            db.session(),
            site_settings(),
            current_actor(),
            webinar,
            name=form.name.data or "",
            email=form.email.data or "",
            may_add_place=_may_add_place(),
            now=clock.now(),
        ),
        said=" ".join(
            [_("%(name)s has a place.", name=form.name.data), on_its_way(_("The mail with the link is on its way."))]
        ),
        back=_back(webinar.slug),
        refused=refuse,
    )


@bp.post("/<int:registration_id>")
@access.signed_in
@about(webinar_to_edit)
def decide(webinar: Webinar, registration_id: int) -> ResponseReturnValue:
    """What was pressed in the row of one registration."""
    registration = db.session().get(Registration, registration_id)
    pressed = request.form.get("press", "")
    if registration is None or registration.webinar_id != webinar.id or pressed not in _VERBS:
        abort(404)
    name = registration.name
    return press(
        lambda: _VERBS[pressed](*by_actor(), registration_id, now=clock.now()),
        said=lambda _done: _SAID[pressed](name, registration),
        back=_back(webinar.slug),
        refused=lambda error: _refused(error, who=name if pressed == "give" else None),
    )


@bp.post("/approvals")
@access.signed_in
@about(webinar_to_edit)
def approve_all(webinar: Webinar) -> ResponseReturnValue:
    _desk_or_404(webinar)
    return press(
        lambda: organiser_actions.approve_all(*by_actor(), webinar, now=clock.now()),
        said=lambda count: ngettext("One person is approved.", "%(num)s people are approved.", count),
        back=_back(webinar.slug),
        refused=_refused,
    )


@bp.post("/places")
@access.signed_in
@about(webinar_to_edit)
def set_places(webinar: Webinar) -> ResponseReturnValue:
    _desk_or_404(webinar)
    form = PlacesForm()
    return press(
        lambda: organiser_actions.set_capacity(*by_actor(), webinar, form.places, now=clock.now()),
        form=form,
        page=lambda webinar: _page(webinar, places_form=form),
        said=_said_of_places,
        back=_back(webinar.slug),
    )


def _said_of_places(promoted: int) -> str:
    said = _("The number of places is changed.")
    if promoted:
        said += " " + ngettext(
            "One person has a place from the waiting list.",
            "%(num)s people have a place from the waiting list.",
            promoted,
        )
    return said


@bp.post("/window")
@access.signed_in
@about(webinar_to_edit)
def set_window(webinar: Webinar) -> ResponseReturnValue:
    """Close registration now, or open it again."""
    _desk_or_404(webinar)
    is_closed = request.form.get("press") == "close"
    verb = organiser_actions.close_now if is_closed else organiser_actions.open_again
    return press(
        lambda: verb(*by_actor(), webinar, now=clock.now()),
        said=_("Registration is closed.") if is_closed else _("Registration is open."),
        back=_back(webinar.slug),
        refused=_refused,
    )


@bp.post("/table.csv")
@access.signed_in
def table(slug: str) -> ResponseReturnValue:
    """The list as a file. That it left the house is written down, so this is no GET."""
    session, webinar = db.session(), managed_webinar_or_error(slug)
    registrations = all_registrations(session, webinar.id)
    text = as_csv(registrations_table(registrations, all_questions(session, webinar.id)))
    organiser_actions.note_export(session, current_actor(), webinar, len(registrations), now=clock.now())
    session.commit()
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="registrations-{webinar.slug}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


_VERBS: dict[str, Callable[..., object]] = {
    "approve": organiser_actions.approve,
    "decline": organiser_actions.decline,
    "remove": organiser_actions.remove,
    "resend": organiser_actions.send_again,
    "erase": erase_for_organisers,
    "write": lambda session, actor, number, now: organiser_actions.write_again(
        session, site_settings(), actor, number, now=now
    ),
    "give": lambda session, actor, number, now: organiser_actions.give_place(
        session, actor, number, may_add_place=_may_add_place(), now=now
    ),
}
_SAID: dict[str, Callable[[str, Registration], str]] = {
    "approve": lambda name, registration: (
        _("%(name)s has a place.", name=name)
        if registration.state is RegistrationState.CONFIRMED
        else _("%(name)s is on the waiting list.", name=name)
    ),
    "decline": lambda name, _registration: " ".join(
        [
            _("There is no place for %(name)s this time.", name=name),
            on_its_way(_("The mail that says so is on its way.")),
        ]
    ),
    "remove": lambda name, _registration: " ".join(
        [_("%(name)s is removed.", name=name), on_its_way(_("The mail that says so is on its way."))]
    ),
    "resend": lambda name, _registration: on_its_way(_("The mail to %(name)s is on its way once more.", name=name)),
    "erase": lambda _name, _registration: _("Erased. Nothing about this person is kept for this webinar."),
    "give": lambda name, _registration: _("%(name)s has a place.", name=name),
    "write": lambda name, _registration: _("Mails to %(name)s are sent again.", name=name),
}


def managed_webinar_or_error(slug: str) -> Webinar:
    """Returns the webinar, if the person may see and manage its registrations.

    Ends in 403 for those who may only look at the webinar, and in 404 for others and where nobody registers here.
    """
    webinar = permitted_webinar_or_404(slug, can_keep_registrations)
    _desk_or_404(webinar)
    return webinar


def _desk_or_404(webinar: Webinar) -> RegistrationDesk:
    return desk_of(db.session(), webinar.id) or abort(404)


def _may_add_place() -> bool:
    return request.form.get("may-add-place") == "yes"


def _page(webinar: Webinar, *, places_form: PlacesForm | None = None, add_form: AddForm | None = None) -> str:
    session, now, desk = db.session(), clock.now(), _desk_or_404(webinar)
    words, asked = request.args.get("q", "")[:200], request.args.get("state")
    shown = next((each for each in RegistrationFilter if each.value == asked), None)
    page = existing(registrations_found(session, webinar.id, words=words, shown=shown, page=page_in_address()))
    counts = counts_of(session, webinar.id)
    addresses = [each.email_normal for each in page.registrations if each.email_normal]
    places = queue_places(session, webinar.id) if counts[RegistrationState.WAITING] else {}
    return render_template(
        "registration/attendees/index.html",
        webinar=webinar,
        desk=desk,
        now=now,
        window=window_at(session, webinar, now=now),
        counts=counts,
        doors=door_counts(session, webinar.id),
        at_zoom=registrant_counts(session, webinar),
        has_begun=webinar.starts_at is not None and webinar.starts_at <= now,
        page=page,
        rows=rows_of(
            page.registrations,
            webinar,
            all_questions(session, webinar.id),
            places,
            stops_of(session, site_settings(), addresses, now=now),
            site_settings(),
        ),
        words=words,
        shown=shown,
        places_form=places_form or PlacesForm(formdata=None, data={"capacity": desk.capacity or ""}),
        add_form=add_form or AddForm(formdata=None),
        is_over=phase_of(webinar, now) is Phase.AFTER,
        kept_until=kept_until(webinar, desk.retention_days),
    )


def _refused(error: WebinarsError, *, who: str | None = None) -> ResponseReturnValue:
    """Say on the page what could not be done. Where all places are taken, ask whether one is added, with `who`.

    What was entered goes along.
    """
    webinar: Webinar = find_again()
    if not isinstance(error, PlacesTaken) or who is None:
        return say_at(_back(webinar.slug))(error)
    entered = [(name, value) for name, value in request.form.items() if name != "csrf_token"]
    page = render_template(
        "registration/attendees/extra_place.html",
        webinar=webinar,
        error=error,
        who=who,
        address=url_for(request.endpoint or "", **(request.view_args or {})),
        entered=entered,
    )
    return page, 409


def _back(slug: str) -> str:
    return back_to_desk_or(url_for(".index", slug=slug))
