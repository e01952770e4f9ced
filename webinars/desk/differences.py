"""Two people's changes of one webinar, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webinars.desk.filling import stored_values
from webinars.desk.forms import WebinarForm
from webinars.desk.rows import Rows
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.times import DisplayZone

ADDING = {"new_speaker", "new_co_organiser", "new_question"}
"""Where somebody is typed who is not in the lists yet."""
LEFT_OUT = {"revision", "host", "csrf_token", *ADDING}
ROW_TEXTS = {"display_zones": ("label", "timezone"), "lineup": ("name", "affiliation", "talk_title", "abstract")}
OTHER_ROW_TEXTS = ("name", "text")


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    anchor: str
    stored: str
    typed: str


def differences(webinar: Webinar, form: WebinarForm, site_zones: Sequence[DisplayZone]) -> list[Difference]:
    """Where the form says something else than what is stored by now. Needs the whole webinar loaded."""
    stored = stored_values(webinar, site_zones)
    found = []
    for field in form:
        if field.name in LEFT_OUT:
            continue
        ours, theirs = _text(field.name, _typed(field)), _text(field.name, stored[field.name])
        if ours != theirs:
            found.append(Difference(str(field.label.text), field.id, theirs or _("nothing"), ours or _("nothing")))
    return found


def _typed(field: Any) -> Any:  # noqa: ANN401 - whatever the field holds
    return [row.form.data for row in field] if isinstance(field, Rows) else field.data


def _text(name: str, value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, list):
        parts = ROW_TEXTS.get(name, OTHER_ROW_TEXTS)
        rows = [", ".join(str(row[part]) for part in parts if row.get(part)) for row in value]
        return "\n".join(row for row in rows if row)
    text = "" if value is None else str(value)
    return text.replace("\r\n", "\n").strip()
