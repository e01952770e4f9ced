"""Records held against what the forms of the site accept: a file brings in nothing that a person could not type."""

from typing import Any, cast

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode
from webinars.domain.archive.import_parts import LATER_PARTS, PARTS, RECORDING_PARTS
from webinars.domain.organisations import settings
from webinars.domain.organisations.errors import OrganisationInvalid
from webinars.domain.organisations.settings import OrganisationSettings
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields import details
from webinars.domain.programme.fields.details import WebinarDetails
from webinars.pure.times import DisplayZone


def webinar_values(place: RecordNode) -> dict[str, Any]:
    """Returns the columns that a webinar's record gives. Raises ArchiveUnreadable at the key that is wrong."""
    return _as_details(place, place.values(records.WEBINAR, parts=(*PARTS, *LATER_PARTS)))


def recording_values(place: RecordNode) -> dict[str, Any]:
    """Returns the columns that a recording's record gives. Raises ArchiveUnreadable at the key that is wrong."""
    values = place.values(records.RECORDING, parts=RECORDING_PARTS)
    if "language" not in values:
        return values
    return values | _as_details(place, {"language": values["language"]})


def organisation_values(place: RecordNode) -> dict[str, Any]:
    """Returns the columns that an organisation's record gives. Raises ArchiveUnreadable at the key that is wrong."""
    values = place.values(records.ORGANISATION, parts=("former_slugs",))
    given = {key: value for key, value in values.items() if key in OrganisationSettings.__struct_fields__}
    # Who is known already may be described without its name and zone.
    needed = {"name": "Name", "timezone": "Etc/UTC"}
    try:
        checked = settings.checked_settings(OrganisationSettings(**needed | given | _zones(given)))
    except OrganisationInvalid as error:
        raise ArchiveUnreadable(place.at(error.field), str(error)) from error
    for key in given:
        value = getattr(checked, key)
        match key:
            case "display_zones":
                values[key] = [{"label": zone.label, "timezone": zone.timezone} for zone in value]
            case "embed_sites":
                values[key] = list(value)
            case _:
                values[key] = value
    return values


def _as_details(place: RecordNode, values: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in values.items() if key in WebinarDetails.__annotations__}
    try:
        return values | details.checked_details(cast("WebinarDetails", given | _zones(given)))
    except WebinarInvalid as error:
        raise ArchiveUnreadable(place.at(error.field), str(error)) from error


def _zones(values: dict[str, Any]) -> dict[str, Any]:
    """Returns the zone line of `values` in the form that both checks take."""
    if "display_zones" not in values:
        return {}
    return {"display_zones": [DisplayZone(zone["label"], zone["timezone"]) for zone in values["display_zones"]]}
