"""How Zoom is asked for people, and what its answers say."""

import json

import pytest

from webinars.lib.safe_http import Answer
from webinars.pure.film_lists import zoom_registrants as at_zoom
from webinars.pure.film_lists.zoom import ZoomRefused
from webinars.pure.film_lists.zoom_registrants import ListedRegistrant, ZoomRoom

NUMBER = "81234567890"
WAY = ("https://api-eu.zoom.us", {"Authorization": "Bearer t"})
NOT_THERE = (404, {"code": 3001, "message": "Meeting does not exist."})
A_WEBINAR = (400, {"code": 3000, "message": "Cannot access webinar info."})
NO_SCOPE = (400, {"code": 4711, "message": "Invalid access token, does not contain scopes:[webinar:read:webinar]."})
FOUND = (200, {"host_email": "Host@lunar.example", "settings": {"alternative_hosts": "a@b.example;C@d.example"}})
ROOM = ZoomRoom(way=WAY, path=f"meetings/{NUMBER}", settings={}, hosts=frozenset())


def outcome(conversation, *said):
    """Returns what a conversation comes to with these answers, and the questions."""
    asked = []
    try:
        question = next(conversation)
        for status, body in said:
            asked.append(question)
            text = b"" if body is None else json.dumps(body).encode()
            question = conversation.send(Answer(status=status, headers={}, body=text))
    except StopIteration as end:
        return end.value, asked
    raise AssertionError(question)


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ([FOUND], "meetings"),
        ([NOT_THERE, FOUND], "webinars"),
        ([A_WEBINAR, FOUND], "webinars"),
        ([NO_SCOPE, FOUND], "webinars"),
    ],
)
def test_a_number_is_of_a_meeting_or_of_a_webinar(said, path):
    room, asked = outcome(at_zoom.room(WAY, NUMBER), *said)

    assert room.path == f"{path}/{NUMBER}"
    assert room.hosts == {"host@lunar.example", "a@b.example", "c@d.example"}
    assert asked[0].url == f"https://api-eu.zoom.us/v2/meetings/{NUMBER}"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([NOT_THERE, NOT_THERE], "no meeting"),
        ([NO_SCOPE, NOT_THERE], NO_SCOPE[1]["message"]),
        ([NOT_THERE, NO_SCOPE], NO_SCOPE[1]["message"]),
        ([(500, None)], "500"),
    ],
)
def test_what_keeps_a_number_from_being_found(said, words):
    with pytest.raises(ZoomRefused, match=words.replace("[", r"\[")):
        outcome(at_zoom.room(WAY, NUMBER), *said)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Ana María de la Cruz", {"first_name": "Ana María de la", "last_name": "Cruz"}),
        ("Hypatia", {"first_name": "Hypatia"}),
        ("x" * 80, {"first_name": "x" * 64}),
    ],
)
def test_a_name_is_sent_in_two_parts(name, sent):
    link = f"https://us02web.zoom.us/w/{NUMBER}?tk=1"
    answer = (201, {"registrants": [{"email": "A@b.example", "registrant_id": "r1", "join_url": link}]})

    found, asked = outcome(at_zoom.register(ROOM, {"a@b.example": name}), answer)

    assert found == {"a@b.example": ListedRegistrant("r1", link)}
    assert json.loads(asked[0].body)["registrants"] == [{"email": "a@b.example", **sent}]
    assert asked[0].headers["Content-Type"] == "application/json"


def test_who_is_registered_already_is_found_in_the_list():
    refused = (400, {"code": 300, "message": "Already registered."})
    first = (200, {"registrants": [{"id": "r0", "email": "o@b.example"}], "next_page_token": "n&1"})
    second = (200, {"registrants": [{"id": "r1", "email": "a@b.example", "join_url": "http://zoom.us/w/1"}]})

    found, asked = outcome(at_zoom.register(ROOM, {"a@b.example": "Ana"}), refused, first, second)

    assert found == {"a@b.example": ListedRegistrant("r1", "")}
    assert asked[2].url.endswith("/registrants?page_size=300&status=approved&next_page_token=n%261")


def test_who_is_missing_in_the_answer_is_looked_for_in_the_list():
    listed = (200, {"registrants": [{"id": "r1", "email": "a@b.example"}]})

    found, _asked = outcome(at_zoom.register(ROOM, {"a@b.example": "Ana"}), (201, {"registrants": []}), listed)

    assert found == {"a@b.example": ListedRegistrant("r1", "")}


@pytest.mark.parametrize(
    "link",
    [
        f"http://us02web.zoom.us/w/{NUMBER}?tk=1",
        f"https://zoom.us.example/w/{NUMBER}?tk=1",
        "https://us02web.zoom.us/w/89999999999?tk=1",
        "",
    ],
)
def test_no_link_leads_anywhere_but_into_this_room(link):
    answer = (201, {"registrants": [{"email": "a@b.example", "registrant_id": "r1", "join_url": link}]})

    found, _asked = outcome(at_zoom.register(ROOM, {"a@b.example": "Ana"}), answer)

    assert found["a@b.example"].link == ""
