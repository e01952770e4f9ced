"""Verbs of the desk: speakers are asked, reminded, and their links made and taken back. None commits."""

import datetime as dt
import secrets
from collections.abc import Mapping

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.speaker_pages.errors import AddressMissing, AskedEnough, DetailsInvalid
from webinars.domain.speaker_pages.links import new_link
from webinars.domain.speaker_pages.proposal_fields import checked_values
from webinars.domain.speaker_pages.proposals import keeps_record
from webinars.domain.speaker_pages.queries import LinkedAppearance, links_of
from webinars.domain.speaker_pages.rehearsals import set_rehearsal
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.errors import require_right
from webinars.models import Agreement, Appearance, AuditEvent, OutboundEmail, Priority, SpeakingLink, Webinar
from webinars.models.derived import touch

MAILS_A_DAY = 4
"""To one speaker about one webinar, whoever presses."""
ASK_KIND = "speaking.asked"


class SpeakerRules(Struct, frozen=True, kw_only=True):
    """How a webinar deals with its speakers."""

    is_lineup_confirmed_only: bool
    are_speakers_texts_taken: bool
    rehearsal_wall: dt.datetime | None
    rehearsal_timezone: str
    rehearsal_minutes: int


def ask(
    session: Session, settings: Settings, actor: Actor, found: LinkedAppearance, email: str, *, now: dt.datetime
) -> None:
    """Send somebody a link to the own page, another one than before if the address is another.

    By a link that a keeper of the record has made, what is written of it may stand at once. An earlier one of somebody
    else's is replaced then.

    Needs `found` locked. Raises NotAllowed, InvalidEmail, AskedEnough.
    """
    _require_editor(actor, found)
    address = normalised_email(email)
    link = found.link
    can_do_more = keeps_record(actor, found.appearance) and link is not None and not link.speaks_for_record
    if link is None or link.email != address or can_do_more:
        link = _make(session, settings, actor, found, address, now=now)
    _send(session, actor, found, link, now=now)
    _note(session, actor, found, "speaking:ask", now=now)


def ask_all(
    session: Session,
    settings: Settings,
    actor: Actor,
    found: Mapping[int, LinkedAppearance],
    emails: Mapping[int, str],
    *,
    now: dt.datetime,
) -> int:
    """Ask everybody for whom an address was typed, by the ids of appearances. Returns how many: all or none.

    Raises NotAllowed, AskedEnough, and DetailsInvalid with a sentence for each address that is none.
    """
    wrong: dict[str, str] = {}
    for number, email in emails.items():
        try:
            normalised_email(email)
        except InvalidEmail as error:
            wrong[f"email-{number}"] = str(error)
    if wrong:
        raise DetailsInvalid(wrong)
    chosen = [number for number in emails if number in found]
    for number in chosen:
        ask(session, settings, actor, found[number], emails[number], now=now)
    return len(chosen)


def remind(session: Session, actor: Actor, found: LinkedAppearance, *, now: dt.datetime) -> None:
    """Send the link once more, to who has not answered yet. Raises NotAllowed, AddressMissing, AskedEnough."""
    _require_editor(actor, found)
    if found.link is None or found.link.email is None:
        raise AddressMissing
    found.link.reminded_at = now
    _send(session, actor, found, found.link, is_reminder=True, now=now)
    _note(session, actor, found, "speaking:remind", now=now)


def link_to_copy(
    session: Session, settings: Settings, actor: Actor, found: LinkedAppearance, *, now: dt.datetime
) -> SpeakingLink:
    """Returns the live link, made if there is none. `may_see` tells whether it is shown. Raises NotAllowed."""
    _require_editor(actor, found)
    if found.link is not None:
        return found.link
    link = _make(session, settings, actor, found, None, now=now)
    _note(session, actor, found, "speaking:make_link", now=now)
    return link


def replace_link(
    session: Session, settings: Settings, actor: Actor, found: LinkedAppearance, *, now: dt.datetime
) -> SpeakingLink:
    """Close the link and make another one, which is sent to where the old one was. Raises NotAllowed, AskedEnough."""
    _require_editor(actor, found)
    email = found.link.email if found.link else None
    link = _make(session, settings, actor, found, email, now=now)
    if email is not None:
        _send(session, actor, found, link, now=now)
    _note(session, actor, found, "speaking:make_link", now=now)
    return link


def may_see(actor: Actor, link: SpeakingLink, appearance: Appearance) -> bool:
    """Returns whether the address of a link is shown to somebody who edits the line-up.

    A co-organiser who could copy a link that speaks for the host's record could change that record.
    """
    return not link.speaks_for_record or keeps_record(actor, appearance)


def revoke(session: Session, actor: Actor, found: LinkedAppearance, *, now: dt.datetime) -> None:
    """Close the link. What was said by it stays, the calendar entry does not. Twice is once. Raises NotAllowed."""
    _require_editor(actor, found)
    if found.link is None:
        return
    found.link.revoked_at = now
    session.flush()
    touch(session, [found.webinar.id])
    _note(session, actor, found, "speaking:revoke", now=now)


def renew(session: Session, settings: Settings, found: LinkedAppearance, *, now: dt.datetime) -> None:
    """Send a new link to where the present one was sent, as whoever has that one asks.

    Needs `found` locked. Raises AddressMissing, AskedEnough.
    """
    email = found.link.email if found.link else None
    if email is None:
        raise AddressMissing
    link = _make(session, settings, ANONYMOUS, found, email, now=now, like=found.link)
    _send(session, ANONYMOUS, found, link, now=now)
    _note(session, ANONYMOUS, found, "speaking:make_link", now=now)


def set_rules(session: Session, actor: Actor, webinar: Webinar, wanted: SpeakerRules, *, now: dt.datetime) -> None:
    """Set who stands in public, whether texts are taken at once, and the rehearsal.

    Needs the webinar locked, and loaded whole. Raises NotAllowed, WebinarInvalid.
    """
    require_right(permissions.can_edit_people(actor, webinar))
    before = _rules_snapshot(webinar)
    webinar.is_lineup_confirmed_only = wanted.is_lineup_confirmed_only
    webinar.are_speakers_texts_taken = wanted.are_speakers_texts_taken
    set_rehearsal(webinar, wanted.rehearsal_wall, wanted.rehearsal_timezone, wanted.rehearsal_minutes)
    after = _rules_snapshot(webinar)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        record(session, actor, webinar, "speaking:set_rules", changed, now=now)


def set_name(session: Session, actor: Actor, found: LinkedAppearance, name: str, *, now: dt.datetime) -> None:
    """Set how somebody is printed in this webinar. Empty is as in the record. Raises NotAllowed, DetailsInvalid."""
    _require_editor(actor, found)
    before = found.appearance.shown_name
    found.appearance.name = checked_values(found.appearance, {"name": name})["name"]
    if found.appearance.shown_name != before:
        detail = {"name": [before, found.appearance.shown_name]}
        record(session, actor, found.webinar, "speaking:set_name", detail, now=now)


def _require_editor(actor: Actor, found: LinkedAppearance) -> None:
    require_right(permissions.can_edit_people(actor, found.webinar))


def _make(
    session: Session,
    settings: Settings,
    actor: Actor,
    found: LinkedAppearance,
    email: str | None,
    *,
    now: dt.datetime,
    like: SpeakingLink | None = None,
) -> SpeakingLink:
    """Make a new link in the place of the present one, which is closed. What her calendar knows and her zone go on.

    With `like` it may do what that one may, else what its maker may.
    """
    may = keeps_record(actor, found.appearance) if like is None else like.speaks_for_record
    by = actor.user_id
    link = new_link(settings, found.appearance, email=email, made_by_id=by, speaks_for_record=may, now=now)
    # What was taken out of a calendar when a link was closed comes back by a higher number alone.
    closed = sa.select(sa.func.max(SpeakingLink.told_sequence)).where(SpeakingLink.revoked_at.is_not(None))
    link.told_sequence = session.scalar(closed.where(SpeakingLink.appearance_id == found.appearance.id))
    for old in links_of(session, [found.appearance.id]).values():
        link.timezone = old.timezone
        if old.email == email:
            link.told_sequence, link.told_method = old.told_sequence, old.told_method
            link.told_starts_at = old.told_starts_at
        old.revoked_at, old.email, old.timezone = now, None, None
    session.flush()
    session.add(link)
    if found.appearance.agreement == Agreement.NOT_ASKED:
        found.appearance.agreement = Agreement.ASKED
    session.flush()
    touch(session, [found.webinar.id])
    return link


def _send(
    session: Session,
    actor: Actor,
    found: LinkedAppearance,
    link: SpeakingLink,
    *,
    is_reminder: bool = False,
    now: dt.datetime,
) -> None:
    assert link.email is not None
    sent = session.execute(
        sa.select(OutboundEmail.context).where(
            OutboundEmail.recipient == link.email,
            OutboundEmail.kind == ASK_KIND,
            OutboundEmail.created_at > now - dt.timedelta(days=1),
        )
    )
    if sum(row.context.get("webinar_id") == found.webinar.id for row in sent) >= MAILS_A_DAY:
        raise AskedEnough(MAILS_A_DAY)
    add_mail(
        session,
        kind=ASK_KIND,
        priority=Priority.REGISTRATION,
        recipient=link.email,
        organisation_id=found.webinar.host_id,
        context={
            "webinar_id": found.webinar.id,
            "link_id": link.id,
            "by_id": actor.user_id,
            "is_reminder": is_reminder,
        },
        # Any press may be repeated on purpose; a double press within a second is caught by the day's limit.
        dedupe_key=f"{ASK_KIND}:{link.id}:{secrets.token_hex(8)}",
        now=now,
    )


def _note(session: Session, actor: Actor, found: LinkedAppearance, action: str, *, now: dt.datetime) -> None:
    # Nothing of the webinar has changed: open editors must not become stale for it.
    session.add(
        AuditEvent.of_webinar(
            found.webinar,
            action,
            {"appearance_id": found.appearance.id, "speaker": found.appearance.shown_name},
            by=actor.user_id,
            at=now,
        )
    )
    session.flush()


def _rules_snapshot(webinar: Webinar) -> dict[str, object]:
    wall = webinar.rehearsal_wall
    return {
        "is_lineup_confirmed_only": webinar.is_lineup_confirmed_only,
        "are_speakers_texts_taken": webinar.are_speakers_texts_taken,
        "rehearsal": f"{wall.isoformat(timespec='minutes')} {webinar.rehearsal_timezone}" if wall else None,
        "rehearsal_minutes": webinar.rehearsal_minutes,
    }
