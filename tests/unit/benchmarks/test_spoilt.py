"""What `bin/bench lint` counts, on a few lines: a spoilt one is never silently wrong."""

import random

from benchmarks.bench_lint import altered, outcome_of
from webinars.pure.times import read_start


def test_no_line_with_a_nonsensical_hour_or_zone_is_silently_wrong():
    wrong, outcomes = [], set()
    for labelled, _kind, line in altered("a", 71_000, 600, random.Random(7)):
        outcome = outcome_of(read_start(line, published_on=labelled.published_on), labelled)
        outcomes.add(outcome)
        if outcome == "silently wrong":
            wrong.append(line)

    assert wrong == []
    assert outcomes == {"asked", "right"}
