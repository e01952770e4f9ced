"""A model of the operator's choice: what it is asked, and what is believed of its answers. It is a real server."""

import datetime as dt
import json
import threading
import time

import pytest
from msgspec.structs import replace

from tests.effort import Effort
from tests.language_model_server import own_model, person, piece
from webinars.domain.imports.anonymised_lines import LONGEST
from webinars.domain.imports.language_model.client import AT_ONCE, Model, ask, try_model
from webinars.domain.imports.language_model.errors import ModelAway, ModelBusy, ModelFails, ModelRefuses, ModelUnclear
from webinars.domain.imports.language_model.offers import (
    LONGEST_HEARD,
    MOST_OTHERS,
    MOST_TITLES,
    PieceKind,
    pieces_from_json,
    pieces_of,
    pieces_to_json,
    with_pieces,
)
from webinars.domain.imports.language_model.prompt import doubtful_fields, lines_to_send
from webinars.pure.announcements import reader
from webinars.pure.announcements.model import AppearanceReading, Found, WebinarReading

TEXT = """Letters on colour

Sunday 14 February 2027, 4pm Britain

A friend of dyers, Tamsin Quillfeather of the Madder Guild, shows what the opticians never asked,
and Ｏtto Brühl‑Farbe answers her. All announcements come by letter; anno is no name here.

Carried by the Circle of Slow Readers.
Who owns a colour?

Join: https://meet.example/j/4711?pwd=secret (passcode: 998877)
Questions to ada@letters.example
"""


@pytest.fixture
def server():
    with own_model() as server:
        yield server


@pytest.fixture
def model(server):
    return Model(url=server.url, name="small", key="key-of-the-operator")


def read(text=TEXT):
    return reader.read(text, published_on=dt.date(2027, 1, 10))


def offered(reading, number=0):
    offers = reading.webinars[number].offers
    return {
        "title": [found.value for found in offers.title],
        "people": [(found.value.name, found.value.affiliation) for found in offers.lineup],
        "organisers": [found.value for found in offers.organisers],
        "questions": [found.value for found in offers.questions],
    }


def gained(reading, pieces):
    before, after = offered(reading), offered(with_pieces(reading, pieces))
    return {name: [value for value in after[name] if value not in before[name]] for name in after}


def test_what_it_names_in_the_texts_own_words_is_offered_and_fills_in_nothing(server, model):
    reading = read()
    server.says(person("anno"), person("A friend of dyers"), piece("question", "the opticians never asked"))

    pieces = ask(model, reading)
    after = with_pieces(reading, pieces)

    assert gained(reading, pieces) == {
        "title": [],
        "people": [("anno", None), ("A friend of dyers", None)],
        "organisers": [],
        "questions": ["the opticians never asked"],
    }
    webinar, webinar_after = reading.webinars[0], after.webinars[0]
    for name in ("title", "start", "lineup", "organisers", "questions", "description", "recordings"):
        assert getattr(webinar, name) == getattr(webinar_after, name)


def test_the_text_is_data_between_marks_that_it_cannot_know_and_no_tools_are_given(server, model):
    ask(model, read())
    ask(model, read())

    first, second = server.asked
    assert set(first) == {"model", "messages", "temperature", "max_tokens", "stream", "response_format"}
    assert (first["model"], server.paths[0]) == ("small", "/v1/chat/completions")
    assert server.heads[0]["Authorization"] == "Bearer key-of-the-operator"
    fences = [asked["messages"][1]["content"].splitlines()[1] for asked in (first, second)]
    assert fences[0] != fences[1]
    assert first["messages"][1]["content"].endswith(fences[0].replace("<", "</"))
    assert "Quillfeather" not in first["messages"][0]["content"]
    assert first["response_format"]["json_schema"]["schema"]["properties"]["pieces"]["items"]["required"]


def test_addresses_and_the_room_stay_here(server, model):
    ask(model, read())

    assert "Quillfeather" in server.sent
    for private in ("meet.example", "secret", "998877", "ada@", "letters.example"):
        assert private not in server.sent


def test_a_long_text_is_sent_up_to_a_limit():
    long = read("Letters\n\n" + "\n".join(f"Line {number} of a long letter about colours" for number in range(1400)))

    assert len("\n".join(lines_to_send(long))) <= LONGEST


def test_a_line_without_blanks_is_masked_in_no_time():
    effort = Effort()
    sent = list(lines_to_send(read("Letters\n\n" + "a.b-" * 50_000 + "@" * 50_000)))

    assert effort.seconds() < 2
    assert sum(map(len, sent)) <= LONGEST


def test_nothing_is_asked_where_the_reader_is_sure(server, model):
    known = Found("Letters on colour", (1,))
    people = (Found(AppearanceReading("Ada Example"), (5,)),)
    webinar = WebinarReading(title=known, lineup=people, organisers=(Found("Lunar Society", (6,)),))
    sure = replace(read(), webinars=(webinar,), not_understood=())

    assert doubtful_fields(sure) == []
    assert ask(model, sure) == []
    assert server.asked == []
    doubtful = replace(webinar, title=replace(known, probability=0.5))
    assert doubtful_fields(replace(sure, webinars=(doubtful,))) == [PieceKind.TITLE]


@pytest.mark.parametrize(
    "said",
    [
        person("Nobody Of This Text"),
        person("<script>alert(1)</script>"),
        piece("title", "Ignore what was said and publish"),
        piece("organiser", "Slow Reader"),  # ends within a word
        person("nno"),
        piece("title", "Sunday 14 February 2027, 4pm Britain"),
        piece("title", "14 February 2027"),
        person("4pm"),
        {"field": "starts_at", "text": "Sunday 14 February 2027, 4pm Britain"},
        {"field": "join_url", "text": "https://meet.example/j/4711?pwd=secret"},
        person("A friend of dyers, Tamsin Quillfeather of the Madder Guild, shows"),
        piece("title", ""),
        {"field": "person"},
        {"field": "person", "text": ["anno"]},
        {"field": ["person"], "text": "anno"},
        "anno",
        None,
        17,
    ],
)
def test_what_does_not_stand_in_the_text_or_is_none_of_the_fields_is_dropped(server, model, said):
    reading = read()
    server.says(said)

    assert ask(model, reading) == []
    assert with_pieces(reading, pieces_of({"pieces": [said]})) == reading


def test_what_the_reader_fills_in_or_offers_is_not_repeated(server, model):
    reading = read()
    known = offered(reading)
    server.says(
        *[person(name) for name, _group in known["people"]],
        *[piece("organiser", name) for name in known["organisers"]],
        *[piece("title", name) for name in (*known["title"], "LETTERS ON  COLOUR")],
        *[person(found.value.name) for found in reading.webinars[0].lineup],
    )

    assert known["people"] or known["organisers"] or reading.webinars[0].lineup
    assert ask(model, reading) == []


def test_compatible_characters_and_blanks_are_the_same_and_the_texts_own_are_offered():
    reading = read("Letters\n\nﬁre and water with Ｏtto\u00a0 Brühl\n\nread by the Circle of\nSlow Readers in May\n")

    new = gained(
        reading, pieces_of([piece("organiser", "Circle of Slow Readers"), piece("question", "fire and water")])
    )

    assert new["organisers"] == ["Circle of Slow Readers"]
    assert new["questions"] == ["ﬁre and water"]
    assert gained(reading, pieces_of([person("Otto Brühl")]))["people"] in ([("Ｏtto Brühl", None)], [])


def test_a_group_that_is_not_in_the_text_is_left_away_and_a_role_that_is_none_is_a_speaker():
    reading = read()

    (new,) = gained(reading, pieces_of([person("anno", "Ministry of Inventions", "emperor")]))["people"]

    assert new == ("anno", None)


def test_thousands_of_answers_are_no_more_than_a_few_offers(server, model):
    names = [f"Xa{chr(97 + at // 26)}{chr(97 + at % 26)} Quill" for at in range(400)]
    reading = read("Letters\n\nMany are named here.\n\n" + "\n".join(f"so and so {name} or not" for name in names))
    server.says(*(said for name in names for said in (person(name), piece("title", f"{name} or not"))))

    new = gained(reading, ask(model, reading))

    assert 0 < len(new["people"]) <= MOST_OTHERS
    assert len(new["title"]) <= MOST_TITLES


def test_of_several_webinars_a_piece_belongs_to_the_one_below_whose_start_it_stands():
    reading = read(
        "Three evenings\n\nMonday 15 March 2027, 4pm Britain\n\nFirst evening, with zorn\n\n"
        "Monday 12 April 2027, 4pm Britain\n\nSecond evening, by the quiet circle\n"
    )

    after = with_pieces(reading, pieces_of([piece("organiser", "quiet circle")]))

    assert [offered(after, number)["organisers"] for number in range(len(reading.webinars))] == [[], ["quiet circle"]]


@pytest.mark.parametrize(
    "content",
    [
        "```json\n%s\n```",
        "Here is what I found:\n\n%s\n\nShall I go on?",
        "{not json} %s",
    ],
)
def test_a_server_that_ignores_the_schema_is_understood(server, model, content):
    server.content = content % json.dumps({"pieces": [person("anno")]})

    assert [each.text for each in ask(model, read())] == ["anno"]


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_refuses_the_schema_is_asked_once_more_without_it(server, model, status):
    server.statuses = [status]
    server.says(person("anno"))

    assert [each.text for each in ask(model, read())] == ["anno"]
    assert [set(asked) for asked in server.asked[1:]] == [{"model", "messages"}]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("no JSON at all", None),
        ("", None),
        ('["pieces"]', None),
        ('{"pieces": "all"}', None),
        ("[" * 100_000, None),
        ('{"pieces": ' * 20_000, None),
        (None, b""),
        (None, b"<html>moved</html>"),
        (None, b"[" * 200_000),
        (None, b'{"choices": []}'),
        (None, b'{"choices": [{"message": {"content": null}}]}'),
        (None, b'{"choices": [{"message": {"content": ["a"]}}]}'),
        (None, b"\xff\xfe\x00"),
    ],
)
def test_an_answer_that_is_none_is_said(server, model, content, body):
    server.content, server.body = content, body

    with pytest.raises(ModelUnclear):
        ask(model, read())


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_server_that_refuses_is_said(server, model, status):
    server.status = status

    with pytest.raises(ModelRefuses) as caught:
        ask(model, read())
    assert caught.value.status == status
    assert "key-of-the-operator" not in str(caught.value) + repr(model)


def test_megabytes_are_not_read(server, model):
    server.body = b" " * 5_000_000

    with pytest.raises(ModelAway):
        ask(model, read())


@pytest.mark.parametrize(("pause_s", "piece_pause_s"), [(5, 0), (0, 0.05)])
def test_whoever_is_slow_is_cut_off_at_the_deadline(server, model, pause_s, piece_pause_s):
    server.pause_s, server.piece_pause_s = pause_s, piece_pause_s
    server.says(person("anno"))
    began = time.monotonic()

    with pytest.raises(ModelAway):
        ask(model, read(), longest_s=0.4)
    assert time.monotonic() - began < 4
    server.pause_s = server.piece_pause_s = 0
    assert ask(model, read())


def test_a_server_that_is_not_there_is_said():
    with own_model() as server:
        url = server.url

    with pytest.raises(ModelAway):
        ask(Model(url=url, name="small"), read())


def test_no_redirect_is_followed(server, model):
    with own_model() as other:
        server.status, server.headers = 307, {"Location": f"{other.url}/chat/completions"}
        with pytest.raises(ModelAway):
            ask(model, read())
        assert other.asked == []


def test_few_are_asked_at_once_and_the_next_is_told(server, model):
    server.pause_s = 0.6
    threads = [threading.Thread(target=ask, args=(model, read())) for _each in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    while len(server.asked) < AT_ONCE:
        time.sleep(0.01)

    with pytest.raises(ModelBusy):
        ask(model, read())
    for thread in threads:
        thread.join()
    server.pause_s = 0
    assert ask(model, read()) == []


def test_after_a_failure_the_turn_is_free_again(server, model):
    server.status = 500
    for _each in range(AT_ONCE + 2):
        with pytest.raises(ModelRefuses):
            ask(model, read())


def test_a_form_carries_what_was_said_and_nothing_else():
    said = pieces_of([person("anno", "Madder Guild", "chair"), piece("title", "Letters")])

    assert pieces_from_json(pieces_to_json(said)) == said
    assert [each.field for each in said] == [PieceKind.PERSON, PieceKind.TITLE]
    for forged in ("", "{", "17", "null", "[" * 100_000, '{"pieces": 3}', "x" * (LONGEST_HEARD + 1)):
        assert pieces_from_json(forged) == []


def test_the_operator_learns_whether_it_answers(server, model):
    try_model(model)
    assert "Ada Example" in server.sent
    server.status = 401
    with pytest.raises(ModelFails):
        try_model(model)
