"""How large the code may become: growth is a decision, and is made here.

A room that needs more lines gets them by a change of `room_sizes.txt`, which a reader of the commit sees. The lists of
exceptions only shrink.
"""

from collections import Counter
from pathlib import Path

from tests.code_lines import code_lines, functions

MOST_BRANCHES = 15
SIZES = Path(__file__).parent / "room_sizes.txt"
WITH_MORE_BRANCHES = {
    "domain/imports/calendars/date_changes.py compare": 18,
    "domain/recordings/actions.py _checked_details": 16,
    "domain/search/excerpts.py _end": 22,
    "pure/announcements/reader/lineup/lineup.py _is_lineup": 21,
    "pure/announcements/reader/organisations/hosts.py _around": 19,
    "pure/announcements/reader/organisations/organisers.py _from_prose": 18,
    "pure/announcements/reader/people/enumerations.py people_with_ends": 16,
    "pure/announcements/reader/people/names.py name_in": 37,
    "pure/announcements/reader/reading.py _read_webinar": 25,
    "pure/announcements/reader/tagging/features.py _about_line": 29,
    "pure/announcements/reader/tagging/word_kinds.py kind_of": 20,
    "pure/announcements/reader/text/lines.py _continues": 17,
    "pure/announcements/reader/title/candidates.py _about_line": 17,
    "pure/announcements/reader/title/pieces.py _kind": 21,
    "pure/ical/reading/recurrence.py _rule_dates": 26,
    "pure/ical/reading/recurrence.py dates_of": 17,
    "pure/times/lint/checks.py about_other_days": 16,
    "pure/times/lint/durations.py _length": 16,
    "pure/times/lint/mentions.py Script._entrance": 20,
    "pure/times/lint/numeric_dates.py read_figures": 20,
    "pure/times/lint/printed_claims.py _attach_labels": 24,
    "pure/times/lint/printed_claims.py _is_end": 21,
    "pure/times/lint/printed_claims.py phrase_behind": 16,
    "pure/times/lint/printed_claims.py read_unknown": 19,
    "pure/times/lint/printed_dates.py read_day_without_month": 17,
    "pure/times/lint/printed_days.py settle_day": 19,
    "pure/times/lint/printed_hours.py _four_digits": 23,
    "pure/times/lint/printed_hours.py _ranged": 23,
    "pure/times/lint/printed_hours.py _with_minutes": 33,
    "pure/times/lint/votes.py named_zones": 19,
    "pure/times/lint/zone_reach.py is_end_of_unread": 21,
    "pure/times/lint/zone_reach.py reachable_labels": 22,
    "pure/times/zone_labels.py _impossible": 21,
    "site/imports/forms.py DraftForm.corrected": 17,
}
"""Functions of more, each with how many: most of them say in one place by what a piece of a sentence is told."""


def room_of(path, project):
    """Returns the room that a module belongs to: the folder of its feature, or the storey of what lies beside those."""
    parts = path.relative_to(project / "webinars").parts[:-1]
    return "/".join(("webinars", *parts[:2]))


def test_no_room_is_larger_than_was_decided(project):
    found = Counter()
    for path in (project / "webinars").rglob("*.py"):
        found[room_of(path, project)] += code_lines(path)
    decided = {room: int(lines) for room, lines in (line.split() for line in SIZES.read_text().splitlines())}

    assert found.keys() == decided.keys()
    assert {room: lines for room, lines in found.items() if lines > decided[room]} == {}


def test_the_table_of_sizes_is_no_higher_than_needed(project):
    found = sum(code_lines(path) for path in (project / "webinars").rglob("*.py"))
    decided = sum(int(line.split()[1]) for line in SIZES.read_text().splitlines())

    assert decided - found < 500, "write the table anew: rooms have become smaller"


def test_no_function_has_more_branches_than_one_can_follow(project):
    found = {
        f"{path.relative_to(project / 'webinars')} {name}": branches
        for path in (project / "webinars").rglob("*.py")
        for name, branches in functions(path)
        if branches > MOST_BRANCHES
    }

    assert found == WITH_MORE_BRANCHES
