"""What a recording can be said to show: the full stream, one talk, or another part."""

from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, Recording, RecordingKind, Webinar

FULL, ANOTHER, PART = "full", "another", "part"


def subject_choices(webinar: Webinar, recording: Recording | None = None) -> list[tuple[str, str]]:
    """Returns the choices of a form, with their names. `recording` is the one that they are of, if there is one."""
    has_other = any(each.kind == RecordingKind.FULL and each is not recording for each in webinar.recordings)
    return [
        (FULL, _("The full stream")),
        *([(ANOTHER, _("Another full stream"))] if has_other else []),
        *((str(each.id), speech_of(each)) for each in webinar.lineup),
        (PART, _("Another part, of nobody in particular")),
    ]


def subject_of(recording: Recording) -> str:
    """Returns the choice that fits a recording."""
    if recording.kind == RecordingKind.FULL:
        return FULL
    return PART if recording.appearance_id is None else str(recording.appearance_id)


def read_subject(choice: str | None, webinar: Webinar) -> tuple[RecordingKind, Appearance | None]:
    """Returns what was chosen."""
    kind = RecordingKind.FULL if choice in {FULL, ANOTHER} else RecordingKind.PRESENTATION
    return kind, next((each for each in webinar.lineup if str(each.id) == choice), None)


def speech_of(appearance: Appearance) -> str:
    """Returns whose talk it is, and what it is called where that is known."""
    name = appearance.shown_name
    if not appearance.talk_title:
        return name
    return _("%(speaker)s: %(title)s", speaker=name, title=appearance.talk_title)
