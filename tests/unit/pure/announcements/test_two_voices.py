"""What a second voice adds to the rules: people in sentences, offers, doubts, and names that the site knows."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from webinars.pure.announcements.model import SURE, KnownNames
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.combine_voices import known_votes
from webinars.pure.announcements.reader.sections import parts_with_sections
from webinars.pure.announcements.reader.text.lines import text_lines

DAY = dt.date(2027, 1, 1)
PANEL = (
    "What the nets say\n\nThursday 4 February 2027, 6pm Berlin time\n\n"
    "We look at how fishing communities remember the sea, as Dora Probe did long ago in her book. Ada Example of the "
    "Harbour School takes the floor first, then Ben Sample of the Reef Institute answers.\n"
)

EVENING = """Evening meetings start in August

The Novice Class will be held on the 4th Thursday of each month.

The General Meeting will be Friday 28 August 2026 from 7 PM to 9 PM. The speaker will be Ada Example. Her topic: kelp.

Join Zoom Novice Class

passcode: Star1
"""
BARRIERS = """Quale futuro per le barriere?

Il dibattito si svolgerà online, alle ore 20.30 di martedì 21 settembre 2027.
Saranno presenti Luca Example, Presidente Acli del Porto, e Giuliano Muster, pescatore, Presidente Alghe Terra; con \
gli interventi di Flavio Probe, pescatore, Presidente Reti Terra, e Marco Muster, sub.
"""


def names(found):
    return {one.value.name for one in found}


def test_people_in_sentences_are_named_and_who_is_only_mentioned_is_not_filled_in():
    webinar = read(PANEL, published_on=DAY).webinars[0]
    assert "Ada Example" in names(webinar.lineup)
    assert "Ben Sample" in names(webinar.lineup) | names(webinar.offers.lineup)
    assert "Dora Probe" not in names(webinar.lineup)


def test_a_name_that_the_site_knows_is_no_speaker_for_being_mentioned():
    known = KnownNames(("Dora Probe", "Ada Example"), ("Reef Institute",))
    webinar = read(PANEL, published_on=DAY, known=known).webinars[0]
    assert "Dora Probe" not in names(webinar.lineup)
    assert "Ada Example" in names(webinar.lineup)
    assert [one.value for one in webinar.organisers] == []


def test_known_names_are_found_whatever_their_letters():
    parts = parts_with_sections(text_lines("Mit ADA EXÁMPLE vom\nVerein der Netze."))
    votes = known_votes(parts, KnownNames(("Ada Example",), ("Verein der Netze", "der")))
    assert {(line, vote.text, vote.what) for line, found in votes.items() for vote in found} == {
        (1, "ADA EXÁMPLE", "known person"),
        (2, "Verein der Netze", "known group"),
        (2, "der", "known group"),
    }


def test_what_is_filled_is_sure_and_what_is_offered_is_not():
    webinar = read(PANEL, published_on=DAY).webinars[0]
    assert all(one.probability >= SURE for one in webinar.lineup)
    assert all(0 < one.probability < SURE for one in webinar.offers.lineup)


@pytest.mark.parametrize(
    ("text", "speaker", "no_person"),
    [(EVENING, "Ada Example", "Novice Class"), (BARRIERS, "Marco Muster", "Presidente Reti Terra")],
)
def test_of_what_is_not_plainly_a_name_the_second_voice_has_to_be_sure(text, speaker, no_person):
    webinar = read(text, published_on=dt.date(2026, 1, 1)).webinars[0]
    assert speaker in names(webinar.lineup)
    assert no_person not in names(webinar.lineup)
    assert no_person in names(webinar.offers.lineup)


def test_of_two_names_of_which_one_holds_the_other_the_shorter_is_filled_in():
    text = "Seaweed\n\nPresenter: Ada Example with Ada Example Nets\n\nWednesday, November 4, 2026 - 7:00pm EST\n"
    webinar = read(text, published_on=dt.date(2026, 1, 1)).webinars[0]
    assert names(webinar.lineup) == {"Ada Example"}
    assert "Ada Example Nets" in names(webinar.offers.lineup)


def test_what_a_rule_says_is_the_talk_is_filled_in_as_no_person():
    text = "Soirée\n\n15 mars 2027, 19h\n\n## Lightning talks\n\n- Spoofing NET (Par Ada Example): les filets\n"
    webinar = read(text, published_on=dt.date(2026, 1, 1)).webinars[0]
    assert "Spoofing NET" not in names(webinar.lineup)
    assert "Ada Example" in names(webinar.lineup) | names(webinar.offers.lineup)


def test_a_name_in_no_list_of_given_names_is_filled_in_where_the_site_knows_it():
    text = "Harbours\n\n4 February 2027, 6pm Berlin time\n\nWang Xo, Jumei Qo and Ada Example talk about harbours.\n"
    known = KnownNames(("Wang Xo",), ())
    assert "Wang Xo" not in names(read(text, published_on=DAY).webinars[0].lineup)
    assert "Wang Xo" in names(read(text, published_on=DAY, known=known).webinars[0].lineup)


def test_programs_are_told_the_offers_and_how_sure_the_reader_is():
    said = read(PANEL, published_on=DAY).as_json()["webinars"][0]
    assert set(said["offers"]) == {"title", "starts_at", "lineup", "organisers", "questions"}
    doubts = {(one["field"], one["value"]): one for one in said["doubts"]}
    assert set(doubts) >= {("title", "What the nets say"), ("lineup", "Ada Example")}
    assert all(0 < one["probability"] <= 1 for one in said["doubts"])
    assert doubts["title", "What the nets say"]["line"] == 1


def test_no_piece_of_a_line_too_short_for_a_title_is_offered_as_one():
    text = "The Tidepool Letter\nAutumn events\n\n" + PANEL
    webinar = read(text, published_on=DAY).webinars[0]
    found = [one.value for one in (webinar.title, *webinar.offers.title)]
    assert "What the nets say" in found
    assert [title for title in found if len(title.split()) < 2] == []


def test_a_line_of_which_only_the_second_voice_made_something_did_not_go_nowhere():
    reading = read("Letter no. 7\n\n" + PANEL, published_on=DAY)
    assert reading.webinars[0].title.lines == (3,)
    assert "What the nets say" not in {line.text for line in reading.not_understood}


def test_the_same_text_is_read_the_same_by_many_threads():
    alone = read(PANEL, published_on=DAY).as_json()
    with ThreadPoolExecutor(4) as pool:
        assert all(said.as_json() == alone for said in pool.map(lambda _n: read(PANEL, published_on=DAY), range(40)))


@pytest.mark.parametrize("name", ["李明华", "김서연", "ליאור ברקת", "ليلى حداد"])
def test_a_name_without_capitals_is_within_one_press_where_a_sentence_speaks_of_it(name):
    told = f"Join us for an evening with {name} on the sea."
    webinar = read(f"What the nets say\n\nThursday 4 February 2027, 6pm Berlin\n\n{told}\n", published_on=DAY).webinars[
        0
    ]
    assert name in names(webinar.lineup) | names(webinar.offers.lineup)
