"""Starts nobody should publish as they stand.

Each row: the line, the day it was published, and the likeliest instant if there is one, and the codes that block.
"""

import datetime as dt

import pytest

from webinars.pure import times

LINES = [
    ("Sunday 16 March 2025, 4pm Britain, 11am US Eastern", "2025-02-01", None, "times_disagree"),
    ("Sunday 15 March 2026, 4pm Britain, 5pm Berlin, 11am ET, 8am PT", "2025-02-01", None, "times_disagree"),
    ("Thursday 5 June 2025, 2pm EST", "2025-05-01", "2025-06-05T18:00", "abbreviation_out_of_season"),
    ("12 June 2025, 3pm IST", "2025-05-01", None, "timezone_ambiguous"),
    ("12 January 2026, 9am CST", "2025-12-01", "2026-01-12T15:00", "timezone_ambiguous"),
    ("12 June 2026, 9am BST", "2026-05-01", "2026-06-12T08:00", "timezone_ambiguous"),
    ("4pm Britain, 11am US Eastern", "2026-01-01", None, "date_missing"),
    ("Sunday 16 February 2025", "2025-01-01", None, "time_missing"),
    ("Sunday 16 February 2025, 4pm", "2025-01-01", None, "timezone_missing"),
    ("Saturday 16 February 2025, 4pm Britain", "2025-01-01", None, "weekday_mismatch"),
    ("3/4/2026 5pm London", "2026-02-20", None, "date_ambiguous"),
    ("tomorrow 5pm London", "2026-02-20", "2026-02-21T17:00", "date_relative"),
    ("next week, 5pm London", "2026-02-20", None, "date_relative"),
    ("28 March 2027, 1.30am Britain", "2027-01-01", None, "wall_time_skipped"),
    ("31 October 2027, 1.30am Britain", "2027-01-01", None, "wall_time_repeated"),
    ("7 November 2027, 1:30am EDT", "2027-01-01", "2027-11-07T05:30", "wall_time_repeated"),
    ("6 March 2025 at 4 ET", "2025-02-01", None, "ampm_missing"),
    ("6 March 2025, 4pm Westeros time", "2025-02-01", None, "timezone_unknown"),
    ("6 March 2025, 4pm Australia", "2025-02-01", None, "timezone_ambiguous"),
    ("31 June 2025, 4pm London", "2025-02-01", None, "date_missing"),
    ("6 March 2055, 4pm London", "2025-02-01", None, "date_missing"),
    ("10 July 2025, 4pm GMT", "2025-07-01", "2025-07-10T15:00", "abbreviation_out_of_season"),
    ("Saturday 4pm Britain, 16 February 2025", "2025-01-01", None, "weekday_mismatch"),
    ("Sat 8 Nov 2025 10am ET/2pm UK", "2025-10-01", None, "times_disagree"),
    ("Sat 7 Jun 2025, 7pm Eastern Standard Time", "2025-05-01", "2025-06-07T23:00", "abbreviation_out_of_season"),
    ("Sat 7 Jun 2025, 15:00 CET (UTC+1)", "2025-05-01", None, "times_disagree"),
    ("7 June 2025, 8 PM EST", "2025-05-01", "2025-06-08T00:00", "abbreviation_out_of_season"),
    ("Thursday, 12th June, 10.00 – 11.00 (BST)", "2025-05-30", "2025-06-12T09:00", "timezone_ambiguous"),
    ("Donnerstag, 30. Oktober 2025, 18:00–19:30 Uhr, online", "2025-10-01", None, "timezone_missing"),
    ("Mi, 12.11.2025 | 18 – 19.30 Uhr | Zoom", "2025-10-01", None, "timezone_missing"),
    ("quarta-feira, 12/11, às 15h", "2025-10-01", None, "timezone_missing"),
    ("15 January 2026, 2pm EDT / 6pm GMT", "2026-01-01", None, "times_disagree"),
    ("Thursday, 15 January, 5pm (online)", "2026-01-01", None, "timezone_missing"),
    ("Thursday 15 January 5pm - London School of Economics", "2026-01-01", None, "timezone_missing"),
    ("Thursday 15 January, 9am PT / 5am AEDT", "2026-01-01", None, "times_disagree"),
    ("Wednesday 15 January 2026, 9am PT", "2026-01-01", None, "weekday_mismatch"),
    ("Friday 15 January 2026 5pm UK", "2026-01-01", None, "weekday_mismatch"),
    ("Yesterday 5pm UK", "2026-01-02", "2026-01-01T17:00", "date_relative"),
    ("this Thursday at 5pm UK", "2026-01-12", "2026-01-15T17:00", "date_relative"),
    ("next Thursday at 5pm UK", "2026-01-12", None, "date_relative"),
    ("January 2026, 5pm UK", "2026-01-01", None, "date_missing"),
    ("15 January 2026, 25:00 UK", "2026-01-01", None, "time_missing"),
    ("Sunday, 29 March 2026, 1:30 am, London", "2026-01-01", None, "wall_time_skipped"),
    (
        "Sunday, 25 October 2026, 1:30 am, London / 9.30 am Beijing",
        "2026-01-01",
        "2026-10-25T01:30",
        "wall_time_repeated",
    ),
    ("Sunday, 25 October 2026, 1:30 am BST London", "2026-01-01", "2026-10-25T00:30", "wall_time_repeated"),
    ("15 July 2026, 5pm UTC+2 (Cairo)", "2026-07-01", None, "times_disagree"),
    ("18/09/2025 | 17:00 - 18:00 (BST) | Online", "2025-09-01", "2025-09-18T16:00", "timezone_ambiguous"),
    ("18 September 2025 - 6pm CET", "2025-09-01", "2025-09-18T16:00", "abbreviation_out_of_season"),
    ("18 September 2025 - 6pm CET / 12pm EST", "2025-09-01", "2025-09-18T16:00", "abbreviation_out_of_season"),
    ("Am 18. September ab 19 Uhr", "2025-09-01", None, "timezone_missing"),
    ("18. September | 19:00", "2025-09-01", None, "timezone_missing"),
    ("Saturday, November 1, 10am Eastern/ 3pm London / 4pm Paris", "2025-10-01", None, "times_disagree"),
    ("Wednesday 4 November 2025, 16:00 GMT", "2025-10-01", None, "weekday_mismatch"),
    ("14 February 2027, 4 o'clock GMT", "2027-01-01", None, "ampm_missing"),
    ("14 February 2027, 4:30 Eastern", "2027-01-01", "2027-02-14T09:30", "ampm_missing"),
    ("Sunday 14 February 2026, 4pm GMT", "2027-01-01", None, "weekday_mismatch"),
    ("Sun 14 Feb 2027, 4pm London, 6pm Paris", "2027-01-01", None, "times_disagree"),
    ("Sun 14 Feb 2027, 4pm London, 10am New York", "2027-01-01", None, "times_disagree"),
    ("Sun 14 Mar 2027, 4pm GMT, 11am EST", "2027-01-01", None, "times_disagree"),
    ("Mon 15 Mar 2027, 12 noon EST", "2027-01-01", "2027-03-15T16:00", "abbreviation_out_of_season"),
    ("Mon 29 Mar 2027, 4pm GMT", "2027-01-01", "2027-03-29T15:00", "abbreviation_out_of_season"),
    ("9 November 2027, 2 pm PDT", "2027-10-01", "2027-11-09T22:00", "abbreviation_out_of_season"),
    ("9 November 2027, 5pm AST", "2027-10-01", "2027-11-09T21:00", "timezone_ambiguous"),
    ("New York Times reporter, 9 November 2027, 4pm", "2027-10-01", None, "timezone_missing"),
    ("Saturday 12 December 2026, 2-4 (UK)", "2026-12-01", None, "ampm_missing"),
    ("Tuesday 9 March 2027, 10am and 4pm CET", "2027-02-01", None, "times_disagree"),
    ("9 March 2027, 3:30 New York, 8:30 London", "2027-02-01", "2027-03-09T08:30", "ampm_missing"),
    ("9 March 2027, 7:30 London", "2027-02-01", "2027-03-09T07:30", "ampm_missing"),
    ("9 July 2027, 7pm Greenwich Mean Time", "2027-06-01", "2027-07-09T18:00", "abbreviation_out_of_season"),
    ("9 January 2027, 7pm British Summer Time", "2026-12-01", "2027-01-09T19:00", "abbreviation_out_of_season"),
    ("9 July 2027, 10 a.m. E.S.T.", "2027-06-01", "2027-07-09T14:00", "abbreviation_out_of_season"),
    ("9 March 2027, 18:00 (TBC)", "2027-02-01", None, "timezone_missing"),
    ("9 March 2027: Friday 18:00 London", "2027-02-01", None, "weekday_mismatch"),
    ("Dienstag, 9. März 2027, 19 Uhr (c.t.), Wien", "2027-02-01", None, "timezone_missing"),
    ("9 March 2027, 17:00 Narnia (9 AM Australian Western)", "2027-02-01", "2027-03-09T01:00", "timezone_missing"),
]


@pytest.mark.parametrize(("text", "published_on", "starts_at", "codes"), LINES)
def test_a_problem_blocks(text: str, published_on: str, starts_at: str | None, codes: str) -> None:
    reading = times.read_start(text, published_on=dt.date.fromisoformat(published_on))

    expected = None if starts_at is None else dt.datetime.fromisoformat(starts_at).replace(tzinfo=dt.UTC)
    assert reading.starts_at == expected
    assert {problem.code for problem in reading.problems if problem.blocks} == set(codes.split())
