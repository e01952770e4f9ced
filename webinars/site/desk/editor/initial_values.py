"""The editor's form as it is first shown: what is stored, or what a new webinar begins with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from webinars.domain.programme.fields.plain_fields import BOXES, PLAIN_FIELDS
from webinars.domain.programme.zone_display import display_zones_by, display_zones_of
from webinars.domain.registration.form_questions import questions_of
from webinars.domain.registration.queries import desk_of
from webinars.domain.registration.registration_window import wall_before
from webinars.models import (
    DEFAULT_REMINDERS,
    DEFAULT_RETENTION_DAYS,
    JoinAccess,
    Organisation,
    RegistrationDesk,
    RegistrationMode,
    Webinar,
)
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.forms import WebinarForm
from webinars.site.desk.editor.question_fields import first_audience, stored_audience
from webinars.site.desk.editor.registration_fields import REMINDERS
from webinars.site.desk.editor.typed import Typed

# What the editor shows first of how people register, and what its form asks for.


Values = dict[str, Any]


def first_registration() -> Values:
    """Returns what the form of a new webinar begins with."""
    return {
        "registration_mode": RegistrationMode.NONE.value,
        "registration_url": None,
        "elsewhere_access": JoinAccess.OPEN.value,
        # Places mean little if everybody has the link.
        "join_access": JoinAccess.REGISTERED.value,
        "capacity": None,
        "has_waiting_list": True,
        "opens_wall": None,
        "closes_wall": None,
        "is_approval_needed": False,
        "own_questions": [],
        **_reminders(DEFAULT_REMINDERS),
        "retention_days": DEFAULT_RETENTION_DAYS,
        "takes_feedback": False,
    }


def stored_registration(session: Session, webinar: Webinar) -> Values:
    """Returns what is stored, and for what is not in use what it would begin with."""
    values, desk = first_registration(), desk_of(session, webinar.id)
    access = webinar.join_access.value
    values |= {
        "registration_mode": webinar.registration_mode.value,
        "registration_url": webinar.registration_url,
        # A room of those who registered stays one, wherever they do.
        "elsewhere_access": access,
    }
    if webinar.is_registration_here:
        values["join_access"] = access
    if desk is not None:
        values |= _of_desk(webinar, desk)
    values["own_questions"] = [
        {
            "question": str(each.id),
            "kind": each.kind.value,
            "label": each.label,
            "options": "\n".join(each.options),
            "reason": each.reason,
            "is_required": each.is_required,
            "keep_days": "" if each.keep_days is None else str(each.keep_days),
        }
        for each in questions_of(session, webinar.id)
    ]
    return values


def _of_desk(webinar: Webinar, desk: RegistrationDesk) -> Values:
    return {
        "capacity": desk.capacity,
        "has_waiting_list": desk.has_waiting_list,
        "opens_wall": wall_before(webinar, desk.opens_before_minutes),
        "closes_wall": wall_before(webinar, desk.closes_before_minutes),
        "is_approval_needed": desk.is_approval_needed,
        **_reminders(desk.reminder_minutes),
        "retention_days": desk.retention_days,
        "takes_feedback": desk.takes_feedback,
    }


def _reminders(minutes: Any) -> Values:  # noqa: ANN401 - a list in JSON
    return {name: before in minutes for name, before in REMINDERS.items()}


def stored_values(session: Session, webinar: Webinar, site_zones: Sequence[DisplayZone]) -> dict[str, Any]:
    """Returns what the form shows of a webinar. Needs everything loaded (see `editor_queries.whole`)."""
    return {
        "host": webinar.host.slug,
        **{name: PLAIN_FIELDS[name].kind.shown(getattr(webinar, name)) for name in BOXES},
        "date": webinar.starts_on,
        "hour": webinar.starts_wall.time() if webinar.starts_wall else None,
        "timezone": webinar.timezone or webinar.host.timezone,
        "duration_minutes": webinar.duration_minutes,
        "display_zones": _zone_rows(display_zones_of(webinar, site_zones)),
        "lineup": [
            {
                "person": str(each.speaker_id),
                "name": each.speaker.name,
                "known": each.speaker.name,
                "role": each.role.value,
                "affiliation": each.affiliation,
                "talk_title": each.talk_title,
                "abstract": each.abstract,
                "has_agreed": each.has_agreed,
            }
            for each in webinar.lineup
        ],
        "co_organisers": [
            {
                "organisation": str(each.organisation_id),
                "name": each.organisation.name,
                "known": each.organisation.name,
            }
            for each in webinar.co_organisers
        ],
        "questions": [{"question": str(each.id), "text": each.text} for each in webinar.questions],
        "series": webinar.series.title if webinar.series else "",
        "topics": ", ".join(topic.name for topic in webinar.topics),
        **stored_audience(session, webinar),
        **stored_registration(session, webinar),
    }


def first_values(host: Organisation, site_zones: Sequence[DisplayZone]) -> dict[str, Any]:
    """Returns what the form of a new webinar of `host` begins with."""
    return {
        "host": host.slug,
        "timezone": host.timezone,
        "duration_minutes": host.default_duration_minutes,
        "display_zones": _zone_rows(display_zones_by(host, site_zones)),
        **{name: first for name in BOXES if (first := PLAIN_FIELDS[name].kind.first()) is not None},
        **first_audience(),
        **first_registration(),
    }


def with_usual_times(typed: Typed, host: Organisation, site_zones: Sequence[DisplayZone]) -> Typed:
    """Returns what is typed with the zone, the length and the display zones that `host` is used to."""
    usual = first_values(host, site_zones)
    return typed.but(**{name: usual[name] for name in ("timezone", "duration_minutes", "display_zones")})


def has_usual_times(typed: Typed, host: Organisation, site_zones: Sequence[DisplayZone]) -> bool:
    """Returns whether zone, length and display zones are what `host` is used to, so that nothing of it was typed."""
    usual = first_values(host, site_zones)
    return (typed["timezone"], typed["duration_minutes"], typed.chosen_zones()) == (
        usual["timezone"],
        usual["duration_minutes"],
        list(display_zones_by(host, site_zones)),
    )


def form_with(values: dict[str, Any]) -> WebinarForm:
    """Returns a form that shows `values`."""
    form = WebinarForm(formdata=None, data=values)
    form.offer_languages()
    return form


def _zone_rows(zones: Sequence[DisplayZone]) -> list[dict[str, str]]:
    return [{"place": str(number), "label": zone.label, "timezone": zone.timezone} for number, zone in enumerate(zones)]
