"""How choices are learned: from made-up texts first, and moved by a site's own examples without being upset."""

import json
import random

from benchmarks import choosing, host_lessons, lessons, title_lessons
from webinars.pure.announcements.reader.learned_weights import NONE

MADE = [([["first line"], ["quoted"], [NONE]], [True, False, False])] * 40
OTHERWISE = [([["first line"], ["quoted"], [NONE]], [False, True, False])] * 30


def test_what_was_seen_about_the_right_ones_weighs_more():
    weights = choosing.learned(MADE, random.Random(1))

    assert weights["first line"] > weights["quoted"]


def test_other_lessons_move_what_was_learned_before():
    before = choosing.learned(MADE, random.Random(1))
    moved = choosing.learned(OTHERWISE, random.Random(1), before)

    assert moved["first line"] < before["first line"]
    assert moved["quoted"] > before["quoted"]


def test_what_other_lessons_do_not_speak_of_stays():
    before = {"first line": 1.0, "in capitals": 0.7, "quoted": -1.0}

    assert choosing.learned(OTHERWISE, random.Random(1), before)["in capitals"] == 0.7


def test_examples_of_a_site_teach_titles_and_hosts(tmp_path):
    text = "What the nets say\n\nThursday 4 February 2027, 6pm Berlin\n\nOrganised by the Harbour School of Ropes.\n"
    spans = [
        {"start": text.index(value), "end": text.index(value) + len(value), "label": label}
        for label, value in (("title", "What the nets say"), ("organiser", "Harbour School of Ropes"))
    ]
    file = tmp_path / "examples.jsonl"
    file.write_text(json.dumps({"text": text, "published_on": "2027-01-01", "spans": spans}), encoding="utf-8")
    examples = lessons.taught(file)

    ((_seen, right),) = title_lessons.of_examples(examples)
    assert right.count(True) == 1
    hosts = list(host_lessons.of_examples(examples))
    assert [right[0] for _seen, right in hosts].count(True) == 1
