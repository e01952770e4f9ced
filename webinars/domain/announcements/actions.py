import datetime as dt

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.announcements.house_style import LABEL_LENGTH, stored_house_style
from webinars.domain.announcements.texts import TextForm, write
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.programme import permissions
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import AnnouncementCopy, AuditEvent, Organisation, User, Webinar
from webinars.pure.announcements.writer import HouseStyle, Phase

PLACE_LENGTH = length_of(AnnouncementCopy.place)


def note_copy(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    *,
    form: TextForm,
    phase: Phase,
    place: str,
    settings: Settings,
    now: dt.datetime,
) -> AnnouncementCopy:
    """Remember that the text as it is now was put somewhere else. A later copy for the same place takes its place.

    Raises NotAllowed, WebinarInvalid.
    """
    require_right(permissions.can_edit_texts(actor, webinar))
    where = one_line(place, at_most=PLACE_LENGTH)
    if not where:
        raise WebinarInvalid("place", _("Write where you put it, like “our website”."))
    for earlier in session.query(AnnouncementCopy).filter_by(webinar_id=webinar.id, place=where, form=form.value):
        session.delete(earlier)
    copy = AnnouncementCopy(
        webinar=webinar,
        place=where,
        form=form.value,
        phase=phase.value,
        text=write(webinar, form, phase, settings),
        copied_at=now,
        copied_by=session.get(User, actor.user_id) if actor.user_id else None,
    )
    session.add(copy)
    session.flush()
    return copy


def forget_copy(session: Session, actor: Actor, webinar: Webinar, copy: AnnouncementCopy) -> None:
    """Forget a copy whose text is no longer there. Raises NotAllowed."""
    require_right(permissions.can_edit_texts(actor, webinar))
    session.delete(copy)
    session.flush()


def set_house_style(
    session: Session, actor: Actor, organisation: Organisation, style: HouseStyle, *, now: dt.datetime
) -> None:
    """Set how the organisation's announcements are written from now on. Raises NotAllowed."""
    require_right(organisation_rules.can_update(actor, organisation))
    before, after = organisation.house_style, stored_house_style(_shortened(style))
    if before == after:
        return
    organisation.house_style = after
    organisation.updated_at = now
    session.add(
        AuditEvent(
            at=now,
            action="organisation:set_house_style",
            actor_id=actor.user_id,
            organisation_id=organisation.id,
            detail={"house_style": [before, after]},
        )
    )
    session.flush()


def _shortened(style: HouseStyle) -> HouseStyle:
    def short(label: str | None) -> str | None:
        return None if label is None else one_line(label, at_most=LABEL_LENGTH)

    return HouseStyle(
        order=style.order,
        has_emoji=style.has_emoji,
        has_asked=style.has_asked,
        moderator=style.moderator,
        title_label=short(style.title_label),
        lineup_label=short(style.lineup_label) or None,
    )
