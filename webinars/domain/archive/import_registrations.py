"""What a file says of how people register: read, held against what is stored, and followed."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.export_registrations import (
    KEYS,
    USUAL,
    RegistrationValues,
    StoredRegistrations,
    question_record,
)
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, read_object
from webinars.domain.archive.import_overwrites import ImportConflict
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.registration import form_questions, settings
from webinars.domain.registration.form_questions import RegistrationQuestionInput, RegistrationQuestionInvalid
from webinars.domain.registration.registration_window import StartPromise
from webinars.domain.registration.settings import RegistrationWish
from webinars.lib.i18n import gettext as _
from webinars.models import QuestionKind, RegistrationMode, RegistrationQuestion, Webinar
from webinars.pure import times

_WISHES = {
    "capacity": "capacity",
    "waiting_list": "has_waiting_list",
    "approval": "is_approval_needed",
    "reminders_minutes": "reminder_minutes",
    "keep_days": "retention_days",
    "feedback": "takes_feedback",
}
"""The field of a wish for each key."""
_HOURS = {"opens_wall": "opens_at", "closes_wall": "closes_at"}
"""The key for each hour of a wish."""


class FileStart(Struct, frozen=True):
    """When a webinar takes place, by a file."""

    starts_wall: dt.datetime | None
    timezone: str | None
    ends_at: dt.datetime | None

    @classmethod
    def of(cls, values: Mapping[str, Any], webinar: Webinar) -> "FileStart":
        """Returns the promise in `values`, where what a file leaves open is as the site has it."""
        wall = values.get("starts_wall", webinar.starts_wall)
        timezone = values.get("timezone") or webinar.timezone
        ends_at = None
        if wall is not None and timezone is not None:
            minutes = values.get("duration_minutes", webinar.duration_minutes)
            with contextlib.suppress(times.TimesError):
                ends_at = times.first_instant(wall, timezone) + dt.timedelta(minutes=minutes)
        return cls(wall, timezone, ends_at)


class RegistrationRecord(Struct, frozen=True, kw_only=True):
    """What a record says of it, held against what a form accepts."""

    place: RecordNode
    told: RegistrationValues
    """The keys that are given, and the mode."""
    columns: Mapping[str, Any]
    questions: Sequence[RegistrationQuestionInput] | None
    """None: nothing is said of them."""

    @property
    def is_here(self) -> bool:
        return bool(self.told["mode"] == RegistrationMode.HERE)

    @property
    def needs_desk(self) -> bool:
        """Whether there is anything to be kept beside the webinar's own columns."""
        return self.is_here or bool(self.questions) or any(self.told.get(key, USUAL[key]) != USUAL[key] for key in KEYS)


def read_registration(place: RecordNode, values: dict[str, Any], promise: StartPromise) -> RegistrationRecord | None:
    """Returns what the record at `place` says of registering, or None if nothing but an address, which stays.

    Takes the address out of the `values` of the webinar where more is said. Raises ArchiveUnreadable.
    """
    value = place.record.get("registration")
    if value is None:
        return None
    path = place.at("registration")
    own = RecordNode(path=path, record=read_object(value, path), unknown=place.unknown)
    given = own.values(records.REGISTRATION, parts=("questions",))
    mode, url = _mode(own, given, values.pop("registration_url", None))
    questions = _questions(own) if own.record.get("questions") is not None else None
    said: dict[str, Any] = {field: given[key] for key, field in _WISHES.items() if key in given}
    said |= {field: _wall(own, key, given, promise) for field, key in _HOURS.items()}
    wish = RegistrationWish(**said)
    try:
        columns = settings.checked_wish(promise, None, wish)
    except WebinarInvalid as error:
        key = next(
            (key for key, field in _WISHES.items() if field == error.field), _HOURS.get(error.field, error.field)
        )
        raise ArchiveUnreadable(own.at(key), str(error)) from error
    columns = {column: columns[column] for key, column in KEYS.items() if key in given}
    told: RegistrationValues = {"mode": mode.value, "url": url}
    told |= {key: columns[column] for key, column in KEYS.items() if key in given}
    if questions is not None:
        told["questions"] = [question_record(each) for each in questions]
    return RegistrationRecord(place=own, told=told, columns=columns, questions=questions)


class RegistrationImport:
    """Gives webinars of a file what their records say of registering."""

    def __init__(self, session: Session, *, now: dt.datetime) -> None:
        self._session = session
        self._now = now
        self._waiting: list[tuple[Webinar, RegistrationRecord]] = []
        self._stored = StoredRegistrations(session, ())

    def begin(self, webinars: Iterable[Webinar]) -> None:
        """Prepare for records about these webinars of the site, and others that are new."""
        self._waiting = []
        self._stored = StoredRegistrations(self._session, [webinar.id for webinar in webinars])

    def set(self, webinar: Webinar, given: RegistrationRecord) -> None:
        """Let people register for `webinar` as its record says. What needs its id waits for `store`."""
        webinar.is_registration_here, webinar.registration_url = given.is_here, given.told["url"]
        if given.needs_desk:
            self._waiting.append((webinar, given))

    def follow(
        self,
        webinar: Webinar,
        given: RegistrationRecord,
        before: Mapping[str, Any] | None,
        proposals: list[ImportConflict],
    ) -> bool:
        """Follow the record where nobody has edited since, else propose. Returns whether anything changed.

        Fewer places than are taken are a proposal too.
        """
        ours = self._stored.values(webinar)
        differing = [key for key, value in given.told.items() if ours[key] != value]
        if not differing:
            return False
        if self._is_untouched(webinar, given, ours, before) and self._has_room(webinar, given):
            self.set(webinar, given)
            return True
        name = f"webinar {webinar.slug}, registration"
        proposals += [ImportConflict(f"{name}.{key}", ours[key], given.told[key]) for key in differing]
        return False

    def store(self) -> None:
        """Store what waits since `begin`, now that the webinars have their ids. Flushes. Raises ArchiveUnreadable."""
        for webinar, given in self._waiting:
            desk = settings.open_desk(self._session, webinar)
            try:
                settings.give(self._session, webinar, desk, dict(given.columns), now=self._now)
            except WebinarInvalid as error:
                raise ArchiveUnreadable(given.place.at(error.field), str(error)) from error
            if given.questions is not None:
                form_questions.store_questions(
                    self._session, webinar, _with_ids(given.questions, self._stored.questions(webinar))
                )

    def _is_untouched(
        self, webinar: Webinar, given: RegistrationRecord, ours: RegistrationValues, before: Mapping[str, Any] | None
    ) -> bool:
        """Returns whether nobody has edited it since a record was followed, or nothing is set yet."""
        said = (before or {}).get("registration")
        if said is not None:
            return all(ours[key] == said.get(key, USUAL.get(key)) for key in given.told)
        if webinar.registration_mode is RegistrationMode.ELSEWHERE and before is not None:
            # Another version of this program knew nothing but the address.
            return before.get("registration_url") == webinar.registration_url
        return not self._stored.is_anything_set(webinar)

    def _has_room(self, webinar: Webinar, given: RegistrationRecord) -> bool:
        desk = self._stored.desk(webinar)
        try:
            if desk is not None:
                settings.require_room(desk, dict(given.columns))
        except WebinarInvalid:
            return False
        return True


def _mode(own: RecordNode, given: dict[str, Any], beside: str | None) -> tuple[RegistrationMode, str | None]:
    """Returns where people register, and the address. `beside` is the one that stands beside the record."""
    url = given.get("url") or beside
    mode = given.get("mode", RegistrationMode.ELSEWHERE if url else RegistrationMode.NONE)
    if mode is RegistrationMode.ELSEWHERE and not url:
        raise ArchiveUnreadable(own.at("url"), _("is missing"))
    if mode is not RegistrationMode.ELSEWHERE and url:
        raise ArchiveUnreadable(own.at("mode"), _("with an address of another site it is “elsewhere”"))
    return mode, url


def _wall(own: RecordNode, key: str, given: dict[str, Any], promise: StartPromise) -> dt.datetime | None:
    at = given.get(key)
    try:
        return None if at is None else times.wall(at, times.presentable(promise.timezone or "Etc/UTC"))
    except times.DateOutOfRange as error:
        raise ArchiveUnreadable(own.at(key), str(error)) from error


def _questions(own: RecordNode) -> list[RegistrationQuestionInput]:
    places = own.objects("questions", at_most=form_questions.MOST_QUESTIONS)
    wanted = [_question(place) for place in places]
    try:
        return form_questions.checked_questions(wanted)
    except RegistrationQuestionInvalid as error:
        key = {"options": "choices"}.get(error.part, error.part)
        raise ArchiveUnreadable(places[error.index].at(key), str(error)) from error


def _question(place: RecordNode) -> RegistrationQuestionInput:
    values = place.values(records.REGISTRATION_QUESTION, parts=("choices",), required=("kind", "label", "reason"))
    return RegistrationQuestionInput(
        kind=QuestionKind(values["kind"]),
        label=values["label"],
        reason=values["reason"],
        options=place.texts("choices", form_questions.LONGEST_OPTION, at_most=form_questions.MOST_OPTIONS),
        is_required=values.get("required", False),
        keep_days=values.get("keep_days"),
    )


def _with_ids(
    wanted: Sequence[RegistrationQuestionInput], present: Sequence[RegistrationQuestion]
) -> list[RegistrationQuestionInput]:
    """Returns `wanted`, each as the one that is asked in these words already, if there is one."""
    known = {each.label: each.id for each in reversed(present)}
    return [structs.replace(each, question_id=known.pop(each.label, None)) for each in wanted]
