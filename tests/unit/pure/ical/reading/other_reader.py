"""What recurring-ical-events finds in calendars, as a program of its own: on some files it fails, on some it hangs.

Takes {"now": …, "days": …, "files": [text, …]} and gives a list with, of each file, its [uid, start, end], or null.
"""

import datetime as dt
import json
import signal
import sys
import zoneinfo

# The zone data of pytz and of the system are of different days: this is the one of the package, as pytz has it.
zoneinfo.reset_tzpath(to=[])

import icalendar  # noqa: E402 - it looks for zones at once
import recurring_ical_events  # noqa: E402

FILE_S = 5
FLOATING = zoneinfo.ZoneInfo("Europe/London")


def main() -> None:
    asked = json.load(sys.stdin)
    now, days = dt.datetime.fromisoformat(asked["now"]), dt.timedelta(days=asked["days"])
    signal.signal(signal.SIGALRM, give_up)
    json.dump([found_in(text, now - days, now + days) for text in asked["files"]], sys.stdout)


def give_up(_signal, _frame):
    raise TimeoutError


def found_in(text: str, first: dt.datetime, last: dt.datetime) -> list[list[str | None]] | None:
    signal.alarm(FILE_S)
    try:
        calendar = icalendar.Calendar.from_ical(text)
        events = recurring_ical_events.of(calendar).between(first, last)
        return sorted([str(event["UID"]), written(event.start), written(event.end)] for event in events)
    except Exception:  # noqa: BLE001 - it is not what is tested
        return None
    finally:
        signal.alarm(0)


def written(moment: dt.date) -> str:
    if not isinstance(moment, dt.datetime):
        return moment.isoformat()
    aware = moment if moment.tzinfo else moment.replace(tzinfo=FLOATING)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


if __name__ == "__main__":
    main()
