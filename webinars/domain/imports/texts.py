"""A text on its way in, from the words to the webinars they made or completed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.drafts import create_draft
from webinars.domain.imports.errors import HostUnknown, NothingRead, OrganisationUnknown, PublicationBlocked
from webinars.domain.imports.known_webinars import webinar_announced, webinar_of_recap, webinar_of_source
from webinars.domain.imports.proposals import TextProposal, announcement_proposals, recap_proposals
from webinars.domain.imports.queries import values_before
from webinars.domain.imports.webinar_content import WebinarContent, content_of
from webinars.domain.lineup.queries import usable_speakers
from webinars.domain.organisations.actions import find_or_create_organisation
from webinars.domain.organisations.queries import organisation_named
from webinars.domain.programme.life_cycle import publish
from webinars.models import Organisation, Source, SourceKind, Speaker, Status, Webinar
from webinars.pure.announcements import reader
from webinars.pure.announcements.model import Kind, KnownNames, Reading

MOST_KNOWN = 2_000
"""Names that a text is searched for."""


class ImportChoices(Struct, frozen=True, kw_only=True):
    """What whoever imports says about a text."""

    published_on: dt.date
    """To find a year that is not printed."""
    organisation: str | None = None
    """The slug of the host, or None: the first that the text names, else the only one on the site."""
    timezone: str | None = None
    """The zone of hours that are printed without one."""
    is_published: bool = False
    """Publish what has no problem that blocks."""


class ImportEffect(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class TextImportResult(Struct):
    """What became of one webinar of a text."""

    webinar: Webinar
    became: ImportEffect
    left: list[TextProposal] = field(default_factory=list)
    """What would undo something that a person did: not stored."""
    notes: list[str] = field(default_factory=list)
    """Sentences about what could not be stored."""


class TextReport(Struct):
    reading: Reading
    outcomes: list[TextImportResult] = field(default_factory=list)


def read_text_for(session: Session, text: str, choices: ImportChoices) -> Reading:
    """Returns what the text says, with what the site knows of its host: the zone, and names. Stores nothing."""
    # Only a text that has to name its host is read before with nothing known: long ones take their time.
    if choices.organisation is None:
        first = reader.read(text, published_on=choices.published_on, timezone=choices.timezone)
        host = find_host(session, organisers_named(first), None)
        if host is None:
            return first
    else:
        host = organisation_of_slug(session, choices.organisation)
    return reader.read(
        text,
        published_on=choices.published_on,
        timezone=choices.timezone,
        assumed_timezone=None if choices.timezone else host.timezone,
        known=known_names(session, host),
    )


def known_names(session: Session, host: Organisation) -> KnownNames:
    """Returns the speakers whom the organisation may use, and the organisations on the site."""
    people = session.scalars(usable_speakers(host).limit(MOST_KNOWN).with_only_columns(Speaker.name))
    groups = session.scalars(sa.select(Organisation.name).order_by(Organisation.id.desc()).limit(MOST_KNOWN))
    return KnownNames(tuple(people), tuple(groups))


def import_text(session: Session, actor: Actor, text: str, choices: ImportChoices, *, now: dt.datetime) -> TextReport:
    """Store what the text says as drafts, or as additions to what is there. Flushes. The caller commits.

    The same text again changes nothing. Raises NothingRead, HostUnknown, OrganisationUnknown, NotAllowed,
    WebinarInvalid, and PublicationBlocked. After any of them the caller rolls back.
    """
    reading = read_text_for(session, text, choices)
    if not any(webinar.title or webinar.start or webinar.lineup for webinar in reading.webinars):
        raise NothingRead
    if choices.is_published and reading.is_blocked:
        raise PublicationBlocked(reading)
    report = TextReport(reading)
    for number in range(len(reading.webinars)):
        outcome = _store(session, actor, reading, number, choices, now=now)
        report.outcomes.append(outcome)
        if choices.is_published and outcome.webinar.status == Status.DRAFT:
            publish(session, actor, outcome.webinar, now=now)
            if outcome.became is ImportEffect.UNCHANGED:
                outcome.became = ImportEffect.UPDATED
    return report


def find_host(session: Session, names: Iterable[str], slug: str | None) -> Organisation | None:
    """Returns the organisation on the site that is or would be the host, or None if it is unknown or has to be made.

    Raises OrganisationUnknown.
    """
    if slug is not None:
        return organisation_of_slug(session, slug)
    first = next(iter(names), None)
    if first is not None:
        return organisation_named(session, first)
    on_site = session.scalars(sa.select(Organisation).limit(2)).all()
    return on_site[0] if len(on_site) == 1 else None


def organisation_of_slug(session: Session, slug: str) -> Organisation:
    """Returns the organisation that a person has named by its slug. Raises OrganisationUnknown."""
    host = session.scalar(sa.select(Organisation).where(Organisation.slug == slug))
    if host is None:
        raise OrganisationUnknown(slug)
    return host


def host_of(
    session: Session, actor: Actor, reading: Reading, choices: ImportChoices, *, now: dt.datetime
) -> Organisation:
    """Returns the host by the rule of `Choices.organisation`, made if the text names one that is new.

    Raises HostUnknown.
    """
    names = list(organisers_named(reading))
    host = find_host(session, names, choices.organisation)
    if host is not None:
        return host
    if not names:
        raise HostUnknown
    starts = (webinar.start.value.timezone for webinar in reading.webinars if webinar.start)
    timezone = next((found for found in starts if found), None) or choices.timezone or "Etc/UTC"
    return find_or_create_organisation(session, actor, name=names[0], timezone=timezone, now=now)


def source_key(reading: Reading, host: Organisation, number: int) -> str:
    """Returns what a text is known by, with its host. Webinars of one text are numbered."""
    return f"{reading.fingerprint}:{host.slug}:{number}"


def host_of_same_text(session: Session, reading: Reading, organisations: Iterable[Organisation]) -> Organisation | None:
    """Returns the one of these organisations for which the same text was stored last, or None."""
    by_key = {source_key(reading, organisation, 0): organisation for organisation in organisations}
    same = Source.key.startswith(f"{reading.fingerprint}:", autoescape=True)
    keys = session.scalars(sa.select(Source.key).where(Source.kind == SourceKind.TEXT, same).order_by(Source.id.desc()))
    return next((by_key[key] for key in keys if key in by_key), None)


def proposals_for(session: Session, webinar: Webinar, kind: Kind, content: WebinarContent) -> list[TextProposal]:
    """Returns what a text would change in a webinar that was loaded whole."""
    before = values_before(session, webinar)
    find = recap_proposals if kind is Kind.RECAP else announcement_proposals
    return list(find(webinar, content, before))


def note_source(
    session: Session, webinar: Webinar, key: str, kind: Kind, content: WebinarContent, *, now: dt.datetime
) -> None:
    """Remember what the text said, to know it again and to see what people edit after it."""
    values = {
        "recordings": [video.url for video in content.recordings],
        "people": [person.name for person in content.lineup],
    }
    if kind is Kind.ANNOUNCEMENT:
        values |= content.fields()
    session.add(Source(webinar_id=webinar.id, kind=SourceKind.TEXT, key=key, values=values, imported_at=now))
    session.flush()


def _store(
    session: Session, actor: Actor, reading: Reading, number: int, choices: ImportChoices, *, now: dt.datetime
) -> TextImportResult:
    content = content_of(reading.webinars[number])
    webinar: Webinar | None = None
    if reading.kind is Kind.RECAP:
        found = webinar_of_recap(session, actor, reading.webinars[number])
        webinar = found[0] if found is not None else None
    host = webinar.host if webinar is not None else host_of(session, actor, reading, choices, now=now)
    key = source_key(reading, host, number)
    known = webinar_of_source(session, key)
    if known is not None:
        return TextImportResult(known, ImportEffect.UNCHANGED)
    webinar = webinar or webinar_announced(session, actor, host, content)
    if webinar is None:
        webinar, notes = create_draft(session, actor, host, content, now=now)
        outcome = TextImportResult(webinar, ImportEffect.CREATED, notes=notes)
    else:
        outcome = _complete(session, actor, webinar, reading.kind, content, now=now)
    note_source(session, webinar, key, reading.kind, content, now=now)
    return outcome


def _complete(
    session: Session, actor: Actor, webinar: Webinar, kind: Kind, content: WebinarContent, *, now: dt.datetime
) -> TextImportResult:
    proposals = proposals_for(session, webinar, kind, content)
    safe = [proposal for proposal in proposals if proposal.is_safe]
    notes = [note for proposal in safe if (note := proposal.apply(session, actor, webinar, now=now)) is not None]
    return TextImportResult(
        webinar,
        ImportEffect.UPDATED if safe else ImportEffect.UNCHANGED,
        left=[proposal for proposal in proposals if not proposal.is_safe],
        notes=notes,
    )


def organisers_named(reading: Reading) -> Iterator[str]:
    """Returns every organisation that the text names as an organiser, in its order."""
    return (found.value for webinar in reading.webinars for found in webinar.organisers)
