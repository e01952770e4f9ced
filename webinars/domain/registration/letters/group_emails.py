"""What is said by mail of several webinars of a series at once, and when the series gets one more."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import orm

from webinars.domain.mail.mail_kind import Button, Item, Letter, LinkedParagraph, Occasion, Passage
from webinars.domain.registration.letters.calendar_parts import publication
from webinars.domain.registration.letters.shared_parts import (
    Reader,
    credit_of,
    on_one_line,
    webinar_and_desk,
    with_article,
)
from webinars.domain.registration.links import group_token, join_code
from webinars.domain.registration.queries import place_in_queue, window_at
from webinars.domain.registration.registration_window import press_ends_at
from webinars.domain.registration.reminder_times import coming_reminders, reminders_text
from webinars.domain.registration.retention import days_kept
from webinars.domain.registration.seats_and_waiting_list import gives_places
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import capitalised, short_title
from webinars.models import (
    GroupedRegistration,
    Registration,
    RegistrationGroup,
    RegistrationState,
    Series,
    Webinar,
)


class _Group(Struct, frozen=True):
    """Whose registrations a letter is about, soonest first: those alone of webinars that take place."""

    occasion: Occasion
    row: RegistrationGroup
    series: Series
    token: str
    readers: Sequence[Reader]

    @property
    def page(self) -> str:
        return self.occasion.links.registrations_together(self.token)

    def those(self, state: RegistrationState) -> list[Reader]:
        return [each for each in self.readers if each.registration.state is state]

    def letter(
        self,
        *,
        subject: str,
        kicker: str,
        headline: str,
        line: str,
        paragraphs: Sequence[Passage],
        button: str,
        further: Sequence[Passage],
        footer: LinkedParagraph | str,
    ) -> Letter:
        """Returns the letter, which leads to the page of all of them."""
        settings = self.occasion.settings
        own = {secret for each in self.readers for secret in (each.token, join_code(settings, each.registration))}
        return Letter(
            subject=f"{subject}: {short_title(self.series.title)}",
            kicker=kicker,
            headline=headline,
            line=line,
            paragraphs=paragraphs,
            button=Button(label=button, address=self.page),
            further=further,
            footer=footer if isinstance(footer, str) else footer.text,
            footer_address=None if isinstance(footer, str) else footer.address,
            secrets=frozenset(filter(None, {self.token, *own})),
        )


def write_take_places(occasion: Occasion) -> Letter | None:
    """Returns the letter to an address that nobody has shown to be theirs, or None once it has been pressed."""
    group = _group_of(occasion)
    waiting = group.those(RegistrationState.UNCONFIRMED) if group else []
    if group is None or not waiting:
        return None
    first, count = waiting[0], len(waiting)
    webinars = ngettext("one webinar", "%(num)s webinars", count)
    until = max(press_ends_at(each.webinar, each.desk, each.registration.created_at) for each in waiting)
    subject = _("Take your places: %(webinars)s, the first on %(when)s", webinars=webinars, when=_start(first))
    press = _(
        "Press to take them. Until then no place is held for you, and on %(date)s the link ends.",
        date=first.day_of(until),
    )
    return group.letter(
        subject=subject,
        kicker=_("Take your places"),
        headline=capitalised(_("%(webinars)s of “%(series)s”", webinars=webinars, series=group.series.title)),
        line=_("The first: %(when)s.", when=on_one_line(_start(first))),
        paragraphs=[press],
        button=_("Take my places"),
        further=[*map(_to_be_taken, waiting), *_refused(occasion)],
        footer=first.entry_notice(way_out=_("If it was not you, do nothing: no further mail comes.")),
    )


def write_places(occasion: Occasion) -> Letter | None:
    """Returns the letter that says of each webinar what has been given, or None if nothing is held any more."""
    group = _group_of(occasion)
    if group is None:
        return None
    placed, queued = group.those(RegistrationState.CONFIRMED), group.those(RegistrationState.WAITING)
    held = [*placed, *queued, *group.those(RegistrationState.PENDING)]
    if not held:
        return None
    first, sequences = held[0], occasion.context["sequences"]
    calendar = publication((each, sequences.get(str(each.registration.id))) for each in placed)
    says = [_("The calendar entries are attached, and move when a webinar moves.")] if calendar else []
    says += _reminders(placed)
    if group.row.wants_more:
        says.append(_("You have asked to hear of one more of this series. That mail takes no place by itself."))
    letter = group.letter(
        subject=_("Your places: %(which)s, the first on %(when)s", which=_which(group, placed), when=_start(first)),
        kicker=_("Your places"),
        headline=_headline(placed, [place_in_queue(occasion.session, each.registration) for each in queued]),
        line=_("%(series)s, a series of %(who)s.", series=group.series.title, who=_who(group.series)),
        paragraphs=[*map(_given, group.readers), *_refused(occasion)],
        button=_("Open my registrations"),
        further=[" ".join(says)] if says else [],
        footer=_footer(group, first),
    )
    return replace(letter, calendar=calendar)


def write_one_more(occasion: Occasion) -> Letter | None:
    """Returns the letter to who asked for it, or None once it is not wanted, or can be registered for no more."""
    session, webinar_id = occasion.session, occasion.context["webinar_id"]
    webinar, desk = webinar_and_desk(occasion, webinar_id)
    group = _row_of(occasion)
    newest = session.scalar(
        sa.select(Registration)
        .join(GroupedRegistration, GroupedRegistration.registration_id == Registration.id)
        .where(
            GroupedRegistration.group_id == occasion.context["group_id"],
            Registration.email_normal == occasion.recipient,
        )
        .order_by(Registration.id.desc())
        .limit(1)
    )
    if group is None or not group.wants_more or webinar is None or desk is None or newest is None:
        return None
    token, window = group_token(occasion.settings, group), window_at(session, webinar, now=occasion.now)
    if token is None or webinar.starts_at is None or window is None or not window.is_taking:
        return None
    reader = Reader(occasion=occasion, registration=newest, webinar=webinar, desk=desk)
    series = session.get_one(Series, group.series_id)
    return Letter(
        subject=reader.subject(_("One more"), webinar.starts_at),
        kicker=_("One more of “%(series)s”", series=series.title),
        headline=reader.headline,
        line=reader.below,
        title=webinar.title,
        credit=credit_of(webinar),
        paragraphs=[_("You asked to hear of it. Nothing is taken until you press.")],
        button=Button(
            label=_("Take a place") if window.state == "open" else _("Join the waiting list"),
            address=f"{occasion.links.registrations_together(token)}#more",
        ),
        further=[],
        footer=_("You are registered for other webinars of this series, and asked for this mail."),
        ending_label=_("Stop these mails"),
        secrets=frozenset({token}),
    )


def _row_of(occasion: Occasion) -> RegistrationGroup | None:
    return occasion.session.get(RegistrationGroup, occasion.context["group_id"], populate_existing=True)


def _group_of(occasion: Occasion) -> _Group | None:
    row = _row_of(occasion)
    token = group_token(occasion.settings, row) if row else None
    if row is None or token is None:
        return None
    found = occasion.session.scalars(
        sa.select(Registration)
        .join(Webinar, Webinar.id == Registration.webinar_id)
        .where(Registration.id.in_(occasion.context["registration_ids"]), Registration.erased_at.is_(None))
        .order_by(Webinar.starts_at, Registration.id)
        .execution_options(populate_existing=True)
    ).all()
    readers = []
    for each in found:
        webinar, desk = webinar_and_desk(occasion, each.webinar_id)
        if webinar is not None and desk is not None:
            readers.append(Reader(occasion=occasion, registration=each, webinar=webinar, desk=desk))
    series = occasion.session.scalars(
        sa.select(Series)
        .where(Series.id == row.series_id)
        .options(orm.joinedload(Series.organisation))
        .execution_options(populate_existing=True)
    ).one()
    return _Group(occasion, row, series, token, [each for each in readers if each.takes_place])


def _start(reader: Reader) -> str:
    return reader.when(reader.starts_at)


def _who(series: Series) -> str:
    return with_article(series.organisation.name)


def _which(group: _Group, placed: Sequence[Reader]) -> str:
    """Returns how many there are: "3", or "2 of 3" where not each is a place."""
    if len(placed) == len(group.readers) and not group.occasion.context["refused"]:
        return str(len(placed))
    count = len(group.readers) + len(group.occasion.context["refused"])
    return _("%(given)s of %(count)s", given=len(placed), count=count)


def _headline(placed: Sequence[Reader], numbers: Sequence[int]) -> str:
    """Returns "2 places, and number 3 in a queue"."""
    places = ngettext("One place", "%(num)s places", len(placed)) if placed else _("No place yet")
    if not numbers:
        return places
    return ngettext(
        "%(places)s, and number %(numbers)s in a queue",
        "%(places)s, and numbers %(numbers)s in queues",
        len(numbers),
        places=places,
        numbers=", ".join(map(str, numbers)),
    )


def _to_be_taken(reader: Reader) -> Item:
    window = window_at(reader.occasion.session, reader.webinar, now=reader.occasion.now)
    line = reader.below
    if reader.desk.is_approval_needed:
        line = _("After the press %(who)s decides who comes, and answers by mail.", who=reader.host)
    elif window is not None and window.state == "waiting list":
        line = _("You join the queue: places are taken.")
    return Item(
        what=reader.headline,
        title=reader.webinar.title,
        when="",
        line=line,
        address=reader.occasion.links.webinar(reader.webinar.slug),
    )


def _given(reader: Reader) -> Item:
    """Returns what has become of one of them."""
    now, address = reader.occasion.now, reader.page
    match reader.registration.state:
        case RegistrationState.CONFIRMED:
            what, line = _("A place"), reader.below
            if reader.join is not None and reader.opens_at is not None:
                address = reader.join
                line = _("%(hours)s Join from %(hour)s with this link of your own.", hours=line,
                         hour=reader.hour(reader.opens_at)).strip()  # fmt: skip
        case RegistrationState.WAITING:
            number = place_in_queue(reader.occasion.session, reader.registration)
            what = _("Number %(number)s in the queue", number=number)
            is_given = gives_places(reader.webinar, now=now)
            rest = _("We write as soon as a place is yours.") if is_given else _("Places are no longer given out.")
            line = f"{reader.below} {rest}".strip()
        case RegistrationState.PENDING:
            what, line = _("Not yet a place"), _("The organisers decide who comes, and answer by mail.")
        case RegistrationState.UNCONFIRMED:
            what, line = _("No place"), _why_not(reader.occasion, reader.webinar)
        case _:
            what, line = _("Given back"), ""
    return Item(what=what, title=reader.webinar.title, when=reader.headline, line=line, address=address)


def _refused(occasion: Occasion) -> Iterator[Item]:
    """Yields what was ticked and did not take registrations any more when the form came."""
    for webinar_id in occasion.context["refused"]:
        webinar, _desk = webinar_and_desk(occasion, webinar_id)
        if webinar is not None and webinar.is_public_page:
            yield Item(
                what=_("No place"),
                title=webinar.title,
                when="",
                line=_why_not(occasion, webinar),
                address=occasion.links.webinar(webinar.slug),
            )


def _why_not(occasion: Occasion, webinar: Webinar) -> str:
    window = window_at(occasion.session, webinar, now=occasion.now)
    return _("All places are taken.") if window is not None and window.is_full else _("Registration was closed.")


def _reminders(placed: Sequence[Reader]) -> list[str]:
    """Returns when the reminders come, if that is the same for all."""
    now = placed[0].occasion.now if placed else None
    times = {tuple(coming_reminders(each.webinar, each.desk, now=now)) for each in placed if now}
    if len(times) != 1 or not (only := times.pop()):
        return []
    return [_("Reminders come %(times)s each.", times=reminders_text(only))]


def _footer(group: _Group, first: Reader) -> LinkedParagraph:
    if not first.is_proven:
        text = first.entry_notice(way_out=_("If it was not you, erase it here, and no further mail comes:"))
        return LinkedParagraph(text=text, address=f"{group.page}#erase")
    days = {days_kept(each.registration, each.desk) for each in group.readers}
    if len(days) == 1:
        kept = ngettext(
            "Kept for each webinar until one day after it: your name, address, zone and answers.",
            "Kept for each webinar until %(num)s days after it: your name, address, zone and answers.",
            days.pop(),
        )
    else:
        kept = _("Kept for each webinar as long as its own page says: your name, address, zone and answers.")
    way = _("Read, change or erase them on your page:")
    return LinkedParagraph(text=f"{kept} {way}", address=group.page)
