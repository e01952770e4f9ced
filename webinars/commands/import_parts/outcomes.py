"""What `webinars import` prints about the webinars that a text or a calendar became."""

from collections.abc import Iterator, Sequence
from typing import Any

from webinars.domain.imports.texts import TextImportResult
from webinars.lib.i18n import gettext as _


def stored_json(outcomes: Sequence[TextImportResult]) -> dict[str, Any]:
    """Returns the key that stands beside what was understood, or none after a dry run."""
    stored = [
        {
            "slug": outcome.webinar.slug,
            "became": outcome.became.value,
            "status": outcome.webinar.status.value,
            "proposals": [proposal.sentence for proposal in outcome.left],
            "notes": outcome.notes,
        }
        for outcome in outcomes
    ]
    return {"stored": stored} if stored else {}


def outcome_lines(outcomes: Sequence[TextImportResult]) -> Iterator[str]:
    for outcome in outcomes:
        yield "  " + {
            "created": _("Created: %(status)s %(address)s"),
            "updated": _("Updated: %(status)s %(address)s"),
            "unchanged": _("Unchanged: %(status)s %(address)s"),
        }[outcome.became] % {"status": outcome.webinar.status, "address": f"/manage/webinars/{outcome.webinar.slug}"}
        for note in outcome.notes:
            yield "    " + note
        for proposal in outcome.left:
            yield "    " + _("Left as it is: %(proposal)s", proposal=proposal.sentence)
