"""The mail that a recording is up, at the desk: read before it leaves, sent at once, stopped, sent after all."""

import datetime as dt

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from webinars import clock
from webinars.db import db
from webinars.domain.mail.mail_kind import Letter, Occasion
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.zone_display import hour_text
from webinars.domain.registration.letters.recap_email import recap_letter, registered_letter
from webinars.domain.registration.letters.shared_parts import Reader, webinar_and_desk
from webinars.domain.registration.mailings.recap_mail import (
    RecapMail,
    RecapMailPress,
    RecapMailState,
    press_recap_mail,
    recap_mail_of,
)
from webinars.domain.registration.messages.emails import sample
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext, spoken_locale, use_locale
from webinars.models import Webinar
from webinars.pure.times import duration_text
from webinars.site.registration.messages.views import headers_of
from webinars.web import access
from webinars.web.about import about
from webinars.web.mail_wording import on_its_way
from webinars.web.press import by_actor, press, say_at
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

bp = Blueprint("recap_mail", __name__, url_prefix="/manage/webinars/<slug>/recordings/mail")


@bp.get("")
@access.signed_in
@about(webinar_to_edit)
def show(webinar: Webinar) -> ResponseReturnValue:
    """The mail as it would leave now, to nobody in particular."""
    if recap_mail_at_desk(webinar) is None:
        return redirect(url_for("recordings.manage", slug=webinar.slug))
    letter = _letter(webinar)
    headers = headers_of(letter, None, now=clock.now()) if letter else {}
    return render_template("registration/recap_mail.html", webinar=webinar, letter=letter, headers=headers)


@bp.post("")
@access.signed_in
@about(webinar_to_edit, locked=True)
def press_button(webinar: Webinar) -> ResponseReturnValue:
    """Send it now, stop it, or send it after all. Of two who press at once one reads what the other has done."""
    pressed = next((each for each in RecapMailPress if each == request.form.get("press")), None) or abort(400)
    back = url_for("recordings.manage", slug=webinar.slug, _anchor="mail")

    def said(count: int) -> str:
        if pressed is RecapMailPress.STOP:
            return _("It is stopped.")
        return on_its_way(ngettext("It is on its way to one person.", "It is on its way to %(num)s people.", count))

    return press(
        lambda: press_recap_mail(*by_actor(), webinar, pressed, now=clock.now()),
        said=said,
        back=back,
        refused=say_at(back),
    )


@bp.app_template_global()
def recap_mail_at_desk(webinar: Webinar) -> RecapMail | None:
    """Returns how it stands with the mail, for those who may write to whoever is registered."""
    may_write = can_keep_registrations(current_actor(), webinar)
    return recap_mail_of(db.session(), webinar.id, now=clock.now()) if may_write else None


@bp.app_template_global()
def recap_mail_words(mail: RecapMail, webinar: Webinar) -> str:
    """Returns how many people it goes to, and when."""
    minutes = max(1, round((mail.due_at - clock.now()) / dt.timedelta(minutes=1)))
    distance, hour = duration_text(minutes), hour_text(webinar, mail.due_at)
    when = {
        RecapMailState.STOPPED: _("It is stopped."),
        RecapMailState.LEFT: on_its_way(_("It has gone out, or is on its way.")),
        RecapMailState.WAITING: on_its_way(
            _("Goes out at %(hour)s, %(distance)s from now.", hour=hour, distance=distance)
        ),
    }
    return " ".join([ngettext("Mail to one person.", "Mail to %(num)s people.", mail.count), when[mail.state]])


def _letter(webinar: Webinar) -> Letter | None:
    """Returns the mail to nobody: to somebody with a place where people register here, else to who waits without."""
    occasion = Occasion(session=db.session(), settings=site_settings(), context={}, now=clock.now())
    found, desk = webinar_and_desk(occasion, webinar.id)
    assert found is not None
    locale = spoken_locale(webinar.language)
    with use_locale(locale):
        letter = recap_letter(occasion, found)
        if desk is not None:
            nobody = sample(found, None)
            nobody.kept_days = desk.retention_days
            letter = registered_letter(Reader(occasion=occasion, registration=nobody, webinar=found, desk=desk))
    return replace(letter, locale=locale).from_organisation(webinar.host) if letter else None
