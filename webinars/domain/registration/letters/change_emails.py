"""What attendees are told when their webinar is no longer what they know of it.

Each letter drops itself when the webinar is otherwise by now: a later mail says how. It begins from what this reader
was really told last, so that nobody reads of an hour that was only promised for some minutes.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct

from webinars.domain.mail.mail_kind import CalendarPart, Letter, LinkedParagraph, Occasion, Passage, Quotation
from webinars.domain.registration.cancellation_recipients import TOLD_STATES
from webinars.domain.registration.letters.announced_state import AnnouncedState
from webinars.domain.registration.letters.calendar_parts import cancel, request, stored_entry
from webinars.domain.registration.letters.shared_parts import Reader, reader_of
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import capitalised, short_title
from webinars.models import Mailing, OutboundEmail, PromiseState, RegistrationState, Status
from webinars.pure.times import duration_text

MOVED, RESTORED = "registration.moved", "registration.restored"
CANCELLED, POSTPONED, WITHDRAWN = "registration.cancelled", "registration.postponed", "registration.withdrawn"
NEWS_KINDS = (MOVED, CANCELLED, POSTPONED, RESTORED, WITHDRAWN)


class ChangeNews(Struct, frozen=True):
    """What is news to one reader."""

    reader: Reader
    was: AnnouncedState
    sequence: int | None

    @property
    def has_place(self) -> bool:
        return self.reader.registration.state is RegistrationState.CONFIRMED

    def request(self) -> CalendarPart | None:
        return request(self.reader, self.sequence) if self.has_place else None

    def cancel(self) -> CalendarPart | None:
        return cancel(self.reader.occasion, self.reader.webinar, self.sequence)

    def by_state(self, *, place: str, waiting: str, pending: str) -> str:
        """Returns the sentence on what becomes of the registration."""
        return {
            RegistrationState.CONFIRMED: place,
            RegistrationState.WAITING: waiting,
            RegistrationState.PENDING: pending,
        }[self.reader.registration.state]


def write_moved(occasion: Occasion) -> Letter | None:
    """Returns the letter that says that it has another start, or takes longer or shorter."""
    news = _news_of(occasion)
    if news is None or news.reader.webinar.starts_at is None:
        return None
    reader, starts_at = news.reader, news.reader.webinar.starts_at
    calendar = news.request()
    if news.was.starts_at == starts_at:
        kicker, says = _length_words(news)
        subject = reader.subject(kicker, starts_at)
    else:
        is_new_date = news.was.status == Status.POSTPONED
        kicker = _("It has a new date") if is_new_date else _("It has moved")
        subject = _("New date, %(when)s: %(title)s") if is_new_date else _("Moved to %(when)s: %(title)s")
        subject %= {"when": reader.when(starts_at), "title": short_title(reader.webinar.title)}
        says = [_was_to_be(news)] if news.was.starts_at else []
        says.append(
            news.by_state(
                place=_("Your place moves with it."),
                waiting=_("You stay on the waiting list."),
                pending=_("Your registration moves with it."),
            )
        )
    if calendar and news.was.status == Status.PUBLISHED:
        says.append(_("The new calendar entry is attached and replaces the old one."))
    elif calendar:
        says.append(_("The new calendar entry is attached."))
    return _at_its_hour(news, subject, kicker, says, calendar)


def write_restored(occasion: Occasion) -> Letter | None:
    """Returns the letter that says that it takes place after all."""
    news = _news_of(occasion)
    if news is None or news.reader.webinar.starts_at is None:
        return None
    reader, starts_at = news.reader, news.reader.webinar.starts_at
    calendar = news.request()
    says = [
        {
            Status.POSTPONED: _("It had been postponed, and takes place after all."),
            Status.DRAFT: _("It had been taken down, and is announced again."),
        }.get(news.was.status, _("It had been cancelled, and takes place after all."))
    ]
    if news.was.starts_at not in {None, starts_at}:
        says.append(_was_to_be(news))
    says.append(
        news.by_state(
            place=_("You have your place as before."),
            waiting=_("You are on the waiting list as before."),
            pending=_("The organisers have your registration as before."),
        )
    )
    if calendar:
        says.append(_("The new calendar entry is attached."))
    subject, kicker = reader.subject(_("It takes place"), starts_at), _("It takes place after all")
    return _at_its_hour(news, subject, kicker, says, calendar)


def _at_its_hour(
    news: ChangeNews, subject: str, kicker: str, says: Sequence[str], calendar: CalendarPart | None
) -> Letter:
    """Returns the letter of a webinar that takes place at an hour which is new to its reader."""
    return news.reader.letter(
        subject=subject,
        kicker=kicker,
        paragraphs=[" ".join(says)],
        further=[_if_it_does_not_suit(news)],
        calendar=calendar,
    )


def write_cancelled(occasion: Occasion) -> Letter | None:
    """Returns the letter that says that it does not take place."""
    news = _news_of(occasion)
    if news is None:
        return None
    reader, calendar = news.reader, news.cancel()
    reason = reader.webinar.cancellation_reason
    if calendar:
        says = _(
            "You need do nothing. The attached entry takes the webinar out of your calendar, and no reminder comes."
        )
    else:
        says = _("You need do nothing, and no reminder comes.")
    quotation = Quotation(opening=_("%(who)s writes:", who=reader.host_first), words=reason) if reason else None
    return reader.letter(
        subject=reader.subject(_("Cancelled"), news.was.starts_at),
        kicker=_("It is cancelled"),
        headline=_("It will not take place"),
        line=_on_its_day(news, _("It was to begin on %(when)s.")),
        paragraphs=[says, quotation],
        button=reader.webinar_button(),
        further=[_("If there is a new date, it will be on that page.")],
        footer=_erased_some_day(reader),
        calendar=calendar,
    )


def write_postponed(occasion: Occasion) -> Letter | None:
    """Returns the letter that says that its hour no longer holds, and that there is no other yet."""
    news = _news_of(occasion)
    if news is None:
        return None
    reader, calendar = news.reader, news.cancel()
    stays = news.by_state(
        place=_("You keep your place."),
        waiting=_("You stay on the waiting list."),
        pending=_("The organisers keep your registration."),
    )
    if calendar:
        rest = _(
            "When the new date is set, we write, and a new calendar entry comes. The attached one takes the old date "
            "out."
        )
    else:
        rest = _("When the new date is set, we write.")
    give_back = _("If you do not want to wait for it, give your place back on your page.")
    return reader.letter(
        subject=reader.subject(_("Postponed"), news.was.starts_at),
        kicker=_("It is postponed"),
        headline=_("A new date will follow"),
        line=_on_its_day(news, _("%(when)s, no longer holds.")),
        paragraphs=[f"{stays} {rest}"],
        further=[give_back if news.has_place else None],
        calendar=calendar,
    )


def write_withdrawn(occasion: Occasion) -> Letter | None:
    """Returns the letter that says that it is a draft again: nothing is said but what was public."""
    news = _news_of(occasion)
    if news is None:
        return None
    reader, calendar = news.reader, news.cancel()
    stored = stored_entry(occasion, reader.webinar.id)
    title, at = stored.title if stored else reader.webinar.title, news.was.starts_at
    subject = _("Taken down, %(when)s: %(title)s", when=reader.when(at), title=short_title(title)) if at else title
    says = [_("The organisers have taken the webinar off this site. If they announce it again, we write.")]
    if calendar:
        says.append(_("The attached entry takes it out of your calendar."))
    return reader.letter(
        subject=subject,
        kicker=_("It is taken down"),
        headline=_("It is not announced any more"),
        line=_on_its_day(news, _("It was to begin on %(when)s.")),
        title=title,
        credit="",
        paragraphs=[" ".join(says)],
        calendar=calendar,
    )


def _news_of(occasion: Occasion) -> ChangeNews | None:
    """Returns what is news to the reader, or None if that is no news to her, or no longer so."""
    reader = reader_of(occasion)
    if reader is None or reader.registration.state not in TOLD_STATES:
        return None
    now = AnnouncedState.from_json(occasion.context["now"])
    if AnnouncedState.of_webinar(reader.webinar) != now or (now.ends_at and now.ends_at <= occasion.now):
        return None
    was = _last_announced(occasion)
    return None if was == now else ChangeNews(reader, was, occasion.context.get("sequence"))


def _last_announced(occasion: Occasion) -> AnnouncedState:
    """Returns what this reader knew before: of earlier news, only what has left the house counts."""
    context = occasion.context
    was, mailing_id = AnnouncedState.from_json(context["was"]), context["mailing_id"]
    for mail in _earlier_news(occasion, mailing_id):
        if AnnouncedState.from_json(mail.context["now"]) == was:
            if mail.state is PromiseState.SENT:
                break
            was = AnnouncedState.from_json(mail.context["was"])
    return was


def _earlier_news(occasion: Occasion, mailing_id: int) -> list[sa.Row[tuple[dict[str, object], PromiseState]]]:
    """Returns mails of earlier mailings to this reader about this webinar, the latest first."""
    session, webinar_id = occasion.session, occasion.context["webinar_id"]
    of_webinar = sa.select(Mailing.id).where(
        Mailing.webinar_id == webinar_id, Mailing.kind.in_(NEWS_KINDS), Mailing.id < mailing_id
    )
    # Nearly always there was none, for any of those who are written to.
    if not occasion.once(("earlier", mailing_id), lambda: session.scalar(of_webinar.limit(1)) is not None):
        return []
    mails = session.execute(
        sa.select(OutboundEmail.context, OutboundEmail.state)
        .where(OutboundEmail.recipient == occasion.recipient, OutboundEmail.kind.in_(NEWS_KINDS))
        .order_by(OutboundEmail.id.desc())
    )
    registration_id = occasion.context["registration_id"]
    return [
        mail
        for mail in mails
        if mail.context["registration_id"] == registration_id and mail.context["mailing_id"] < mailing_id
    ]


def _length_words(news: ChangeNews) -> tuple[str, list[str]]:
    before, after = news.was.minutes or 0, AnnouncedState.of_webinar(news.reader.webinar).minutes or 0
    kicker = _("It is longer") if after > before else _("It is shorter")
    says = _(
        "It begins as announced, and lasts %(after)s instead of %(before)s.",
        after=duration_text(after),
        before=duration_text(before),
    )
    return kicker, [says]


def _was_to_be(news: ChangeNews) -> str:
    assert news.was.starts_at is not None
    return _("It was to be on %(when)s.", when=news.reader.when(news.was.starts_at))


def _on_its_day(news: ChangeNews, sentence: str) -> str:
    at = news.was.starts_at
    return capitalised(sentence % {"when": news.reader.when(at, with_year=True)}) if at else ""


def _if_it_does_not_suit(news: ChangeNews) -> Passage | None:
    if not news.has_place:
        return _("If it does not suit you any more, end your registration on your page.")
    is_new = news.was.starts_at != news.reader.webinar.starts_at
    if is_new:
        give_back = _("If the new hour does not suit you, give your place back on your page.")
    else:
        give_back = _("If it does not suit you any more, give your place back on your page.")
    if news.reader.join is None:
        return give_back
    join = _("Your link to join is the same as before:")
    return LinkedParagraph(text=f"{give_back} {join}", address=news.reader.join)


def _erased_some_day(reader: Reader) -> LinkedParagraph | str:
    until = reader.kept_until
    if until is None:
        return reader.retention_footer()
    text = _("Your name, address, zone and answers are erased on %(date)s. To erase them now:", date=until)
    return LinkedParagraph(text=text, address=reader.below_page("erase"))
