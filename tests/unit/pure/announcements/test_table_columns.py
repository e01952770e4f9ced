"""Tables of speakers, pasted with their tags, as Markdown or with tabs."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.table_columns import Column, TableRow, columns, table_row

HEAD = "Kelp and cold water\n\nThursday 4 February 2027, 18:00 Berlin\n\n"
HTML_HEAD = "<h1>Kelp and cold water</h1><p>Thursday 4 February 2027, 18:00 Berlin</p>"


def table(*rows):
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return HTML_HEAD + "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def markdown(*rows):
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return HEAD + "\n".join([lines[0], "|---|---|", *lines[1:]])


def tabs(*rows):
    return HEAD + "\n".join("\t".join(row) for row in rows)


def lineup(text):
    webinar = read(text, published_on=dt.date(2026, 11, 1)).webinars[0]
    return [(one.value.name, one.value.affiliation, one.value.talk_title) for one in webinar.lineup]


@pytest.mark.parametrize("pasted", [table, markdown, tabs])
def test_a_column_of_talks_is_no_affiliation(pasted):
    rows = [
        ("Time", "Speaker", "Title"),
        ("18:10", "Ada Example", "How kelp grows in the dark"),
        ("18:40", "Ben Sample (Reef Institute)", "Counting urchins from the air"),
    ]
    assert lineup(pasted(*rows)) == [
        ("Ada Example", None, "How kelp grows in the dark"),
        ("Ben Sample", "Reef Institute", "Counting urchins from the air"),
    ]


@pytest.mark.parametrize("pasted", [table, markdown, tabs])
def test_columns_stand_in_any_order(pasted):
    rows = [
        ("Thema", "Referentin", "Institution"),
        ("Wie Tang im Dunkeln wächst", "Ada Example", "Harbour School"),
    ]
    assert lineup(pasted(*rows)) == [("Ada Example", "Harbour School", "Wie Tang im Dunkeln wächst")]


def test_an_empty_cell_moves_nothing_into_another_column():
    rows = [
        ("Time", "Speaker", "Affiliation", "Talk"),
        ("18:10", "Ada Example", "", "How kelp grows in the dark"),
        ("", "Ben Sample", "Reef Institute", "Counting urchins"),
    ]
    assert lineup(table(*rows)) == [
        ("Ada Example", None, "How kelp grows in the dark"),
        ("Ben Sample", "Reef Institute", "Counting urchins"),
    ]


@pytest.mark.parametrize(
    ("row", "keeps_empty", "read_as"),
    [
        ("Ada Example | Counting urchins", False, TableRow("Ada Example", None, None)),
        ("Ada Example | Reef Institute", True, TableRow("Ada Example", "Reef Institute", None)),
        ("18:30 | Coffee", True, None),
        ("18:30 | Ada Example | Reef Institute | Kelp | slides", True, None),
    ],
)
def test_what_may_stand_in_one_column_or_the_next_is_left_out(row, keeps_empty, read_as):
    head = "Time | Speaker | Affiliation | Talk"
    assert table_row(head, row, keeps_empty=keeps_empty) == read_as


def test_a_first_row_with_a_column_nobody_knows_heads_no_table():
    assert columns("Hora | Ponente | Título") == [Column.HOUR, Column.PERSON, Column.TALK]
    assert columns("Speaker | Favourite fish") == columns("Speaker") == columns("Time | Talk") == []
