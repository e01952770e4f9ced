"""What a recording can be said to show: the full stream, one talk, or another part."""

from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, Recording, RecordingKind, Webinar

FULL, PART = "full", "part"


def whose_choices(webinar: Webinar) -> list[tuple[str, str]]:
    """The choices of a form, with their names."""
    return [
        (FULL, _("The full stream")),
        *((str(each.id), speech_of(each)) for each in webinar.lineup),
        (PART, _("Another part, of nobody in particular")),
    ]


def whose_of(recording: Recording) -> str:
    """The choice that fits a recording."""
    if recording.kind == RecordingKind.FULL:
        return FULL
    return PART if recording.appearance_id is None else str(recording.appearance_id)


def read_whose(choice: str | None, webinar: Webinar) -> tuple[RecordingKind, Appearance | None]:
    """What was chosen."""
    kind = RecordingKind.FULL if choice == FULL else RecordingKind.PRESENTATION
    return kind, next((each for each in webinar.lineup if str(each.id) == choice), None)


def speech_of(appearance: Appearance) -> str:
    """Whose talk it is, and what it is called where that is known."""
    name = appearance.speaker.name
    if not appearance.talk_title:
        return name
    return _("%(speaker)s: %(title)s", speaker=name, title=appearance.talk_title)
