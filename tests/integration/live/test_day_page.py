"""The organiser's page on the day: the bar by time, who speaks, questions, door, room and stream, messages."""

import re

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import give_votes, make_question, open_board
from tests.factories import add_appearance, make_member, make_registration, make_speaker, open_desk
from tests.integration.live.conftest import OURS
from tests.integration.live.day import DAY, STARTS_AT, minutes
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.domain.live.day_visits import store_conducted
from webinars.domain.live.presence import count_presence
from webinars.domain.live.presence_spool import PresenceSeen
from webinars.models import (
    AskingMode,
    AudienceQuestion,
    Mailing,
    Presence,
    PresenceCount,
    Priority,
    QuestionState,
    Role,
    SpeakingTurn,
    Webinar,
)


@pytest.fixture
def desk(client, sign_in, olga, webinar, session, clock_at):
    """Olga at the desk, signed in long before."""
    session.commit()
    clock_at(-2000)
    sign_in(client, olga)
    clock_at(0)
    return client


@pytest.fixture
def attendees(session, settings, webinar):
    """Ana and Ben have a place; Ana has opened the room."""
    open_desk(session, webinar)
    ana = make_registration(session, settings, webinar, "Ana", joined_first_at=STARTS_AT, joined_count=1)
    return ana, make_registration(session, settings, webinar, "Ben")


@pytest.fixture
def stored_webinar(session, webinar):
    def stored():
        session.expire_all()
        return session.get_one(Webinar, webinar.id)

    return stored


def buttons(answer):
    """The buttons of the bar, without what only screen readers say."""
    found = page_of(answer).xpath('//*[@id="day-buttons"]//button | //*[@id="day-buttons"]//a')
    return [" ".join(each.text_content().split()) for each in found]


def said(answer):
    return " ".join(page_of(answer).xpath('string(//*[@id="day-says"])').split())


def clock_words(answer):
    return " ".join(page_of(answer).xpath('string(//*[@id="day-clock"])').split())


def here(session, webinar, presence, count, at):
    count_presence(session, [PresenceSeen(webinar.id, presence, at, count)])
    session.commit()


@pytest.mark.usefixtures("attendees")
def test_before_the_hour_the_page_offers_to_begin_or_to_begin_later(desk, clock_at, session, webinar):
    clock_at(-31)
    early = desk.get(DAY)
    clock_at(-4)
    webinar.live_stream_url = "https://www.youtube.com/live/aBcDeFgHiJk"
    here(session, webinar, Presence.HERE, 31, STARTS_AT - minutes(7))
    answer = desk.get(DAY)

    assert buttons(early) == []
    assert clock_words(early) == "in 31 minutes"
    assert "From Sunday 14 February at 3.30pm Britain you say here that it has begun" in said(early)
    assert buttons(answer) == ["We have started", "Start 10 minutes later"]
    assert clock_words(answer) == "4 minutes to the start, 3.56pm in Britain"
    assert said(answer).startswith(
        "“We have started” opens the stream for everybody who waits on the page, now 30 people. “Start 10 minutes "
        "later” tells them on the page, and 2 registered people by mail; calendars keep 4pm."
    )


@pytest.mark.usefixtures("attendees")
def test_later_is_taken_back_by_the_button_in_its_place(desk, clock_at, stored_webinar):
    clock_at(-4)
    first = desk.post(f"{DAY}/later?seen=0", data={"minutes": "10"})
    late = desk.get(DAY)
    clock_at(-2)
    on_the_way = desk.get(DAY)
    more = desk.post(f"{DAY}/later?seen=10", data={"minutes": "15"})
    most = desk.get(DAY)
    back = desk.post(f"{DAY}/later", data={"press": "undo"})

    assert (first.status_code, more.status_code, back.status_code) == (303, 303, 303)
    assert buttons(late) == ["We have started", "At 4pm after all", "10 minutes more"]
    assert clock_words(late) == "14 minutes to the start, now 4.10pm Britain"
    assert "The page says “Starts 10 minutes later”. 2 mails go out in 1 minute; until then taking it back" in said(
        late
    )
    assert "mails go out" not in said(on_the_way)
    assert buttons(most) == ["We have started", "At 4pm after all"]
    assert stored_webinar().late_minutes == 0


def test_once_the_hour_has_passed_the_page_waits_for_who_conducts(desk, clock_at, session, webinar):
    webinar.conducted_at = STARTS_AT - minutes(3)
    session.commit()
    clock_at(4)
    answer = desk.get(DAY)
    clock_at(5)
    later = desk.get(DAY)

    assert buttons(answer) == ["We have started", "Start 10 minutes later"]
    assert clock_words(answer) == "4 minutes late 4.04pm in Britain"
    assert said(answer).startswith(
        "The page says “It has not begun yet”. At 4.05pm Britain it takes it to have begun, as if you had pressed."
    )
    assert buttons(later) == ["We are over", "We have started"]
    assert clock_words(later).startswith("Live 0:00 since the start")


def test_from_start_to_end_and_back(desk, clock_at, stored_webinar):
    clock_at(2)
    desk.post(f"{DAY}/started", data={"press": "say"})
    begun = desk.get(DAY)
    clock_at(27)
    live = desk.get(DAY)
    clock_at(121)
    longer = desk.get(DAY)
    desk.post(f"{DAY}/going-on", data={"press": "say"})
    clock_at(131)
    desk.post(f"{DAY}/over", data={"press": "say"})
    over = desk.get(DAY)
    desk.post(f"{DAY}/over", data={"press": "undo"})

    assert buttons(begun) == ["We are over", "Not started yet"]
    assert buttons(live) == ["We are over"]
    assert clock_words(live) == "Live 25:00 since the start, 4.27pm in Britain"
    assert said(live) == (
        "Planned until 6pm Britain. If nobody presses, the page says that it is over at 6.30pm, or 30 minutes after "
        "the last “Still going”."
    )
    assert buttons(longer) == ["We are over", "Still going"]
    assert "since the start, planned were 2 hours" in clock_words(longer)
    assert said(longer) == "The page says that it is over at 6.30pm Britain, unless you press “Still going”."
    assert buttons(over) == ["Make the recap", "Not over yet"]
    assert clock_words(over) == "Over 2:09:00 it ended at 6.11pm Britain"
    assert stored_webinar().ended_at is None


def test_a_press_for_what_is_gone_says_who_has_pressed_what(desk, clock_at, new_client, sign_in, session, lunar):
    ada = make_member(session, lunar, "Ada", Role.EDITOR)
    session.commit()
    other = new_client()
    sign_in(other, ada)
    clock_at(2)
    other.post(f"{DAY}/started", data={"press": "say"})

    again = desk.post(f"{DAY}/started", data={"press": "say"})
    late = desk.post(f"{DAY}/later?seen=0", data={"minutes": "10"})

    assert again.status_code == 303
    assert late.status_code == 409
    assert "Ada has pressed “We have started” meanwhile. This page shows how it stands now." in words_of(late)
    assert buttons(late) == ["We are over", "Not started yet"]


def test_each_press_of_who_speaks_is_a_turn(desk, clock_at, session, lunar, webinar):
    wang = add_appearance(session, webinar, make_speaker(session, lunar, "Wang Zhenyi"), talk_title="Eclipses")
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"))
    session.commit()
    before = desk.get(DAY)
    clock_at(0)
    desk.post(f"{DAY}/started", data={"press": "say"})
    clock_at(6)
    desk.post(f"{DAY}/speaking", data={"appearance": str(wang.id)})
    clock_at(25)
    speaking = desk.get(DAY)
    desk.post(f"{DAY}/speaking", data={"appearance": "questions"})
    clock_at(30)
    desk.post(f"{DAY}/speaking", data={"appearance": "stop"})
    answer = desk.get(DAY)
    nobody = desk.post(f"{DAY}/speaking", data={"appearance": "999"})

    assert page_of(before).xpath('//*[@id="day-turns"]//button') != [] or "Speaks now" not in before.text
    assert "Eclipses. Since 6:00, for 19 minutes" in words_of(speaking)
    assert "Eclipses. From 6:00 to 25:00" in words_of(answer)
    assert nobody.status_code == 409
    turns = session.execute(sa.select(SpeakingTurn.title, SpeakingTurn.ended_at).order_by(SpeakingTurn.id)).all()
    assert [tuple(each) for each in turns] == [
        ("Eclipses", STARTS_AT + minutes(25)),
        ("Questions from the audience", STARTS_AT + minutes(30)),
    ]


def test_questions_are_answered_from_here(desk, clock_at, session, settings, webinar):
    board = open_board(session, webinar, mode=AskingMode.ALWAYS)
    for number, text in enumerate(["Why?", "How far?", "How bright?", "How old?"]):
        give_votes(session, make_question(session, settings, board, text), *"abcd"[number:])
    session.commit()
    clock_at(20)

    desk.post(f"{DAY}/questions?press=now", data={"number": "1"})
    answer = desk.get(DAY)
    desk.post(f"{DAY}/questions?press=done", data={"number": "1"})
    again = desk.post(f"{DAY}/questions?press=done", data={"number": "1"})

    part = words_of(answer).partition("Questions to answer next")[2]
    assert "All 4 questions" in part
    assert "Being answered now since 20:00 Why?" in part
    assert "How far?" in part
    assert "How bright?" in part
    assert "How old?" not in part
    assert again.status_code == 409
    session.expire_all()
    assert (
        session.scalar(sa.select(AudienceQuestion.state).where(AudienceQuestion.number == 1)) == QuestionState.ANSWERED
    )
    assert "questions, 1 answered" in words_of(desk.get(DAY))


@pytest.mark.usefixtures("attendees")
def test_the_door_says_how_many_and_nobody_by_name(desk, clock_at):
    clock_at(10)
    answer = desk.get(DAY)

    assert "of 2 registered have opened the room 1" in words_of(answer)
    assert "Ana" not in answer.text
    assert "on the page, about" not in answer.text


def test_trouble_is_told_from_two_people_on_and_is_over_when_somebody_says_so(desk, clock_at, session, webinar):
    clock_at(20)
    here(session, webinar, Presence.TROUBLE, 1, STARTS_AT + minutes(17))
    one = desk.get(DAY)
    here(session, webinar, Presence.TROUBLE, 2, STARTS_AT + minutes(18))
    here(session, webinar, Presence.PLAYING, 21, STARTS_AT + minutes(17))
    answer = desk.get(DAY)
    solved = desk.post(f"{DAY}/trouble/solved", data={"press": "seen"})

    assert "does not work" not in one.text
    assert (
        "3 people say that the stream does not work. The last one 2 minutes ago. About 20 others have the player open."
    ) in words_of(answer)
    assert solved.status_code == 303
    assert "does not work" not in desk.get(DAY).text
    assert session.scalar(sa.select(sa.func.count()).where(PresenceCount.presence == Presence.TROUBLE)) == 0


def test_room_and_stream_are_changed_in_place(desk, stored_webinar):
    wrong = desk.post(f"{DAY}/room", data={"join_url": "javascript:alert(1)"})
    room = desk.post(f"{DAY}/room", data={"join_url": "meet.example/second"})
    stream = desk.post(f"{DAY}/stream", data={"live_stream_url": "https://www.youtube.com/live/aBcDeFgHiJk"})
    shown = desk.get(DAY)
    link = desk.post(f"{DAY}/stream", data={"live_stream_url": "https://streams.example/ours"})

    assert wrong.status_code == 422
    assert page_of(wrong).xpath('string(//input[@id="join-url"]/@value)') == "javascript:alert(1)"
    assert page_of(wrong).xpath('//p[@id="join-url-error"]')
    assert (room.status_code, stream.status_code, link.status_code) == (303, 303, 303)
    assert stored_webinar().join_url == "https://meet.example/second"
    assert "Plays on the webinar’s page." in words_of(shown)
    assert "A link on the webinar’s page." in words_of(desk.get(DAY))


def test_a_channel_is_refused_with_what_is_wanted_instead(desk, stored_webinar):
    answer = desk.post(f"{DAY}/stream", data={"live_stream_url": "https://www.youtube.com/@etoiles"})

    assert answer.status_code == 422
    assert (
        "youtube.com/@etoiles is a channel, and no stream. Open the stream there and paste its own address, like "
        "youtube.com/live/aBcDeFgHiJk."
    ) in words_of(answer)
    assert page_of(answer).xpath('string(//input[@id="live-stream-url"]/@value)') == "https://www.youtube.com/@etoiles"
    assert stored_webinar().live_stream_url is None


@pytest.mark.usefixtures("attendees")
def test_it_is_written_to_those_who_are_not_here_yet(desk, clock_at, session):
    clock_at(-4)
    before = desk.get(DAY)
    clock_at(5)
    shown = desk.get(DAY)
    key = page_of(shown).xpath('string(//form[@id="message"]//input[@name="key"]/@value)')
    stale = desk.post(f"{DAY}/message", data={"to": "absent 2", "text": "We have begun.", "key": key})
    empty = desk.post(f"{DAY}/message", data={"to": "absent 1", "text": "", "key": key})
    sent = [desk.post(f"{DAY}/message", data={"to": "absent 1", "text": "We have begun.", "key": key}) for _ in "12"]

    def offered(answer):
        return [each.text_content() for each in page_of(answer).xpath('//form[@id="message"]//button')]

    assert offered(before) == ["Send to 2 who have a place"]
    assert offered(shown) == ["Send to the one who is not here yet", "Send to 2 who have a place"]
    assert stale.status_code == 409
    assert "We have begun." in page_of(stale).xpath('string(//textarea[@id="text"])')
    assert empty.status_code == 422
    assert [each.status_code for each in sent] == [303, 303]
    assert "It goes to one person." in words_of(desk.get(DAY))
    mailing = session.scalars(sa.select(Mailing)).one()
    assert (mailing.said_count, mailing.priority) == (1, Priority.REGISTRATION)


def test_a_look_at_the_page_marks_the_webinar_as_conducted(
    app, desk, clock_at, session, settings, stored_webinar, new_client
):
    tally = app.extensions["conducted webinars"]

    def looked(**headers):
        desk.get(DAY, headers=headers)
        tally.hand_over()
        store_conducted(session, settings)
        return stored_webinar().conducted_at

    clock_at(-31)
    early = looked(**OURS)
    clock_at(-20)
    by_program, ahead = looked(), looked(**OURS, **{"Sec-Purpose": "prefetch"})
    stranger = new_client().get(DAY, headers=OURS)
    seen = looked(**OURS)
    clock_at(-10)
    again = looked(**OURS)

    assert (early, by_program, ahead) == (None, None, None)
    assert stranger.status_code == 302
    assert seen == STARTS_AT - minutes(20) == again


def test_a_look_stores_nothing_by_itself(desk, clock_at, session, stored_webinar):
    clock_at(-20)
    desk.get(DAY, headers=OURS)

    assert stored_webinar().conducted_at is None


def test_the_word_stands_in_the_bar_from_a_day_before_to_an_hour_after(desk, clock_at):
    def has_word(number):
        clock_at(number)
        bar = page_of(desk.get("/manage/webinars/comets")).xpath("//nav[@data-bar]//a/text()")
        return "On the day" in bar

    assert [has_word(number) for number in (-1441, -1440, 0, 209, 210)] == [False, True, True, True, False]


def test_the_desk_leads_to_the_page_within_the_hour(desk, clock_at):
    def leads(number):
        clock_at(number)
        return bool(page_of(desk.get("/manage/")).xpath(f'//ul[@class="tasks"]//a[@href="{DAY}"]'))

    assert [leads(number) for number in (-61, -60, 30)] == [False, True, True]


def test_the_parts_that_follow_the_clock_hold_no_field_and_no_token(desk, clock_at):
    clock_at(5)
    page = page_of(desk.get(DAY))

    parts = page.xpath("//*[@data-refresh-at]")
    assert len(parts) > 5
    assert all(each.get("id") for each in parts)
    assert page.xpath("//*[@data-refresh-at]//textarea | //*[@data-refresh-at]//input") == []
    moments = [each.get("data-refresh-at") for each in parts if each.get("data-refresh-at")]
    assert len(moments) == 1
    assert re.match(r"2027-02-14T16:05:02", moments[0])
    assert clock.now() == STARTS_AT + minutes(5)
