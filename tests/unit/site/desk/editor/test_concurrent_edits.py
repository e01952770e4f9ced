"""What somebody else has stored meanwhile is brought into what was typed: values in, values out."""

import datetime as dt
from types import SimpleNamespace

import pytest

from webinars.site.desk.editor.concurrent_edits import ANSWER, beginning_of, reconcile
from webinars.site.desk.editor.fingerprints import read_beginning
from webinars.site.desk.editor.typed import Typed

WEBINAR = SimpleNamespace(id=7, updated_at=dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC))
STORED = {
    "title": "Comets",
    "summary": "",
    "date": dt.date(2027, 3, 14),
    "hour": dt.time(16),
    "timezone": "Europe/London",
    "topics": "Astronomy",
    "questions": [{"question": "1", "text": "Why?"}, {"question": "2", "text": "How?"}],
}


@pytest.fixture
def typed():
    """A form as it was first shown."""
    rows = tuple({"key": str(number), **row} for number, row in enumerate(STORED["questions"]))
    return Typed({**STORED, "questions": rows, "beginning": beginning_of(WEBINAR, STORED)})


def texts(found):
    return [row["text"] for row in found.typed.rows("questions")]


def test_nothing_changed_nothing_kept(typed):
    found = reconcile(typed, WEBINAR, STORED, {})

    assert (found.open, found.kept, found.typed.values) == ([], [], typed.values)


def test_what_only_the_other_has_changed_is_kept(typed):
    found = reconcile(typed.but(summary="Mine."), WEBINAR, {**STORED, "title": "Tails"}, {})

    assert (found.typed["title"], found.typed["summary"], found.kept) == ("Tails", "Mine.", ["title"])
    assert typed["title"] == "Comets"


def test_both_have_changed_the_same_and_the_answer_decides(typed):
    mine, theirs = typed.but(title="Mine"), {**STORED, "title": "Theirs"}
    found = reconcile(mine, WEBINAR, theirs, {})
    (collision,) = found.open
    assert (collision.key, found.typed["title"]) == ("title", "Mine")

    answer = {f"{ANSWER}title": f"theirs {collision.seen}"}
    settled = reconcile(found.typed, WEBINAR, theirs, answer)
    assert (settled.open, settled.typed["title"]) == ([], "Theirs")


def test_what_cannot_be_read_is_a_change_too(typed):
    mine = Typed({**typed.values, "date": None}, {"date": "31 February"})
    found = reconcile(mine, WEBINAR, {**STORED, "hour": dt.time(17)}, {})

    assert [each.key for each in found.open] == ["start"]
    assert found.typed.unreadable == {"date": "31 February"}

    (collision,) = found.open
    settled = reconcile(
        found.typed, WEBINAR, {**STORED, "hour": dt.time(17)}, {f"{ANSWER}start": f"theirs {collision.seen}"}
    )
    assert (settled.typed["date"], settled.typed["hour"]) == (STORED["date"], dt.time(17))
    assert settled.typed.unreadable == {}


def test_rows_of_both_stand_in_one_list_and_keep_their_keys(typed):
    first, second = typed.rows("questions")
    mine = typed.but(questions=({**first, "text": "Why not?"}, second, {"key": "5", "question": "", "text": "When?"}))
    theirs = {**STORED, "questions": [*STORED["questions"], {"question": "3", "text": "Where?"}]}
    found = reconcile(mine, WEBINAR, theirs, {})

    assert sorted(texts(found)) == ["How?", "When?", "Where?", "Why not?"]
    assert [row.get("key") for row in found.typed.rows("questions") if row["text"] != "Where?"] == ["0", "1", "5"]
    assert next(row for row in found.typed.rows("questions") if row["text"] == "When?")["question"] == ""


def test_topics_of_both_stand_together(typed):
    found = reconcile(typed.but(topics="Astronomy, Optics"), WEBINAR, {**STORED, "topics": "Astronomy, Music"}, {})

    assert set(found.typed["topics"].split(", ")) == {"Astronomy", "Optics", "Music"}


def test_the_form_begins_anew_with_what_is_stored(typed):
    found = reconcile(typed, WEBINAR, {**STORED, "title": "Tails"}, {})
    begins = read_beginning(found.typed["beginning"])

    again = reconcile(found.typed.but(title="Mine"), WEBINAR, {**STORED, "title": "Tails"}, {})
    assert (begins.webinar_id, again.open) == (7, [])
