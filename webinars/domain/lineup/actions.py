"""The line-up of a webinar: who appears, in which order, as what."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.queries import speakers_named
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib import ordering
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import is_name, name_key
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import Agreement, Appearance, AppearanceRole, Organisation, Speaker, SpeakingLink, Webinar
from webinars.models.slugs import add_with_slug
from webinars.pure.ical.writing import Method

MAX_APPEARANCES = 100
FIELDS = ("role", "affiliation", "talk_title", "abstract", "has_agreed")
LONGEST = {
    "affiliation": length_of(Appearance.affiliation),
    "talk_title": length_of(Appearance.talk_title),
    "abstract": 10_000,
}


class AppearanceInput(Struct, frozen=True, kw_only=True):
    """One place of a line-up as it shall be. The texts are as of this webinar."""

    speaker: Speaker
    role: AppearanceRole = AppearanceRole.SPEAKER
    affiliation: str = ""
    talk_title: str = ""
    abstract: str = ""
    has_agreed: bool = False
    """Whether somebody says that they have. Without that, what they or nobody said stays."""


def create_speaker(
    session: Session, actor: Actor, organisation: Organisation, *, name: str, affiliation: str = "", now: dt.datetime
) -> Speaker:
    """Make a new person, whose record belongs to `organisation`. A namesake stays somebody else.

    Raises NotAllowed, WebinarInvalid.
    """
    require_right(actor.is_editor(organisation.id))
    known_as = one_line(name)
    if not is_name(known_as):
        raise WebinarInvalid("lineup", _("Write the speaker’s name."))
    if len(known_as) > 200:  # noqa: PLR2004 - the column's length
        raise WebinarInvalid("lineup", _("“%(name)s…” is too long for a name.", name=known_as[:40]))
    speaker = Speaker(
        slug="",
        name=known_as,
        name_key=name_key(known_as),
        affiliation=_shortened("affiliation", affiliation),
        organisation=organisation,
        created_at=now,
    )
    add_with_slug(session, speaker, known_as, fallback=now.date().isoformat())
    return speaker


def find_or_create_speaker(
    session: Session, actor: Actor, host: Organisation, *, name: str, affiliation: str = "", now: dt.datetime
) -> Speaker:
    """Returns the speaker of that name whom `host` may use, made if there is none.

    Of namesakes it is the host's own or the eldest. For imports, which have nobody to ask. Raises NotAllowed,
    WebinarInvalid.
    """
    found = sorted(speakers_named(session, host, name), key=lambda each: (each.organisation_id != host.id, each.id))
    return found[0] if found else create_speaker(session, actor, host, name=name, affiliation=affiliation, now=now)


def set_lineup(
    session: Session, actor: Actor, webinar: Webinar, places: Sequence[AppearanceInput], *, now: dt.datetime
) -> None:
    """Make this the line-up, in this order. Who stays keeps what points at their appearance, such as a recording.

    Raises NotAllowed, WebinarInvalid.
    """
    _require_editor(session, actor, webinar)
    _check(places)
    before = lineup_snapshot(webinar)
    present = {appearance.speaker_id: appearance for appearance in webinar.lineup}
    arranged = [present.get(place.speaker.id) or Appearance(speaker=place.speaker) for place in places]
    for appearance, place in zip(arranged, places, strict=True):
        _fill(session, appearance, place)
    _close_links(session, [each.id for each in webinar.lineup if each not in arranged], now=now)
    ordering.arrange(webinar.lineup, arranged)
    _record(session, actor, webinar, before, now=now)


def add_appearance(
    session: Session, actor: Actor, webinar: Webinar, place: AppearanceInput, *, now: dt.datetime
) -> Appearance:
    """Put somebody at the end of the line-up. Raises NotAllowed, WebinarInvalid."""
    _require_editor(session, actor, webinar)
    _check([*(AppearanceInput(speaker=appearance.speaker) for appearance in webinar.lineup), place])
    before = lineup_snapshot(webinar)
    appearance = Appearance(speaker=place.speaker)
    _fill(session, appearance, place)
    webinar.lineup.append(appearance)
    _record(session, actor, webinar, before, now=now)
    return appearance


def update_appearance(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    appearance: Appearance,
    place: AppearanceInput,
    *,
    now: dt.datetime,
) -> None:
    """Change what an appearance says, but not its person. Raises NotAllowed, WebinarInvalid."""
    _require_editor(session, actor, webinar)
    before = lineup_snapshot(webinar)
    _fill(session, appearance, place)
    _record(session, actor, webinar, before, now=now)


def _close_links(session: Session, appearance_ids: Sequence[int], *, now: dt.datetime) -> None:
    """Close the pages of those who are taken out, and forget where their links were sent.

    Of who has a calendar entry it is forgotten once that is taken back, in this very transaction.
    """
    if appearance_ids:
        has_entry = sa.and_(SpeakingLink.told_method == Method.REQUEST.value, SpeakingLink.revoked_at.is_(None))
        session.execute(
            sa.update(SpeakingLink)
            .where(SpeakingLink.appearance_id.in_(appearance_ids))
            .values(
                email=sa.case((has_entry, SpeakingLink.email), else_=None),
                timezone=None,
                appearance_id=None,
                revoked_at=sa.func.coalesce(SpeakingLink.revoked_at, now),
            )
            .execution_options(synchronize_session=False)
        )


def _require_editor(session: Session, actor: Actor, webinar: Webinar) -> None:
    load_to_change(session, actor, webinar, permissions.can_edit_people)


def _check(places: Sequence[AppearanceInput]) -> None:
    if len(places) > MAX_APPEARANCES:
        raise WebinarInvalid("lineup", _("A line-up has at most %(limit)s places.", limit=MAX_APPEARANCES))
    seen: set[int] = set()
    for place in places:
        if place.speaker.id in seen:
            raise WebinarInvalid("lineup", _("%(name)s stands in the line-up twice.", name=place.speaker.name))
        seen.add(place.speaker.id)


def _fill(session: Session, appearance: Appearance, place: AppearanceInput) -> None:
    values = {
        "role": place.role,
        "affiliation": _shortened("affiliation", place.affiliation),
        "talk_title": _shortened("talk_title", place.talk_title),
        "abstract": _no_longer("abstract", many_lines(place.abstract)),
    }
    if appearance.has_agreed != place.has_agreed:
        # What was said on the own page no longer holds: an organiser knows better, and the page asks again.
        appearance.agreement = Agreement.AGREED if place.has_agreed else _without_answer(session, appearance)
        appearance.replied_at, appearance.reply_words = None, ""
    for field, value in values.items():
        if getattr(appearance, field) != value:
            setattr(appearance, field, value)


def _without_answer(session: Session, appearance: Appearance) -> Agreement:
    has_link = sa.exists().where(SpeakingLink.appearance_id == appearance.id)
    return Agreement.ASKED if session.scalar(sa.select(has_link)) else Agreement.NOT_ASKED


def _shortened(field: str, text: str) -> str:
    return _no_longer(field, one_line(text))


def _no_longer(field: str, text: str) -> str:
    if len(text) > LONGEST[field]:
        raise WebinarInvalid(
            "lineup",
            _(
                "“%(text)s…” has %(count)s characters. Shorten it to %(limit)s.",
                text=one_line(text[:40]),
                count=len(text),
                limit=LONGEST[field],
            ),
        )
    return text


def lineup_snapshot(webinar: Webinar) -> list[dict[str, object]]:
    """Returns the line-up as the history keeps it."""
    return [
        {"name": appearance.shown_name, **{field: getattr(appearance, field) for field in FIELDS}}
        for appearance in webinar.lineup
    ]


def _record(
    session: Session, actor: Actor, webinar: Webinar, before: list[dict[str, object]], *, now: dt.datetime
) -> None:
    after = lineup_snapshot(webinar)
    if after != before:
        record(session, actor, webinar, "webinar:set_lineup", {"lineup": [before, after]}, now=now)
    # After the webinar's own row, in every transaction: another order would let two of them wait for each other.
    for appearance in webinar.lineup:
        if appearance.affiliation and not appearance.speaker.affiliation:
            # The first affiliation said of a person is what the next webinar suggests.
            appearance.speaker.affiliation = appearance.affiliation
    session.flush()
