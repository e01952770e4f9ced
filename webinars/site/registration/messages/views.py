"""The host's people write to those who registered, and see what has become of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.mail.compose import compose
from webinars.domain.mail.mail_kind import Letter, Occasion
from webinars.domain.programme.zone_display import moment_text, zone_label
from webinars.domain.registration import rules
from webinars.domain.registration.errors import AudienceHasChanged, MessageInvalid, TooManyMessages, TooManyTests
from webinars.domain.registration.messages import actions
from webinars.domain.registration.messages.deliveries import as_mailing, one_of, sending, sendings_of
from webinars.domain.registration.messages.drafts import BODY_LENGTH, SUBJECT_LENGTH, checked
from webinars.domain.registration.messages.emails import Words, preview_of
from webinars.domain.registration.queries import desk_of
from webinars.domain.registration.recipients import counted, offered, reminded_count
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import one_line
from webinars.models import Audience, Mailing, OutboundEmail, Priority, Registration, Webinar
from webinars.site.registration.messages import wording
from webinars.site.registration.messages.automatic_mails import own_mails
from webinars.site.registration.messages.form_input import Typed, typed_in
from webinars.site.web import access
from webinars.site.web.lookups import permitted_webinar_or_404
from webinars.site.web.number_converter import asked_id
from webinars.site.web.requests.transactions import stores_nothing
from webinars.site.web.security.identity import current_actor
from webinars.site.web.site_context import site_settings

bp = Blueprint("messages", __name__, url_prefix="/manage/webinars/<slug>/messages")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What stands on the page beside the form."""

    typed: Typed
    wrong: dict[str, str] = field(default_factory=dict)
    sentence: str = ""
    """Why nothing was sent."""
    told: str = ""
    """What was done."""
    is_looked_at: bool = False
    """Whether the preview is shown, and the button that sends it."""


@dataclass(frozen=True)
class Preview:
    """A message as one of its readers would get it."""

    letter: Letter
    headers: Mapping[str, str]
    reader: Registration | None


@bp.get("")
@access.signed_in
def index(slug: str) -> ResponseReturnValue:
    webinar = _webinar_or_404(slug)
    typed = typed_in({})
    if (again := asked_id("again")) is not None:
        found = sending(db.session(), webinar.id, again)
        if found is None:
            abort(404)
        mailing = found.mailing
        typed = replace(typed, audience=mailing.audience or "", subject=mailing.subject, body=mailing.body)
    return _page(webinar, Shown(typed=typed))


@bp.post("/preview")
@access.signed_in
@stores_nothing
def preview(slug: str) -> ResponseReturnValue:
    """The form once more, with the letter beside it and the number of people on its button."""
    webinar, typed = _webinar_or_404(slug), typed_in(request.form)
    try:
        checked(typed.draft(webinar), webinar, now=clock.now())
    except MessageInvalid as error:
        return _page(webinar, Shown(typed=typed, wrong=dict(error.sentences))), 422
    return _page(webinar, Shown(typed=typed, is_looked_at=True))


@bp.post("")
@access.signed_in
def send(slug: str) -> ResponseReturnValue:
    webinar, typed = _webinar_or_404(slug), typed_in(request.form)
    session, now = db.session(), clock.now()
    said_count = typed.said_count
    try:
        draft = typed.draft(webinar)
        if said_count is None:
            checked(draft, webinar, now=now)
            says = _("Whom it goes to, or when, is not what the button said. Look at it, and press again.")
            return _page(webinar, Shown(typed=typed, sentence=says, is_looked_at=True)), 422
        mailing = actions.send(
            session,
            site_settings(),
            current_actor(),
            webinar,
            draft,
            said_count=said_count,
            key=typed.key,
            now=now,
        )
    except MessageInvalid as error:
        return _again(slug, Shown(typed=typed, wrong=dict(error.sentences)))
    except (AudienceHasChanged, TooManyMessages) as error:
        return _again(slug, Shown(typed=typed, sentence=str(error), is_looked_at=True))
    said = _said(webinar, mailing)
    session.commit()
    flash(said, "ok")
    return redirect(url_for(".index", slug=slug), code=303)


@bp.post("/test")
@access.signed_in
def send_test(slug: str) -> ResponseReturnValue:
    """The message to whoever writes it; the form comes back as it was typed."""
    webinar, typed = _webinar_or_404(slug), typed_in(request.form)
    try:
        address = actions.send_test(db.session(), current_actor(), webinar, typed.draft(webinar), now=clock.now())
    except MessageInvalid as error:
        return _again(slug, Shown(typed=typed, wrong=dict(error.sentences)))
    except TooManyTests as error:
        return _again(slug, Shown(typed=typed, sentence=str(error), is_looked_at=True))
    db.session.commit()
    told = _("A test is on its way to %(address)s.", address=address)
    return _page(_webinar_or_404(slug), Shown(typed=typed, told=told, is_looked_at=True))


@bp.get("/<int:mailing_id>")
@access.signed_in
def show(slug: str, mailing_id: int) -> ResponseReturnValue:
    webinar = _webinar_or_404(slug)
    found = sending(db.session(), webinar.id, mailing_id) or abort(404)
    return render_template(
        "registration/messages/show.html",
        webinar=webinar,
        each=found,
        preview=_preview(webinar, found.mailing, found.mailing, clock.now()),
        words=wording,
        when=moment_text,
    )


@bp.post("/<int:mailing_id>/stop")
@access.signed_in
def stop(slug: str, mailing_id: int) -> ResponseReturnValue:
    webinar = _webinar_or_404(slug)
    try:
        actions.stop(db.session(), current_actor(), webinar, mailing_id, now=clock.now())
    except LookupError:
        abort(404)
    except WebinarsError as error:
        db.session.rollback()
        flash(str(error), "danger")
    else:
        db.session.commit()
        flash(_("It is stopped. What has not left does not leave any more."), "ok")
    return redirect(url_for(".index", slug=slug), code=303)


def _said(webinar: Webinar, mailing: Mailing) -> str:
    if mailing.is_held:
        return _(
            "It waits for an administrator, who reads the first message of an organisation. It goes once that is done."
        )
    if mailing.context["is_planned"]:
        return _("It is planned for %(when)s.", when=moment_text(webinar, mailing.due_at))
    return ngettext("It is on its way to one person.", "It is on its way to %(num)s people.", mailing.said_count or 0)


def _webinar_or_404(slug: str) -> Webinar:
    """The webinar, if the person may write to those who registered, and anybody could; 403 for those who may look."""
    webinar = permitted_webinar_or_404(slug, rules.can_manage_registrations)
    if desk_of(db.session(), webinar.id) is None:
        abort(404)
    return webinar


def _again(slug: str, shown: Shown) -> ResponseReturnValue:
    """The form with what was typed, and why nothing was sent."""
    db.session.rollback()
    return _page(_webinar_or_404(slug), shown), 422


def _page(webinar: Webinar, shown: Shown) -> str:
    session, now = db.session(), clock.now()
    counts, may_be = counted(session, webinar.id), offered(webinar, now=now)
    desk = desk_of(session, webinar.id) or abort(404)
    letter = None
    chosen = next((each for each in Audience if each == shown.typed.audience), Audience.CONFIRMED)
    if shown.is_looked_at:
        # The button names the number of now.
        shown = replace(shown, typed=shown.typed.saying(counts[chosen].gets_it))
        message = as_mailing(webinar.id, chosen, one_line(shown.typed.subject), shown.typed.body, now=now)
        letter = _preview(webinar, message, message, now)
    return render_template(
        "registration/messages/index.html",
        webinar=webinar,
        now=now,
        shown=shown,
        typed=shown.typed,
        counts=counts,
        offered=may_be,
        chosen=chosen,
        preview=letter,
        sendings=sendings_of(session, webinar.id),
        own_mails=list(own_mails(webinar, desk, counts, reminded_count(session, webinar.id), now=now)),
        words=wording,
        zone_label=zone_label(webinar),
        when=moment_text,
        is_sending=site_settings().mail_url is not None,
        most_letters=SUBJECT_LENGTH,
        most_in_body=BODY_LENGTH,
    )


def _preview(webinar: Webinar, mailing: Mailing, message: Words, now: dt.datetime) -> Preview:
    session, settings = db.session(), site_settings()
    reader = one_of(session, mailing)
    occasion = Occasion(session=session, settings=settings, context={}, now=now)
    letter = preview_of(occasion, webinar.id, reader, message)
    mail = OutboundEmail(
        dedupe_key="",
        kind=actions.TEST_MAIL_KIND,
        context={},
        priority=Priority.MESSAGE,
        due_at=now,
        created_at=now,
        recipient=(reader.email_normal if reader else None) or "reader@attendee.example",
        recipient_domain="",
    )
    mail.id = 0
    return Preview(letter, compose(settings, mail, letter, now=now).headers, reader)
