"""The list beside the player: by keyboard, with a player that tells nothing, and without scripts."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, faults, slow_films_down, visit
from tests.browser.players import LIKE_VIMEO, LIKE_YOUTUBE, answer_for_others
from tests.factories import (
    add_appearance,
    add_copy,
    add_question,
    add_recording,
    make_membership,
    make_organisation,
    make_speaker,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.models import AgendaQuestion, Chapter, Recording
from webinars.pure.videos import recognise, seconds

FILM, YOUTUBE, VIMEO = "/static/demo/film.webm", "https://youtu.be/dQw4w9WgXcQ", "https://vimeo.com/76979871"
TWITCH = "https://www.twitch.tv/videos/1234567890"
DESCRIPTION = "The evening in May.\n\n0:00 Welcome\n[0:04] – The first comet\n• 0:12 Discussion\n"


@pytest.fixture
def stream(session):
    """The full stream of a past webinar with one talk and one question."""
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga)
    webinar = make_webinar(session, host)
    add_appearance(session, webinar, make_speaker(session, host), talk_title="Sweeping the sky")
    add_question(session, webinar, "What is a tail made of?")
    return add_recording(session, webinar, "The whole evening", slug="evening", **stored(FILM))


def stored(url):
    video = recognise(url)
    return {"url": url, "provider": video.provider, "provider_host": video.host, "provider_video": video.video}


@pytest.fixture
def path(page, session, stream):
    """The page, for Olga, who has signed in."""
    session.commit()
    enter(page)
    return f"/manage/webinars/comets-and-their-tails/recordings/{stream.id}/moments"


def seek(page, second):
    page.locator("video").evaluate("(video, second) => (video.currentTime = second)", second)


def says(page, words):
    expect(page.locator("[data-said]")).to_contain_text(words)


def save(page):
    page.locator("[data-save]").click()


def unsaved(page, words):
    expect(page.locator("[data-unsaved]")).to_have_text(words)


def chapters(session):
    return [tuple(row) for row in found(session, sa.select(Chapter.at_s, Chapter.title).order_by(Chapter.at_s))]


def answered(session):
    [row] = found(session, sa.select(AgendaQuestion.answered_s))
    return row[0]


def found(session, query):
    """As it is stored now. Nothing stays open: the server has to write again."""
    session.rollback()
    rows = session.execute(query).all()
    session.rollback()
    return rows


def test_a_stream_becomes_chapters_clips_and_answers_that_move_together(page, session, path):
    visit(page, path)
    page.get_by_text("Paste a list instead of these").click()
    page.get_by_label("Chapters, one a line").fill(DESCRIPTION)
    page.get_by_role("button", name="Replace the chapters").click()
    says(page, "3 chapters were read.")
    page.get_by_label("From", exact=True).fill("0:06")
    page.get_by_label("Until", exact=True).fill("0:10")
    page.get_by_role("button", name="Cut clip").click()
    says(page, "“Sweeping the sky” is a clip with a page of its own.")
    seek(page, 8)
    page.get_by_role("button", name="Mark now: What is a tail made of?").click()
    save(page)
    says(page, "It is answered at 0:08.")

    page.get_by_label("The webinar begins at").fill("0:02")
    page.get_by_role("button", name="Save the beginning").click()
    says(page, "have moved along")

    assert chapters(session) == [(0, "Welcome"), (4, "The first comet"), (12, "Discussion")]
    clip = sa.select(Recording.from_s, Recording.starts_s, Recording.ends_s).where(Recording.stream_id.is_not(None))
    assert found(session, clip) == [(6, 8, 12)]
    assert answered(session) == 8
    page.goto("/recordings/evening")
    main = page.locator("main")
    for moment, title in ((2, "Welcome"), (6, "The first comet"), (14, "Discussion"), (10, "What is a tail made of?")):
        expect(main.locator(f'a[href$="t={moment}"]', has_text=title).first).to_be_attached()
    expect(main.locator('a[href$="/recordings/sweeping-the-sky"]').first).to_be_attached()
    page.goto("/recordings/sweeping-the-sky")
    expect(page.locator("main").locator('a[href$="t=2"]', has_text="What is a tail made of?").first).to_be_attached()


def test_everything_is_marked_by_keyboard_while_the_film_goes_on(page, session, stream, path):
    session.refresh(stream, ["chapters"])
    stream.chapters += [Chapter(at_s=1, title="Welcome"), Chapter(at_s=20, title="Discussion")]
    session.commit()
    slow_films_down(page)
    visit(page, path)
    time = page.get_by_label("Answered at: What is a tail made of?")
    time.focus()
    seek(page, 9)

    page.keyboard.press("n")
    expect(time).to_have_value("0:09")
    page.keyboard.press("]")
    page.keyboard.press("]")
    expect(time).to_have_value("0:11")
    page.keyboard.press("[")
    expect(time).to_have_value("0:10")
    expect(page.locator("[data-row=question] [data-changed]")).to_have_text("was not marked")
    unsaved(page, "1 moment changed, not saved.")
    expect(page.locator("[data-save]")).to_have_text("Save it")
    page.keyboard.press("Control+s")
    says(page, "It is answered at 0:10.")
    unsaved(page, "")
    expect(time).to_be_focused()
    assert answered(session) == 10

    page.keyboard.press("ArrowDown")
    discussion = page.get_by_label("Begins at: Discussion")
    expect(discussion).to_be_focused()
    page.keyboard.press("l")
    page.wait_for_function("() => document.querySelector('video').currentTime >= 15")
    seek(page, 17)
    page.keyboard.press("n")
    expect(page.locator("[data-row=chapter] [data-changed]:visible")).to_have_text("was 0:20")
    page.keyboard.press("Control+s")
    says(page, "“Discussion” begins at 0:17.")
    page.keyboard.press("p")
    page.wait_for_function("() => !document.querySelector('video').paused")
    expect(page.locator("[data-toggle]")).to_have_text("Pause")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('video').paused")
    expect(page.locator("[data-toggle]")).to_have_text("Play")
    assert chapters(session) == [(1, "Welcome"), (17, "Discussion")]


def test_letters_are_letters_in_a_title_and_times_are_understood_in_their_boxes(page, session, path):
    visit(page, path)
    title = page.get_by_label("Title").first
    title.fill("")
    title.press_sequentially("pnjkl[]")
    at = page.get_by_label("Begins at", exact=True)
    at.fill("0:58")
    at.press("]")
    expect(at).to_have_value("0:59")
    at.press("Enter")
    says(page, "“pnjkl[]” begins at 0:59.")
    time = page.get_by_label("Answered at: What is a tail made of?")
    time.fill("")
    time.press_sequentially("1h2m")
    time.press("Enter")
    expect(time).to_have_value("1:02:00")
    save(page)
    says(page, "It is answered at 1:02:00.")

    assert chapters(session) == [(59, "pnjkl[]")]
    assert answered(session) == 3720


@pytest.mark.parametrize(
    "typed",
    ["3:20", "1:02:05", "1h2m", "62", "90s", "1h", "2m3s", "", "h", "1:2", "1:60", "-3", "soon", "999:59", "1H"],
)
def test_a_time_is_read_as_the_server_reads_it(page, path, typed):
    visit(page, path)
    module = page.evaluate("() => document.querySelector('script[type=module]').src").replace(
        "desk.js", "moment-times.js"
    )

    read = page.evaluate("async ([module, typed]) => (await import(module)).seconds(typed)", [module, typed])

    assert read == seconds(typed)


def test_what_is_typed_elsewhere_survives_and_a_mistake_takes_the_focus(page, session, path):
    visit(page, path)
    page.get_by_label("Until", exact=True).fill("0:20")
    page.get_by_label("Begins at", exact=True).fill("soon")
    page.get_by_label("Title").first.fill("Welcome")
    page.get_by_role("button", name="Add chapter").click()

    expect(page.get_by_text("“soon” is not a time.")).to_be_visible()
    expect(page.get_by_label("Begins at", exact=True)).to_be_focused()
    expect(page.get_by_label("Until", exact=True)).to_have_value("0:20")
    expect(page.get_by_label("Title").first).to_have_value("Welcome")


def test_a_chapter_begins_here_an_answer_is_cleared_and_all_of_it_is_thrown_away(page, session, path):
    question = session.scalars(sa.select(AgendaQuestion)).one()
    question.answered_s = 20
    session.commit()
    visit(page, path)
    seek(page, 7)
    page.get_by_role("link", name="New chapter here").click()
    expect(page.get_by_label("Title").first).to_be_focused()
    page.keyboard.type("The second comet")
    page.keyboard.press("Enter")
    says(page, "“The second comet” begins at 0:07.")

    page.get_by_role("button", name="Clear: What is a tail made of?").click()
    expect(page.locator("[data-row=question] [data-changed]")).to_have_text("was 0:20")
    page.get_by_label("Title of the chapter at 0:07").fill("Another comet")
    expect(page.locator("[data-row=chapter] [data-changed]")).to_have_text("title changed")
    expect(page.locator("[data-save]")).to_have_text("Save all 2")
    page.get_by_role("link", name="Throw away").click()
    expect(page.get_by_label("Answered at: What is a tail made of?")).to_have_value("0:20")
    assert answered(session) == 20

    page.wait_for_load_state()
    visit(page, path)
    page.get_by_role("button", name="Clear: What is a tail made of?").click()
    page.keyboard.press("Control+s")
    says(page, "The question is marked no longer.")
    assert answered(session) is None
    assert chapters(session) == [(7, "The second comet")]


def test_a_removed_row_gives_the_focus_to_the_next(page, session, stream, path):
    session.refresh(stream, ["chapters"])
    stream.chapters += [Chapter(at_s=1, title="Welcome"), Chapter(at_s=20, title="Discussion")]
    session.commit()
    visit(page, path)

    page.get_by_role("button", name="Remove Welcome").press("Enter")
    says(page, "“Welcome” is removed.")

    expect(page.locator("[data-row]:focus-within [id$=title]")).to_have_value("Discussion")


def test_a_player_that_tells_nothing_has_a_stopwatch_beside_it(page, session, stream, path, base_url):
    for name, value in stored(TWITCH).items():
        setattr(stream, name, value)
    session.refresh(stream, ["chapters"])
    stream.chapters.append(Chapter(at_s=300, title="Talk"))
    session.commit()
    asked = answer_for_others(page, base_url, "<p>Somebody else’s player</p>")
    visit(page, path)
    page.wait_for_load_state("networkidle")
    assert asked == []
    expect(page.get_by_text("Twitch does not tell this page where it is.")).to_be_visible()

    page.get_by_role("link", name="Play from there: Talk").click()
    frame = page.locator("[data-stage] iframe")
    expect(frame).to_have_attribute("src", re.compile("5m0s"))
    expect(page.get_by_role("button", name="Run")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Stopwatch").fill("10:00")
    page.get_by_label("Stopwatch").press("Tab")
    page.get_by_role("button", name="Mark now: What is a tail made of?").click()
    save(page)
    says(page, "It is answered at 10:")

    assert 600 <= answered(session) < 660
    assert len(asked) == 1


@pytest.mark.parametrize(("url", "host", "player"), [(YOUTUBE, "YouTube", LIKE_YOUTUBE), (VIMEO, "Vimeo", LIKE_VIMEO)])
def test_youtube_and_vimeo_tell_where_they_are_after_a_press(page, session, stream, path, base_url, url, host, player):
    for name, value in stored(url).items():
        setattr(stream, name, value)
    session.refresh(stream, ["chapters"])
    stream.chapters.append(Chapter(at_s=300, title="Talk"))
    session.commit()
    asked = answer_for_others(page, base_url, player)
    visit(page, path)
    page.wait_for_load_state("networkidle")
    assert asked == []
    expect(page.get_by_text("Stopwatch", exact=True)).to_be_hidden()

    page.get_by_label("Answered at: What is a tail made of?").press("n")
    says(page, "Play it first")
    expect(page.get_by_label("Answered at: What is a tail made of?")).to_have_value("")
    page.get_by_role("button", name=f"Play at {host}").click()
    expect(
        page.get_by_text(f"{host}’s player was loaded after your press. It tells this page where it is")
    ).to_be_visible()
    expect(page.locator("[data-toggle]")).to_have_text("Pause")
    page.get_by_role("button", name="Play from there: Talk").or_(
        page.get_by_role("link", name="Play from there: Talk")
    ).click()
    time = page.get_by_label("Answered at: What is a tail made of?")
    time.focus()
    page.keyboard.press("l")
    page.keyboard.press("k")
    expect(page.locator("[data-toggle]")).to_have_text("Play")
    page.keyboard.press("n")
    expect(time).to_have_value("5:05")
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(time).to_have_value("5:00")
    page.keyboard.press("]")
    page.keyboard.press("Control+s")
    says(page, "It is answered at 5:01.")

    assert answered(session) == 301
    assert len(asked) == 1
    assert ("enablejsapi=1" in asked[0]) == (host == "YouTube")
    assert faults(page) == []


def test_a_player_is_believed_by_its_own_frame_and_site_alone(page, session, stream, path, base_url):
    for name, value in stored(YOUTUBE).items():
        setattr(stream, name, value)
    session.commit()
    answer_for_others(page, base_url, LIKE_YOUTUBE)
    visit(page, path)
    page.get_by_role("button", name="Play at YouTube").click()
    expect(page.locator("[data-toggle]")).to_have_text("Pause")
    page.get_by_label("Answered at: What is a tail made of?").press("k")
    expect(page.locator("[data-toggle]")).to_have_text("Play")

    # The page itself says so, as another frame or window could.
    lie = {"event": "infoDelivery", "info": {"currentTime": 4000, "playerState": 1}}
    page.evaluate("(lie) => window.postMessage(JSON.stringify(lie), '*')", lie)
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 200))")
    page.get_by_label("Answered at: What is a tail made of?").press("n")

    expect(page.get_by_label("Answered at: What is a tail made of?")).to_have_value("0:42")
    expect(page.locator("[data-toggle]")).to_have_text("Play")


def test_a_player_that_something_keeps_silent_is_one_that_tells_nothing(page, session, stream, path, base_url):
    for name, value in stored(YOUTUBE).items():
        setattr(stream, name, value)
    session.commit()
    answer_for_others(page, base_url, "<p>Please accept our cookies first</p>")
    page.clock.install()
    visit(page, path)
    page.get_by_role("button", name="Play at YouTube").click()
    expect(page.get_by_text("Stopwatch", exact=True)).to_be_hidden()

    page.clock.fast_forward(11_000)

    expect(page.get_by_text("YouTube does not tell this page where it is.")).to_be_visible()
    page.get_by_label("Stopwatch").fill("10:00")
    page.get_by_label("Stopwatch").press("Tab")
    page.get_by_role("button", name="Mark now: What is a tail made of?").click()
    expect(page.get_by_label("Answered at: What is a tail made of?")).to_have_value("10:00")


def test_without_scripts_everything_is_there(new_context, session, stream):
    session.commit()
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto(f"/manage/webinars/comets-and-their-tails/recordings/{stream.id}/moments")
    page.get_by_label("Answered at: What is a tail made of?").fill("0:10")
    page.get_by_label("Answered at: What is a tail made of?").press("Enter")
    expect(page.get_by_text("It is answered at 0:10.")).to_be_visible()
    page.get_by_label("Answered at: What is a tail made of?").fill("15")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_text("It is answered at 0:15.")).to_be_visible()
    expect(page.get_by_role("button", name="Mark now")).to_have_count(0)
    page.get_by_role("link", name="Play from there: What is a tail made of?").click()
    expect(page.locator("video")).to_have_attribute("src", re.compile("#t=15$"))

    assert answered(session) == 15


@pytest.mark.parametrize("url", [FILM, YOUTUBE, TWITCH, "https://talks.example/comets"])
def test_everybody_can_use_it(expect_accessible, session, stream, path, url):
    for name, value in stored(url).items():
        setattr(stream, name, value)
    session.refresh(stream, ["chapters"])
    stream.chapters += [Chapter(at_s=1, title="Welcome"), Chapter(at_s=20, title="Discussion " * 20)]
    session.commit()

    expect_accessible(path)


def test_a_copy_that_is_later_is_marked_in_times_of_the_first_place(page, session, stream, path):
    for name, value in stored(YOUTUBE).items():
        setattr(stream, name, value)
    stream.unavailable_at = clock.now()
    add_copy(session, stream, FILM, shift_s=5)
    session.add(chapter := Chapter(at_s=3, title="Discussion"))
    chapter.recording_id = stream.id
    session.commit()
    slow_films_down(page)
    visit(page, path)

    page.get_by_role("link", name="Play from there: Discussion").click()
    page.wait_for_function("() => document.querySelector('video').currentTime >= 8")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('video').paused")
    seek(page, 12)
    page.keyboard.press("n")
    save(page)

    says(page, "“Discussion” begins at 0:07.")
    assert chapters(session) == [(7, "Discussion")]


def test_a_recording_is_removed_and_restored_without_scripts(new_context, page, session, stream, path):
    session.refresh(stream, ["chapters"])
    stream.chapters.append(Chapter(at_s=1, title="Welcome"))
    session.commit()
    visit(page, path.replace("moments", "removal"))
    assert faults(page) == []
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto(path.removesuffix("/moments"))

    page.get_by_role("link", name="Remove recording").click()
    expect(page.get_by_text("1 chapter")).to_be_visible()
    page.get_by_role("button", name="Remove recording").click()
    expect(page.get_by_text("“The whole evening” is removed.")).to_be_visible()
    page.get_by_role("button", name="Restore The whole evening").click()
    expect(page.get_by_text("“The whole evening” is back")).to_be_visible()
    assert chapters(session) == [(1, "Welcome")]


def test_what_is_typed_in_several_rows_is_saved_at_once_and_leaving_asks(page, session, stream, path):
    session.refresh(stream, ["chapters"])
    stream.chapters += [Chapter(at_s=1, title="Welcome"), Chapter(at_s=20, title="Discussion")]
    session.commit()
    visit(page, path)
    page.get_by_label("Begins at: Welcome").fill("0:03")
    page.get_by_label("Begins at: Discussion").fill("0:25")
    unsaved(page, "2 moments changed, not saved.")
    expect(page.get_by_text("Leaving asks first.")).to_be_visible()
    expect(page.locator("[data-save]")).to_have_text("Save all 2")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="Desk").first.click()
    assert asked.value.type == "beforeunload"

    page.route(lambda url: url.endswith("/moments"), lambda route: (page.wait_for_timeout(600), route.continue_()))
    save(page)
    page.get_by_label("Answered at: What is a tail made of?").press_sequentially("0:30", delay=30)
    says(page, "2 moments are saved.")
    expect(page.get_by_label("Answered at: What is a tail made of?")).to_have_value("0:30")
    unsaved(page, "1 moment changed, not saved.")
    save(page)
    says(page, "It is answered at 0:30.")

    assert chapters(session) == [(3, "Welcome"), (25, "Discussion")]
    assert answered(session) == 30
