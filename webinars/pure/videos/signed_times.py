"""Times that may be before a beginning, as people write them: "-0:30". Pure."""

from webinars.lib.player_times import playing_time
from webinars.pure.videos import seconds

MINUS = "-−–"


def signed_seconds(text: str) -> int | None:
    """Returns a time that may have a minus, or a plus, in seconds, or None if it is none."""
    text = text.strip()
    found = seconds(text[1:] if text[:1] and text[0] in f"+{MINUS}" else text)
    if found is None:
        return None
    return -found if text[0] in MINUS else found


def signed_time(second: int) -> str:
    """Returns a time as it is typed: "24:10", "-0:30"."""
    return ("-" if second < 0 else "") + playing_time(abs(second))
