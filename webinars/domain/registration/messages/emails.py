"""What a message of the organisers looks like in a mail."""

from typing import Protocol

import sqlalchemy as sa
from msgspec.structs import replace

from webinars.domain.mail.mail_kind import Button, Letter, LinkedParagraph, Occasion, Prose, reply_address
from webinars.domain.programme.credit_line import article_of
from webinars.domain.registration.letters.shared_parts import Reader, reader_of, webinar_and_desk
from webinars.domain.registration.links import new_links
from webinars.domain.registration.mailings.audiences import is_in
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext, spoken_locale, use_locale
from webinars.lib.markdown import message_as_text, render_message
from webinars.models import (
    Audience,
    Mailing,
    Organisation,
    Registration,
    RegistrationSource,
    RegistrationState,
    Status,
    User,
    Webinar,
)


class Words(Protocol):
    """What the organisers have written."""

    @property
    def audience(self) -> Audience | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str: ...


def write_message(occasion: Occasion) -> Letter | None:
    """Returns the letter to one of its audience.

    Returns None if it was stopped, the webinar is taken down, or she is none of them now. What is said about a
    cancelled or postponed webinar goes: it may say why.
    """
    reader, mailing = reader_of(occasion), _mailing(occasion)
    if reader is None or mailing is None or mailing.stopped_at is not None or mailing.is_held:
        return None
    if reader.webinar.status == Status.DRAFT or not is_in(mailing.audience, reader.registration):
        return None
    return message_letter(reader, mailing)


def write_test(occasion: Occasion) -> Letter | None:
    """Returns the letter to the person who has written it, or None once that person or the webinar is gone."""
    session, mailing = occasion.session, _mailing(occasion)
    webinar, desk = webinar_and_desk(occasion, occasion.context["webinar_id"])
    user = session.get(User, occasion.context["user_id"])
    if mailing is None or webinar is None or desk is None or user is None:
        return None
    reader = Reader(occasion=occasion, registration=sample(webinar, user.timezone), webinar=webinar, desk=desk)
    letter = message_letter(reader, mailing)
    return replace(
        letter,
        subject=_("Test: %(subject)s", subject=letter.subject),
        footer=_(
            "This is a test, sent to you alone. In the message itself the button leads to the reader’s own "
            "registration, and here stands how it ends."
        ),
        footer_address=None,
    )


def preview_of(occasion: Occasion, webinar_id: int, reader: Registration | None, words: Words) -> Letter:
    """Returns the message as that person would get it, without the secrets in its links.

    With None it is as somebody would.
    """
    webinar, desk = webinar_and_desk(occasion, webinar_id)
    assert webinar is not None
    assert desk is not None
    registration = reader or sample(webinar, None)
    if not registration.nonce:
        registration = sample(webinar, registration.timezone)
        for name, value in new_links(occasion.settings).items():
            setattr(registration, name, value)
    found = Reader(occasion=occasion, registration=registration, webinar=webinar, desk=desk)
    locale = spoken_locale(webinar.language)
    with use_locale(locale):
        return replace(message_letter(found, words), locale=locale).without_secrets()


def message_letter(reader: Reader, words: Words) -> Letter:
    starts_at, answers_to = reader.webinar.starts_at, reply_address(reader.webinar.host)
    line = ""
    if starts_at is not None:
        line = _("For the webinar on %(when)s.", when=reader.when(starts_at, with_year=True))
    letter = reader.letter(
        subject=reader.subject(words.subject, starts_at),
        kicker=_("%(who)s writes", who=reader.host_first),
        headline=words.subject,
        line=line,
        credit="",
        paragraphs=[Prose(text=message_as_text(words.body), html=render_message(words.body))],
        footer=_footer(reader, words.audience, answers_to),
    )
    return letter.from_organisation(reader.webinar.host)


def sample(webinar: Webinar, timezone: str | None) -> Registration:
    """Returns a registration that nobody has, and that is not stored."""
    return Registration(
        webinar_id=webinar.id,
        email_normal=None,
        name="",
        timezone=timezone or webinar.timezone or webinar.host.timezone,
        state=RegistrationState.CONFIRMED,
        source=RegistrationSource.PAGE,
        nonce=None,
        link_digest=None,
        join_digest=None,
        kept_days=0,
        created_at=webinar.created_at,
    )


def _footer(reader: Reader, audience: Audience | None, answers_to: str | None) -> LinkedParagraph:
    who = reader.host
    sentences = [
        {
            Audience.CONFIRMED: _("Sent by %(who)s to everybody with a place.", who=who),
            Audience.WAITING: _("Sent by %(who)s to everybody on the waiting list.", who=who),
            Audience.JOINED: _("Sent by %(who)s to everybody who joined.", who=who),
            Audience.ABSENT: _("Sent by %(who)s to everybody with a place who did not join.", who=who),
            Audience.RECORDING: _("Sent by %(who)s to everybody who asked for the recording.", who=who),
            None: "",
        }[audience]
    ]
    if answers_to:
        sentences.append(_("An answer goes to %(address)s.", address=answers_to))
    sentences.append(_("No more messages about this webinar:"))
    return LinkedParagraph(text=" ".join(sentences), address=reader.below_page("reminders"))


def _mailing(occasion: Occasion) -> Mailing | None:
    number = occasion.context["mailing_id"]
    return occasion.once(("mailing", number), lambda: occasion.session.get(Mailing, number, populate_existing=True))


def write_held(occasion: Occasion) -> Letter | None:
    """Returns the letter to an administrator, or None once somebody has decided."""
    row = occasion.session.execute(
        sa.select(Mailing.subject, Mailing.said_count, Webinar.title, Organisation.name)
        .join(Webinar, Webinar.id == Mailing.webinar_id)
        .join(Organisation, Organisation.id == Webinar.host_id)
        .where(Mailing.id == occasion.context["mailing_id"], Mailing.is_held, Mailing.stopped_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    return Letter(
        subject=_("A message waits for you: %(organisation)s", organisation=row.name),
        headline=_("The first message of %(organisation)s waits", organisation=article_of(row.name) + row.name),
        title=row.title,
        paragraphs=[
            ngettext(
                "“%(subject)s”, to one person. Here anybody may found an organisation, so an administrator reads "
                "its first message before it goes. Later ones go by themselves.",
                "“%(subject)s”, to %(num)s people. Here anybody may found an organisation, so an administrator reads "
                "its first message before it goes. Later ones go by themselves.",
                row.said_count or 0,
                subject=row.subject,
            )
        ],
        button=Button(label=_("Read it"), address=occasion.links.held_messages()),
        footer=_("You get this because you look after %(site)s.", site=occasion.settings.site_name),
    )
