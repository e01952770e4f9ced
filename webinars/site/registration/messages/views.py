"""The host's people write to those who registered, and see what has become of it."""

import datetime as dt
from collections.abc import Iterator, Mapping

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from msgspec.structs import replace

from webinars import clock
from webinars.db import db
from webinars.domain.mail.compose import compose
from webinars.domain.mail.mail_kind import Letter, Occasion
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.zone_display import moment_text, zone_label
from webinars.domain.registration.errors import MessageInvalid, TooManyTests
from webinars.domain.registration.mailings.audiences import (
    AudienceCount,
    audience_counts,
    available_audiences,
    reminded_count,
)
from webinars.domain.registration.mailings.recap_mail import asked_count
from webinars.domain.registration.messages import actions, daily_limits
from webinars.domain.registration.messages.deliveries import as_mailing, deliveries_of, delivery_of, one_of
from webinars.domain.registration.messages.drafts import BODY_LENGTH, SUBJECT_LENGTH, Draft, checked_draft
from webinars.domain.registration.messages.emails import Words, preview_of
from webinars.domain.registration.queries import desk_of
from webinars.domain.registration.reminder_times import coming_reminders, due_at, reminders_text
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import one_line
from webinars.lib.tokens import new_token
from webinars.models import Audience, Mailing, OutboundEmail, Priority, Registration, RegistrationDesk, Status, Webinar
from webinars.pure import times
from webinars.pure.times import first_instant
from webinars.site.registration.messages import wording
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.mail_wording import on_its_way
from webinars.web.number_converter import id_in_address
from webinars.web.press import by_actor, press, say_at
from webinars.web.requests.transactions import stores_nothing
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

# A message as it stands in the form, whatever was typed.


LONGEST_NUMBER = 6


class TypedMessage(Struct, frozen=True, kw_only=True):
    """What the form holds."""

    audience: str = Audience.CONFIRMED
    subject: str = ""
    body: str = ""
    when: str = "now"
    on: str = ""
    at: str = ""
    key: str = ""
    """Of this form: pressing twice is pressing once."""
    said: str = ""
    """Whom, when and how many the button that was pressed had named."""

    @property
    def is_later(self) -> bool:
        return self.when == "later"

    def saying(self, count: int) -> "TypedMessage":
        """Returns the form with a button that names so many people."""
        return replace(self, said=f"{self._said_of} {count}")

    @property
    def said_count(self) -> int | None:
        """Returns how many people the button named.

        None if it was not for what is chosen now, or there was none.
        """
        what, _space, count = self.said.rpartition(" ")
        is_number = count.isascii() and count.isdecimal() and len(count) <= LONGEST_NUMBER
        return int(count) if is_number and what == self._said_of else None

    @property
    def _said_of(self) -> str:
        return f"{self.audience} {f'{self.on}T{self.at}' if self.is_later else 'now'}"

    def draft(self, webinar: Webinar) -> Draft:
        """Returns what is to be sent.

        Raises MessageInvalid if it cannot be read. Whether it can be sent is not looked at.
        """
        wrong: dict[str, str] = {}
        audience, due_at = Audience.CONFIRMED, None
        try:
            audience = Audience(self.audience)
        except ValueError:
            wrong["audience"] = _("Choose whom it goes to.")
        if self.is_later:
            try:
                wall = dt.datetime.combine(dt.date.fromisoformat(self.on), dt.time.fromisoformat(self.at))
                due_at = first_instant(wall.replace(tzinfo=None), zone_of(webinar))
            except (ValueError, times.TimesError):
                wrong["on"] = _("Enter a date and an hour, like 13 February 2027 and 09:00.")
        if wrong:
            raise MessageInvalid(wrong)
        return Draft(audience=audience, subject=self.subject, body=self.body, due_at=due_at)


def typed_in(form: Mapping[str, str]) -> TypedMessage:
    """Returns what was sent. The field that was not is as in an empty form."""
    names = ("audience", "subject", "body", "when", "on", "at", "key", "said")
    return TypedMessage(**{"key": new_token(), **{name: form[name] for name in names if name in form}})


def zone_of(webinar: Webinar) -> str:
    return webinar.timezone or webinar.host.timezone


# Which mails go out by themselves, so that nobody writes what is said anyway.


class AutomaticMail(Struct, frozen=True):
    """A row of the table."""

    name: str
    when: str
    to: str


def own_mails(
    webinar: Webinar,
    desk: RegistrationDesk,
    counts: Mapping[Audience, AudienceCount],
    reminded: Mapping[int, int],
    asked: int,
    *,
    now: dt.datetime,
) -> Iterator[AutomaticMail]:
    """Yields the mails that go out without anybody's doing.

    `reminded` counts who wants each reminder, `asked` who asked for the recording, with a place or without.
    """
    yield AutomaticMail(_("Your place"), _("At once"), _("Whoever gets a place"))
    if webinar.status == Status.PUBLISHED:
        for minutes in coming_reminders(webinar, desk, now=now):
            at = due_at(webinar, minutes)
            if at is not None:
                there = counts[Audience.CONFIRMED].there
                to = ngettext(
                    "%(some)s of one with a place", "%(some)s of %(num)s with a place", there, some=reminded[minutes]
                )
                yield AutomaticMail(
                    _("Reminder, %(when)s", when=reminders_text([minutes])), moment_text(webinar, at), to
                )
    yield AutomaticMail(_("It has moved, it is cancelled"), _("When you say so"), _("All with a place, all who wait"))
    to = ngettext("One who asked for it", "%(num)s who asked for it", asked)
    yield AutomaticMail(_("The recording is up"), _("One hour after it is added"), to)


bp = Blueprint("messages", __name__, url_prefix="/manage/webinars/<slug>/messages")


class MessagesPage(Struct, frozen=True, kw_only=True):
    """What stands on the page beside the form."""

    typed: TypedMessage
    wrong: dict[str, str] = field(default_factory=dict)
    sentence: str = ""
    """Why nothing was sent."""
    told: str = ""
    """What was done."""
    is_looked_at: bool = False
    """Whether the preview is shown, and the button that sends it."""


class Preview(Struct, frozen=True):
    """A message as one of its readers would get it."""

    letter: Letter
    headers: Mapping[str, str]
    reader: Registration | None


@bp.get("")
@access.signed_in
@about(webinar_to_edit)
def index(webinar: Webinar) -> ResponseReturnValue:
    typed = typed_in({})
    if (again := id_in_address("again")) is not None:
        found = delivery_of(db.session(), webinar.id, again) or abort(404)
        mailing = found.mailing
        typed = replace(typed, audience=mailing.audience or "", subject=mailing.subject, body=mailing.body)
    return _page(webinar, MessagesPage(typed=typed))


@bp.post("/preview")
@access.signed_in
@stores_nothing
@about(webinar_to_edit)
def preview(webinar: Webinar) -> ResponseReturnValue:
    """The form once more, with the letter beside it and the number of people on its button."""
    typed = typed_in(request.form)
    try:
        checked_draft(typed.draft(webinar), webinar, now=clock.now())
    except MessageInvalid as error:
        return _page(webinar, MessagesPage(typed=typed, wrong=dict(error.sentences))), 422
    return _page(webinar, MessagesPage(typed=typed, is_looked_at=True))


@bp.post("")
@access.signed_in
@about(webinar_to_edit)
def send(webinar: Webinar) -> ResponseReturnValue:
    _desk_or_404(webinar)
    typed = typed_in(request.form)
    return press(
        lambda: _send(webinar, typed),
        said=lambda mailing: _said(webinar, mailing),
        back=url_for(".index", slug=webinar.slug),
        refused=lambda error: (_again(find_again(), typed, error), 422),
    )


def _send(webinar: Webinar, typed: TypedMessage) -> Mailing:
    draft, said_count, now = typed.draft(webinar), typed.said_count, clock.now()
    if said_count is None:
        checked_draft(draft, webinar, now=now)
        raise WebinarsError(_("Whom it goes to, or when, is not what the button said. Look at it, and press again."))
    return actions.send(
        db.session(), site_settings(), current_actor(), webinar, draft, said_count=said_count, key=typed.key, now=now
    )


@bp.post("/test")
@access.signed_in
def send_test(slug: str) -> ResponseReturnValue:
    """Send the message to whoever writes it. The form comes back as it was typed."""
    webinar, typed = _webinar_or_404(slug), typed_in(request.form)
    try:
        address = actions.send_test(*by_actor(), webinar, typed.draft(webinar), now=clock.now())
    except (MessageInvalid, TooManyTests) as error:
        db.session.rollback()
        return _again(_webinar_or_404(slug), typed, error), 422
    db.session.commit()
    told = on_its_way(_("A test is on its way to %(address)s.", address=address))
    return _page(_webinar_or_404(slug), MessagesPage(typed=typed, told=told, is_looked_at=True))


@bp.get("/<int:mailing_id>")
@access.signed_in
@about(webinar_to_edit)
def show(webinar: Webinar, mailing_id: int) -> ResponseReturnValue:
    found = delivery_of(db.session(), webinar.id, mailing_id) or abort(404)
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
@about(webinar_to_edit)
def stop(webinar: Webinar, mailing_id: int) -> ResponseReturnValue:
    back = url_for(".index", slug=webinar.slug)
    try:
        return press(
            lambda: actions.stop(*by_actor(), webinar, mailing_id, now=clock.now()),
            said=_("It is stopped. What has not left does not leave any more."),
            back=back,
            refused=say_at(back),
        )
    except LookupError:
        abort(404)


def _said(webinar: Webinar, mailing: Mailing) -> str:
    if mailing.is_held:
        return _(
            "It waits for an administrator, who reads the first message of an organisation. It goes once that is done."
        )
    if mailing.context["is_planned"]:
        return _("It is planned for %(when)s.", when=moment_text(webinar, mailing.due_at))
    count = mailing.said_count or 0
    return on_its_way(ngettext("It is on its way to one person.", "It is on its way to %(num)s people.", count))


def _webinar_or_404(slug: str) -> Webinar:
    """Returns the webinar, if the person may write to those who registered, and anybody could.

    Ends in 403 for those who may look.
    """
    webinar = permitted_webinar_or_404(slug, can_keep_registrations)
    _desk_or_404(webinar)
    return webinar


def _desk_or_404(webinar: Webinar) -> RegistrationDesk:
    return desk_of(db.session(), webinar.id) or abort(404)


def _again(webinar: Webinar, typed: TypedMessage, error: WebinarsError) -> str:
    """Returns the page with what was typed, and why nothing was sent."""
    if isinstance(error, MessageInvalid):
        return _page(webinar, MessagesPage(typed=typed, wrong=dict(error.sentences)))
    return _page(webinar, MessagesPage(typed=typed, sentence=str(error), is_looked_at=True))


def _page(webinar: Webinar, shown: MessagesPage) -> str:
    session, now = db.session(), clock.now()
    counts, may_be = audience_counts(session, webinar.id), available_audiences(webinar, now=now)
    desk = _desk_or_404(webinar)
    reminded = {minutes: reminded_count(session, webinar.id, minutes) for minutes in desk.reminder_minutes}
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
        sendings=deliveries_of(session, webinar.id),
        own_mails=list(own_mails(webinar, desk, counts, reminded, asked_count(session, webinar.id), now=now)),
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
    return Preview(letter, headers_of(letter, reader.email_normal if reader else None, now=now), reader)


def headers_of(letter: Letter, address: str | None, *, now: dt.datetime) -> Mapping[str, str]:
    """Returns the headers of a letter that nobody sends, to `address` or to one that nobody has."""
    mail = OutboundEmail(
        dedupe_key="",
        kind=daily_limits.TEST_MAIL_KIND,
        context={},
        priority=Priority.MESSAGE,
        due_at=now,
        created_at=now,
        recipient=address or "reader@attendee.example",
        recipient_domain="",
    )
    mail.id = 0
    return compose(site_settings(), mail, letter, now=now).headers
