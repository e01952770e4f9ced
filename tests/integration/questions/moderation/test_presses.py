"""Each button of moderators, at the desk and by a link: pressed once, twice, too late, and half filled in."""

import pytest
import sqlalchemy as sa

from tests.factories import add_question
from tests.integration.questions.moderation.conftest import BY_LINK, DESK
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.domain.questions import boards
from webinars.domain.questions.answer_actions import answer_in_writing, answer_now
from webinars.domain.questions.moderator_actions import Moderator, approve, edit_words, hide, merge, show
from webinars.models import AgendaQuestion, AuditEvent, ModeratorLink, QuestionState, QuestionVote

MARY = Moderator(name="Mary Somerville", link_id=1)


@pytest.fixture(params=["desk", "link"])
def way(request):
    """Both ways in: the client, the address of the page, and what stands before a number."""
    if request.param == "desk":
        return request.getfixturevalue("desk"), DESK, f"{DESK}/"
    return request.getfixturevalue("mary"), BY_LINK, f"{BY_LINK}/questions/"


@pytest.fixture
def press(way):
    """`press("hide", 1)`: the answer to that button of a question."""
    client, _page, before = way

    def press(verb, number=1, query="", **form):
        return client.post(f"{before}{number}{query}", data={"press": verb, **form})

    return press


@pytest.fixture
def meanwhile(session, webinar):
    """`meanwhile(hide, 1)`: what another moderator does before the press comes."""

    def meanwhile(verb, number, *values):
        verb(session, boards.lock_board(session, webinar.id), MARY, number, *values, now=clock.now())
        session.commit()

    return meanwhile


def told(way, answer):
    """What is said on the page that a press leads back to."""
    assert answer.status_code == 303, words_of(answer)
    (box,) = page_of(way[0].get(answer.location)).xpath('//*[@id="told"]')
    return " ".join(box.text_content().split())


PRESSES = [
    ("approve", {"state": QuestionState.PENDING}, {}, {"state": QuestionState.OPEN}),
    ("hide", {}, {}, {"is_hidden": True}),
    ("show", {"is_hidden": True}, {}, {"is_hidden": False}),
    ("reason", {"is_hidden": True}, {"reason": "It is rude."}, {"hidden_reason": "It is rude."}),
    ("reason", {"is_hidden": True}, {"reason": "It is rude.", "own_reason": "Fog."}, {"hidden_reason": "Fog."}),
    ("up", {}, {}, {"rank": 1}),
    ("back", {"rank": 3}, {}, {"rank": 0}),
    ("decline", {}, {"reason": "No time."}, {"state": QuestionState.DECLINED, "reason": "No time."}),
    ("reopen", {"state": QuestionState.DECLINED, "reason": "No time."}, {}, {"state": QuestionState.OPEN}),
    ("answer_now", {}, {}, {"state": QuestionState.ANSWERING, "answered_s": 2472}),
    ("done", {"state": QuestionState.ANSWERING}, {}, {"state": QuestionState.ANSWERED}),
    ("put_back", {"state": QuestionState.ANSWERING, "answered_s": 9}, {}, {"state": QuestionState.OPEN}),
    ("edit", {"text": "Wy?"}, {"text": "Why?", "seen": "Wy?"}, {"text": "Why?", "original_text": "Wy?"}),
    ("write", {}, {"answer": "*Ice.*", "seen": ""}, {"answer": "*Ice.*", "state": QuestionState.ANSWERED}),
    ("dismiss", {"reported_count": 3}, {}, {"reported_count": 0}),
    ("nudge", {"state": QuestionState.ANSWERED, "answered_s": 20}, {"at": "15", "seen": "20"}, {"answered_s": 15}),
]


@pytest.mark.parametrize("case", PRESSES)
def test_a_button_does_what_it_says_and_leads_back(session, make, way, press, stored, case):
    verb, before, form, after = case
    make(**{"text": "Why do comets have tails?", **before})
    session.commit()

    answer = press(verb, **form)

    assert told(way, answer)
    question = stored(1)
    assert {name: getattr(question, name) for name in after} == after


def test_only_what_was_read_is_put_on_the_page(session, make, way, press, stored):
    question = make("Why “so”?", name="Ana <1>", state=QuestionState.PENDING)
    session.commit()
    client, page, _before = way
    (form,) = page_of(client.get(page)).xpath('//form[.//button[@value="approve"]]')
    read = {each.get("name"): each.get("value") for each in form.xpath('.//input[starts-with(@name, "seen")]')}

    question.text = "Something rude?"
    session.commit()
    assert press("approve", **read).status_code == 409
    assert stored(1).state is QuestionState.PENDING

    question.text = "Why “so”?"
    session.commit()
    assert told(way, press("approve", **read))
    assert stored(1).state is QuestionState.OPEN


@pytest.mark.parametrize("case", PRESSES)
def test_a_second_press_undoes_nothing(session, make, press, stored, case):
    verb, before, form, after = case
    make(**{"text": "Why do comets have tails?", **before})
    session.commit()
    press(verb, **form)

    assert press(verb, **form).status_code in {303, 409}

    question = stored(1)
    assert {name: getattr(question, name) for name in after} == after


def test_questions_are_merged_with_their_votes_and_stand_apart_again(session, make, way, press, stored):
    make("Why?", votes="ab", registered="c")
    make("Why so?", votes="bd")
    session.commit()
    client, page, _before = way

    form = words_of(client.get(f"{page}?open=2&part=merge"))
    merged = press("merge", 2, into="1")

    assert "Together 4 votes. One person voted for both and counts once. Both askers see where theirs went." in form
    assert told(way, merged) == "Merged. Both askers see where theirs went. Undo: Why so?"
    assert (stored(1).vote_count, stored(1).registered_vote_count, stored(2).state) == (4, 1, QuestionState.MERGED)
    press("unmerge", 2)
    assert (stored(1).vote_count, stored(2).vote_count, stored(2).state) == (3, 2, QuestionState.OPEN)


def test_a_question_is_given_to_somebody_of_the_line_up_only(session, lunar, make, wang, way, press, stored):
    make()
    session.commit()

    press("speaker", appearance=str(wang.id))
    given = stored(1).appearance_id
    wrong = press("speaker", appearance="999999")

    assert (given, wrong.status_code) == (wang.id, 422)
    assert "Nobody in the line-up is meant by this." in words_of(wrong)
    press("speaker", appearance="")
    assert stored(1).appearance_id is None


def test_votes_that_are_held_are_counted_or_dropped(session, make, press, stored):
    for number in (1, 2):
        question = make(votes="a")
        session.add(QuestionVote(question_id=question.id, voter_digest="h", is_held=True, created_at=clock.now()))
        assert question.number == number
    session.commit()

    press("count_held", 1)
    press("drop_held", 2)

    assert (stored(1).vote_count, stored(2).vote_count) == (2, 1)
    assert session.scalars(sa.select(QuestionVote.id).where(QuestionVote.is_held)).all() == []


@pytest.mark.parametrize(
    "case",
    [
        ("approve", QuestionState.PENDING, approve, "Mary Somerville has moved this question meanwhile."),
        ("answer_now", QuestionState.OPEN, answer_now, "Mary Somerville has taken this up already."),
        ("answer_now", QuestionState.OPEN, hide, "Mary Somerville has moved this question meanwhile."),
        ("decline", QuestionState.OPEN, answer_now, "Mary Somerville has moved this question meanwhile."),
    ],
)
def test_the_later_of_two_moderators_hears_who_was_first(session, make, press, meanwhile, stored, case):
    verb, state, other, sentence = case
    make(state=state)
    session.commit()
    meanwhile(other, 1)
    before = (stored(1).state, stored(1).is_hidden)

    answer = press(verb, reason="No time.")

    assert answer.status_code == 409
    assert sentence in words_of(answer)
    assert (stored(1).state, stored(1).is_hidden) == before


def test_words_typed_over_those_of_another_are_kept_in_the_form_and_not_stored(session, make, press, meanwhile, stored):
    make("Wy comets?")
    session.commit()
    meanwhile(edit_words, 1, "Why comets?")

    answer = press("edit", text="Why do comets have tails?", seen="Wy comets?")

    assert (answer.status_code, stored(1).text) == (409, "Why comets?")
    (box,) = page_of(answer).xpath('//textarea[@name="text"]')
    assert box.text.strip() == "Why do comets have tails?"
    assert "Nothing you typed is lost." in words_of(answer)


def test_an_answer_typed_while_another_was_written_is_kept_and_not_stored(session, make, press, meanwhile, stored):
    make()
    session.commit()
    meanwhile(answer_in_writing, 1, "Dust.")

    answer = press("write", answer="Ice.", seen="")

    assert (answer.status_code, stored(1).answer) == (409, "Dust.")
    (box,) = page_of(answer).xpath('//textarea[@name="answer"]')
    assert box.text.strip() == "Ice."


WRITTEN = [
    ("write", {"answer": "It is *ice*."}, QuestionState.OPEN, lambda *of, now: merge(*of, 2, now=now)),
    ("write", {"answer": "It is *ice*."}, QuestionState.OPEN, hide),
    ("write", {"answer": "It is *ice*.", "seen": "Dust."}, QuestionState.OPEN, answer_now),
    ("decline", {"reason": "It is another talk."}, QuestionState.OPEN, answer_now),
    ("decline", {"reason": "It is another talk."}, QuestionState.PENDING, hide),
    ("reason", {"own_reason": "It is a joke."}, QuestionState.ANSWERED, show),
]


@pytest.mark.parametrize("case", WRITTEN)
def test_what_was_typed_into_a_form_that_is_gone_stands_there_to_be_copied(session, make, press, meanwhile, case):
    verb, form, state, other = case
    make(state=state, is_hidden=other is show)
    make("Another?")
    session.commit()
    meanwhile(other, 1)

    answer = press(verb, **form)

    assert answer.status_code == 409
    assert "Nothing you typed is lost." in words_of(answer)
    (box,) = page_of(answer).xpath('//main//textarea[@id="left"]')
    assert box.text.strip() == next(iter(form.values()))


def test_a_ready_reason_replaces_one_in_words_of_ones_own(session, make, press, stored):
    make(is_hidden=True, hidden_reason="Fog.")
    session.commit()

    for _time in range(2):
        press("reason", reason="It is rude.", own_reason="Fog.", seen="Fog.")
        assert stored(1).hidden_reason == "It is rude."
    press("reason", reason="It is rude.", own_reason="Rain.", seen="It is rude.")
    assert stored(1).hidden_reason == "Rain."


@pytest.mark.parametrize(
    ("verb", "form", "sentence"),
    [
        ("decline", {}, "Say why, in a sentence."),
        ("decline", {"reason": "x" * 201}, "This has 201 characters. Shorten it to 200."),
        ("edit", {"text": ""}, "Write your question."),
        ("edit", {"text": "x" * 301}, "This has 301 characters. Shorten it to 300."),
        ("write", {"answer": "x" * 4001}, "This has 4001 characters. Shorten it to 4000."),
        ("merge", {}, "Choose the question into which it is merged."),
        ("merge", {"into": "1"}, "A question cannot be merged into itself."),
    ],
)
def test_a_half_form_comes_back_with_what_was_typed(session, make, press, stored, verb, form, sentence):
    make()
    make("Another?")
    session.commit()

    answer = press(verb, **form)

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    for name, text in form.items():
        boxes = page_of(answer).xpath(f'//textarea[@name="{name}"]')
        assert not boxes or boxes[0].text.strip() == text
    assert (stored(1).state, stored(1).text) == (QuestionState.OPEN, "Why do comets have tails?")


@pytest.mark.parametrize(("verb", "number", "status"), [("sing", 1, 400), ("", 1, 400), ("hide", 7, 409)])
def test_what_means_nothing_changes_nothing(session, make, press, stored, verb, number, status):
    make()
    session.commit()

    assert press(verb, number).status_code == status
    assert not stored(1).is_hidden


def test_a_question_of_the_agenda_is_answered_by_the_same_press(session, make, agenda, way, stored, stored_board):
    make(state=QuestionState.ANSWERING, answered_s=60)
    session.commit()
    client, page, _before = way

    first = client.post(f"{page}/agenda/1", data={"press": "answer_now"})
    again = client.post(f"{page}/agenda/1", data={"press": "answer_now"})
    shown = words_of(client.get(page))

    assert told(way, first) == "A question of the agenda is being answered now."
    assert (again.status_code, stored(1).state) == (409, QuestionState.ANSWERED)
    assert "Being answered since 41:12 What is a tail made of?" in shown
    assert client.post(f"{page}/agenda/1", data={"press": "done"}).status_code == 303
    assert session.scalars(sa.select(AgendaQuestion.answered_s)).all() == [2472]
    assert stored_board().answering_agenda_id is None
    assert client.post(f"{page}/agenda/7", data={"press": "answer_now"}).status_code == 409


def test_a_question_of_the_agenda_that_was_arranged_anew_is_not_taken_for_another(
    session, agenda, webinar, way, stored_board
):
    second = add_question(session, webinar, "Does it cast a shadow?")
    session.commit()
    client, page, _before = way
    form = page_of(client.get(page)).forms
    seen = [each.fields["seen"] for each in form if each.action and each.action.endswith("/agenda/1")]
    agenda.position, second.position = second.position, agenda.position
    session.commit()

    answer = client.post(f"{page}/agenda/1", data={"press": "answer_now", "seen": seen[0]})

    assert (seen, answer.status_code) == (["What is a tail made of?"], 409)
    assert stored_board().answering_agenda_id is None


def test_a_nudge_to_no_moment_takes_none_away(session, make, press, stored):
    make(state=QuestionState.ANSWERED, answered_s=20)
    session.commit()

    for at in ("", "soon", "-5"):
        assert press("nudge", at=at, seen="20").status_code == 409
    assert stored(1).answered_s == 20


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("pause", {}, {"is_paused": True}),
        ("take", {"is_paused": True}, {"is_paused": False}),
        ("read_first", {}, {"approves_first": True}),
        ("read_later", {"approves_first": True, "approval_forced_at": clock.now()}, {"approves_first": False}),
    ],
)
def test_the_board_is_opened_closed_and_read_first(session, board, way, stored_board, verb, before, after):
    for name, value in before.items():
        setattr(board, name, value)
    session.commit()
    client, page, _before = way

    assert told(way, client.post(f"{page}/board", data={"press": verb}))

    row = stored_board()
    assert {name: getattr(row, name) for name in after} == after
    assert row.approval_forced_at is None


@pytest.mark.parametrize(("typed", "seconds"), [("3:20", 200), ("1:00:00", 3600), ("0", None), ("", None)])
def test_the_stream_may_have_begun_later(session, webinar, board, way, stored_board, typed, seconds):
    client, page, _before = way

    client.post(f"{page}/board", data={"press": "began", "began": typed})

    began = stored_board().stream_began_at
    assert seconds == (None if began is None else (began - webinar.starts_at).total_seconds())


def test_moments_are_told_as_the_stream_shows_them(session, make, board, way):
    make(state=QuestionState.ANSWERED, answered_s=2000)
    session.commit()
    client, page, _before = way
    client.post(f"{page}/board", data={"press": "began", "began": "3:20"})

    shown = words_of(client.get(page))

    assert "30:00" in shown
    assert "Move to 29:55" in shown
    assert "The stream began at 4.03pm Britain." in shown


@pytest.mark.parametrize("typed", ["soon", "7:00:00", "-3:00", "99999999999"])
def test_nonsense_about_the_stream_is_refused_and_kept(session, way, stored_board, typed):
    client, page, _before = way

    answer = client.post(f"{page}/board", data={"press": "began", "began": typed})

    assert answer.status_code == 422
    assert page_of(answer).xpath('string(//input[@name="began"]/@value)') == typed
    assert stored_board().stream_began_at is None


def test_undo_takes_a_press_back_where_that_can_be(session, make, way, press, stored):
    make()
    session.commit()
    client = way[0]
    for verb, form in [("hide", {}), ("decline", {"reason": "No time."}), ("up", {}), ("answer_now", {})]:
        page = page_of(client.get(press(verb, **form).location))
        (undo,) = page.xpath('//*[@id="told"]//form')
        client.post(undo.get("action"), data={"press": undo.xpath("string(.//button/@value)")})
        question = stored(1)
        assert (question.state, question.is_hidden, question.rank) == (QuestionState.OPEN, False, 0), verb


def test_an_answer_ended_by_mistake_goes_on_from_its_moment(session, make, way, press, stored):
    make()
    session.commit()
    press("answer_now")
    page = page_of(way[0].get(press("done").location))

    (undo,) = page.xpath('//*[@id="told"]//form')
    way[0].post(undo.get("action"), data={"press": undo.xpath("string(.//button/@value)")})

    assert (stored(1).state, stored(1).answered_s, stored(1).answered_at) == (QuestionState.ANSWERING, 2472, None)


def test_what_is_done_by_a_link_stands_under_its_name(session, make, mary, stored):
    make()
    session.commit()

    mary.post(f"{BY_LINK}/questions/1", data={"press": "hide"})

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "questions:hide")).one()
    assert (event.actor_id, event.detail["moderator"]) == (None, "Mary Somerville")
    assert stored(1).moved_by == "Mary Somerville"
    session.expire_all()
    assert session.scalars(sa.select(ModeratorLink)).one().opened_at is not None
