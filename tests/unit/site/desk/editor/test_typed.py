"""A form read, shown and refused: what the steps between see are values."""

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, FormField, StringField

from webinars.domain.editing.wanted import Refusal
from webinars.pure.times import DisplayZone
from webinars.site.desk.editor.forms import QuestionRow
from webinars.site.desk.editor.typed import read, say, show
from webinars.web.forms.fields import DayField, HourField, MinutesField
from webinars.web.forms.rows import Rows


class SmallForm(Form):
    title = StringField()
    join_url = StringField()
    date = DayField()
    hour = HourField()
    duration_minutes = MinutesField()
    questions = Rows(FormField(QuestionRow))


def form_of(**sent):
    return SmallForm(MultiDict({"title": "Comets ", "date": "2027-03-14", "hour": "16:00", **sent}))


QUESTIONS = {"questions-3-text": "Why?", "questions-3-question": "12", "questions-7-text": "How?"}


def keys(form):
    return [row.short_name for row in form.questions]


def test_boxes_hold_values_and_rows_know_their_key():
    typed = read(form_of(duration_minutes="90", **QUESTIONS))

    assert (typed["title"], typed.text("title"), typed["duration_minutes"]) == ("Comets ", "Comets", 90)
    assert typed.wall() == dt.datetime(2027, 3, 14, 16)
    assert typed.rows("questions") == (
        {"key": "3", "question": "12", "text": "Why?"},
        {"key": "7", "question": None, "text": "How?"},
    )
    assert "lineup" not in typed
    assert typed.rows("lineup") == ()


def test_what_cannot_be_read_is_no_value_but_not_lost():
    typed = read(form_of(date="31 February", duration_minutes="long"))

    assert (typed["date"], typed.wall()) == (None, None)
    assert typed.unreadable == {"date": "31 February", "duration_minutes": "long"}


def test_an_address_is_completed_and_one_that_is_none_stays_as_it_was_typed():
    assert read(form_of(join_url="room.example/7"))["join_url"] == "https://room.example/7"
    assert read(form_of(join_url="the usual one"))["join_url"] == "the usual one"


def test_other_values_leave_the_first_as_they_were():
    typed = read(form_of(date="31 February"))
    changed = typed.but(date=dt.date(2027, 2, 28))

    assert (typed["date"], dict(typed.unreadable)) == (None, {"date": "31 February"})
    assert (changed["date"], changed.unreadable) == (dt.date(2027, 2, 28), {})
    with pytest.raises(AttributeError):
        typed.values = {}


def test_what_is_shown_is_what_was_typed_but_for_what_differs():
    form = form_of(date="31 February", **QUESTIONS)
    typed = read(form)
    show(form, typed.but(title="Tails"))

    assert form.title.data == "Tails"
    assert (form.date.data, form.date.raw_data, bool(form.date.process_errors)) == (None, ["31 February"], True)
    assert keys(form) == ["3", "7"]


def test_a_value_takes_the_place_of_what_could_not_be_read():
    form = form_of(date="31 February")
    show(form, read(form).but(date=None))
    assert (form.date.raw_data, form.date.process_errors) == (None, [])
    assert form.validate()

    form = form_of(date="31 February")
    show(form, read(form).but(date=dt.date(2027, 2, 28)))
    assert form.date.data == dt.date(2027, 2, 28)
    assert not form.date.process_errors


def test_rows_keep_their_keys_in_another_order_and_new_ones_get_a_key_of_their_own():
    form = form_of(**QUESTIONS)
    first, second = read(form).rows("questions")
    show(form, read(form).but(questions=({"question": "", "text": "When?"}, second, {**first, "text": "Why not?"})))

    assert keys(form) == ["8", "7", "3"]
    assert [row.form.text.data for row in form.questions] == ["When?", "How?", "Why not?"]
    assert form.questions[2].form.question.data == "12"

    show(form, read(form).but(questions=()))
    assert keys(form) == []


def test_a_refusal_is_said_at_its_box_at_its_row_or_on_top():
    form = form_of(**QUESTIONS)
    form.validate()
    say(
        form,
        [
            Refusal("title", "Too long."),
            Refusal("starts_wall", "Not an hour."),
            Refusal("questions/1/text", "Too much."),
            Refusal("visibility", "Not yours."),
        ],
    )

    assert (form.title.errors, form.date.errors) == (["Too long."], ["Not an hour."])
    assert [list(row.form.text.errors) for row in form.questions] == [[], ["Too much."]]
    assert form.form_errors == ["Not yours."]
    assert {"title", "date", "questions"} <= form.errors.keys()


def test_zones_without_words_are_no_zones():
    typed = read(form_of()).but(
        display_zones=({"label": "Rome", "timezone": "Europe/Rome"}, {"label": " ", "timezone": ""})
    )

    assert typed.chosen_zones() == [DisplayZone("Rome", "Europe/Rome")]
