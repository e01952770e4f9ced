"""What the letters to attendees have in common: the hour in her zone, whose webinar it is, how it ends."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import wraps
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.domain.calendars.queries import webinars_for_entries
from webinars.domain.mail.mail_kind import Button, CalendarPart, Letter, LinkedParagraph, Occasion, Passage
from webinars.domain.programme.credit_line import article_of, credit_text
from webinars.domain.programme.join_window import room_opens_at
from webinars.domain.programme.phases import end_of
from webinars.domain.programme.zone_display import reader_line_at
from webinars.domain.registration.links import join_code, page_token
from webinars.domain.registration.retention import days_kept, kept_until
from webinars.domain.registration.seats_and_waiting_list import gives_places, waiting_count
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import capitalised, short_title
from webinars.models import (
    ACTIVE_STATES,
    Organisation,
    Registration,
    RegistrationDesk,
    RegistrationSource,
    RegistrationState,
    Status,
    Webinar,
)
from webinars.pure.ical.writing import Method
from webinars.pure.times import ZoneLine, duration_text, format_day, format_weekday, is_known, wall

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
Writer = Callable[[Occasion], Letter | None]


class Reader(Struct, frozen=True, kw_only=True):
    """Whom a letter is for, and what about. The webinar is loaded as its calendar entry needs it."""

    occasion: Occasion
    registration: Registration
    webinar: Webinar
    desk: RegistrationDesk

    @property
    def timezone(self) -> str:
        zones = (self.registration.timezone, self.webinar.timezone, self.webinar.host.timezone)
        return next((zone for zone in zones if zone and is_known(zone)), "Etc/UTC")

    @property
    def is_proven(self) -> bool:
        """Whether somebody has pressed a button in a mail to this address."""
        if self.registration.state is RegistrationState.UNCONFIRMED:
            return False
        is_given_at_once = self.registration.confirmed_at == self.registration.created_at
        return self.registration.source is RegistrationSource.PAGE and not is_given_at_once

    @property
    def is_over(self) -> bool:
        """Whether the webinar has ended, as far as its hours are known."""
        starts_at = self.webinar.starts_at
        return starts_at is not None and end_of(self.webinar, starts_at) <= self.occasion.now

    @property
    def takes_place(self) -> bool:
        """Whether it is announced for an hour that is not over."""
        return self.webinar.status == Status.PUBLISHED and self.webinar.starts_at is not None and not self.is_over

    @property
    def token(self) -> str | None:
        return page_token(self.occasion.settings, self.registration)

    @property
    def page(self) -> str:
        """The address of her own page, or of the webinar's where hers can no longer be named."""
        links = self.occasion.links
        return links.registration(self.token) if self.token else links.webinar(self.webinar.slug)

    @property
    def join(self) -> str | None:
        code = join_code(self.occasion.settings, self.registration)
        return self.occasion.links.join(code) if code else None

    @property
    def opens_at(self) -> dt.datetime | None:
        return room_opens_at(self.webinar.starts_at) if self.webinar.starts_at else None

    @property
    def is_place_waited_for(self) -> bool:
        """Whether somebody would be given her place if she gave it back now."""
        session, number = self.occasion.session, self.webinar.id
        waiting = self.occasion.once(("waiting", number), lambda: waiting_count(session, number))
        return waiting > 0 and gives_places(self.webinar, now=self.occasion.now)

    def line_at(self, at: dt.datetime) -> ZoneLine:
        """Returns the hours of `at`, hers first."""
        settings = self.occasion.settings
        return self.occasion.once(
            ("line", self.webinar.id, at, self.timezone),
            lambda: reader_line_at(self.webinar, at, self.timezone, settings.display_zones),
        )

    def when(self, at: dt.datetime, *, with_year: bool | None = None) -> str:
        """Returns her day and hour: "Sunday 14 February, 5pm Rome", with the year if it is not the present one."""
        line = self.line_at(at)
        if with_year is None:
            with_year = line.date.year != self.on(self.occasion.now).year
        return _("%(date)s, %(times)s", date=format_day(line.date, year=with_year), times=line.times[0].text)

    @property
    def starts_at(self) -> dt.datetime:
        """The hour of what is announced for one."""
        assert self.webinar.starts_at is not None
        return self.webinar.starts_at

    @property
    def start_hour(self) -> str:
        """Her hour of the start: "5pm Rome"."""
        return self.line_at(self.starts_at).times[0].text

    @property
    def headline(self) -> str:
        """Her day and hour as the largest line of a letter, in which the hour and its zone stand together."""
        # In some languages a weekday has a small letter.
        return capitalised(self.when(self.starts_at)).replace(self.start_hour, on_one_line(self.start_hour))

    def hour(self, at: dt.datetime) -> str:
        """Returns her hour of something near the start: "4.30pm Rome", "11.40pm Sunday Rome" on the day before."""
        line = self.line_at(at)
        time = line.times[0]
        if self.webinar.starts_at is not None and line.date != self.line_at(self.webinar.starts_at).date:
            time = replace(time, day_text=time.day_text or format_weekday(line.date))
        return time.text

    def on(self, at: dt.datetime) -> dt.date:
        """Returns the date of her calendar."""
        return wall(at, self.timezone).date()

    @property
    def below(self) -> str:
        """The organiser's hours, and how long it takes."""
        others = ", ".join(on_one_line(time.text) for time in self.line_at(self.starts_at).times[1:])
        sentences = [_("%(times)s.", times=others)] if others else []
        if not self.webinar.is_duration_assumed:
            sentences.append(_("Lasts %(duration)s.", duration=duration_text(self.webinar.duration_minutes)))
        return " ".join(sentences)

    def subject(self, what: str, at: dt.datetime | None) -> str:
        """Returns what happened, her day and hour, the title: the hour stands where no mail program cuts it."""
        title = short_title(self.webinar.title)
        if at is None:
            return _("%(what)s: %(title)s", what=what, title=title)
        return _("%(what)s, %(when)s: %(title)s", what=what, when=self.when(at), title=title)

    def letter(
        self,
        *,
        subject: str,
        kicker: str,
        headline: str | None = None,
        line: str | None = None,
        paragraphs: Sequence[Passage | None],
        button: Button | None = None,
        further: Sequence[Passage | None] = (),
        footer: LinkedParagraph | str | None = None,
        title: str | None = None,
        credit: str | None = None,
        calendar: CalendarPart | None = None,
    ) -> Letter:
        """Returns the letter. Paragraphs that are None are left out.

        By default it begins with her hour, leads to her own page, and ends with `retention_footer`.
        """
        footer = self.retention_footer() if footer is None else footer
        secrets = (self.token, join_code(self.occasion.settings, self.registration))
        return Letter(
            subject=subject,
            kicker=kicker,
            headline=self.headline if headline is None else headline,
            line=self.below if line is None else line,
            title=self.webinar.title if title is None else title,
            credit=credit_of(self.webinar) if credit is None else credit,
            paragraphs=[each for each in paragraphs if each],
            button=button or self.open_button(),
            further=[each for each in (self._add_to_calendar(calendar), *further) if each],
            footer=footer if isinstance(footer, str) else footer.text,
            footer_address=None if isinstance(footer, str) else footer.address,
            calendar=calendar,
            secrets=frozenset(filter(None, secrets)),
        )

    def _add_to_calendar(self, calendar: CalendarPart | None) -> LinkedParagraph | None:
        """Returns the way to the entry for programs that show nothing of the one in the mail."""
        if calendar is None or calendar.method is not Method.REQUEST or not self.token:
            return None
        address = self.occasion.links.registration_calendar(self.token)
        return LinkedParagraph(text=_("Add to calendar:"), address=address)

    def open_button(self) -> Button:
        label = _("Open my registration") if self.token else _("See the webinar’s page")
        return Button(label=label, address=self.page)

    def webinar_button(self) -> Button:
        return Button(label=_("See the webinar’s page"), address=self.occasion.links.webinar(self.webinar.slug))

    def below_page(self, fragment: str) -> str:
        """Returns a place of her own page."""
        return f"{self.page}#{fragment}" if self.token else self.page

    @property
    def kept_until(self) -> str | None:
        """The day on which what is kept of her is erased, or None while that is not known."""
        if self.webinar.status == Status.POSTPONED:
            return None
        until = kept_until(self.webinar, days_kept(self.registration, self.desk))
        return self.day_of(until) if until else None

    def retention_footer(self) -> LinkedParagraph:
        """Returns the footer of whoever has shown that the address is theirs."""
        if self.kept_until:
            kept = _("Kept until %(date)s: your name, address, zone and answers.", date=self.kept_until)
        else:
            kept = _(
                "Kept until %(days)s days after the webinar: your name, address, zone and answers.",
                days=days_kept(self.registration, self.desk),
            )
        way = _("Read, change or erase them on your page:")
        return LinkedParagraph(text=f"{kept} {way}", address=self.page)

    def entry_notice(self, *, way_out: str) -> str:
        """Returns the beginning of the footer of an address that somebody has entered, whoever it was."""
        day = self.day_of(self.registration.created_at)
        if self.registration.source is RegistrationSource.HAND:
            by = with_article(self.webinar.host.name, is_first=True)
            return " ".join([_("%(who)s entered this address on %(date)s.", who=by, date=day), way_out])
        host = urlsplit(self.occasion.settings.base_url).hostname or ""
        return " ".join([_("This address was entered at %(host)s on %(date)s.", host=host, date=day), way_out])

    def day_of(self, at: dt.datetime) -> str:
        """Returns the date of her calendar in words: "16 March 2027"."""
        return format_date(self.on(at), "long")

    @property
    def host(self) -> str:
        """The host within a sentence: "the Lunar Society"."""
        return with_article(self.webinar.host.name)

    @property
    def host_first(self) -> str:
        """The same at the beginning of one."""
        return with_article(self.webinar.host.name, is_first=True)


def reader_of(occasion: Occasion) -> Reader | None:
    """Returns whom the letter is for, or None once that is erased or gone."""
    session, context = occasion.session, occasion.context
    registration = session.get(Registration, context["registration_id"], populate_existing=True)
    if registration is None or registration.erased_at is not None:
        return None
    webinar, desk = webinar_and_desk(occasion, registration.webinar_id)
    if webinar is None or desk is None:
        return None
    return Reader(occasion=occasion, registration=registration, webinar=webinar, desk=desk)


def while_it_is(state: RegistrationState) -> Callable[[Callable[[Reader], Letter | None]], Writer]:
    """Returns what makes the writer of a letter of its words. It drops itself once they are no longer so.

    That is when the registration is in another state than `state`, or, of one that has not ended, when the webinar is
    not to come any more, or, of one that has, when the webinar has no page.
    """

    def writer(words: Callable[[Reader], Letter | None]) -> Writer:
        @wraps(words)
        def write(occasion: Occasion) -> Letter | None:
            reader = reader_of(occasion)
            if reader is None or reader.registration.state is not state:
                return None
            is_so = reader.takes_place if state in ACTIVE_STATES else reader.webinar.status != Status.DRAFT
            return words(reader) if is_so else None

        return write

    return writer


def language_of(occasion: Occasion) -> str | None:
    """Returns the language of the webinar that the letter is about, or None if it is about none, or that is gone."""
    webinar = _webinar_of(occasion)
    return webinar.language if webinar else None


def host_of(occasion: Occasion) -> Organisation | None:
    """Returns who organises the webinar that the letter is about, or None if it is about none, or that is gone."""
    webinar = _webinar_of(occasion)
    return webinar.host if webinar else None


def public_host_of(occasion: Occasion) -> Organisation | None:
    """Returns the same where it is public: of what was taken down the host may be another by now."""
    webinar = _webinar_of(occasion)
    return webinar.host if webinar and webinar.status != Status.DRAFT else None


def _webinar_of(occasion: Occasion) -> Webinar | None:
    webinar_id = occasion.context.get("webinar_id")
    return webinar_and_desk(occasion, webinar_id)[0] if webinar_id else None


def webinar_and_desk(occasion: Occasion, webinar_id: int) -> tuple[Webinar | None, RegistrationDesk | None]:
    """Returns what is the same in all letters about one webinar, looked up once for those written together."""
    return occasion.once(("webinar", webinar_id), lambda: _look_up(occasion.session, webinar_id))


def _look_up(session: Session, webinar_id: int) -> tuple[Webinar | None, RegistrationDesk | None]:
    webinar = session.scalars(webinars_for_entries([webinar_id])).one_or_none()
    return webinar, session.get(RegistrationDesk, webinar_id, populate_existing=True)


def on_one_line(words: str) -> str:
    """Returns `words` on one line."""
    return words.replace(" ", NO_BREAK_SPACE)


def credit_of(webinar: Webinar) -> str:
    return credit_text(webinar)


def with_article(name: str, *, is_first: bool = False) -> str:
    """Returns the name of an organisation as it stands in a sentence."""
    written = article_of(name) + name
    return capitalised(written) if is_first else written
