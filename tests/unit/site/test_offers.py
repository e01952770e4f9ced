"""What the reader was not sure of becomes what somebody presses."""

import pytest
from werkzeug.datastructures import MultiDict

from webinars.pure.announcements.model import AppearanceReading, Found, Offers, Role, WebinarReading
from webinars.site.imports.forms import DraftForm
from webinars.site.imports.offers import offered_words, offers_of, open_offers, take

READING = WebinarReading(
    title=Found("The Tidepool Letter", (1,), probability=0.5),
    offers=Offers(
        title=(Found("What the nets say", (3,), probability=0.4),),
        lineup=(Found(AppearanceReading("Ada Example", "Harbour School", Role.RESPONDENT), (5,), probability=0.8),),
        organisers=(Found("Reef Institute", (9,), probability=0.6),),
        questions=(Found("What do nets say?", (7,), probability=0.6),),
    ),
)
PERSON, ORGANISER, QUESTION, OWN_TITLE, OTHER_TITLE = offers_of(READING)


@pytest.fixture
def form():
    return DraftForm(MultiDict({"0-title": "The Tidepool Letter", "0-lineup": "Ben Sample"}), prefix="0-")


def test_each_offer_is_a_piece_of_the_text_with_what_it_can_be_the_likeliest_first():
    assert [
        (offer.field, offer.text, offer.line, [use.value.partition(" ")[0] for use in offer.uses])
        for offer in offers_of(READING)
    ] == [
        ("lineup", "Ada Example, Harbour School", 5, ["respondent", "moderator", "organiser"]),
        ("co_organisers", "Reef Institute", 9, ["organiser", "speaker"]),
        ("questions", "What do nets say?", 7, ["question"]),
        ("title", "The Tidepool Letter", 1, ["title"]),
        ("title", "What the nets say", 3, ["title"]),
    ]
    assert {use.value.partition(" ")[2] for use in PERSON.uses} == {PERSON.key}


def test_an_offer_keeps_its_key_whatever_else_is_offered():
    alone = WebinarReading(offers=Offers(organisers=READING.offers.organisers * 2))
    assert [offer.key for offer in offers_of(alone)] == [ORGANISER.key]


def test_of_a_name_and_a_part_of_it_on_one_line_the_likelier_is_offered():
    people = [("Ada B. Example", 5), ("Ada", 5), ("Ada", 6)]
    reading = WebinarReading(
        offers=Offers(lineup=tuple(Found(AppearanceReading(name), (line,)) for name, line in people))
    )
    assert [(offer.text, offer.line) for offer in offers_of(reading)] == [("Ada B. Example", 5), ("Ada", 6)]


def test_the_title_that_stands_in_the_form_is_not_offered_again(form):
    assert open_offers(READING, form, {PERSON.key}) == [ORGANISER, QUESTION, OTHER_TITLE]
    take(form, OTHER_TITLE, "title")
    assert open_offers(READING, form, {PERSON.key}) == [ORGANISER, QUESTION, OWN_TITLE]


def test_words_are_found_by_their_line_to_which_titles_add_none():
    words = offered_words([[PERSON, OWN_TITLE], [ORGANISER]])
    assert words == {5: ["Ada Example"], 1: [], 9: ["Reef Institute"]}


@pytest.mark.parametrize(
    ("offer", "use", "name", "value", "sentence"),
    [
        (
            *(PERSON, "respondent", "lineup", "Ben Sample\nAda Example, Harbour School, respondent"),
            "“Ada Example” stands in the line-up.",
        ),
        (
            *(PERSON, "speaker", "lineup", "Ben Sample\nAda Example, Harbour School"),
            "“Ada Example” stands in the line-up.",
        ),
        (PERSON, "organiser", "co_organisers", "Ada Example", "“Ada Example” stands among the organisers."),
        (ORGANISER, "organiser", "co_organisers", "Reef Institute", "“Reef Institute” stands among the organisers."),
        (ORGANISER, "speaker", "lineup", "Ben Sample\nReef Institute", "“Reef Institute” stands in the line-up."),
        (QUESTION, "question", "questions", "What do nets say?", "“What do nets say?” stands among the questions."),
        (OTHER_TITLE, "title", "title", "What the nets say", "The title is “What the nets say”."),
    ],
)
def test_a_press_puts_it_into_its_field_and_says_so(form, offer, use, name, value, sentence):
    taken = take(form, offer, use)
    assert (taken.field, taken.sentence) == (offer.field, sentence)
    assert form[name].data == value
    assert form[name]._value() == value


def test_what_is_left_out_changes_no_field_and_what_it_cannot_be_is_no_press(form):
    assert take(form, PERSON, "nothing").sentence == "“Ada Example” is left out."
    assert take(form, PERSON, "saviour") is None
    assert (form.lineup.data, form.title.data) == ("Ben Sample", "The Tidepool Letter")


def test_nobody_stands_in_a_field_twice(form):
    for _press in range(2):
        take(form, ORGANISER, "organiser")
    assert form.co_organisers.data == "Reef Institute"


@pytest.mark.parametrize("use", ["nothing", "", "description", "__class__"])
def test_any_other_word_changes_nothing(form, use):
    before = {field.name: field.data for field in form}
    take(form, PERSON, use)
    assert {field.name: field.data for field in form} == before
