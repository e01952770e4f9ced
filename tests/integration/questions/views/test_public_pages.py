"""The section of the webinar's page, the page of all questions, and what may stand in neither."""

import datetime as dt

import pytest

from tests.audience_question_factories import give_votes
from tests.factories import add_appearance, add_recording, make_speaker, open_desk
from tests.integration.questions.views.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.models import Agreement, AskedBy, AskingMode, FormerSlug, QuestionState, Status, Visibility
from webinars.site.questions import section

HOUR = dt.timedelta(hours=1)
PAGES = ["/webinars/machine", "/webinars/machine/questions"]


def numbers_in(answer):
    """The numbers of the questions that are listed, in their order."""
    return [int(row.get("data-ask")) for row in page_of(answer).xpath('//ol[@class="asks"]/li')]


@pytest.fixture
def ada(session, lunar, webinar):
    return add_appearance(session, webinar, make_speaker(session, lunar, "Ada Lovelace"), agreement=Agreement.AGREED)


@pytest.mark.parametrize("path", PAGES)
def test_what_is_answered_now_stands_first_then_what_waits_by_votes(client, session, asked, ada, path):
    asked("Who punched the cards?", name="Mary Everest Boole")
    cards = asked("Who paid for them?")
    music = asked(
        "Could it compose?",
        state=QuestionState.ANSWERING,
        answering_at=NOW,
        answered_s=2460,
        appearance_id=ada.id,
    )
    give_votes(session, cards, "ana", "ben")
    give_votes(session, music, "ana")

    answer = client.get(path)

    assert numbers_in(answer) == [2, 1]
    words = words_of(answer)
    assert words.index("Could it compose?") < words.index("Ask a question") < words.index("Who paid for them?")
    assert "Being answered now by Ada Lovelace" in words
    assert "3 asked" in words
    assert page_of(answer).get_element_by_id("q3") is not None


@pytest.mark.usefixtures("derived")
def test_an_answer_leads_to_its_moment_once_a_recording_shows_it(client, session, asked, webinar, ada, noon):
    asked(state=QuestionState.ANSWERED, answered_s=2473, answered_at=NOW, appearance_id=ada.id)
    assert "Answered 41 minutes in, by Ada Lovelace. You can watch it here when the recording is up." in words_of(
        client.get(PAGES[0])
    )

    add_recording(session, webinar, slug="machine-full", duration_s=7000)
    noon.move_to(NOW + 3 * HOUR)

    answer = client.get(PAGES[0])
    (link,) = page_of(answer).xpath('//li//p[@class="state-line"]/a')
    assert (link.get("href"), link.text) == ("/recordings/machine-full?t=2473", "41:13")
    assert "Answered at 41:13 by Ada Lovelace" in words_of(answer)


def test_every_state_is_told_in_words_after_the_webinar(client, session, asked, noon):
    asked("Who punched the cards?")
    asked("Whose fault is it?", state=QuestionState.ANSWERED, answer="*Nobody’s.*", answer_by="Ada", written_at=NOW)
    asked("How will it end?", state=QuestionState.DECLINED, reason="That is our next webinar.")
    first = asked("Were they paid?")
    into = asked("What were they paid?", state=QuestionState.MERGED, merged_into_id=first.id)
    give_votes(session, into, "ana", "ben")
    noon.move_to(NOW + 3 * HOUR)

    answer = client.get(PAGES[1])

    words = words_of(answer)
    assert "Not answered yet The speakers may still answer it here in writing." in words
    assert "Answered in writing Nobody’s. Ada, 14 February 2027" in words
    assert "Not taken up That is our next webinar." in words
    assert "Merged into Were they paid? Its 2 votes count there." in words
    for number in range(1, 6):
        assert len(page_of(answer).xpath(f'//*[@id="q{number}"]')) == 1


@pytest.mark.parametrize(("show", "numbers"), [("", [1, 2, 3]), ("recording", [1]), ("writing", [2]), ("open", [3])])
def test_after_the_webinar_questions_are_chosen_by_what_became_of_them(
    client, session, asked, webinar, noon, show, numbers
):
    add_recording(session, webinar, duration_s=7000)
    asked("At a moment?", state=QuestionState.ANSWERED, answered_s=60, answered_at=NOW)
    asked("In writing?", state=QuestionState.ANSWERED, answer="Yes.", answer_by="Ada", written_at=NOW)
    asked("Not yet?")
    noon.move_to(NOW + 3 * HOUR)

    answer = client.get(PAGES[1], query_string={"show": show} if show else {})

    assert numbers_in(answer) == numbers
    assert "All 3 In the recording 1 In writing 1 Not answered yet 1" in words_of(answer)


def test_the_newest_may_stand_first(client, session, asked):
    give_votes(session, asked(), "ana")
    asked("Who paid?")

    assert numbers_in(client.get(PAGES[1])) == [1, 2]
    assert numbers_in(client.get(PAGES[1], query_string={"sort": "newest"})) == [2, 1]


def test_the_webinars_page_shows_the_first_and_leads_to_the_others(client, session, asked, monkeypatch):
    monkeypatch.setattr(section, "SHOWN_FIRST", 2)
    for number in range(3):
        asked(f"Question {number}?")

    assert numbers_in(client.get(PAGES[0])) == [1, 2]
    assert "Show all 3 that wait for an answer" in words_of(client.get(PAGES[0]))
    assert numbers_in(client.get(PAGES[1])) == [1, 2, 3]


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize(
    ("mode", "is_paused", "passed", "sentence"),
    [
        (AskingMode.DURING, False, -HOUR, "Questions open with the webinar."),
        (AskingMode.BEFORE, False, 0 * HOUR, "Questions are closed."),
        (AskingMode.UNTIL_END, False, 3 * HOUR, "Questions are closed."),
        (AskingMode.ALWAYS, True, 0 * HOUR, "The moderators take no more questions at this moment."),
    ],
)
def test_where_nobody_can_ask_a_sentence_says_why(client, board, asked, noon, mode, is_paused, passed, sentence):
    asked()
    board.mode, board.is_paused = mode, is_paused
    noon.move_to(NOW + passed)

    answer = client.get(PAGES[0])

    assert sentence in words_of(answer)
    assert page_of(answer).xpath('//form[@id="ask"]') == []


def test_before_the_first_question_the_page_asks_for_it(client, board):
    assert "Nobody has asked yet. The first question helps the next." in words_of(client.get(PAGES[0]))


def test_a_webinar_that_takes_none_says_nothing_of_questions(client, session, webinar):
    assert "Questions from the audience" not in words_of(client.get(PAGES[0]))
    assert client.get(PAGES[1]).status_code == 404


def test_where_only_registered_people_ask_the_page_says_where(client, session, webinar, board, asked):
    open_desk(session, webinar)
    board.asked_by = AskedBy.REGISTERED
    asked()

    answer = client.get(PAGES[0])

    assert "Those who are registered ask and vote. The link in your mail leads to your own page" in words_of(answer)
    assert page_of(answer).xpath('//form[@id="ask"] | //form[contains(@action, "/votes")]') == []


@pytest.mark.parametrize("path", [*PAGES, "/webinars/machine/questions.json", "/webinars/machine/stage", "/q/machine2"])
@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": Status.DRAFT, "published_at": None}, 404),
        ({"status": Status.DRAFT}, 410),
        ({"visibility": Visibility.UNLISTED}, 200),
    ],
)
def test_questions_are_seen_where_the_webinar_is(client, session, webinar, asked, path, values, status):
    asked("Who hides here?")
    for name, value in values.items():
        setattr(webinar, name, value)

    answer = client.get(path)

    assert answer.status_code == (302 if path.startswith("/q/") and status == 200 else status)
    assert ("Who hides here?" in answer.text) == (answer.status_code == 200)
    if answer.status_code == 200:
        assert "noindex" in answer.text + answer.headers.get("X-Robots-Tag", "")


def test_former_addresses_lead_on(client, session, webinar, asked):
    asked()
    session.add(FormerSlug(kind="webinar", slug="engine", target_id=webinar.id))

    for end in ("questions", "questions?sort=newest", "questions.json", "stage"):
        answer = client.get(f"/webinars/engine/{end}")
        assert (answer.status_code, answer.location) == (308, f"/webinars/machine/{end}")
    for end in ("questions", "questions/1/votes", "questions/1/votes/deletion", "questions/1/report"):
        answer = client.post(f"/webinars/engine/{end}")
        assert (answer.status_code, answer.location) == (308, f"/webinars/machine/{end}")
    for path in (
        "/webinars/nobody/questions",
        "/webinars/nobody/questions.json",
        "/webinars/nobody/stage",
        "/q/nobody",
    ):
        assert client.get(path).status_code == 404


def test_links_in_questions_lead_nowhere(client, session, asked):
    asked("Is https://evil.example/ the source of <b>Note A</b>?")

    answer = client.get(PAGES[0])

    assert "https://evil.example/ the source of <b>Note A</b>" in words_of(answer)
    assert "evil.example" not in [link.get("href") for link in page_of(answer).iter("a")]
    assert page_of(answer).xpath('//a[contains(@href, "evil")] | //p[@class="ask-text"]//b') == []


@pytest.mark.parametrize("count", [10, 300])
def test_a_page_asks_the_same_of_the_database_with_many_questions(client, session, asked, count_statements, count):
    for number in range(count):
        asked(f"Question {number}?")
    client.get(PAGES[0])

    with count_statements() as statements:
        client.get(PAGES[0])

    # The revision, and no question: they are held in memory.
    assert [each for each in statements if "audience_question" in each] == []
    assert len(statements) <= 10
