"""The records of its speakers that an organisation keeps: changed in one place, and everywhere they are named."""

import datetime as dt
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.personal_feeds import follow_instead
from webinars.domain.lineup import record_permissions
from webinars.domain.lineup.errors import SpeakerInvalid, SpeakersDiffer
from webinars.domain.programme.public_visibility import ever_public
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key, slugify
from webinars.lib.text_cleaning import one_line
from webinars.lib.web_addresses import NotAWebAddress, web_address
from webinars.models import Appearance, AuditEvent, FeedKind, Picture, Speaker, Webinar
from webinars.models.slugs import SlugTaken, change_slug, lead_to

NAME_LENGTH, AFFILIATION_LENGTH, BIO_LENGTH, MAX_LINKS = 200, 300, 10_000, 20


class SpeakerRecord(Struct, frozen=True, kw_only=True):
    """Everything of a speaker's record that people change."""

    name: str
    slug: str
    """The last part of its address, changed only when somebody asks for it."""
    affiliation: str = ""
    bio: str = ""
    """Markdown."""
    links: Sequence[str] = ()


def record_of(speaker: Speaker) -> SpeakerRecord:
    return SpeakerRecord(
        name=speaker.name,
        slug=speaker.slug,
        affiliation=speaker.affiliation,
        bio=speaker.bio,
        links=tuple(speaker.links),
    )


def update_speaker(
    session: Session, actor: Actor, speaker: Speaker, record: SpeakerRecord, *, now: dt.datetime
) -> None:
    """Change the record to `record`, all of it. What webinars said of the person's affiliation stays.

    An address that changes keeps leading here. Needs `speaker.organisation` loaded. Raises NotAllowed, SpeakerInvalid.
    """
    require_right(record_permissions.can_keep_records(actor, speaker.organisation_id))
    before, after = record_of(speaker), checked_record(record)
    if after == before:
        return
    try:
        change_slug(session, speaker, after.slug)
    except SlugTaken as error:
        raise SpeakerInvalid(
            "slug", _("“%(slug)s” is the address of somebody else. Choose another.", slug=after.slug)
        ) from error
    speaker.name, speaker.name_key = after.name, name_key(after.name)
    speaker.affiliation, speaker.bio, speaker.links = after.affiliation, after.bio, list(after.links)
    changed = {
        field: [_plain(getattr(before, field)), _plain(getattr(after, field))]
        for field in SpeakerRecord.__struct_fields__
        if getattr(before, field) != getattr(after, field)
    }
    _add_event(session, actor, speaker, "speaker:update", changed, now=now)


def merge_speakers(session: Session, actor: Actor, kept: Speaker, gone: Speaker, *, now: dt.datetime) -> None:
    """Make two records of one person one: `gone` ends, its appearances, followers and addresses are those of `kept`.

    What `kept` does not say is taken from `gone`. Needs `organisation` of both loaded.
    Raises NotAllowed, and SpeakersDiffer if they are of two organisations or both stand in one webinar.
    """
    require_right(record_permissions.can_keep_records(actor, kept.organisation_id))
    if kept is gone or kept.organisation_id != gone.organisation_id:
        raise SpeakersDiffer(_("Choose another record of the same organisation."))
    # Both are held until the end, so that nobody is put into a line-up meanwhile by the record that ends.
    held = sa.select(Speaker.id).where(Speaker.id.in_([kept.id, gone.id])).order_by(Speaker.id).with_for_update()
    session.execute(held)
    refuse_together(session, kept, gone)
    appearances = session.scalars(
        sa.select(Appearance).where(Appearance.speaker_id == gone.id).options(orm.joinedload(Appearance.speaker))
    ).all()
    for appearance in appearances:
        appearance.speaker = kept
    if session.scalar(sa.select(Picture.id).where(Picture.speaker_id == kept.id)) is None:
        session.execute(sa.update(Picture).where(Picture.speaker_id == gone.id).values(speaker_id=kept.id))
    kept.affiliation, kept.bio = kept.affiliation or gone.affiliation, kept.bio or gone.bio
    kept.links = list(dict.fromkeys([*kept.links, *gone.links]))[:MAX_LINKS]
    detail = {"name": [gone.name, kept.name], "slug": [gone.slug, kept.slug], "appearance_count": len(appearances)}
    lead_to(session, kept, gone)
    follow_instead(session, FeedKind.SPEAKER, kept.id, gone.id, now=now)
    session.flush()
    session.delete(gone)
    _add_event(session, actor, kept, "speaker:merge", detail, now=now)


def refuse_together(session: Session, kept: Speaker, gone: Speaker) -> None:
    """Raises SpeakersDiffer if both stand in one webinar: then they are two people, or the line-up is wrong."""
    beside = sa.select(Appearance.webinar_id).where(Appearance.speaker_id == kept.id)
    webinar = session.scalar(
        sa.select(Webinar)
        .join(Appearance, Appearance.webinar_id == Webinar.id)
        .where(Appearance.speaker_id == gone.id, Webinar.id.in_(beside))
        # Drafts of other organisations stay unnamed.
        .order_by(sa.case((sa.or_(ever_public(), Webinar.host_id == kept.organisation_id), 0), else_=1), Webinar.id)
        .limit(1)
    )
    if webinar is None:
        return
    if webinar.status == "draft" and webinar.host_id != kept.organisation_id:
        raise SpeakersDiffer(_("Both stand in the line-up of one webinar, so they are two people."))
    raise SpeakersDiffer(
        _(
            "Both stand in the line-up of “%(title)s”. Take one out there first, if they are one person.",
            title=webinar.title,
        )
    )


def checked_record(record: SpeakerRecord) -> SpeakerRecord:
    """Returns `record` as it is stored. Raises SpeakerInvalid naming the first field that cannot be."""
    name = one_line(record.name, at_most=NAME_LENGTH + 1)
    if not name_key(name):
        raise SpeakerInvalid("name", _("Write the speaker’s name."))
    _refuse_longer("name", name, NAME_LENGTH)
    affiliation = one_line(record.affiliation, at_most=AFFILIATION_LENGTH + 1)
    _refuse_longer("affiliation", affiliation, AFFILIATION_LENGTH)
    bio = record.bio.replace("\r\n", "\n").strip()
    _refuse_longer("bio", bio, BIO_LENGTH)
    slug = slugify(record.slug)
    if not slug:
        raise SpeakerInvalid("slug", _("Write letters, figures and hyphens, like caroline-herschel."))
    return replace(record, name=name, affiliation=affiliation, bio=bio, slug=slug, links=_links(record.links))


def _links(links: Sequence[str]) -> tuple[str, ...]:
    addresses = []
    for link in links:
        if not link.strip():
            continue
        try:
            addresses.append(web_address(link))
        except NotAWebAddress as error:
            raise SpeakerInvalid(
                "links", _("“%(link)s” is not a web address. Write one that begins with https://.", link=link[:80])
            ) from error
    if len(addresses) > MAX_LINKS:
        raise SpeakerInvalid("links", _("List at most %(limit)s links.", limit=MAX_LINKS))
    return tuple(dict.fromkeys(addresses))


def _refuse_longer(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise SpeakerInvalid(field, _("Shorten this to %(limit)s characters.", limit=limit))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _add_event(
    session: Session, actor: Actor, speaker: Speaker, action: str, detail: Mapping[str, object], *, now: dt.datetime
) -> None:
    session.add(
        AuditEvent(
            at=now,
            action=action,
            actor_id=actor.user_id,
            organisation_id=speaker.organisation_id,
            detail={"speaker_id": speaker.id, **detail},
        )
    )
    session.flush()
