"""What a page was opened with and is no longer there when something in it is pressed, in each way that it goes."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.world import World
from webinars import clock
from webinars.db import Base
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.life_cycle import delete_draft
from webinars.models import (
    AgendaQuestion,
    Agreement,
    Appearance,
    AskingMode,
    AudienceQuestion,
    CoOrganiser,
    HelperLink,
    Invitation,
    MailFollow,
    Mailing,
    ModeratorLink,
    PersonalFeed,
    QuestionBoard,
    Recording,
    Registration,
    RegistrationDesk,
    RegistrationEnd,
    RegistrationState,
    SpeakerProposal,
    SpeakingLink,
    StartPoll,
    Status,
    Webinar,
)
from webinars.models.derived import touch

STAYS = {"organisation", "user_account", "user_session", "membership", "site_setting", "webinar"}
"""Tables of which a webinar that has only its title has rows."""
FOLLOWS = {"edition", "feed", "feed_entry", "feed_fetches", "calendar_entry", "listed_webinar", "facet_count"}
"""Tables that are written from the others, as those of search are."""


def _end(session: Session, world: World) -> None:
    """Everything has ended or was taken back, and its rows are there."""
    now, webinar_id = clock.now(), world.webinar.id
    world.webinar.is_registration_here = False
    ended: dict[type, dict[str, object]] = {
        Registration: {
            "state": RegistrationState.CANCELLED,
            "queue_number": None,
            "ended_at": now,
            "ended_by": RegistrationEnd.ATTENDEE,
        },
        RegistrationDesk: {"seats_taken": 0},
        QuestionBoard: {"mode": AskingMode.OFF},
        AudienceQuestion: {"is_hidden": True},
        ModeratorLink: {"revoked_at": now},
        HelperLink: {"revoked_at": now},
        SpeakingLink: {"revoked_at": now},
        Invitation: {"revoked_at": now, "claimed_at": None, "claimed_by_id": None},
        Mailing: {"stopped_at": now},
        StartPoll: {"ends_at": now, "chosen_at": now},
        Appearance: {"agreement": Agreement.DECLINED},
        Recording: {"webinar_id": None, "removed_at": now, "removed_from_id": webinar_id, "stream_id": None},
    }
    for kind, values in ended.items():
        session.execute(sa.update(kind).where(kind.webinar_id == webinar_id).values(**values))  # type: ignore[attr-defined]
    for kind in (CoOrganiser, AgendaQuestion):
        session.execute(sa.delete(kind).where(kind.webinar_id == webinar_id))
    for kind in (SpeakerProposal, MailFollow, PersonalFeed):
        session.execute(sa.delete(kind))
    touch(session, [webinar_id])


def _strip(session: Session, world: World) -> None:
    """A webinar has nothing but its title, its state and its hour: whatever hung on it was deleted."""
    session.execute(
        sa.update(Webinar).values(
            series_id=None, is_registration_here=False, registration_url=None, join_url=None, live_stream_url=None
        )
    )
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in STAYS | FOLLOWS and not table.name.startswith(("search_", "recording_facet")):
            session.execute(sa.delete(table))
    touch(session, [world.webinar.id])


def _delete(session: Session, world: World) -> None:
    """The webinar was taken back and deleted, and all of its parts with it."""
    webinar = world.webinar
    session.execute(sa.delete(Registration).where(Registration.webinar_id == webinar.id))
    webinar.status = Status.DRAFT
    session.flush()
    delete_draft(session, Actor(user_id=None, name="", is_admin=True), webinar, now=clock.now())


ABSENCES: Mapping[str, Callable[[Session, World], None] | None] = {
    "there": None,
    "ended": _end,
    "taken out": _strip,
    "deleted with the webinar": _delete,
}
