"""The page of a webinar on the day: the stream in it, the room beside it, and what it says in each phase."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import lxml.html
import pytest

from tests.audience_question_factories import open_board
from tests.factories import add_appearance, add_question, add_recording, make_speaker
from tests.integration.live.conftest import STARTS
from webinars.domain.live.turns import begin_turn, end_turn
from webinars.models import AskingMode, JoinAccess, RecordingPlan, Status

pytestmark = pytest.mark.usefixtures("derived")

PAGE = "/webinars/comets"
STREAM = "https://www.youtube.com/live/aBcDeFgHiJk"
WATCH = "https://www.youtube.com/watch?v=aBcDeFgHiJk"
PLAYER = "https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"
ROOM = "https://room.example/comets"
MINUTE = dt.timedelta(minutes=1)
TURNS = "//ol[@class='turns']/li"
PHASES = {
    "coming": (-60, {}),
    "open": (-12, {}),
    "late": (-1, {"late_at": -2, "late_minutes": 10}),
    "due": (4, {"conducted_at": -20}),
    "live": (25, {}),
    "running_over": (125, {}),
    "over": (160, {}),
}


def has_class(name):
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def text_of(element):
    return " ".join(" ".join(element.itertext()).split())


@dataclass
class Shown:
    """A page as somebody sees it."""

    tree: Any
    policy: str

    @property
    def words(self):
        return text_of(self.tree.find(".//main"))

    def all(self, path):
        return self.tree.xpath(path)

    def one(self, path):
        found = self.tree.xpath(path)
        assert len(found) <= 1, path
        return found[0] if found else None


def press(webinar, **pressed):
    for name, value in pressed.items():
        setattr(webinar, name, value if name == "late_minutes" else STARTS + value * MINUTE)


@pytest.fixture
def shown(client, session, webinar, clock_at):
    """`shown("late")`: the page as it is then."""

    def shown(phase):
        minutes, pressed = PHASES[phase]
        press(webinar, **pressed)
        session.commit()
        clock_at(minutes)
        answer = client.get(PAGE)
        assert answer.status_code == 200
        return Shown(lxml.html.fromstring(answer.text), answer.headers["Content-Security-Policy"])

    return shown


@pytest.mark.parametrize(
    ("phase", "says", "never"),
    [
        (
            "open",
            ["Opens soon", "The stream opens here by itself. You need not reload.", "4pm Britain", "Add to calendar"],
            ["It has not begun yet", "A little late"],
        ),
        (
            "late",
            [
                "A little late",
                "Starts 10 minutes later",
                "Now at 4.10pm Britain",
                "The organisers said so at 3.58pm Britain.",
                "Stay: the stream opens here by itself.",
            ],
            ["Opens soon", "It has not begun yet"],
        ),
        (
            "due",
            [
                "The hour has come",
                "It has not begun yet",
                "at 4pm Britain.",
                "You are in the right place: the organisers open it with one press.",
                "Look at YouTube",
            ],
            ["Opens soon"],
        ),
    ],
)
def test_until_it_begins_a_box_stands_in_the_players_place(shown, webinar, phase, says, never):
    webinar.live_stream_url = STREAM
    page = shown(phase)

    assert page.one(f"//*[@id='stage']//*[{has_class('stage-box')}]") is not None
    assert page.all("//*[@data-player]") == []
    assert [each for each in says if each not in page.words] == []
    assert [each for each in never if each in page.words] == []
    assert "Watch the live stream" not in page.words
    assert page.one("//*[@data-phase]").get("data-phase") == phase


@pytest.mark.parametrize("phase", ["open", "late", "due"])
def test_without_a_script_the_box_says_what_to_do(shown, webinar, phase):
    webinar.live_stream_url = STREAM
    page = shown(phase)

    (sentence,) = page.all(f"//*[@id='stage']//*[{has_class('without-script')}]")
    said = {
        "open": "Load this page again at 4pm Britain: the stream stands here then.",
        "late": "Load this page again at 4.10pm Britain: the stream stands here then.",
        "due": "Load this page again in a minute.",
    }
    assert text_of(sentence) == said[phase]


@pytest.mark.parametrize("phase", ["live", "running_over"])
def test_while_it_is_live_the_stream_is_a_press_away(shown, webinar, phase):
    webinar.live_stream_url = STREAM
    page = shown(phase)

    player, frame = page.one("//*[@id='stage']/*[@data-player]"), page.one("//template/iframe")
    assert (player.get("data-player"), player.get("data-host")) == ("iframe", "YouTube")
    assert player.find("a").get("href") == WATCH
    assert frame.get("src").startswith(PLAYER)
    assert "Nothing is loaded from YouTube until you press play" in page.words
    assert "https://www.youtube-nocookie.com" in page.policy
    assert "https://www.youtube.com" not in page.policy
    # Outside the template nothing loads from others.
    frame.getparent().remove(frame)
    assert [each for each in page.all("//@src") if each.startswith("http")] == []
    assert ("It should have ended at 6pm Britain" in page.words) == (phase == "running_over")
    assert "Join the room" not in page.words


@pytest.mark.parametrize("phase", PHASES)
def test_its_policy_has_from_the_beginning_what_may_come(client, shown, webinar, phase):
    webinar.live_stream_url = "https://www.twitch.tv/lunar_society"
    webinar.recording_plan = RecordingPlan.YES
    page = shown(phase)

    frames = page.one("//meta[@name='frame-src']").get("content").split()
    assert frames == ["https://player.twitch.tv", "https://www.youtube-nocookie.com", "https://player.vimeo.com"]
    assert f"frame-src {' '.join(frames)};" in page.policy
    assert page.one("//meta[@name='media-src']").get("content").split()[0] == "'self'"


@pytest.mark.parametrize("phase", PHASES)
def test_without_a_stream_the_policy_allows_nothing_and_there_is_no_stage(shown, webinar, phase):
    webinar.join_url = ROOM
    page = shown(phase)

    assert "frame-src 'none'" in page.policy
    assert page.all("//*[@id='stage' or @name='frame-src' or @data-player]") == []


@pytest.mark.parametrize("phase", ["open", "late", "due", "live", "running_over"])
@pytest.mark.parametrize("access", list(JoinAccess))
@pytest.mark.parametrize("has_stream", [True, False])
@pytest.mark.parametrize("has_room", [True, False])
def test_the_room_is_led_to_where_everybody_may_and_never_named(shown, webinar, phase, access, has_stream, has_room):
    webinar.live_stream_url = STREAM if has_stream else None
    webinar.join_url, webinar.join_access = (ROOM if has_room else None), access
    if access is JoinAccess.REGISTERED:
        webinar.is_registration_here = True
    page = shown(phase)

    leads_in = f"/join/{webinar.join_code}" in page.all("//a/@href")
    assert leads_in == (has_room and access is JoinAccess.OPEN)
    assert "room.example" not in lxml.html.tostring(page.tree, encoding="unicode")
    if access is JoinAccess.REGISTERED:
        assert "Those who registered have the link to join in their mail." in page.words
    assert (page.one("//*[@id='stage']") is not None) == has_stream


def test_where_the_stream_cannot_play_here_the_ticket_leads_to_it_as_ever(shown, webinar):
    webinar.live_stream_url = "https://www.youtube.com/@lunarsociety/live"
    page = shown("live")

    assert page.one("//*[@id='stage']") is None
    (link,) = page.all(f"//*[@id='ticket']//a[@href='{webinar.live_stream_url}']")
    assert text_of(link) == "Watch the live stream"


def test_an_address_that_is_none_is_a_page_all_the_same(shown, webinar, session):
    webinar.live_stream_url = "https://www.youtube.com/channel/UC/live"

    assert shown("live").one("//*[@id='stage']") is None


@pytest.mark.parametrize(
    ("phase", "says"),
    [
        ("late", "Starts 10 minutes later. Now at 4.10pm Britain"),
        ("due", "It has not begun yet. It was to begin"),
    ],
)
def test_a_ticket_says_as_well_that_it_is_late(shown, webinar, phase, says):
    webinar.join_url = ROOM

    assert says in shown(phase).words


def test_nobody_is_said_to_speak_before_the_first_press(session, lunar, shown, webinar):
    webinar.live_stream_url = STREAM
    caroline = add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    mary = add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"), talk_title="Two tails")
    anna = add_appearance(session, webinar, make_speaker(session, lunar, "Anna Atkins"))
    assert shown("live").all(TURNS) == []

    begin_turn(session, webinar, caroline, now=STARTS + MINUTE)
    begin_turn(session, webinar, mary, now=STARTS + 9 * MINUTE)
    page = shown("live")

    assert [text_of(each) for each in page.all(TURNS)] == [
        "Has spoken Caroline Herschel until 4.09pm Britain",
        "Speaks now MS Mary Somerville Two tails",
        "Then Anna Atkins",
    ]
    (speaking,) = page.all(f"//*[@id='lineup-part']//h3[*[{has_class('pill-live')}]]")
    assert text_of(speaking) == "Mary Somerville Speaks now"

    end_turn(session, webinar, now=STARTS + 20 * MINUTE)
    begin_turn(session, webinar, anna, now=STARTS + 20 * MINUTE)
    begin_turn(session, webinar, None, now=STARTS + 24 * MINUTE)
    assert [text_of(each).split()[0] for each in shown("live").all(TURNS)] == [
        "Has",
        "Now",
    ]


def test_questions_and_agenda_stand_beside_the_picture(session, shown, webinar):
    webinar.live_stream_url = STREAM
    add_question(session, webinar, "What is a tail made of?")
    open_board(session, webinar, mode=AskingMode.ALWAYS)
    page = shown("open")

    assert [text_of(each) for each in page.all("//*[@data-words]//a[@data-tab]")] == ["Questions", "Agenda 1"]
    assert page.one("//*[@data-words]//*[@id='audience']") is not None
    assert text_of(page.one("//*[@data-words]//*[@data-part='agenda']/ol")) == "What is a tail made of?"
    assert "Ask a question already" in page.words


@pytest.mark.parametrize("plan", list(RecordingPlan))
@pytest.mark.parametrize("is_film", [True, False])
def test_over_it_says_only_what_is_so(shown, webinar, plan, is_film):
    webinar.live_stream_url = STREAM if is_film else "https://www.twitch.tv/lunar_society"
    webinar.recording_plan = plan
    page = shown("over")

    is_promised = plan is RecordingPlan.YES
    assert ("The recording will be here" in page.words) == is_promised
    assert ("At this address there will be the film" in page.words) == is_promised
    assert ("See the stream again at YouTube" in page.words) == is_film
    assert bool(page.all(f"//*[{has_class('stage-box')} and {has_class('is-over')}]")) == (is_promised or is_film)
    assert "It ended at" not in page.words
    assert page.one("//*[@data-phase]").get("data-phase") == "over"


def test_when_it_ended_is_said_once_somebody_has_said_it(shown, webinar):
    webinar.live_stream_url, webinar.ended_at = STREAM, STARTS + 114 * MINUTE

    assert "It ended at 5.54pm Britain." in shown("over").words


def test_its_recording_takes_the_place(session, shown, webinar):
    webinar.live_stream_url = STREAM
    add_recording(session, webinar)
    page = shown("over")

    assert page.all(f"//*[@data-phase or {has_class('stage-box')}]") == []
    assert page.all("//*[@data-player]") != []


def test_a_draft_has_no_page_and_nothing_of_it_is_followed(client, session, webinar, clock_at):
    webinar.live_stream_url = STREAM
    clock_at(25)
    assert client.get(PAGE).status_code == 200

    webinar.status, webinar.published_at = Status.DRAFT, None
    session.commit()

    assert client.get(PAGE).status_code == 404


def test_the_link_to_join_and_embeds_know_of_it(client, session, webinar, clock_at):
    webinar.join_url = ROOM
    press(webinar, late_at=-2, late_minutes=10)
    session.commit()
    clock_at(-1)

    assert "A little late" in client.get("/webinars").text
    assert "A little late" in client.get("/").text
    assert "A little late." in client.get("/embed/webinars/comets").text
    assert "Starts 10 minutes later" in client.get(f"/join/{webinar.join_code}?wait=").text
