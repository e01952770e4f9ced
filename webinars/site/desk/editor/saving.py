"""From what is typed in the editor to what a webinar shall say (see `domain.editing`)."""

import enum
from collections.abc import Collection, Sequence
from typing import Any, TypeVar, cast

from webinars.domain.editing.wanted import (
    NamedRecord,
    WantedAppearance,
    WantedRegistration,
    WantedStart,
    WantedWebinar,
)
from webinars.domain.programme.fields.details import WebinarDetails
from webinars.domain.programme.fields.plain_fields import BOXES, PLAIN_FIELDS
from webinars.domain.programme.zone_display import display_zones_by
from webinars.domain.questions.agenda import AgendaQuestionInput
from webinars.domain.questions.boards import BoardSettings
from webinars.domain.registration.form_questions import RegistrationQuestionInput
from webinars.models import (
    AppearanceRole,
    AskedBy,
    AskerNames,
    AskingMode,
    JoinAccess,
    Organisation,
    QuestionKind,
    RegistrationMode,
)
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.name_matching import NEW
from webinars.site.desk.editor.question_fields import AUDIENCE_FIELDS
from webinars.site.desk.editor.registration_fields import REGISTRATION_FIELDS, REMINDERS
from webinars.site.desk.editor.typed import Cells, Typed, cells_text
from webinars.web.number_converter import as_id

State = TypeVar("State", bound=enum.StrEnum)


def wanted_webinar(
    typed: Typed, host: Organisation, site_zones: Sequence[DisplayZone], *, wrong: Collection[str]
) -> WantedWebinar:
    """Returns what the form says, in the parts that it shows.

    `wrong` are the boxes in which something was refused already. A part that needs them stays as it is.
    """
    registers = "registration_mode" in typed and not set(REGISTRATION_FIELDS) & set(wrong)
    is_here = "registration_mode" in typed and typed["registration_mode"] == RegistrationMode.HERE
    return WantedWebinar(
        details=_details(typed, host, site_zones),
        topics=typed.text("topics").split(",") if "topics" in typed else None,
        lineup=[wanted_appearance(row) for row in typed.rows("lineup")] if "lineup" in typed else None,
        questions=[
            AgendaQuestionInput(text=row["text"] or "", question_id=as_id(row["question"]))
            for row in typed.rows("questions")
        ]
        if "questions" in typed
        else None,
        series=typed.text("series") if "series" in typed else None,
        co_organisers=[_record(row, "organisation") for row in typed.rows("co_organisers") if cells_text(row, "name")]
        if "co_organisers" in typed
        else None,
        start=_start(typed) if "date" in typed and not wrong else None,
        registration=_registration(typed) if registers else None,
        own_questions=[_own_question(row) for row in typed.rows("own_questions")] if is_here else None,
        audience=_audience(typed) if "audience_mode" in typed and not set(AUDIENCE_FIELDS) & set(wrong) else None,
    )


def _details(typed: Typed, host: Organisation, site_zones: Sequence[DisplayZone]) -> WebinarDetails:
    details = {name: PLAIN_FIELDS[name].kind.typed(typed[name]) for name in BOXES if name in typed}
    if "display_zones" in typed:
        # None of its own if they are its host's, so that it follows their changes.
        zones = typed.chosen_zones()
        details["display_zones"] = [] if tuple(zones) == display_zones_by(host, site_zones) else zones
    return cast("WebinarDetails", details)


def _record(row: Cells, part: str) -> NamedRecord:
    return NamedRecord(
        name=cells_text(row, "name"),
        id=as_id(row[part]),
        is_new=row[part] == NEW,
        asked=cells_text(row, "asked"),
    )


def wanted_appearance(row: Cells) -> WantedAppearance:
    """Returns a row of the line-up as a place in it."""
    return WantedAppearance(
        who=_record(row, "person"),
        role=_state_called(AppearanceRole, row["role"], AppearanceRole.SPEAKER),
        affiliation=row["affiliation"] or "",
        talk_title=row["talk_title"] or "",
        abstract=row["abstract"] or "",
        has_agreed=bool(row["has_agreed"]),
    )


def _start(typed: Typed) -> WantedStart:
    return WantedStart(
        date=typed["date"],
        hour=typed["hour"],
        timezone=typed["timezone"] or "",
        duration_minutes=typed["duration_minutes"],
    )


def _registration(typed: Typed) -> WantedRegistration:
    mode = _state_called(RegistrationMode, typed["registration_mode"], RegistrationMode.NONE)
    access = typed["join_access" if mode is RegistrationMode.HERE else "elsewhere_access"]
    return WantedRegistration(
        mode=mode,
        url=typed["registration_url"],
        access=_state_called(JoinAccess, access, JoinAccess.REGISTERED),
        may_switch_off=bool(typed["may_switch_off"]),
        lets_everybody_in=bool(typed["lets_everybody_in"]),
        capacity=typed["capacity"],
        has_waiting_list=bool(typed["has_waiting_list"]),
        is_approval_needed=bool(typed["is_approval_needed"]),
        opens_wall=typed["opens_wall"],
        closes_wall=typed["closes_wall"],
        reminders={minutes: bool(typed[name]) for name, minutes in REMINDERS.items()},
        retention_days=typed["retention_days"] or 0,
        takes_feedback=bool(typed["takes_feedback"]),
    )


def _own_question(row: Cells) -> RegistrationQuestionInput:
    days = cells_text(row, "keep_days")
    return RegistrationQuestionInput(
        kind=_state_called(QuestionKind, row["kind"], QuestionKind.TEXT),
        label=row["label"] or "",
        reason=row["reason"] or "",
        options=(row["options"] or "").splitlines(),
        is_required=bool(row["is_required"]),
        keep_days=(as_id(days) or 0) if days else None,
        question_id=as_id(row["question"]),
    )


def _audience(typed: Typed) -> BoardSettings:
    return BoardSettings(
        mode=_state_called(AskingMode, typed["audience_mode"], AskingMode.OFF),
        approves_first=bool(typed["audience_approves_first"]),
        names=_state_called(AskerNames, typed["audience_names"], AskerNames.OPTIONAL),
        asked_by=_state_called(AskedBy, typed["audience_asked_by"], AskedBy.EVERYBODY),
    )


def _state_called(kind: type[State], value: Any, otherwise: State) -> State:  # noqa: ANN401 - whatever was sent
    """Returns the state called `value`.

    What is none has been refused by the form's own check, and only must not fail here.
    """
    return next((state for state in kind if state.value == value), otherwise)
