"""The form that registers for several webinars of a series: what it offers, and what was typed into it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webinars.domain.programme.zone_display import zone_line_of
from webinars.domain.registration.groups.queries import coming_of_series, questions_of_each, windows_of
from webinars.domain.registration.groups.shared_questions import SharedQuestion, shared_questions
from webinars.domain.registration.queries import desks_of
from webinars.domain.registration.registration_window import RegistrationWindow
from webinars.lib.i18n import format_date, format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import short_title
from webinars.models import RegistrationDesk, Series, Webinar
from webinars.pure.times import unusual_weeks
from webinars.site.registration.form_input import TypedRegistration, typed_in
from webinars.site.registration.retention_words import answer_kept, erased_on
from webinars.web.site_context import site_settings


class SeriesChoice(Struct, frozen=True):
    """A webinar of the form."""

    webinar: Webinar
    window: RegistrationWindow | None
    """None: people do not register for it here."""

    @property
    def unusual(self) -> str:
        """Which zones of the line are not their usual hours from the webinar's own on that day, or empty."""
        starts_at, own = self.webinar.starts_at, self.webinar.timezone
        if starts_at is None or own is None:
            return ""
        line = zone_line_of(self.webinar, site_settings().display_zones)
        at_the_start = starts_at, starts_at + dt.timedelta(minutes=1)
        others = [each.label for each in line.times if unusual_weeks(own, each.timezone, *at_the_start)] if line else []
        if not others:
            return ""
        return _("%(others)s: not the usual hours away, for clocks change there on another day.",
                 others=format_list(others))  # fmt: skip

    @property
    def can_be_ticked(self) -> bool:
        return self.window is not None and self.window.is_taking


class SeriesQuestion(Struct, frozen=True):
    """A question of the form, at its place from 1 on."""

    shared: SharedQuestion
    place: int
    kept: str


class SeriesForm(Struct, frozen=True, kw_only=True):
    """Everything that the form shows of the webinars."""

    series: Series
    choices: Sequence[SeriesChoice]
    questions: Sequence[SeriesQuestion]
    desks: Mapping[int, RegistrationDesk]

    @property
    def offered(self) -> list[Webinar]:
        return [each.webinar for each in self.choices if each.can_be_ticked]

    @property
    def asked_once(self) -> list[SeriesQuestion]:
        """What more than one webinar asks, or the only one."""
        return [each for each in self.questions if len(each.shared.asked) > 1 or len(self.offered) == 1]

    @property
    def asked_alone(self) -> list[tuple[Webinar, list[SeriesQuestion]]]:
        """What one webinar asks and no other, below that webinar."""
        alone = [each for each in self.questions if each not in self.asked_once]
        by_webinar = {
            webinar.id: [each for each in alone if each.shared.question.webinar_id == webinar.id]
            for webinar in self.offered
        }
        return [(webinar, by_webinar[webinar.id]) for webinar in self.offered if by_webinar[webinar.id]]

    @property
    def how_long(self) -> str:
        """For how long what is entered now is kept."""
        days = {self.desks[each.id].retention_days for each in self.offered}
        after = _("For each webinar as long as its own page says.")
        if len(days) == 1:
            after = ngettext(
                "For each webinar until one day after it.", "For each webinar until %(num)s days after it.", min(days)
            )
        ends = [erased_on(each, self.desks[each.id].retention_days) for each in self.offered]
        known = [each for each in ends if each is not None]
        if len(known) < len(ends) or not known:
            return after
        last = _("The last is erased on %(date)s, and a last mail says so.", date=format_date(max(known), "d MMMM y"))
        return f"{after} {last}"

    @property
    def who_sees(self) -> list[tuple[str, str]]:
        """The hosts, each with the webinars whose registrations it sees, or no words where it is the only one."""
        titles: dict[str, list[str]] = {}
        for each in self.offered:
            titles.setdefault(each.host.name, []).append(_("“%(words)s”", words=short_title(each.title)))
        return [(name, format_list(of) if len(titles) > 1 else "") for name, of in titles.items()]


class TypedSeries(TypedRegistration, frozen=True, kw_only=True):
    """The fields of the form."""

    ticked: Collection[str] = field(default_factory=frozenset)
    """The slugs of the webinars."""
    wants_more: bool = False


def series_form(session: Session, series: Series, *, now: dt.datetime) -> SeriesForm:
    """Returns what can be registered for in the series at `now`."""
    coming = coming_of_series(session, series, now=now)
    windows = windows_of(session, coming, now=now)
    choices = [SeriesChoice(each, windows.get(each.id)) for each in coming]
    offered = {each.webinar.id: each.webinar for each in choices if each.can_be_ticked}
    desks = desks_of(session, offered)
    questions = [
        SeriesQuestion(one, place, _kept(one, offered, desks))
        for place, one in enumerate(shared_questions(questions_of_each(session, offered)), start=1)
    ]
    return SeriesForm(series=series, choices=choices, questions=questions, desks=desks)


def typed_into(sent: MultiDict[str, str], form: SeriesForm) -> TypedSeries:
    """Returns what stands in the form that was sent."""
    person = typed_in(sent, [each.shared.question for each in form.questions])
    return TypedSeries(
        name=person.name,
        email=person.email,
        timezone=person.timezone,
        wants_recording=person.wants_recording,
        answers=person.answers,
        ticked=frozenset(sent.getlist("webinars")),
        wants_more="more" in sent,
    )


def _kept(one: SharedQuestion, webinars: Mapping[int, Webinar], desks: Mapping[int, RegistrationDesk]) -> str:
    """Returns until when the answer is kept."""
    if len(one.asked) == 1:
        webinar = webinars[one.question.webinar_id]
        return answer_kept(webinar, one.question, desks[webinar.id].retention_days)
    days = {min(each.keep_days or 365, desks[each.webinar_id].retention_days) for each in one.asked}
    if len(days) > 1:
        return _("Asked once for all of them. Kept for each as its own page says.")
    return ngettext(
        "Asked once for all of them. Kept until one day after each.",
        "Asked once for all of them. Kept until %(num)s days after each.",
        days.pop(),
    )
