"""The editor's form as it is first shown: what is stored, or what a new webinar begins with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from webinars.domain.programme.zone_display import display_zones_of, read_display_zones
from webinars.models import Organisation, Visibility, Webinar
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.forms import WebinarForm
from webinars.site.desk.editor.question_fields import first_audience, stored_audience
from webinars.site.desk.editor.registration_values import first_registration, stored_registration


def stored_values(session: Session, webinar: Webinar, site_zones: Sequence[DisplayZone]) -> dict[str, Any]:
    """What the form shows of a webinar. Needs everything loaded (see `editor_queries.whole`)."""
    return {
        "host": webinar.host.slug,
        "title": webinar.title,
        "date": webinar.starts_on,
        "hour": webinar.starts_wall.time() if webinar.starts_wall else None,
        "timezone": webinar.timezone or webinar.host.timezone,
        "duration_minutes": webinar.duration_minutes,
        "display_zones": _zone_rows(display_zones_of(webinar, site_zones)),
        "summary": webinar.summary,
        "description": webinar.description,
        "lineup": [
            {
                "person": str(each.speaker_id),
                "name": each.speaker.name,
                "known": each.speaker.name,
                "role": each.role.value,
                "affiliation": each.affiliation,
                "talk_title": each.talk_title,
                "abstract": each.abstract,
                "is_confirmed": each.is_confirmed,
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
        "join_url": webinar.join_url,
        "join_passcode": webinar.join_passcode,
        "join_dial_in": webinar.join_dial_in,
        "live_stream_url": webinar.live_stream_url,
        "language": webinar.language,
        "visibility": webinar.visibility.value,
        **stored_audience(session, webinar),
        **stored_registration(session, webinar),
    }


def first_values(host: Organisation, site_zones: Sequence[DisplayZone]) -> dict[str, Any]:
    """What the form of a new webinar of `host` begins with."""
    return {
        "host": host.slug,
        "timezone": host.timezone,
        "duration_minutes": host.default_duration_minutes,
        "display_zones": _zone_rows(zones_of_host(host, site_zones)),
        "language": "en",
        "visibility": Visibility.PUBLIC.value,
        **first_audience(),
        **first_registration(),
    }


def zones_of_host(host: Organisation, site_zones: Sequence[DisplayZone]) -> tuple[DisplayZone, ...]:
    """The display zones of a webinar that has none of its own."""
    return read_display_zones(host.display_zones) if host.display_zones else tuple(site_zones)


def take_usual(form: WebinarForm, host: Organisation, site_zones: Sequence[DisplayZone]) -> None:
    """Put the zone, the length and the display zones that `host` is used to into the form."""
    usual = first_values(host, site_zones)
    form.timezone.data = usual["timezone"]
    form.duration_minutes.data, form.duration_minutes.raw_data = usual["duration_minutes"], None
    form.display_zones.process(None, usual["display_zones"])


def is_usual(form: WebinarForm, host: Organisation, site_zones: Sequence[DisplayZone]) -> bool:
    """Whether zone, length and display zones are what `host` is used to, so that nothing of it was typed."""
    usual = first_values(host, site_zones)
    return (form.timezone.data, form.duration_minutes.data, form.chosen_zones()) == (
        usual["timezone"],
        usual["duration_minutes"],
        list(zones_of_host(host, site_zones)),
    )


def filled(values: dict[str, Any]) -> WebinarForm:
    """A form that shows `values`."""
    form = WebinarForm(formdata=None, data=values)
    form.offer_languages()
    return form


def _zone_rows(zones: Sequence[DisplayZone]) -> list[dict[str, str]]:
    return [{"place": str(number), "label": zone.label, "timezone": zone.timezone} for number, zone in enumerate(zones)]
