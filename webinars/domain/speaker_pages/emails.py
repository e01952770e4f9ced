"""What is said by mail to a speaker, in the language of the webinar. None holds a passcode or the room."""

from msgspec import Struct
from msgspec.structs import replace

from webinars.domain.calendars.entry_texts import published_entry, withdrawn_entry
from webinars.domain.calendars.queries import entries_of, webinars_for_entries
from webinars.domain.mail.mail_kind import Button, CalendarPart, Letter, Occasion
from webinars.domain.programme.credit_line import article_of, credit_text
from webinars.domain.programme.zone_display import reader_line_at
from webinars.domain.speaker_pages.calendar_entries import speaker_entry
from webinars.domain.speaker_pages.links import ends_at, token_of
from webinars.domain.speaker_pages.queries import appearance_of_link
from webinars.lib.email_addresses import address_for_delivery
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import capitalised, short_title
from webinars.models import Appearance, SpeakingLink, Status, User, Webinar
from webinars.pure.ical.writing import Mailbox, Method, write_invitation
from webinars.pure.times import ZoneLine, is_known


class LinkReader(Struct, frozen=True, kw_only=True):
    """Whose link a letter is about. The webinar is loaded as its calendar entry needs it."""

    occasion: Occasion
    link: SpeakingLink
    appearance: Appearance | None
    """None once the person was taken out of the line-up."""
    webinar: Webinar
    token: str

    @property
    def is_closed(self) -> bool:
        """Whether there is no page behind the link any more."""
        return self.appearance is None or self.link.revoked_at is not None or self.link.email is None

    @property
    def page(self) -> str:
        return self.occasion.links.speaking(self.token)

    @property
    def line(self) -> ZoneLine | None:
        """The start, her hour first where her zone is known."""
        if self.webinar.starts_at is None:
            return None
        zones = (self.link.timezone, self.webinar.timezone, self.webinar.host.timezone)
        zone = next((zone for zone in zones if zone and is_known(zone)), "Etc/UTC")
        return reader_line_at(self.webinar, self.webinar.starts_at, zone, self.occasion.settings.display_zones)

    @property
    def host(self) -> str:
        return capitalised(article_of(self.webinar.host.name) + self.webinar.host.name)

    def footer(self) -> str:
        return _(
            "%(host)s has entered this address to ask you. It is erased when the link ends, 30 days after the webinar. "
            "Keep the link to yourself: whoever has it speaks for you.",
            host=self.host,
        )


class SpeakerReader(LinkReader, frozen=True, kw_only=True):
    """Whose link it is, who still stands in the line-up."""

    appearance: Appearance


def write_asked(occasion: Occasion) -> Letter | None:
    """Returns the letter to somebody who is asked to speak, or reminded.

    Returns None once the link is closed, or the answer given.
    """
    asked = speaker_reader_of(occasion)
    if asked is None:
        return None
    webinar, appearance, is_reminder = asked.webinar, asked.appearance, bool(occasion.context.get("is_reminder"))
    has_answered = appearance.replied_at is not None
    if webinar.status == Status.CANCELLED or (is_reminder and has_answered):
        return None
    title, by = webinar.title, _sender(occasion)
    if appearance.talk_title:
        question = _(
            "%(host)s asks you to speak on “%(talk)s” in “%(title)s”.",
            host=by or asked.host,
            talk=appearance.talk_title,
            title=title,
        )
    else:
        question = _("%(host)s asks you to speak in “%(title)s”.", host=by or asked.host, title=title)
    if has_answered:
        question = _("This is your new link for “%(title)s”. The one before no longer works.", title=title)
    subject = _("Will you speak? %(title)s", title=short_title(title))
    if is_reminder:
        subject = _("Reminder: will you speak? %(title)s", title=short_title(title))
    if has_answered:
        subject = _("Your page as a speaker: %(title)s", title=short_title(title))
    return Letter(
        subject=subject,
        kicker=_("Your page as a speaker") if has_answered else _("Will you speak?"),
        headline=asked.line.text if asked.line else title,
        title=title if asked.line else "",
        credit=credit_text(webinar),
        paragraphs=[
            question,
            _(
                "On your page you say yes or no by one press. There you also write what you will speak about, and see "
                "the hour where you are. No account is needed."
            ),
        ],
        button=Button(label=_("Open my page") if has_answered else _("Answer on my page"), address=asked.page),
        footer=asked.footer(),
        secrets=frozenset({asked.token}),
    )


def write_entry(occasion: Occasion) -> Letter | None:
    """Returns the calendar entry of somebody who has said yes: new, moved or taken out.

    Returns None if a later one is promised.
    """
    asked = _link_reader(occasion)
    if asked is None or asked.link.told_sequence != occasion.context["sequence"]:
        return None
    webinar, method = asked.webinar, Method(asked.link.told_method or Method.CANCEL)
    if asked.is_closed and method is Method.REQUEST:
        return None
    calendar = _calendar(asked, method)
    if calendar is None:
        return None
    line, title = asked.line, short_title(webinar.title)
    if method is Method.CANCEL:
        subject = _("Taken out of your calendar: %(title)s", title=title)
        kicker, says = _("Not in your calendar any more"), _why_not(asked)
    elif occasion.context.get("is_first"):
        subject = _("You speak: %(title)s", title=title)
        kicker = _("Thank you for saying yes")
        says = _("The calendar entry is attached, and moves when the webinar moves. The room is on your page.")
    else:
        subject = _("A new entry for your calendar: %(title)s", title=title)
        kicker = _("The hour is another")
        says = _("The calendar entry is attached. If you cannot come then, say so on your page.")
    return Letter(
        subject=subject,
        kicker=kicker,
        headline=line.text if line and method is Method.REQUEST else webinar.title,
        title=webinar.title if line and method is Method.REQUEST else "",
        credit=credit_text(webinar),
        paragraphs=[says],
        button=Button(label=_("Open my page"), address=asked.page) if not asked.is_closed else None,
        footer=asked.footer(),
        calendar=calendar,
        secrets=frozenset({asked.token}),
    )


def speaker_reader_of(occasion: Occasion) -> SpeakerReader | None:
    """Returns whom a letter to a speaker is for, or None once the link is closed, has ended, or the speaker is gone."""
    linked = _link_reader(occasion)
    if linked is None or linked.is_closed or linked.appearance is None:
        return None
    return SpeakerReader(
        occasion=occasion,
        link=linked.link,
        appearance=linked.appearance,
        webinar=linked.webinar,
        token=linked.token,
    )


def _link_reader(occasion: Occasion) -> LinkReader | None:
    session = occasion.session
    link = session.get(SpeakingLink, occasion.context["link_id"], populate_existing=True)
    if link is None or link.webinar_id is None:
        return None
    token, found = token_of(occasion.settings, link), appearance_of_link(session, link)
    if token is None:
        return None
    webinar = session.scalars(webinars_for_entries([link.webinar_id])).one()
    until = ends_at(link, webinar)
    if until is not None and until <= occasion.now:
        return None
    appearance = found.appearance if found is not None else None
    return LinkReader(occasion=occasion, link=link, appearance=appearance, webinar=webinar, token=token)


def _sender(occasion: Occasion) -> str:
    by = occasion.session.get(User, occasion.context["by_id"]) if occasion.context.get("by_id") else None
    link = occasion.session.get(SpeakingLink, occasion.context["link_id"])
    found = appearance_of_link(occasion.session, link) if by is not None and by.name and link is not None else None
    if by is None or found is None:
        return ""
    return _("%(who)s of %(host)s", who=by.name, host=article_of(found.webinar.host.name) + found.webinar.host.name)


def _why_not(asked: LinkReader) -> str:
    if asked.appearance is None:
        return _("The organisers have taken you out of the line-up.")
    if asked.is_closed:
        return _("The organisers have closed your link, so the entry would not move any more when the webinar moves.")
    if asked.appearance.has_declined:
        return _("You have said no, so the entry is taken out of your calendar. You may still change your mind.")
    if asked.webinar.status == Status.CANCELLED:
        return _("The webinar is cancelled.")
    if asked.webinar.status == Status.POSTPONED:
        return _("The webinar is postponed. There is no new date yet; when there is, you get a new entry.")
    return _("The organisers have taken the webinar down, or do not count on you any more.")


def _calendar(asked: LinkReader, method: Method) -> CalendarPart | None:
    occasion, webinar = asked.occasion, asked.webinar
    stored = entries_of(occasion.session, [webinar.id]).get(webinar.id)
    if stored is None:
        return None
    sequence = occasion.context["sequence"]
    if stored.is_withdrawn or webinar.status == Status.DRAFT:
        entry = withdrawn_entry(stored, sequence=sequence, changed_at=occasion.now)
    else:
        entry = published_entry(
            webinar,
            occasion.settings,
            starts_at=stored.starts_at,
            ends_at=stored.ends_at,
            sequence=sequence,
            changed_at=occasion.now,
            created_at=stored.created_at,
        )
        if method is Method.REQUEST:
            entry = speaker_entry(entry, occasion.settings, webinar, page=asked.page, comes=True)
        else:
            entry = replace(entry, location="")
    octets = write_invitation(
        entry,
        method=method,
        organiser=Mailbox(name=occasion.settings.site_name, email=occasion.settings.mail_from),
        attendee=Mailbox(name="", email=address_for_delivery(occasion.recipient)),
    )
    return CalendarPart(method=method, octets=octets)
