"""What is so of a webinar, by what is stored and by the clock alone: none of it asks the code that writes pages."""

import datetime as dt

import sqlalchemy as sa

from tests.promises.scene import Scene
from webinars.app.mail_kinds import KINDS
from webinars.models import (
    Agreement,
    JoinAccess,
    RecordingPlan,
    RecordingSource,
    Registration,
    RegistrationState,
    Status,
)

TOLD = {RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING}
"""Who hears of a change by mail."""
HALF_AN_HOUR, FOUR_WEEKS, WEEK = dt.timedelta(minutes=30), dt.timedelta(weeks=4), dt.timedelta(days=7)


def status(scene: Scene) -> Status:
    """A preview shows a draft as it will be."""
    is_preview = scene.place == "programme.preview" and scene.webinar.status == Status.DRAFT
    return Status.PUBLISHED if is_preview else scene.webinar.status


def is_published(scene: Scene) -> bool:
    return status(scene) == Status.PUBLISHED


def is_draft(scene: Scene) -> bool:
    return status(scene) == Status.DRAFT


def is_called_off(scene: Scene) -> bool:
    return status(scene) == Status.CANCELLED


def is_postponed(scene: Scene) -> bool:
    return status(scene) == Status.POSTPONED


def end(scene: Scene) -> dt.datetime | None:
    """When it is surely over, as far as anything is known of that."""
    webinar = scene.webinar
    if webinar.ends_at is not None:
        return webinar.ends_at + HALF_AN_HOUR
    if webinar.starts_on is None:
        return None
    return dt.datetime.combine(webinar.starts_on, dt.time(), dt.UTC) + HALF_AN_HOUR


def has_ended(scene: Scene) -> bool:
    over = end(scene)
    return over is not None and scene.now >= over


def is_over(scene: Scene) -> bool:
    return is_published(scene) and has_ended(scene)


def has_begun(scene: Scene) -> bool:
    return scene.webinar.starts_at is not None and scene.now >= scene.webinar.starts_at


def is_to_come(scene: Scene) -> bool:
    return is_published(scene) and not has_begun(scene) and not has_ended(scene)


def is_live(scene: Scene) -> bool:
    ends_at = scene.webinar.ends_at
    return is_published(scene) and has_begun(scene) and ends_at is not None and scene.now < ends_at


def is_running_over(scene: Scene) -> bool:
    return is_published(scene) and has_begun(scene) and not is_live(scene) and not has_ended(scene)


def is_going_on(scene: Scene) -> bool:
    return is_live(scene) or is_running_over(scene)


def is_told_as_past(scene: Scene) -> bool:
    """It is over, or surely so because there is a recording of it."""
    return is_over(scene) or (is_running_over(scene) and has_recording(scene))


def is_room_open(scene: Scene) -> bool:
    starts_at = scene.webinar.starts_at
    is_time = starts_at is not None and scene.now >= starts_at - HALF_AN_HOUR and not has_ended(scene)
    return is_published(scene) and is_time


def is_recording_coming(scene: Scene) -> bool:
    """Somebody has promised one, and the time in which it may be waited for has not gone by."""
    if scene.webinar.recording_plan is not RecordingPlan.YES or is_called_off(scene):
        return False
    over = end(scene)
    return over is None or scene.now < over + FOUR_WEEKS


def has_recording(scene: Scene) -> bool:
    return bool(scene.webinar.recordings)


def agreements(scene: Scene) -> list[Agreement]:
    return [appearance.agreement for appearance in scene.webinar.lineup]


def agreed_count(scene: Scene) -> int:
    return agreements(scene).count(Agreement.AGREED)


def named_in_public(scene: Scene) -> list[Agreement]:
    """Those of the line-up whom a page before the webinar may name."""
    hidden = {Agreement.DECLINED}
    if scene.webinar.is_lineup_confirmed_only:
        hidden = {Agreement.DECLINED, Agreement.ASKED, Agreement.NOT_ASKED}
    return [each for each in agreements(scene) if each not in hidden]


def count(scene: Scene, state: RegistrationState) -> int:
    return sum(each.state is state for each in scene.registrations)


def place_count(scene: Scene) -> int | None:
    """Returns how many places there are, or None where nobody counts them."""
    return scene.desk.capacity if scene.desk else None


def are_all_taken(scene: Scene) -> bool:
    return place_count(scene) is not None and count(scene, RegistrationState.CONFIRMED) >= (place_count(scene) or 0)


def does_anybody_wait(scene: Scene) -> bool:
    return count(scene, RegistrationState.WAITING) > 0


def has_list(scene: Scene) -> bool:
    return scene.desk is not None and scene.desk.has_waiting_list


def are_places_given(scene: Scene) -> bool:
    """Whoever waits may still be given a place: not in the last half hour."""
    starts_at = scene.webinar.starts_at
    is_time = starts_at is None or scene.now <= starts_at - HALF_AN_HOUR
    return is_published(scene) and scene.desk is not None and is_time


def is_desk_open(scene: Scene) -> bool:
    """People can register here now, for a place or for the queue."""
    desk, webinar = scene.desk, scene.webinar
    if desk is None or not (is_to_come(scene) or is_live(scene)):
        return False
    if webinar.starts_at is None:
        return True
    if desk.opens_before_minutes is not None:
        return scene.now >= webinar.starts_at - dt.timedelta(minutes=desk.opens_before_minutes)
    return desk.closes_before_minutes is None or scene.now < webinar.starts_at - dt.timedelta(
        minutes=desk.closes_before_minutes
    )


def has_free_place(scene: Scene) -> bool:
    if scene.place == "programme.preview" and scene.webinar.status == Status.DRAFT:
        return scene.desk is not None
    return is_desk_open(scene) and not are_all_taken(scene) and not does_anybody_wait(scene)


def is_given_to_zoom(scene: Scene) -> bool:
    """The host's account at Zoom registers whoever gets a place: the room is there, and for them alone."""
    webinar = scene.webinar
    is_for_them = webinar.is_registration_here and webinar.join_access == JoinAccess.REGISTERED
    accounts = sa.select(RecordingSource.organisation_id).where(RecordingSource.registers_people)
    return is_for_them and "zoom.us/j/" in webinar.join_url and webinar.host_id in scene.session.scalars(accounts)


def is_open_for_a_week(scene: Scene) -> bool:
    """Whoever has registered now can take the place for as long as an unconfirmed address is kept."""
    webinar, desk = scene.webinar, scene.desk
    if webinar.starts_at is None or webinar.ends_at is None or desk is None:
        return True
    before = desk.closes_before_minutes
    closes_at = webinar.ends_at if before is None else webinar.starts_at - dt.timedelta(minutes=before)
    return closes_at >= scene.now + WEEK


def state_of_reader(scene: Scene) -> RegistrationState | None:
    return scene.reader.state if isinstance(scene.reader, Registration) else None


def number_of_reader(scene: Scene) -> int:
    """Returns which of those who wait the reader is."""
    if not isinstance(scene.reader, Registration):
        return 0
    queue = sorted(each.queue_number for each in scene.registrations if each.queue_number is not None)
    return queue.index(scene.reader.queue_number) + 1 if scene.reader.queue_number in queue else 0


def is_told_of_recording(scene: Scene) -> bool:
    """Whoever reads has asked for it, and a mail is promised when the first recording of what took place is up."""
    reader = scene.reader
    is_asked_for = isinstance(reader, Registration) and reader.wants_recording
    return is_asked_for and state_of_reader(scene) is RegistrationState.CONFIRMED and is_over(scene)


def do_mails_leave(scene: Scene) -> bool:
    """Who reads a mail has been sent it."""
    return scene.settings.mail_url is not None or scene.place in KINDS
