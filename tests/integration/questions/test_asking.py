import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import asker_token, give_votes, make_question
from tests.factories import add_appearance, make_registration, make_speaker, open_desk
from tests.integration.questions.conftest import NOW
from webinars.domain.accounts.actor import ANONYMOUS, OPERATOR
from webinars.domain.programme.phases import over_at
from webinars.domain.questions.asker_actions import MOST_OPEN, QuestionInput, ask, edit, erase, set_wishes, withdraw
from webinars.domain.questions.asker_queries import asker_question
from webinars.domain.questions.boards import AskingState, BoardSettings, asking_of, is_voting, set_board
from webinars.domain.questions.errors import AskingClosed, QuestionFixed, QuestionGone, QuestionInvalid
from webinars.domain.questions.public_queries import public_questions
from webinars.lib.errors import NotAllowed
from webinars.models import (
    AskedBy,
    AskerNames,
    AskingMode,
    AudienceQuestion,
    QuestionBoard,
    QuestionState,
    QuestionVote,
    Status,
    Webinar,
)

pytestmark = pytest.mark.usefixtures("live")
BEFORE, LIVE, AFTER = (NOW + dt.timedelta(hours=hours) for hours in (-2, 0, 3))
State = QuestionState


@pytest.fixture
def put(session, settings, row):
    """`put(text, …)` asks from one network; returns the question."""

    def put(text="Why do comets have tails?", *, whence="192.0.2.1", registration=None, is_crowded=False, **entered):
        return ask(
            session,
            settings,
            row.webinar_id,
            QuestionInput(text=text, **entered),
            whence=whence,
            registration=registration,
            is_crowded=is_crowded,
            now=NOW,
        )

    return put


def texts(session, webinar):
    found = public_questions(session, webinar.id)
    return [] if found is None else [each.text for each in found.questions]


@pytest.mark.parametrize(
    ("mode", "before", "live", "after"),
    [
        (AskingMode.OFF, AskingState.OFF, AskingState.OFF, AskingState.OFF),
        (AskingMode.BEFORE, AskingState.OPEN, AskingState.OVER, AskingState.OVER),
        (AskingMode.DURING, AskingState.NOT_YET, AskingState.OPEN, AskingState.OVER),
        (AskingMode.UNTIL_END, AskingState.OPEN, AskingState.OPEN, AskingState.OVER),
        (AskingMode.ALWAYS, AskingState.OPEN, AskingState.OPEN, AskingState.OPEN),
    ],
)
def test_when_people_may_ask(asked, row, mode, before, live, after):
    row.mode = mode

    assert [asking_of(row, asked, at) for at in (BEFORE, LIVE, AFTER)] == [before, live, after]
    assert [is_voting(row, asked, at) for at in (BEFORE, LIVE, AFTER)] == [
        each is AskingState.OPEN for each in (before, live, after)
    ]


def test_the_second_of_the_start_and_of_the_end_belong_to_what_begins_with_them(asked, row):
    row.mode = AskingMode.DURING
    second = dt.timedelta(seconds=1)

    assert asking_of(row, asked, asked.starts_at - second) is AskingState.NOT_YET
    assert asking_of(row, asked, asked.starts_at) is AskingState.OPEN
    assert asking_of(row, asked, asked.ends_at) is AskingState.OPEN
    assert asking_of(row, asked, over_at(asked) - second) is AskingState.OPEN
    assert asking_of(row, asked, over_at(asked)) is AskingState.OVER


def test_a_pause_closes_asking_and_lets_votes_count(asked, row):
    row.is_paused = True

    assert asking_of(row, asked, LIVE) is AskingState.PAUSED
    assert is_voting(row, asked, LIVE)


def test_nobody_asks_where_no_webinar_takes_place(asked, row):
    row.mode = AskingMode.ALWAYS

    for status, asking in (
        (Status.CANCELLED, AskingState.OVER),
        (Status.DRAFT, AskingState.OFF),
        (Status.POSTPONED, AskingState.OPEN),
    ):
        asked.status = status
        assert asking_of(row, asked, LIVE) is asking
    assert asking_of(None, asked, LIVE) is AskingState.OFF


def test_a_question_stands_on_the_page_at_once(session, asked, put):
    question = put("  Why do\r\ncomets have tails?  ", name="Caroline  Herschel")

    [found] = public_questions(session, asked.id).questions
    assert (found.number, found.text, found.name, found.state) == (
        1,
        "Why do comets have tails?",
        "Caroline Herschel",
        State.OPEN,
    )
    assert question.number == 1
    assert put("Who saw it first?").number == 2


def test_a_second_press_is_the_first_question_again_and_a_stranger_s_is_not(session, asked, put):
    first = put()

    assert put().id == first.id
    assert put(whence="198.51.100.7").id != first.id
    assert put(email="ana@attendee.example").id != first.id
    assert len(texts(session, asked)) == 3


def test_the_same_words_an_hour_later_are_a_new_question(session, settings, row, put):
    first = put()
    later = NOW + dt.timedelta(minutes=11)

    again = ask(session, settings, row.webinar_id, QuestionInput(text=first.text), whence="192.0.2.1", now=later)

    assert again.id != first.id


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("   ", "Write your question."),
        ("?!…", "Write your question."),
        ("a" * 301, "This has 301 characters. Shorten it to 300."),
        ("https://shop.example/tables", "This is only a link. Write your question in words."),
        ("www.shop.example  shop.example/now !", "This is only a link. Write your question in words."),
    ],
)
def test_what_is_no_question_is_refused_with_one_sentence(session, asked, put, text, sentence):
    with pytest.raises(QuestionInvalid) as refused:
        put(text)

    assert refused.value.sentences == {"text": sentence}
    assert texts(session, asked) == []


def test_three_hundred_characters_fit_and_a_link_may_stand_in_words(session, asked, put):
    put("ä" * 300)
    put("Is https://comets.example/tails right?")

    assert len(texts(session, asked)) == 2


@pytest.mark.parametrize(
    ("names", "name", "kept"),
    [
        (AskerNames.OPTIONAL, "", ""),
        (AskerNames.OPTIONAL, "Ada Lovelace", "Ada Lovelace"),
        (AskerNames.NONE, "Ada Lovelace", ""),
        (AskerNames.REQUIRED, "Ada Lovelace", "Ada Lovelace"),
        (AskerNames.REQUIRED, " ", None),
        (AskerNames.OPTIONAL, "a" * 81, None),
    ],
)
def test_names_are_optional_required_or_none(row, put, names, name, kept):
    row.names = names

    if kept is None:
        with pytest.raises(QuestionInvalid) as refused:
            put(name=name)
        assert set(refused.value.sentences) == {"name"}
    else:
        assert put(name=name).name == kept


def test_an_address_is_kept_as_addresses_are_compared_and_nonsense_is_refused(put):
    assert put(email=" Ana@Attendee.example ").notify_email == "ana@attendee.example"
    with pytest.raises(QuestionInvalid) as refused:
        put("Who?", email="ana")
    assert set(refused.value.sentences) == {"email"}


def test_a_question_is_for_somebody_of_the_line_up_only(session, lunar, asked, put):
    sam = add_appearance(session, asked, make_speaker(session, lunar))

    assert put(appearance_id=sam.id).appearance_id == sam.id
    assert put("Who?", appearance_id=sam.id + 1).appearance_id is None


def test_where_a_moderator_reads_first_only_the_asker_sees_it(session, settings, asked, row, put):
    row.approves_first = True
    question = put("A waiting question?")

    assert question.state is State.PENDING
    assert texts(session, asked) == []
    assert asker_question(session, asker_token(settings, question), now=NOW).question.id == question.id


@pytest.mark.parametrize("text", ["Is it a SCAM?", "un scâm, non?", "What of\tscam -words?"])
def test_a_blocked_word_waits_for_a_moderator(session, lunar, asked, put, text):
    lunar.blocked_words = ["scam", "half price"]

    assert put(text).state is State.PENDING
    assert put("Are scamps blocked?").state is State.OPEN
    assert put("Who?", name="Half  Price").state is State.PENDING


def test_a_crowd_makes_the_board_read_first_and_says_so(row, put):
    assert put(is_crowded=True).state is State.PENDING
    assert (row.approves_first, row.approval_forced_at) == (True, NOW)
    assert put("Who?").state is State.PENDING


def test_a_crowd_where_everything_is_read_first_changes_nothing(row, put):
    row.approves_first = True

    put(is_crowded=True)

    assert row.approval_forced_at is None


@pytest.mark.parametrize("change", [{"mode": AskingMode.OFF}, {"mode": AskingMode.BEFORE}, {"is_paused": True}])
def test_nobody_asks_while_asking_is_closed(session, asked, row, put, change):
    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(AskingClosed):
        put()
    assert texts(session, asked) == []


def test_a_repeated_press_is_answered_although_asking_has_closed_meanwhile(row, put):
    first = put()
    row.is_paused = True

    assert put().id == first.id


def test_only_those_who_are_registered_ask_where_that_is_chosen(session, settings, asked, row, put):
    row.asked_by = AskedBy.REGISTERED
    open_desk(session, asked)
    ana = make_registration(session, settings, asked)

    with pytest.raises(AskingClosed):
        put()
    assert put(registration=ana).registration_id == ana.id


def test_where_nobody_can_register_here_everybody_asks(row, put):
    row.asked_by = AskedBy.REGISTERED

    assert put().state is State.OPEN


def test_no_more_are_taken_than_a_person_can_read(session, settings, row, put):
    for number in range(MOST_OPEN):
        make_question(session, settings, row, f"Question {number}?")

    with pytest.raises(AskingClosed):
        put()


def test_words_may_be_changed_for_five_minutes_until_somebody_votes(session, settings, row, put):
    token = asker_token(settings, put())

    assert edit(session, token, "Why does a comet have a tail?", now=NOW).text == "Why does a comet have a tail?"
    with pytest.raises(QuestionFixed):
        edit(session, token, "Who?", now=NOW + dt.timedelta(minutes=5))
    give_votes(session, session.scalars(sa.select(AudienceQuestion)).one(), "v1")
    with pytest.raises(QuestionFixed):
        edit(session, token, "Who?", now=NOW)
    with pytest.raises(QuestionGone):
        edit(session, "nobody's", "Who?", now=NOW)


def test_words_that_are_changed_into_blocked_ones_wait(session, settings, lunar, asked, put):
    lunar.blocked_words = ["scam"]

    edit(session, asker_token(settings, put()), "A scam?", now=NOW)

    assert texts(session, asked) == []


def test_words_that_a_moderator_has_not_read_do_not_follow_those_that_were(session, settings, asked, row, put):
    row.approves_first = True
    question = put()
    question.state = State.OPEN

    edit(session, asker_token(settings, question), "Whose nonsense is this?", now=NOW)

    assert texts(session, asked) == []
    assert question.state is State.PENDING


def test_a_name_that_a_moderator_has_not_read_does_not_follow_one_that_was(session, settings, row, put):
    row.approves_first = True
    question = put(name="Ana")
    token = asker_token(settings, question)
    set_wishes(session, token, name="Anna", email="")
    question.state = State.OPEN

    with pytest.raises(QuestionInvalid, match="take the name off"):
        set_wishes(session, token, name="Rude words", email="")
    set_wishes(session, token, name="Anna", email="ana@asker.example")
    set_wishes(session, token, name="", email="")

    assert question.name == ""


def test_what_is_taken_back_is_gone_with_its_votes_and_its_number_is_not_given_again(
    session, settings, asked, row, put
):
    question, token = put(), None
    token = asker_token(settings, question)
    give_votes(session, question, "v1", "v2")

    assert withdraw(session, token) == asked.id

    assert texts(session, asked) == []
    assert session.scalars(sa.select(QuestionVote)).all() == []
    assert asker_question(session, token, now=NOW) is None
    assert put("Who?").number == 2


def test_what_was_merged_into_a_question_that_is_taken_back_stands_alone_again(session, settings, asked, row):
    first = make_question(session, settings, row, "First?")
    second = make_question(session, settings, row, "Second?", state=State.MERGED, merged_into_id=first.id)
    give_votes(session, first, "v1")
    give_votes(session, second, "v2", "v3")

    withdraw(session, asker_token(settings, first))

    [left] = public_questions(session, asked.id).questions
    assert (left.text, left.state, left.votes) == ("Second?", State.OPEN, 2)


def test_what_was_hidden_with_a_question_that_is_taken_back_waits_for_a_moderator(session, settings, asked, row):
    hidden = make_question(session, settings, row, "A rude one", is_hidden=True)
    below = make_question(session, settings, row, "Another", state=State.MERGED, merged_into_id=hidden.id)

    withdraw(session, asker_token(settings, hidden))

    assert texts(session, asked) == []
    assert (below.state, below.merged_into_id) == (State.PENDING, None)


def test_a_merged_question_that_is_taken_back_takes_its_votes_along(session, settings, asked, row):
    first = make_question(session, settings, row, "First?")
    second = make_question(session, settings, row, "Second?", state=State.MERGED, merged_into_id=first.id)
    give_votes(session, first, "v1", "both")
    give_votes(session, second, "both", "v3")
    assert first.vote_count == 3

    withdraw(session, asker_token(settings, second))

    assert [(each.text, each.votes) for each in public_questions(session, asked.id).questions] == [("First?", 2)]


@pytest.mark.parametrize("state", [State.ANSWERING, State.ANSWERED])
def test_what_is_answered_stays(session, settings, row, state):
    question = make_question(session, settings, row, state=state)

    with pytest.raises(QuestionFixed):
        withdraw(session, asker_token(settings, question))


def test_the_name_and_the_address_may_be_changed_and_taken_off(session, settings, asked, row, put):
    token = asker_token(settings, put(name="Ada", email="ada@attendee.example"))

    set_wishes(session, token, name="Ada Lovelace", email="")

    question = session.scalars(sa.select(AudienceQuestion)).one()
    assert (question.name, question.notify_email) == ("Ada Lovelace", None)
    row.names = AskerNames.REQUIRED
    with pytest.raises(QuestionInvalid):
        set_wishes(session, token, name="", email="")


def test_who_asked_is_forgotten_and_the_words_stay(session, settings, asked, put):
    token = asker_token(settings, put(name="Ada", email="ada@attendee.example"))

    erase(session, token)

    question = session.scalars(sa.select(AudienceQuestion)).one()
    assert (question.name, question.notify_email, question.nonce, question.press_digest) == ("", None, None, None)
    assert texts(session, asked) == [question.text]
    assert asker_question(session, token, now=NOW) is None


def test_the_asker_s_page_knows_the_place_of_a_question(session, settings, row):
    first, second, third = (make_question(session, settings, row, f"{name}?") for name in ("First", "Second", "Third"))
    give_votes(session, third, "v1", "v2")
    give_votes(session, second, "v1")
    make_question(session, settings, row, "Hidden?", is_hidden=True, vote_count=9)
    make_question(session, settings, row, "Waiting?", state=State.PENDING, vote_count=9)

    found = [asker_question(session, asker_token(settings, each), now=NOW) for each in (first, second, third)]

    assert [each.place for each in found] == [3, 2, 1]
    assert {each.waiting_count for each in found} == {3}


def test_every_change_that_is_seen_raises_the_revision(session, settings, row, put):
    def revision():
        return session.scalar(sa.select(QuestionBoard.revision))

    seen = [revision()]
    token = asker_token(settings, put())
    seen.append(revision())
    edit(session, token, "Who saw it first?", now=NOW)
    seen.append(revision())
    set_wishes(session, token, name="Ada", email="")
    seen.append(revision())
    withdraw(session, token)
    seen.append(revision())

    assert seen == sorted(set(seen))


def test_a_board_is_set_up_once_and_keeps_its_code(session, asked):
    chosen = BoardSettings(mode=AskingMode.ALWAYS, names=AskerNames.REQUIRED)

    assert set_board(session, OPERATOR, asked, BoardSettings(), now=NOW) is None
    row = set_board(session, OPERATOR, asked, chosen, now=NOW)
    code = row.code
    set_board(session, OPERATOR, asked, BoardSettings(mode=AskingMode.BEFORE), now=NOW)

    assert (row.mode, row.names, row.code) == (AskingMode.BEFORE, AskerNames.OPTIONAL, code)
    assert len(code) == 6


def test_only_who_has_the_right_to_people_sets_it_up(session, asked):
    with pytest.raises(NotAllowed):
        set_board(session, ANONYMOUS, asked, BoardSettings(mode=AskingMode.ALWAYS), now=NOW)
    assert session.get(QuestionBoard, asked.id) is None


def test_approval_that_is_chosen_is_no_longer_one_that_was_forced(session, asked, row, put):
    put(is_crowded=True)

    set_board(session, OPERATOR, asked, BoardSettings(mode=AskingMode.UNTIL_END), now=NOW)

    assert (row.approves_first, row.approval_forced_at) == (False, None)


def test_a_board_goes_with_its_webinar(session, settings, asked, row):
    first = make_question(session, settings, row, "First?")
    make_question(session, settings, row, "Second?", state=State.MERGED, merged_into_id=first.id)
    give_votes(session, first, "v1")
    session.commit()

    session.execute(sa.delete(Webinar).where(Webinar.id == asked.id))

    assert [
        session.scalar(sa.select(sa.func.count()).select_from(each)) for each in (AudienceQuestion, QuestionVote)
    ] == [0, 0]
