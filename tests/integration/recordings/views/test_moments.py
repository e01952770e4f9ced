"""The page beside the player, without its script."""

import re

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import add_asked
from tests.factories import add_appearance, add_copy, add_question, add_recording, make_speaker
from tests.filled_form import FilledForm
from webinars import clock
from webinars.models import (
    AgendaQuestion,
    AudienceQuestion,
    Chapter,
    QuestionState,
    Recording,
    RecordingCut,
    RecordingKind,
)

BASE = "/manage/webinars/comets-and-their-tails/recordings"


@pytest.fixture
def stream(session, webinar):
    return add_recording(session, webinar, "The whole evening", slug="evening")


@pytest.fixture
def herschel(session, webinar, lunar):
    return add_appearance(session, webinar, make_speaker(session, lunar), talk_title="Sweeping the sky")


@pytest.fixture
def desk(client, session, olga, stream, sign_in):
    """`desk(path, **fields)`: what Olga gets who sends these fields; without fields she only looks.

    "/chapters/3" is that row: what is pressed there, or typed, is sent with all others as they stand.
    """
    sign_in(client, olga)
    session.commit()
    page = f"{BASE}/{stream.id}/moments"

    def desk(path="", **fields):
        if not fields:
            return client.get(page + path)
        row = re.fullmatch(r"/(chapter|clip|question|asked|stretche)s/(\d+)", path)
        if row is None:
            return client.post(page + path, data=fields)
        form = FilledForm(client.get(page), "//form[@data-rows-of-moments]")
        for name, value in fields.items():
            if name != "press":
                form.put(name, value)
        key = f"{row[1].removesuffix('e')}-{row[2]}"
        press = fields.get("press", "save") if path[1] != "s" else "follow"
        return client.post(page, data=form.data("save" if press == "save" else f"{press} {key}"))

    return desk


def chapters(session):
    return [tuple(row) for row in session.execute(sa.select(Chapter.at_s, Chapter.title).order_by(Chapter.at_s))]


def clips(session):
    query = (
        sa.select(Recording)
        .where(Recording.kind == RecordingKind.PRESENTATION, Recording.removed_at.is_(None))
        .order_by(Recording.starts_s)
    )
    return [
        (row.title, row.starts_s, row.ends_s)
        for row in session.scalars(query.execution_options(populate_existing=True))
    ]


def add_chapter(desk, at, title):
    return desk("/chapters", **{"new-chapter-at": at, "new-chapter-title": title})


def rows(answer):
    return re.findall(r'<li id="([a-z]+)-\d+"', answer.text)


def chapter_id(session, title):
    return session.scalars(sa.select(Chapter.id).where(Chapter.title == title)).one()


@pytest.mark.usefixtures("derived")
def test_everything_is_marked_in_order_and_stands_on_the_public_page(desk, client, session, webinar, herschel):
    answered = add_question(session, webinar, "What is a tail made of?").id
    open_question = add_question(session, webinar, "Will it come back?").id
    session.commit()

    desk("/timing", **{"timing-begins": "5:00", "timing-cuts": ""})
    add_chapter(desk, "0:00", "Before we begin")
    whose = str(herschel.id)
    desk("/clips", **{"new-clip-whose": whose, "new-clip-at": "15:00", "new-clip-until": "25:00"})
    desk(f"/questions/{answered}", **{f"question-{answered}-at": "20:00"})
    page = desk()

    assert rows(page) == ["chapter", "clip", "question", "question"]
    assert page.text.index(f"question-{answered}") < page.text.index(f"question-{open_question}")
    assert clips(session) == [("Sweeping the sky", 900, 1500)]
    assert chapters(session) == [(-300, "Before we begin")]
    assert session.get_one(AgendaQuestion, answered, populate_existing=True).answered_s == 900
    public = client.get("/recordings/evening").text
    assert "t=1200" in public
    for address in ("/recordings/sweeping-the-sky", "/embed/recordings/sweeping-the-sky"):
        assert client.get(address).status_code == 200
    assert "/recordings/sweeping-the-sky" in client.get("/recordings.rss").text


def test_moving_the_sync_point_moves_all_of_it(desk, client, session, webinar, herschel):
    question = add_question(session, webinar, "What is a tail made of?").id
    session.commit()
    add_chapter(desk, "10:00", "Sweeping")
    desk("/clips", **{"new-clip-whose": "part", "new-clip-title": "A part", "new-clip-at": "20:00"})
    desk(f"/questions/{question}", **{f"question-{question}-at": "30:00"})

    desk("/timing", **{"timing-begins": "1:00", "press": "later"})

    page = desk().text
    for moment in ("11:05", "21:05", "31:05", "1:05"):
        assert f'value="{moment}"' in page
    public = client.get("/recordings/evening/chapters.vtt").text
    assert "00:11:05.000 --> 00:21:05.000\nSweeping" in public
    assert clips(session) == [("A part", 1265, None)]


def test_everything_can_stay_where_it_is_in_the_video(desk, session):
    add_chapter(desk, "10:00", "Sweeping")

    desk("/timing", **{"timing-begins": "5:00", "timing-stays": "y"})

    assert 'value="10:00"' in desk().text
    assert chapters(session) == [(300, "Sweeping")]


def test_where_the_webinar_begins_is_not_put_back_by_an_older_page(desk, client, session, stream):
    form = FilledForm(desk(), "//form[contains(@action, '/timing')]")
    desk("/timing", **{"timing-begins": "5:00", "timing-cuts": ""})

    form.put("timing-cuts", "10:00–12:00")
    asked = client.post(f"{BASE}/{stream.id}/moments/timing", data=form.data())

    assert asked.status_code == 422
    assert "It was changed meanwhile, to “5:00”. Save once more to have what you typed." in asked.text
    assert session.get_one(Recording, stream.id, populate_existing=True).sync_s == -300
    again = FilledForm(asked, "//form[contains(@action, '/timing')]").put("timing-begins", "5:00")
    for _press in range(2):
        assert client.post(f"{BASE}/{stream.id}/moments/timing", data=again.data()).status_code == 303
    assert session.get_one(Recording, stream.id, populate_existing=True).sync_s == -300


def test_a_second_press_moves_no_cut_twice(desk, client, session, stream):
    desk("/timing", **{"timing-begins": "0:00", "timing-cuts": "10:00–12:00"})
    form = FilledForm(desk(), "//form[contains(@action, '/timing')]")
    form.put("timing-begins", "1:00").put("timing-stays", "y")

    answers = [client.post(f"{BASE}/{stream.id}/moments/timing", data=form.data()) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 422]
    cuts = session.execute(sa.select(RecordingCut.starts_s, RecordingCut.ends_s)).all()
    assert [tuple(cut) for cut in cuts] == [(540, 660)]


@pytest.mark.parametrize(("typed", "at_s"), [("24:10", 1450), ("1:02:05", 3725), ("1h2m", 3720), ("62", 62)])
def test_a_time_is_understood_as_it_is_typed(desk, session, typed, at_s):
    add_chapter(desk, "10:00", "Sweeping")
    chapter = chapter_id(session, "Sweeping")

    desk(f"/chapters/{chapter}", **{f"chapter-{chapter}-at": typed, f"chapter-{chapter}-title": "Sweeping on"})

    assert chapters(session) == [(at_s, "Sweeping on")]


def test_what_was_cut_out_stays_where_it_is_when_its_title_is_saved(desk, session):
    add_chapter(desk, "10:00", "A pause")
    chapter = chapter_id(session, "A pause")
    desk("/timing", **{"timing-begins": "0:00", "timing-cuts": "9:00–12:00"})
    page = desk()
    assert "Not in this video" in page.text
    assert 'value="9:00"' in page.text

    desk(f"/chapters/{chapter}", **{f"chapter-{chapter}-at": "9:00", f"chapter-{chapter}-title": "The pause"})

    assert chapters(session) == [(600, "The pause")]


def test_clips_are_moved_and_removed(desk, client, session, stream, herschel):
    desk("/clips", **{"new-clip-whose": str(herschel.id), "new-clip-at": "10:00", "new-clip-until": "20:00"})
    clip = session.scalars(sa.select(Recording.id).where(Recording.stream_id == stream.id)).one()

    desk(f"/clips/{clip}", **{f"clip-{clip}-at": "10:00", f"clip-{clip}-until": "19:00"})
    assert clips(session) == [("Sweeping the sky", 600, 1140)]

    desk(f"/clips/{clip}", press="remove")
    assert clips(session) == []
    assert client.get("/recordings/sweeping-the-sky").status_code == 410


def test_a_question_is_marked_no_longer(desk, session, webinar):
    question = add_question(session, webinar)
    question.answered_s = 60
    session.commit()

    desk(f"/questions/{question.id}", press="remove")

    session.refresh(question)
    assert question.answered_s is None


def test_a_pasted_description_replaces_the_chapters(desk, session):
    add_chapter(desk, "10:00", "Old")
    desk("/timing", **{"timing-begins": "5:00"})

    answer = desk("/chapter-list", **{"list-text": "Recorded in May\n[00:00] Welcome\n• 5:00 – Talk\n1:00:00 End"})

    assert answer.status_code == 303
    assert chapters(session) == [(-300, "Welcome"), (0, "Talk"), (3300, "End")]


def test_talks_become_chapters_in_one_step(desk, session, herschel):
    desk("/clips", **{"new-clip-whose": str(herschel.id), "new-clip-at": "10:00", "new-clip-until": "20:00"})
    assert "1 talk has no chapter yet." in desk().text

    desk("/chapters-of-talks", press="")

    assert chapters(session) == [(600, "Caroline Herschel: Sweeping the sky")]
    assert "has no chapter yet" not in desk().text


def test_a_stretch_of_the_video_is_tied_to_the_stream(desk, session, webinar, stream):
    stretch = add_recording(session, webinar, "Sweeping", kind=RecordingKind.PRESENTATION, starts_s=600, ends_s=900)
    session.commit()
    assert rows(desk()) == ["stretch"]

    desk(f"/stretches/{stretch.id}", press="")
    desk("/timing", **{"timing-begins": "0:10"})

    assert rows(desk()) == ["clip"]
    assert clips(session) == [("Sweeping", 610, 910)]


def test_who_has_no_recording_is_offered_first(desk, session, webinar, lunar, stream, herschel):
    add_recording(
        session,
        webinar,
        "Sweeping",
        kind=RecordingKind.PRESENTATION,
        appearance=herschel,
        url="https://a.example/b.mp4",
    )
    add_appearance(session, webinar, make_speaker(session, lunar, "Emmy Noether"))
    session.commit()

    offered = re.search(r"<select[^>]*new-clip-whose.*?</select>", desk().text, re.DOTALL)[0]

    assert offered.index("Emmy Noether") < offered.index("Another part") < offered.index("Caroline Herschel")


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("/chapters", {"new-chapter-at": "soon", "new-chapter-title": "Mine"}, "“soon” is not a time."),
        ("/chapters", {"new-chapter-at": "", "new-chapter-title": "Mine"}, "Write the time, like 24:10."),
        ("/chapters", {"new-chapter-at": "1:00", "new-chapter-title": ""}, "Write what the chapter is called."),
        ("/chapters", {"new-chapter-at": "10:00", "new-chapter-title": "Mine"}, "begins there already"),
        ("/clips", {"new-clip-whose": "part", "new-clip-at": "9:00", "new-clip-until": "8:00"},
         "It ends before it starts."),
        ("/chapter-list", {"list-text": "Mine, without any time"}, "No line begins with a time."),
        ("/timing", {"timing-begins": "at noon", "timing-cuts": "Mine"}, "“at noon” is not a time."),
        ("/timing", {"timing-begins": "0:00", "timing-cuts": "Mine"}, "“Mine” is no stretch."),
        ("/timing", {"timing-begins": "0:00", "timing-cuts": "5:00-4:00 "}, "A cut ends after it starts."),
    ],
)  # fmt: skip
def test_mistakes_are_told_and_nothing_typed_is_lost(desk, session, path, fields, sentence):
    add_chapter(desk, "10:00", "There already")

    answer = desk(path, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    for typed in fields.values():
        assert typed.strip() in answer.text
    assert chapters(session) == [(600, "There already")]
    assert clips(session) == []


def test_a_refused_row_keeps_what_was_typed_and_others_show_what_is_stored(desk, session):
    add_chapter(desk, "10:00", "One")
    add_chapter(desk, "20:00", "Two")
    chapter = chapter_id(session, "Two")

    answer = desk(f"/chapters/{chapter}", **{f"chapter-{chapter}-at": "10:00", f"chapter-{chapter}-title": "Typed"})

    assert answer.status_code == 422
    assert "“One” begins there already." in answer.text
    assert 'value="Typed"' in answer.text
    assert 'value="One"' in answer.text


def test_a_clip_leads_to_the_page_of_its_stream(desk, client, session, stream):
    desk("/clips", **{"new-clip-whose": "part", "new-clip-title": "A part", "new-clip-at": "9:00"})
    clip = session.scalars(sa.select(Recording.id).where(Recording.stream_id == stream.id)).one()

    answer = client.get(f"{BASE}/{clip}/moments")
    change = client.post(f"{BASE}/{clip}/moments/chapters", data={"new-chapter-at": "0", "new-chapter-title": "Mine"})

    assert answer.location == f"{BASE}/{stream.id}/moments#clip-{clip}"
    assert change.status_code == 404


def test_clip_is_corrected_without_address_and_times(desk, client, session, stream, herschel):
    desk("/clips", **{"new-clip-whose": str(herschel.id), "new-clip-at": "10:00", "new-clip-until": "20:00"})
    clip = session.scalars(sa.select(Recording.id).where(Recording.stream_id == stream.id)).one()
    form = client.get(f"{BASE}/{clip}").text
    assert 'name="url"' not in form
    assert 'name="starts"' not in form

    client.post(f"{BASE}/{clip}", data={"whose": str(herschel.id), "title": "Sweeping", "language": "en"})

    assert clips(session) == [("Sweeping", 600, 1200)]
    assert session.get_one(Recording, clip, populate_existing=True).stream_id == stream.id


def test_the_player_is_allowed_and_begins_where_the_row_does(desk, session, stream):
    stream.url, stream.provider, stream.provider_host = "https://youtu.be/dQw4w9WgXcQ", "youtube", "www.youtube.com"
    stream.provider_video = "dQw4w9WgXcQ"
    session.commit()

    answer = desk("?at=24:10")

    assert "start=1450" in answer.text
    assert "frame-src https://www.youtube-nocookie.com;" in answer.headers["Content-Security-Policy"]


def test_a_copy_is_played_where_the_first_place_is_gone(desk, session, stream):
    add_copy(session, stream, "https://youtu.be/dQw4w9WgXcQ", shift_s=60)
    session.commit()
    assert "youtube" not in desk().headers["Content-Security-Policy"]
    stream.unavailable_at = clock.now()
    session.commit()

    answer = desk("?at=24:10")

    assert "start=1510" in answer.text
    assert "Play at YouTube from 25:10" in answer.text
    assert 'data-shift="60"' in answer.text
    assert "in the copy everything comes 60 seconds later" in answer.text
    assert "frame-src https://www.youtube-nocookie.com;" in answer.headers["Content-Security-Policy"]


def test_who_organises_elsewhere_finds_nothing(client, session, webinar, stream, oskar, sign_in):
    question = add_question(session, webinar, "What is a tail made of?")
    session.commit()
    sign_in(client, oskar)

    codes = {client.get(f"{BASE}/{stream.id}/moments").status_code}
    for path in ("", "/chapters", "/chapter-list", "/chapters-of-talks", "/clips", "/timing"):
        sent = {"press": "save", f"question-{question.id}-at": "1:00"}
        codes.add(client.post(f"{BASE}/{stream.id}/moments{path}", data=sent).status_code)

    # The webinar is public, so that Oskar may look at it, and not change it.
    assert codes <= {403, 404}
    assert chapters(session) == []


def test_rows_of_other_recordings_are_not_reached_through_this_one(desk, session, webinar, lunar):
    other = add_recording(session, webinar, "Another", slug="another", url="https://a.example/b.mp4")
    session.refresh(other, ["chapters"])
    other.chapters.append(Chapter(at_s=0, title="Elsewhere"))
    session.commit()
    chapter = chapter_id(session, "Elsewhere")

    for press in (f"remove chapter-{chapter}", f"remove clip-{other.id}", f"follow stretch-{other.id}"):
        assert desk("", press=press).status_code == 303
    assert chapters(session) == [(0, "Elsewhere")]


def test_page_asks_the_database_no_more_for_many_rows(desk, session, count_statements):
    counts = []
    for number in (1, 30):
        for each in range(number):
            add_chapter(desk, f"{number}:{each:02}", f"Chapter {number} {each}")
        with count_statements() as statements:
            assert desk().status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_more_chapters_than_fit_are_refused_in_words(desk, session, stream, herschel):
    desk("/clips", **{"new-clip-whose": str(herschel.id), "new-clip-at": "600:00"})
    session.refresh(stream, ["chapters"])
    stream.chapters += [Chapter(at_s=second, title="One of many") for second in range(500)]
    session.commit()

    answer = desk("/chapters-of-talks", press="")

    assert answer.status_code == 422
    assert "At most 500 chapters fit." in answer.text
    assert len(chapters(session)) == 500


def page_of(desk):
    return FilledForm(desk(), "//form[@data-rows-of-moments]")


def test_all_that_was_changed_is_saved_at_once(desk, session, webinar, herschel):
    question = add_question(session, webinar, "What is a tail made of?").id
    session.commit()
    for at, title in (("1:00", "One"), ("2:00", "Two"), ("3:00", "Three")):
        add_chapter(desk, at, title)
    desk("/clips", **{"new-clip-whose": str(herschel.id), "new-clip-at": "10:00", "new-clip-until": "20:00"})
    clip = session.scalars(sa.select(Recording.id).where(Recording.stream_id.is_not(None))).one()
    one, two = (chapter_id(session, title) for title in ("One", "Two"))
    form = page_of(desk)
    # Two that change places, among them.
    for row, at in (
        (f"chapter-{one}", "2:00"),
        (f"chapter-{two}", "1:00"),
        (f"clip-{clip}", "11:00"),
        (f"question-{question}", "12:30"),
    ):
        form.put(f"{row}-at", at)

    answer = desk("", **form.data())

    assert answer.status_code == 303
    assert chapters(session) == [(60, "Two"), (120, "One"), (180, "Three")]
    assert clips(session) == [("Sweeping the sky", 660, 1200)]
    assert session.get_one(AgendaQuestion, question, populate_existing=True).answered_s == 750
    assert "4 moments are saved." in desk().text


def test_what_another_button_is_pressed_for_is_saved_with_the_rest(desk, session):
    for at, title in (("1:00", "One"), ("2:00", "Two")):
        add_chapter(desk, at, title)
    one, two = (chapter_id(session, title) for title in ("One", "Two"))
    form = page_of(desk).put(f"chapter-{one}-at", "1:30")

    desk("", **form.data(f"remove chapter-{two}"))

    assert chapters(session) == [(90, "One")]


def test_one_mistake_stores_nothing_and_loses_nothing(desk, session):
    for at, title in (("1:00", "One"), ("2:00", "Two"), ("3:00", "Three")):
        add_chapter(desk, at, title)
    one, two, three = (chapter_id(session, title) for title in ("One", "Two", "Three"))
    before = chapters(session)
    for wrong, sentence in (("soon", "“soon” is not a time."), ("3:00", "“Three” begins there already.")):
        form = page_of(desk).put(f"chapter-{one}-at", "1:30").put(f"chapter-{two}-at", wrong)

        answer = desk("", **form.data())

        assert answer.status_code == 422
        assert sentence in answer.text
        shown = FilledForm(answer, "//form[@data-rows-of-moments]")
        assert [shown[f"chapter-{each}-at"] for each in (one, two, three)] == ["1:30", wrong, "3:00"]
        assert chapters(session) == before


def test_a_row_that_was_left_alone_takes_nothing_back(desk, session):
    for at, title in (("1:00", "One"), ("2:00", "Two")):
        add_chapter(desk, at, title)
    one, two = (chapter_id(session, title) for title in ("One", "Two"))
    mine = page_of(desk)
    desk(f"/chapters/{two}", **{f"chapter-{two}-at": "5:00"})

    desk("", **mine.put(f"chapter-{one}-at", "1:30").data())

    assert chapters(session) == [(90, "One"), (300, "Two")]


class TestTwoEditors:
    """Each saves what only they have changed; what both have changed is asked about (ADR 10)."""

    @pytest.fixture
    def page(self, stream):
        return f"{BASE}/{stream.id}/moments"

    @pytest.fixture
    def opened(self, desk, client, session, webinar, page):
        """A chapter and a question, and the form as somebody had opened it before."""
        self.question = add_question(session, webinar).id
        session.commit()
        add_chapter(desk, "10:00", "Sweeping")
        self.chapter = chapter_id(session, "Sweeping")
        return FilledForm(client.get(page), "//form[@data-rows-of-moments]")

    def answered(self, session):
        return session.scalars(sa.select(AgendaQuestion.answered_s)).one()

    def test_both_keep_what_only_they_have_changed(self, desk, client, session, opened, page):
        desk(f"/chapters/{self.chapter}", **{f"chapter-{self.chapter}-at": "12:00"})
        opened.put(f"question-{self.question}-at", "20:00")

        assert client.post(page, data=opened.data("save")).status_code == 303
        assert chapters(session) == [(720, "Sweeping")]
        assert self.answered(session) == 1200

    def test_what_both_have_changed_is_asked_about_and_nothing_is_stored_until_then(
        self, desk, client, session, opened, page
    ):
        desk(f"/chapters/{self.chapter}", **{f"chapter-{self.chapter}-at": "12:00"})
        opened.put(f"chapter-{self.chapter}-at", "13:00")
        opened.put(f"question-{self.question}-at", "20:00")

        answer = client.post(page, data=opened.data("save"))

        assert answer.status_code == 422
        assert "It was changed meanwhile, to “12:00 Sweeping”. Save once more to have what you typed." in answer.text
        assert 'value="13:00"' in answer.text
        assert (chapters(session), self.answered(session)) == ([(720, "Sweeping")], None)

        again = FilledForm(answer, "//form[@data-rows-of-moments]")
        assert client.post(page, data=again.data("save")).status_code == 303
        assert (chapters(session), self.answered(session)) == ([(780, "Sweeping")], 1200)

    def test_the_same_change_twice_is_one(self, desk, client, opened, page):
        desk(f"/chapters/{self.chapter}", **{f"chapter-{self.chapter}-at": "12:00"})
        opened.put(f"chapter-{self.chapter}-at", "12:00")

        assert client.post(page, data=opened.data("save")).status_code == 303
        assert "Nothing was changed." in client.get(page).text

    def test_what_is_gone_meanwhile_is_told(self, desk, client, session, opened, page):
        desk(f"/chapters/{self.chapter}", press="remove")
        opened.put(f"chapter-{self.chapter}-at", "13:00")

        client.post(page, data=opened.data("save"))

        assert "Somebody has removed a moment meanwhile that you had changed." in client.get(page).text
        assert chapters(session) == []

    @pytest.mark.usefixtures("opened")
    def test_a_cleared_time_is_marked_no_longer(self, desk, client, session, page):
        desk(f"/questions/{self.question}", **{f"question-{self.question}-at": "20:00"})
        assert self.answered(session) == 1200

        desk(f"/questions/{self.question}", **{f"question-{self.question}-at": ""})

        assert self.answered(session) is None
        assert "The question is marked no longer." in client.get(page).text


def test_one_save_stores_all_that_was_changed_and_nothing_if_one_is_wrong(desk, client, session, webinar, stream):
    question = add_question(session, webinar).id
    session.commit()
    add_chapter(desk, "10:00", "Sweeping")
    chapter = chapter_id(session, "Sweeping")
    page = f"{BASE}/{stream.id}/moments"
    form = FilledForm(client.get(page), "//form[@data-rows-of-moments]")
    form.put(f"chapter-{chapter}-at", "12:00")
    form.put(f"question-{question}-at", "soon")
    assert client.post(page, data=form.data("save")).status_code == 422
    assert chapters(session) == [(600, "Sweeping")]

    form.put(f"question-{question}-at", "1h2m")
    client.post(page, data=form.data("save"))

    assert "2 moments are saved." in client.get(page).text
    assert chapters(session) == [(720, "Sweeping")]
    assert session.get_one(AgendaQuestion, question, populate_existing=True).answered_s == 3720


@pytest.mark.usefixtures("asked")
class TestQuestionsFromTheAudience:
    @pytest.fixture
    def asked(self, session, webinar):
        values = {"state": QuestionState.ANSWERED, "answered_s": 600}
        return add_asked(session, webinar, "Does it cast a shadow?", **values)

    def answered(self, session):
        return session.scalars(sa.select(AudienceQuestion.answered_s).order_by(AudienceQuestion.number)).all()

    def test_they_are_nudged_typed_and_taken_off(self, desk, session, webinar):
        add_asked(session, webinar, "Planted words", state=QuestionState.ANSWERED, answered_s=660, is_hidden=True)
        session.commit()
        page = desk()
        assert rows(page) == ["asked"]
        assert "Planted words" not in page.text

        assert desk("/askeds/1", press="later").status_code == 303
        assert self.answered(session) == [605, 660]
        assert desk("/askeds/1", press="earlier").status_code == 303
        assert desk("/askeds/1", press="earlier").status_code == 303
        assert self.answered(session) == [595, 660]

        assert desk("/askeds/1", **{"asked-1-at": "20:00"}).status_code == 303
        assert self.answered(session) == [1200, 660]
        assert desk("/askeds/1", press="remove").status_code == 303
        assert self.answered(session) == [None, 660]
        # It is still there, to be marked again.
        assert desk("/askeds/1", **{"asked-1-at": "21:00"}).status_code == 303
        assert self.answered(session) == [1260, 660]

    def test_a_chapter_is_saved_with_them(self, desk, session):
        session.commit()
        add_chapter(desk, "10:00", "Sweeping")
        chapter = chapter_id(session, "Sweeping")

        assert desk("/askeds/1", **{"asked-1-at": "20:00", f"chapter-{chapter}-at": "11:00"}).status_code == 303

        assert (chapters(session), self.answered(session)) == ([(660, "Sweeping")], [1200])

    def test_a_moment_before_the_webinar_is_refused_with_what_was_typed(self, desk, session, stream):
        stream.sync_s = -300
        session.commit()

        page = desk("/askeds/1", **{"asked-1-at": "1:00"})

        assert page.status_code == 422
        assert "1:00" in page.text
        assert self.answered(session) == [600]

    def test_somebody_elses_change_is_asked_about(self, desk, client, session, stream):
        session.commit()
        page = f"{BASE}/{stream.id}/moments"
        opened = FilledForm(client.get(page), "//form[@data-rows-of-moments]")
        opened.put("asked-1-at", "20:00")
        desk("/askeds/1", press="later")

        assert client.post(page, data=opened.data("save")).status_code == 422
        assert self.answered(session) == [605]
