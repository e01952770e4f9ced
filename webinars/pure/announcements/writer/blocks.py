"""A text as headings, paragraphs, lists and videos, before it becomes Markdown, HTML or anything else."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from webinars.lib.i18n import format_date, format_list, pgettext
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.pure.announcements.model import RecordingKind, Role
from webinars.pure.announcements.writer.announcement import (
    Announcement,
    AnsweredQuestion,
    Appearance,
    ModeratorWording,
    Phase,
    Recording,
    TextPart,
    WebinarStatus,
)
from webinars.pure.announcements.writer.status_notice import status_sentence, title_with_status


class Heading(Struct, frozen=True):
    """A heading. Level 1 is the title."""

    text: str
    level: int = 2


class Paragraph(Struct, frozen=True):
    """Plain words, with an address they lead to if there is one."""

    text: str
    url: str | None = None


class Prose(Struct, frozen=True):
    """Markdown that an organiser wrote."""

    markdown: str


class Items(Struct, frozen=True):
    """A list with bullets."""

    items: tuple[Paragraph, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Items":
        return cls(tuple(Paragraph(text) for text in texts))


class Video(Struct, frozen=True):
    """A player, in formats that have one."""

    url: str


Block = Heading | Paragraph | Prose | Items | Video
_LEADING = {Role.MODERATOR, Role.CHAIR}


def blocks(announcement: Announcement) -> list[Block]:
    """Returns the text, in the order of the house and the tense of the phase. Speaks the current language."""
    text: list[Block] = [Heading(titled(announcement), 1)]
    for section in announcement.style.order:
        text.extend(_SECTIONS[section](announcement))
    return text


def titled(announcement: Announcement) -> str:
    """Returns the title with what the house puts before it, or with what became of the webinar."""
    title = title_with_status(announcement)
    if title is not None:
        return title
    label = announcement.style.title_label
    if label is None:
        label = _("Webinar")
        if announcement.phase is Phase.AFTER and announcement.recordings:
            label = _("Video")
    return _("%(label)s: %(title)s", label=label, title=announcement.title) if label else announcement.title


def _when(announcement: Announcement) -> Iterator[Block]:
    line = announcement.zone_line
    sentence = status_sentence(announcement)
    if sentence is not None:
        yield Paragraph(" ".join(filter(None, (sentence, announcement.cancellation_reason))))
        if line is not None:
            yield Paragraph(_("It was to begin at this time: %(zone_line)s", zone_line=line.text))
        return
    if announcement.phase is Phase.AFTER:
        date = line.text if line else format_date(announcement.date) if announcement.date else ""
        if date:
            yield Paragraph(_("The webinar took place on %(date)s.", date=date))
        return
    if line is None:
        return
    text = _("Today: %(zone_line)s", zone_line=line.text) if announcement.phase is Phase.TODAY else line.text
    yield Paragraph(f"📆 {text}" if announcement.style.has_emoji else text)


def _summary(announcement: Announcement) -> Iterator[Block]:
    if announcement.summary:
        yield Paragraph(announcement.summary)


def _description(announcement: Announcement) -> Iterator[Block]:
    if announcement.description:
        yield Prose(announcement.description)


def _questions(announcement: Announcement) -> Iterator[Block]:
    if announcement.questions:
        is_past = announcement.phase is Phase.AFTER
        yield Paragraph(
            _("The webinar addressed questions such as:") if is_past else _("Our webinar addresses questions such as:")
        )
        yield Items.of(announcement.questions)


def _lineup(announcement: Announcement) -> Iterator[Block]:
    style = announcement.style
    in_sentence = style.moderator is ModeratorWording.SENTENCE
    listed = [one for one in announcement.lineup if not (in_sentence and one.role in _LEADING)]
    if listed:
        is_told = announcement.is_lineup_agreed and announcement.phase is not Phase.AFTER
        yield Heading(style.lineup_label or (_("Confirmed speakers") if is_told else _("Speakers")))
        yield Items.of(entry(one) for one in listed)
    for one in announcement.lineup:
        if in_sentence and one.role in _LEADING:
            who = f"{one.name} ({one.affiliation})" if one.affiliation else one.name
            chaired = one.role is Role.CHAIR
            yield Paragraph(_("Chaired by %(name)s", name=who) if chaired else _("Moderated by %(name)s", name=who))


def entry(one: Appearance) -> str:
    """Returns a person in a list: “Ada Example (Example Society, moderator): “On Engines””."""
    brackets = [one.affiliation] if one.affiliation else []
    if one.role is not Role.SPEAKER:
        brackets.append(role_word(one.role))
    text = f"{one.name} ({', '.join(brackets)})" if brackets else one.name
    return _("%(person)s: “%(talk)s”", person=text, talk=one.talk_title) if one.talk_title else text


def role_word(role: Role) -> str:
    """Returns what a role is called in a list of people."""
    words = {
        Role.SPEAKER: _("speaker"),
        Role.MODERATOR: _("moderator"),
        Role.CHAIR: _("chair"),
        Role.HOST: _("host"),
        Role.FACILITATOR: _("facilitator"),
        Role.INTERVIEWER: _("interviewer"),
        Role.RESPONDENT: _("respondent"),
        Role.PANELLIST: _("panellist"),
        Role.KEYNOTE: _("keynote"),
        Role.INTERPRETER: _("interpreter"),
        Role.PERFORMER: _("performer"),
        Role.AUTHOR: _("author"),
    }
    return words[role]


def _organisers(announcement: Announcement) -> Iterator[Block]:
    names = announcement.organisers
    if not names:
        return
    is_past = announcement.phase is Phase.AFTER
    listed = _listed(names)
    if announcement.beside:
        listed = _("%(organisers)s, with %(others)s", organisers=listed, others=_listed(announcement.beside))
    if announcement.supporters:
        listed = _(
            "%(organisers)s, supported by %(others)s", organisers=listed, others=_listed(announcement.supporters)
        )
    if len(names) == 1:
        text = _("The webinar was organised by %(names)s.") if is_past else _("This webinar is organised by %(names)s.")
    else:
        text = (
            _("The webinar was co-organised by %(names)s.")
            if is_past
            else _("This webinar is co-organised by %(names)s.")
        )
    yield Paragraph(text % {"names": listed})


def _listed(names: Sequence[str]) -> str:
    # Semicolons keep "Institute of Peace and Justice" and its neighbours apart when the text is read again.
    return "; ".join(names) if any(" and " in f" {name} " or "," in name for name in names) else format_list(names)


def _links(announcement: Announcement) -> Iterator[Block]:
    if announcement.phase is not Phase.AFTER and announcement.standing is WebinarStatus.HOLDS:
        if announcement.registration_url:
            yield Paragraph(_("Register"), announcement.registration_url)
        if announcement.join_url:
            yield Paragraph(_("Join"), announcement.join_url)
    if announcement.page_url:
        yield Paragraph(_("More about this webinar"), announcement.page_url)


def _recordings(announcement: Announcement) -> Iterator[Block]:
    if announcement.phase is not Phase.AFTER:
        return
    for recording in announcement.recordings:
        yield Heading(_heading(recording), 3)
        yield Video(recording.url)


def _asked(announcement: Announcement) -> Iterator[Block]:
    if announcement.phase is not Phase.AFTER or not announcement.asked or not announcement.style.has_asked:
        return
    yield Paragraph(_("The audience asked, and was answered:"))
    yield Items(tuple(Paragraph(_answered(each), each.url) for each in announcement.asked))


def _answered(each: AnsweredQuestion) -> str:
    return _("%(question)s (at %(moment)s)", question=each.text, moment=each.moment) if each.moment else each.text


def _heading(recording: Recording) -> str:
    if recording.kind is RecordingKind.FULL:
        return _("Full event stream")
    if recording.speaker and recording.title:
        is_named = name_key(recording.speaker) in name_key(recording.title)
        return recording.title if is_named else f"{recording.speaker}: {recording.title}"
    return recording.speaker or recording.title or pgettext("recording", "Presentation")


_SECTIONS = {
    TextPart.WHEN: _when,
    TextPart.SUMMARY: _summary,
    TextPart.DESCRIPTION: _description,
    TextPart.QUESTIONS: _questions,
    TextPart.LINEUP: _lineup,
    TextPart.ORGANISERS: _organisers,
    TextPart.LINKS: _links,
    TextPart.RECORDINGS: _recordings,
    TextPart.ASKED: _asked,
}
