import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form, FormField, StringField

from webinars.web.forms.rows import MAX_ROWS, Press, Rows, arranged, press_in


class Row(Form):
    text = StringField()


class Both(Form):
    rows = Rows(FormField(Row))
    rows_too = Rows(FormField(Row))


def sent(*pairs):
    return Both(MultiDict(pairs))


def texts(form):
    return [row.form.text.data for row in form.rows]


def test_rows_stand_in_the_order_of_the_document():
    form = sent(("rows-7-text", "a"), ("rows-0-text", "b"), ("rows-3-text", "c"))

    assert texts(form) == ["a", "b", "c"]
    assert [row.short_name for row in form.rows] == ["7", "0", "3"]


def test_a_new_row_gets_a_key_of_its_own():
    form = sent(("rows-7-text", "a"), ("rows-0-text", "b"))

    assert form.rows.add({"text": "new"}).short_name == "8"
    assert sent().rows.add({"text": "first"}).short_name == "0"


def test_lists_whose_names_begin_alike_stay_apart():
    form = sent(("rows_too-1-text", "theirs"), ("rows-0-text", "mine"))

    assert texts(form) == ["mine"]
    assert [row.form.text.data for row in form.rows_too] == ["theirs"]


@pytest.mark.parametrize("name", ["rows--text", "rows-x-text", "rows-²-text", "rows-12345678-text", "rows", "rows-"])
def test_names_that_are_no_rows_are_none(name):
    assert texts(sent((name, "x"))) == []


def test_there_is_an_end_to_them():
    assert len(sent(*((f"rows-{key}-text", "x") for key in range(MAX_ROWS + 5))).rows) == MAX_ROWS


def test_without_a_form_they_show_the_data():
    form = Both(data={"rows": [{"text": "a"}, {"text": "b"}]})

    assert texts(form) == ["a", "b"]


keys = st.lists(st.integers(0, 99), unique=True, min_size=1, max_size=8)


@given(keys, st.data())
def test_a_step_changes_two_neighbours_and_nothing_else(keys, data):
    at = data.draw(st.integers(0, len(keys) - 1))
    verb = data.draw(st.sampled_from(["up", "down"]))
    form = sent(*((f"rows-{key}-text", str(key)) for key in keys))

    assert arranged(form, Press(verb, "rows", str(keys[at])))

    to = min(max(at + (1 if verb == "down" else -1), 0), len(keys) - 1)
    expected = list(keys)
    expected[at], expected[to] = expected[to], expected[at]
    assert texts(form) == [str(key) for key in expected]


def test_removing_takes_one_out():
    form = sent(("rows-1-text", "a"), ("rows-2-text", "b"))

    assert arranged(form, Press("remove", "rows", "1"))
    assert texts(form) == ["b"]


@pytest.mark.parametrize("press", [Press("up", "nothing", "1"), Press("save"), Press("fly", "rows", "1"), Press()])
def test_other_buttons_arrange_nothing(press):
    assert not arranged(sent(("rows-1-text", "a")), press)


@pytest.mark.parametrize(
    ("value", "press"),
    [
        ("up rows 3", Press("up", "rows", "3")),
        ("add rows", Press("add", "rows")),
        ("save", Press("save")),
        ("", Press()),
        ("a b c d", Press("a", "b", "c d")),
    ],
)
def test_the_value_of_a_button_says_what_it_does(value, press):
    assert press_in(MultiDict([("press", value)])) == press


def test_no_button_is_no_press():
    assert press_in(MultiDict()) == Press()
