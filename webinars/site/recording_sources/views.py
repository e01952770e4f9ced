"""Where the recordings of an organisation appear, on a page of its own."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.recording_sources import actions, permissions, queries
from webinars.domain.recording_sources.places import Place
from webinars.domain.recording_sources.rhythm import next_look
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, RecordingSource
from webinars.site.recording_sources.forms import AddressForm, BigBlueButtonForm, ZoomForm
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.forms.base import SessionForm
from webinars.web.press import by_actor, press
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor
from webinars.web.site_context import outside, site_settings

bp = Blueprint("sources", __name__)
PLACES = "/manage/organisations/<slug>/sources"
OFTEN = "20 per 10 minutes"


@bp.get(PLACES)
@access.signed_in
@about(organisation_with_slug)
def index(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation)


@bp.post(PLACES)
@access.signed_in
@rate_limits.at_most(OFTEN, by=lambda: str(current_actor().user_id))
@about(organisation_with_slug)
def watch(organisation: Organisation) -> ResponseReturnValue:
    form = AddressForm()
    return _watch(organisation, form, "address", lambda: actions.typed_place(form.address.data or ""))


@bp.post(f"{PLACES}/<any(bigbluebutton, zoom):kind>")
@access.signed_in
@rate_limits.at_most(OFTEN, by=lambda: str(current_actor().user_id))
@about(organisation_with_slug)
def watch_with_secret(organisation: Organisation, kind: str) -> ResponseReturnValue:
    form: SessionForm = BigBlueButtonForm() if kind == "bigbluebutton" else ZoomForm()
    typed = [each.data or "" for each in form]
    place = actions.bigbluebutton_place if kind == "bigbluebutton" else actions.zoom_place
    return _watch(organisation, form, form.REFUSED_AT, lambda: place(*typed))


@bp.post(f"{PLACES}/<int:source_id>")
@access.signed_in
@about(queries.source_with_id)
def change(source: RecordingSource) -> ResponseReturnValue:
    back = url_for(".index", slug=source.organisation.slug)
    pressed = request.form.get("press")
    if pressed not in {"look", "stop", "register", "register-nobody"}:
        abort(400)
    if pressed in {"register", "register-nobody"}:
        is_wanted = pressed == "register"
        said = _("Nobody is registered at Zoom any more. Who is so already stays so.")
        if is_wanted:
            said = _("Who has a place is registered at Zoom within a minute or two.")
        return press(
            lambda: actions.register_people(*by_actor(), source, is_wanted=is_wanted, now=clock.now()),
            said=said,
            back=back,
        )
    if pressed == "look":
        said = _("%(name)s is looked at within a minute.", name=source.name)
        return press(lambda: actions.look_now(by_actor()[1], source), said=said, back=back)
    said = _("%(name)s is watched no longer. What came from there stays.", name=source.name)
    return press(lambda: actions.stop_watching(*by_actor(), source, now=clock.now()), said=said, back=back)


def _watch(
    organisation: Organisation, form: SessionForm, field: str, typed: Callable[[], tuple[Place, str]]
) -> ResponseReturnValue:
    """Watch the place that `typed` returns, once it has answered. What it says instead is said at `field`."""
    settings, now = site_settings(), clock.now()

    def watch() -> RecordingSource:
        place, url = typed()
        with prepared():
            place, found = actions.try_place(outside(), place, settings, field=field, now=now)
        return actions.add_source(*by_actor(), find_again(), place, found, url=url, settings=settings, now=now)

    return press(
        watch,
        form=form,
        page=lambda organisation: _page(organisation, form),
        said=lambda source: _("%(name)s is watched. It answers.", name=source.name),
        back=url_for(".index", slug=organisation.slug),
    )


def _page(organisation: Organisation, form: SessionForm | None = None) -> str:
    session, actor, now = db.session(), current_actor(), clock.now()
    kinds: dict[str, type[Any]] = {"address": AddressForm, "bigbluebutton": BigBlueButtonForm, "zoom": ZoomForm}
    last_over_at = queries.last_ends(session, now).get(organisation.id)
    counts = queries.taken_counts(session, organisation)
    sources = queries.sources_of(session, organisation, actor)
    return render_template(
        "recording_sources/index.html",
        organisation=organisation,
        actor=actor,
        rows=[(each, counts.get(each.id, 0), next_look(each, last_over_at, now)) for each in sources],
        forms={name: form if isinstance(form, kind) else kind(formdata=None) for name, kind in kinds.items()},
        failed=form,
        has_key=bool(site_settings().youtube_key),
        may_hold_secrets=permissions.can_hold_secrets(actor, organisation),
    )
