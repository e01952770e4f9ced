"""What the reader was not sure of becomes what somebody presses."""

import pytest
from werkzeug.datastructures import MultiDict

from webinars.pure.announcements.model import AppearanceReading, Found, Offers, Role, WebinarReading
from webinars.site.imports.forms import DraftForm
from webinars.site.imports.offers import offers_of, open_offers, take

READING = WebinarReading(
    title=Found("The Tidepool Letter", (1,), probability=0.5),
    offers=Offers(
        title=(Found("What the nets say", (3,), probability=0.4),),
        lineup=(Found(AppearanceReading("Ada Example", "Harbour School", Role.RESPONDENT), (5,), probability=0.8),),
        organisers=(Found("Reef Institute", (9,), probability=0.6),),
        questions=(Found("What do nets say?", (7,), probability=0.6),),
    ),
)
PERSON, ORGANISER, QUESTION, OWN_TITLE, OTHER_TITLE = range(5)


@pytest.fixture
def form():
    return DraftForm(MultiDict({"0-title": "The Tidepool Letter", "0-lineup": "Ben Sample"}), prefix="0-")


def test_each_offer_is_a_piece_of_the_text_with_what_it_can_be_the_likeliest_first(form):
    offers = offers_of(READING)
    assert [(offer.text, offer.line, [use.value for use in offer.uses]) for offer in offers] == [
        ("Ada Example, Harbour School", 5, ["respondent 0", "moderator 0", "organiser 0"]),
        ("Reef Institute", 9, ["organiser 1", "speaker 1"]),
        ("What do nets say?", 7, ["question 2"]),
        ("The Tidepool Letter", 1, ["title 3"]),
        ("What the nets say", 3, ["title 4"]),
    ]


def test_the_title_that_stands_in_the_form_is_not_offered_again(form):
    assert [offer.number for offer in open_offers(READING, form, {PERSON})] == [ORGANISER, QUESTION, OTHER_TITLE]
    take(form, offers_of(READING)[OTHER_TITLE], "title")
    assert [offer.number for offer in open_offers(READING, form, {PERSON})] == [ORGANISER, QUESTION, OWN_TITLE]


@pytest.mark.parametrize(
    ("number", "use", "name", "value"),
    [
        (PERSON, "respondent", "lineup", "Ben Sample\nAda Example, Harbour School, respondent"),
        (PERSON, "speaker", "lineup", "Ben Sample\nAda Example, Harbour School"),
        (PERSON, "organiser", "co_organisers", "Ada Example"),
        (ORGANISER, "organiser", "co_organisers", "Reef Institute"),
        (ORGANISER, "speaker", "lineup", "Ben Sample\nReef Institute"),
        (QUESTION, "question", "questions", "What do nets say?"),
        (OTHER_TITLE, "title", "title", "What the nets say"),
    ],
)
def test_a_press_puts_it_into_its_field(form, number, use, name, value):
    take(form, offers_of(READING)[number], use)
    assert form[name].data == value
    assert form[name]._value() == value


@pytest.mark.parametrize("use", ["nothing", "", "description", "__class__"])
def test_any_other_word_changes_nothing(form, use):
    before = {field.name: field.data for field in form}
    take(form, offers_of(READING)[PERSON], use)
    assert {field.name: field.data for field in form} == before
