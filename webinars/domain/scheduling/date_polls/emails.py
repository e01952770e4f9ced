"""What is said by mail of starts that are proposed: to speakers, and to those who answer for a co-organiser."""

from msgspec import Struct

from webinars.domain.calendars.queries import webinars_for_entries
from webinars.domain.mail.mail_kind import Button, Letter, Occasion
from webinars.domain.programme.credit_line import article_of, credit_text
from webinars.domain.scheduling.date_polls.local_hours import LocalHour, local_hour
from webinars.domain.scheduling.date_polls.queries import Participant, answers_of, poll_of, replies_of
from webinars.domain.speaker_pages.emails import speaker_reader_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import capitalised, short_title
from webinars.models import CoOrganiser, ProposedStart, StartPoll, Status, Webinar
from webinars.pure.ical.writing import Method
from webinars.pure.times import format_day, line_label, presentable, wall


class _Reader(Struct, frozen=True, kw_only=True):
    """Whom a letter is for."""

    voice: Participant
    webinar: Webinar
    page: str
    """Where starts are answered, and seen."""
    footer: str
    secrets: frozenset[str] = frozenset()
    has_entry: bool = False
    """The calendar of this person is told of every start already."""


def write_asked(occasion: Occasion) -> Letter | None:
    """Returns the letter that asks which hours suit.

    Returns None once a start is chosen, the link is closed, or everything is answered.
    """
    reader = _reader(occasion)
    if reader is None:
        return None
    webinar = reader.webinar
    poll = poll_of(occasion.session, webinar.id, fresh=True)
    if poll is None or not poll.is_open or webinar.status == Status.CANCELLED:
        return None
    reply = replies_of(occasion.session, webinar.id, fresh=True).get(reader.voice.key)
    if len(answers_of(reply, poll.starts)) == len(poll.starts):
        return None
    title, count = webinar.title, len(poll.starts)
    subject = _("Which hours suit you? %(title)s", title=short_title(title))
    if occasion.context.get("is_reminder"):
        subject = _("Reminder: which hours suit you? %(title)s", title=short_title(title))
    looks = ngettext(
        "%(host)s looks for a time for “%(title)s”, and proposes one.",
        "%(host)s looks for a time for “%(title)s”, and proposes %(num)s.",
        count,
        host=capitalised(article_of(webinar.host.name) + webinar.host.name),
        title=title,
    )
    paragraphs = [
        looks,
        _("Say of each whether it suits you. You see it in the hour where you are. No account is needed.")
        if reader.voice.appearance is not None
        else _("Say of each whether it suits %(organisation)s.", organisation=reader.voice.name),
    ]
    if poll.ends_at is not None:
        paragraphs.append(_("Answers are wanted by %(when)s.", when=_deadline(poll, reader)))
    return Letter(
        subject=subject,
        kicker=_("Which hours suit you?"),
        headline=title,
        credit=credit_text(webinar),
        paragraphs=paragraphs,
        button=Button(label=_("See the hours, and answer"), address=reader.page),
        footer=reader.footer,
        secrets=reader.secrets,
    )


def write_chosen(occasion: Occasion) -> Letter | None:
    """Returns the letter that says which start was chosen, the reader's own hour first.

    None if that was taken back or is another by now, and for a speaker whose calendar entry says it already.
    """
    reader = _reader(occasion)
    if reader is None:
        return None
    webinar = reader.webinar
    poll = poll_of(occasion.session, webinar.id, fresh=True)
    chosen = _still_chosen(occasion, webinar, poll)
    if chosen is None or (reader.has_entry and webinar.status == Status.PUBLISHED):
        return None
    own = local_hour(webinar, chosen, presentable(reader.voice.timezone or chosen.timezone))
    return Letter(
        subject=_("The time is chosen: %(title)s", title=short_title(webinar.title)),
        kicker=_("The time is chosen"),
        headline=_headline(own, reader, chosen),
        title=webinar.title,
        credit=credit_text(webinar),
        paragraphs=[*_beside(own, reader, chosen), *_what_follows(reader)],
        button=Button(
            label=_("Open my page") if reader.voice.appearance is not None else _("Open the webinar"),
            address=reader.page,
        ),
        footer=reader.footer,
        secrets=reader.secrets,
    )


def _reader(occasion: Occasion) -> _Reader | None:
    """Returns whom the letter is for, or None if there is nobody by now."""
    if occasion.context.get("co_organiser_id"):
        return _society(occasion)
    asked = speaker_reader_of(occasion)
    if asked is None or asked.appearance.has_declined:
        return None
    is_chosen = bool(occasion.context.get("chosen_at"))
    return _Reader(
        voice=Participant(appearance=asked.appearance, link=asked.link),
        webinar=asked.webinar,
        page=asked.page if is_chosen else occasion.links.speaking_starts(asked.token),
        footer=asked.footer(),
        secrets=frozenset({asked.token}),
        has_entry=asked.link.told_method == Method.REQUEST.value,
    )


def _society(occasion: Occasion) -> _Reader | None:
    session = occasion.session
    co_organiser = session.get(CoOrganiser, occasion.context["co_organiser_id"], populate_existing=True)
    if co_organiser is None:
        return None
    webinar = session.scalars(webinars_for_entries([co_organiser.webinar_id])).one()
    found = next((each for each in webinar.co_organisers if each.id == co_organiser.id), None)
    if found is None:
        return None
    return _Reader(
        voice=Participant(co_organiser=found),
        webinar=webinar,
        page=occasion.links.managed_starts(webinar.slug),
        footer=_("You get this because you organise with %(organisation)s.", organisation=found.organisation.name),
    )


def _still_chosen(occasion: Occasion, webinar: Webinar, poll: StartPoll | None) -> ProposedStart | None:
    context = occasion.context
    if poll is None or poll.chosen is None or poll.chosen_at is None or webinar.status == Status.CANCELLED:
        return None
    chosen = poll.chosen
    if (chosen.id, poll.chosen_at.isoformat()) != (context["start_id"], context["chosen_at"]):
        return None
    # The start may have been set otherwise in the editor since: what no longer holds is not told.
    is_webinars = (webinar.starts_wall, webinar.timezone) == (chosen.starts_wall, chosen.timezone)
    return chosen if is_webinars else None


def _headline(own: LocalHour, reader: _Reader, chosen: ProposedStart) -> str:
    where = line_label(presentable(reader.voice.timezone or chosen.timezone))
    return _("%(day)s, %(hour)s in %(place)s", day=own.day, hour=own.hour, place=where)


def _beside(own: LocalHour, reader: _Reader, chosen: ProposedStart) -> list[str]:
    """Returns the organisers' hour, where it is another, and what is said of the own."""
    said = []
    if own.is_midnight:
        said.append(_("That is %(words)s.", words=own.words))
    if reader.voice.timezone and presentable(reader.voice.timezone) != chosen.timezone:
        said.append(_("It is then %(hour)s.", hour=own.theirs))
    return said


def _what_follows(reader: _Reader) -> list[str]:
    if reader.voice.appearance is None:
        return [_("Nothing more is asked of you for it.")]
    if reader.voice.appearance.has_agreed:
        return [_("You get an entry for your calendar once the webinar is announced.")]
    return [_("Say on your page that you will speak: then you get an entry for your calendar once it is announced.")]


def _deadline(poll: StartPoll, reader: _Reader) -> str:
    assert poll.ends_at is not None
    zone = presentable(reader.voice.timezone or reader.webinar.timezone or reader.webinar.host.timezone)
    return format_day(wall(poll.ends_at, zone).date(), year=False)
