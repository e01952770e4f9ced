"""What a speaker's own page shows."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.programme.join_window import room_opens_at
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.questions.speaker_answers import SpeakerQuestion, speaker_questions
from webinars.domain.registration.attendee_hours import hour_beside, own_line
from webinars.domain.scheduling.date_polls.queries import has_open_poll
from webinars.domain.speaker_pages.links import ends_at
from webinars.domain.speaker_pages.portraits import proposed_portraits
from webinars.domain.speaker_pages.proposal_fields import (
    FIELDS,
    as_typed,
    form_fingerprint,
    stands_at_once,
    stored_value,
)
from webinars.domain.speaker_pages.queries import LinkedAppearance, proposals_of
from webinars.domain.speaker_pages.rehearsals import rehearsal_at
from webinars.domain.speaker_pages.slides import MOST_SLIDES
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, Picture, SpeakingLink, Status, Webinar
from webinars.pure.times import (
    ZoneLine,
    canonical,
    duration_text,
    format_day,
    format_hour,
    line_label,
    presentable,
    wall,
)


class Rehearsal(Struct, frozen=True, kw_only=True):
    """When it is: in her zone, and on the organisers' clocks."""

    at: dt.datetime
    hers: str
    theirs: str
    lasts: str


class OwnField(Struct, frozen=True, kw_only=True):
    """One field of the form."""

    name: str
    label: str
    text: str
    seen: str
    """A fingerprint of what stood there when the form was made."""
    waits: bool
    """It is proposed, and nobody has taken it yet."""
    stands_at_once: bool


class SpeakerPage(Struct, frozen=True, kw_only=True):
    """Everything that the page says."""

    link: SpeakingLink
    appearance: Appearance
    webinar: Webinar
    phase: Phase
    timezone: str
    is_zone_chosen: bool
    own: ZoneLine | None
    """The start in her zone, or None where only a date is known."""
    midnight: tuple[str, str] | None
    """The days between which it starts, where that is at midnight."""
    rehearsal: Rehearsal | None
    opens: str
    """When the room opens, in her zone."""
    fields: Mapping[str, OwnField]
    ends_at: dt.datetime | None
    is_asked_when: bool
    """Starts are proposed, and none is chosen yet."""
    waiting_portrait: Picture | None
    """What she has proposed, and nobody has taken yet."""
    asked: Sequence[SpeakerQuestion]
    """What the audience asks her, and what she has answered."""

    @property
    def can_remove_portrait(self) -> bool:
        if self.waiting_portrait is not None:
            return True
        return self.appearance.speaker.portrait is not None and self.fields["bio"].stands_at_once

    @property
    def has_said_yes(self) -> bool:
        return self.appearance.has_agreed

    @property
    def has_said_no(self) -> bool:
        return self.appearance.has_declined

    @property
    def can_answer(self) -> bool:
        return self.phase.is_to_come or self.phase is Phase.POSTPONED

    @property
    def answered_at(self) -> dt.datetime | None:
        return self.appearance.replied_at

    @property
    def shows_room(self) -> bool:
        return self.has_said_yes and bool(self.webinar.join_url) and self.webinar.status == Status.PUBLISHED

    @property
    def can_add_slides(self) -> bool:
        return len(self.appearance.slides) < MOST_SLIDES

    @property
    def all_stands_at_once(self) -> bool:
        return all(field.stands_at_once for field in self.fields.values())

    @property
    def nothing_stands_at_once(self) -> bool:
        return not any(field.stands_at_once for field in self.fields.values())


def speaker_page(session: Session, settings: Settings, found: LinkedAppearance, *, now: dt.datetime) -> SpeakerPage:
    """Returns what the page of a live link shows at `now`."""
    webinar, appearance, link = found.webinar, found.appearance, found.link
    assert link is not None
    zone = presentable(link.timezone or webinar.timezone or webinar.host.timezone)
    zones = settings.display_zones
    own = own_line(webinar, webinar.starts_at, zone, zones) if webinar.starts_at else None
    return SpeakerPage(
        link=link,
        appearance=appearance,
        webinar=webinar,
        phase=phase_of(webinar, now),
        timezone=canonical(zone),
        is_zone_chosen=link.timezone is not None,
        own=own,
        midnight=_midnight(own, zone),
        rehearsal=_rehearsal(webinar, zone, settings),
        opens=hour_beside(own, own_line(webinar, room_opens_at(own.starts_at), zone, zones)) if own else "",
        fields=own_fields(session, found),
        ends_at=ends_at(link, webinar),
        is_asked_when=not appearance.has_declined and has_open_poll(session, webinar.id),
        waiting_portrait=proposed_portraits(session, [appearance.id]).get(appearance.id),
        asked=speaker_questions(session, appearance, now=now),
    )


def own_fields(session: Session, found: LinkedAppearance) -> Mapping[str, OwnField]:
    """Returns the fields with what stands in them: her own words where they are proposed."""
    appearance, link = found.appearance, found.link
    assert link is not None
    waiting = proposals_of(session, [appearance.id]).get(appearance.id, {})
    fields = {}
    for name, field in FIELDS.items():
        value = waiting[name].value if name in waiting else stored_value(appearance, name)
        fields[name] = OwnField(
            name=name,
            label=str(field.title),
            text=as_typed(appearance, name, value),
            seen=form_fingerprint(appearance, name, value),
            waits=name in waiting,
            stands_at_once=stands_at_once(found.webinar, link, name),
        )
    return fields


def _midnight(own: ZoneLine | None, zone: str) -> tuple[str, str] | None:
    if own is None:
        return None
    there = wall(own.starts_at, zone)
    if (there.hour, there.minute) != (0, 0):
        return None
    return format_day(there.date() - dt.timedelta(days=1)), format_day(there.date())


def _rehearsal(webinar: Webinar, zone: str, settings: Settings) -> Rehearsal | None:
    at = rehearsal_at(webinar)
    if at is None or webinar.rehearsal_wall is None or webinar.rehearsal_timezone is None:
        return None
    line = own_line(webinar, at, zone, settings.display_zones)
    there = webinar.rehearsal_wall
    return Rehearsal(
        at=at,
        hers=_("%(date)s, %(times)s", date=line.date_text, times=line.times[0].text),
        theirs=_(
            "%(date)s, %(hour)s %(zone)s",
            date=format_day(there.date()),
            hour=format_hour(there, hour_style_of(webinar.host)),
            zone=line_label(webinar.rehearsal_timezone),
        ),
        lasts=duration_text(webinar.rehearsal_minutes),
    )
