"""A webinar on one page: begun, changed and published with one form."""

import datetime as dt
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from webinars import clock, times
from webinars.db import db
from webinars.desk import queries
from webinars.desk.checks import checks_of
from webinars.desk.differences import ADDING, differences
from webinars.desk.filling import filled, first_values, stored_values, take_usual
from webinars.desk.forms import WebinarForm
from webinars.desk.history import told, when_text
from webinars.desk.naming import add_co_organiser, add_speaker
from webinars.desk.rows import Press, arranged, pressed
from webinars.desk.saving import FormRefused, add_question, offer, refuse, save
from webinars.desk.views.blueprint import bp
from webinars.desk.views.zone_lines import previewed
from webinars.lib.i18n import gettext as _
from webinars.lineup.queries import usable_speakers
from webinars.models import Organisation, Status, Webinar
from webinars.programme import rules
from webinars.programme.actions import create_webinar
from webinars.programme.editor_queries import series_of, topic_names
from webinars.programme.errors import StaleRevision, WebinarIncomplete, WebinarInvalid, WrongState
from webinars.programme.life_cycle import publish
from webinars.programme.zone_display import display_zones_of
from webinars.web import access
from webinars.web.forms import options
from webinars.web.identity import current_actor
from webinars.web.lookups import webinar_or_404
from webinars.web.site import site_settings

SUGGESTED_SPEAKERS = 500


@bp.get("/webinars/new")
@access.signed_in
def new_webinar() -> ResponseReturnValue:
    host = _host(request.args.get("organisation"))
    if host is None:
        return render_template("desk/no_organisation.html")
    return _page(filled(first_values(host, site_settings().display_zones)), host)


@bp.post("/webinars")
@access.signed_in
def create() -> ResponseReturnValue:
    form = WebinarForm()
    host = _host(form.host.data)
    if host is None:
        abort(403)
    if _is_rearranged(form, host):
        return _page(form, host)
    now, actor = clock.now(), current_actor()
    begun = queries.begun_just_now(db.session(), actor, host, form.title.data or "", now=now)
    if begun is not None:
        return _answer(begun, _("Saved as a draft.") if begun.status == Status.DRAFT else _("Saved."))
    try:
        webinar = create_webinar(db.session(), actor, host=host, title=form.title.data or "", now=now)
        form.revision.data = ""
        save(db.session(), actor, webinar, form, site_zones=site_settings().display_zones, now=now)
        return _stored(webinar, now=now)
    except WebinarInvalid as error:
        form.validate()
        refuse(form, error)
    except FormRefused:
        pass
    except WebinarIncomplete as error:
        _refuse_publication(form, error)
    db.session.rollback()
    host = _host(form.host.data)
    assert host is not None
    return _page(form, host), 422


@bp.get("/webinars/<slug>")
@access.signed_in
def edit_webinar(slug: str) -> ResponseReturnValue:
    webinar = webinar_or_404(slug)
    if not rules.can_edit(current_actor(), webinar):
        return render_template("desk/read_only.html", webinar=webinar, **_aside(webinar))
    form = filled(stored_values(webinar, site_settings().display_zones))
    return _page(form, webinar.host, webinar)


@bp.post("/webinars/<slug>")
@access.signed_in
def update(slug: str) -> ResponseReturnValue:
    webinar = webinar_or_404(slug)
    actor = current_actor()
    if not rules.can_edit(actor, webinar):
        abort(403)
    form = WebinarForm()
    if not rules.can_manage(actor, webinar):
        form.leave_out_host_fields()
    if _is_rearranged(form, webinar.host):
        return _page(form, webinar.host, webinar)
    now = clock.now()
    try:
        save(db.session(), actor, webinar, form, site_zones=site_settings().display_zones, now=now)
        return _stored(webinar, now=now)
    except FormRefused:
        code = 422
    except WebinarIncomplete as error:
        _refuse_publication(form, error)
        code = 422
    except (StaleRevision, StaleDataError):
        code = 409
    # What the failed attempt has changed is dropped; the form still holds all that was typed.
    db.session.rollback()
    webinar = webinar_or_404(slug)
    return _overtaken(form, webinar) if code == 409 else (_page(form, webinar.host, webinar), code)  # noqa: PLR2004 - HTTP's own number


def _overtaken(form: WebinarForm, webinar: Webinar) -> ResponseReturnValue:
    """Show what is stored beside what was typed. Where both say the same, the form was sent twice, and is saved."""
    found = differences(webinar, form, site_settings().display_zones)
    would_publish = pressed(request.form).verb == "publish" and webinar.status == Status.DRAFT
    if not found and not would_publish and not any(form[name].data for name in ADDING & form._fields.keys()):
        return _answer(webinar, _("Saved."))
    form.revision.data = str(webinar.revision)
    return _page(form, webinar.host, webinar, differences=found, is_stale=True), 409


def _stored(webinar: Webinar, *, now: dt.datetime) -> ResponseReturnValue:
    """Publish what was just saved if that is the button that was pressed, commit, and say where it now is."""
    sentence, is_start_new = _("Saved."), webinar.moved_at == now
    if pressed(request.form).verb == "publish" and webinar.status == Status.DRAFT:
        try:
            publish(db.session(), current_actor(), webinar, now=now)
        except WrongState as error:
            db.session.rollback()
            abort(409, str(error))
        sentence, is_start_new = _("Published. It is on the page and in the calendars that follow it."), True
    elif webinar.status == Status.DRAFT:
        sentence = _("Saved as a draft.")
    elif is_start_new:
        sentence = _("Saved. The page and calendars say that it has moved.")
    if is_start_new and webinar.ends_at is not None and webinar.ends_at <= now:
        sentence += " " + _("Its start has passed: it stands among past webinars.")
    db.session.commit()
    return _answer(webinar, sentence)


def _answer(webinar: Webinar, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for(".edit_webinar", slug=webinar.slug), 303)


def _refuse_publication(form: WebinarForm, error: WebinarIncomplete) -> None:
    for name in error.missing:
        refuse(form, WebinarInvalid(name, str(error)))


def _is_rearranged(form: WebinarForm, host: Organisation) -> bool:
    """Whether a button was pressed that changes the form and stores nothing; then that is done."""
    press = pressed(request.form)
    is_usual_asked = press.verb == "usual" and "date" in form
    if is_usual_asked:
        take_usual(form, host, site_settings().display_zones)
    elif not (arranged(form, press) or _is_added(form, press, host) or _is_start_taken(form, press)):
        return False
    offer(db.session(), form, host)
    return True


def _is_added(form: WebinarForm, press: Press, host: Organisation) -> bool:
    if press.verb != "add" or press.target not in form:
        return False
    match press.target:
        case "lineup":
            add_speaker(db.session(), form, host)
        case "co_organisers":
            add_co_organiser(db.session(), form)
        case "questions":
            add_question(form)
        case "display_zones":
            form.display_zones.add({"label": "", "timezone": ""})
        case _:
            return False
    return True


def _is_start_taken(form: WebinarForm, press: Press) -> bool:
    if press.verb != "start" or "date" not in form:
        return False
    try:
        form.take_start(dt.datetime.fromisoformat(press.target).replace(tzinfo=None))
    except ValueError:
        abort(400)
    return True


def _host(slug: str | None) -> Organisation | None:
    """The organisation to begin a webinar for: the one named, else the first the person may choose."""
    editable = queries.editable_organisations(db.session(), current_actor())
    return next((each for each in editable if each.slug == slug), editable[0] if editable and not slug else None)


def _page(form: WebinarForm, host: Organisation, webinar: Webinar | None = None, **more: Any) -> str:  # noqa: ANN401 - for the template
    session, actor, now = db.session(), current_actor(), clock.now()
    manages = webinar is None or rules.can_manage(actor, webinar)
    form.offer_languages()
    editable = queries.editable_organisations(session, actor) if webinar is None else []
    form.host.choices = options((each.slug, each.name) for each in editable)
    form.host.data = host.slug
    preview, refusal = None, None
    if manages:
        beside = [row.form.organisation.data for row in form.co_organisers]
        preview, refusal = previewed(form, host, beside=beside, but=webinar.slug if webinar else "")
    speakers = session.scalars(usable_speakers(host).limit(SUGGESTED_SPEAKERS)).all()
    in_lineup = [each.speaker for each in webinar.lineup] if webinar else []
    return render_template(
        "desk/editor.html",
        form=form,
        host=host,
        webinar=webinar,
        manages=manages,
        press=pressed(request.form) if request.method == "POST" else Press(),
        preview=preview,
        refusal=refusal,
        invited={str(each.organisation_id): each for each in webinar.co_organisers} if webinar else {},
        speakers=speakers,
        records={str(each.id): each.slug for each in (*speakers, *in_lineup) if actor.is_editor(each.organisation_id)},
        organisation_names=queries.organisation_names(session, actor) if manages else [],
        series=series_of(session, host) if manages else [],
        topic_names=topic_names(session, actor),
        timezones=times.all_timezones(now) if manages else [],
        **(_aside(webinar) if webinar else {"checks": [], "history": [], "saved": ""}),
        **more,
    )


def _aside(webinar: Webinar) -> dict[str, Any]:
    session, now = db.session(), clock.now()
    events = queries.history(session, webinar)
    names = queries.people(session, {event.actor_id for event in events if event.actor_id})
    zone_count = len(display_zones_of(webinar, site_settings().display_zones))
    actor_id = current_actor().user_id
    return {
        "now": now,
        "checks": checks_of(webinar, zone_count, now=now),
        "history": [told(event, webinar, names, actor_id=actor_id, now=now) for event in events],
        "saved": when_text(webinar.updated_at, webinar.host.timezone, now),
    }
