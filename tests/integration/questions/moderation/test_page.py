"""What moderators see, at the desk and by a link."""

import datetime as dt

import pytest

from tests.audience_question_factories import asker_token, give_votes
from tests.integration.questions.moderation.conftest import BY_LINK, DESK, NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.models import QuestionState, Status


@pytest.fixture(params=["desk", "link"])
def way(request):
    """Both ways in: the client, and the address of the page."""
    if request.param == "desk":
        return request.getfixturevalue("desk"), DESK
    return request.getfixturevalue("mary"), BY_LINK


def rows(answer, heading):
    """The texts of the questions below a heading."""
    (section,) = page_of(answer).xpath(f'//section[@aria-labelledby="{heading}"]')
    return [each.text_content() for each in section.xpath('.//*[contains(@class, "ask-text")]')]


def test_questions_stand_by_what_is_to_be_done_with_them(session, make, agenda, way):
    client, address = way
    make("Who reads me?", state=QuestionState.PENDING, name="A bookseller")
    make("Few?", votes="a")
    make("Many?", votes="ab", registered="c")
    make("Said already?", state=QuestionState.ANSWERED, answered_s=2000)
    make("Rude?", is_hidden=True, hidden_reason="It is rude.")
    session.commit()

    answer = client.get(address)

    assert answer.status_code == 200
    assert rows(answer, "queue") == ["Who reads me?"]
    assert rows(answer, "open") == ["Many?", "Few?"]
    assert rows(answer, "agenda") == ["What is a tail made of?"]
    assert rows(answer, "done") == ["Rude?", "Said already?"]
    words = words_of(answer)
    assert "5 asked, 1 answered, 1 to read" in words
    assert "1 registered 2 anonymous" in words
    assert "Reason the asker sees: “It is rude.”" in words
    assert "33:20" in words


ORDERS = {"": ["Moved?", "Loud?", "Registered?"], "registered": ["Moved?", "Registered?", "Loud?"]}


@pytest.mark.parametrize("order", ["", "registered", "oldest"])
def test_those_that_wait_are_put_in_order(session, make, way, order):
    client, address = way
    make("Registered?", registered="cd")
    make("Loud?", votes="abe")
    make("Moved?", rank=1)
    session.commit()

    shown = rows(client.get(f"{address}?order={order}"), "open")

    assert shown == {**ORDERS, "oldest": ["Moved?", "Registered?", "Loud?"]}[order]


def test_nothing_about_those_who_ask_and_vote_stands_on_the_page(session, settings, make, way):
    client, address = way
    voters = "first-voter-digest", "second-voter-digest"
    for state in (QuestionState.PENDING, QuestionState.OPEN, QuestionState.ANSWERED):
        question = make(state=state, notify_email="asker@attendee.example", press_digest="the-press")
        give_votes(session, question, *voters)
        token = asker_token(settings, question)
        session.commit()
        planted = ["asker@attendee.example", "the-press", *voters, question.nonce, question.link_digest, token]
        for path in ("", f"?open={question.number}&part=more", f"?open={question.number}&part=merge", "/fresh"):
            text = client.get(address + path).text
            assert question.text in text
            assert [each for each in planted if each in text] == []


def test_many_are_shown_by_fifties_with_the_chosen_one_among_them(session, make, way):
    client, address = way
    for number in range(1, 54):
        make(f"Question {number}?")
    session.commit()

    first, chosen, every = (client.get(address + path) for path in ("", "?open=53", "?all=1"))

    assert rows(first, "open") == [f"Question {number}?" for number in range(1, 51)]
    assert "Show all 53" in words_of(first)
    assert rows(chosen, "open")[-1] == "Question 53?"
    assert len(rows(every, "open")) == 53


def test_the_cost_of_the_page_is_flat_in_questions(session, make, way, count_statements):
    client, address = way
    make(votes="a")
    session.commit()
    client.get(address)
    with count_statements() as few:
        client.get(f"{address}?open=1&part=merge")
    for number in range(20):
        make(f"Question {number}?", votes="ab")
    session.commit()
    with count_statements() as many:
        client.get(f"{address}?open=1&part=merge")

    assert len(many) == len(few)


def test_a_look_without_news_is_answered_by_the_board_alone(session, make, way, count_statements):
    client, address = way
    make()
    session.commit()
    etag = page_of(client.get(address)).xpath("string(//@data-etag)")

    with count_statements() as statements:
        same = client.get(f"{address}/fresh", headers={"If-None-Match": f'"{etag}"'})
    client.post(f"{address}/board", data={"press": "pause"})
    news = client.get(f"{address}/fresh", headers={"If-None-Match": f'"{etag}"'})

    assert (same.status_code, same.headers["Webinar-Moment"], same.data) == (304, "41:12", b"")
    assert not any("audience_question" in each for each in statements)
    assert (news.status_code, news.headers["Cache-Control"]) == (200, "no-store")
    assert news.get_etag()[0] != etag
    assert "Nobody can ask for now." in news.text


@pytest.mark.parametrize("path", ["?order=sideways", "?open=99", "?open=x", "?part=x", "?did=hide", "?did=x&number=1"])
def test_what_the_address_says_wrongly_is_passed_over(session, make, way, path):
    client, address = way
    make()
    session.commit()

    answer = client.get(address + path)

    assert rows(answer, "open") == ["Why do comets have tails?"]
    assert page_of(answer).xpath('//*[@id="told"]') == []


def test_approval_that_switched_itself_on_is_said(session, board, way):
    client, address = way
    board.approves_first, board.approval_forced_at = True, NOW
    session.commit()

    words = words_of(client.get(address))

    assert "this was switched on by itself on Sunday 14 February at 4.41pm Britain" in words


def test_a_webinar_without_questions_says_where_they_are_switched_on(client, sign_in, olga, webinar, session):
    session.commit()
    sign_in(client, olga)

    answer = client.get(DESK)

    assert "This webinar takes no questions from the audience." in words_of(answer)
    assert client.get(f"{DESK}/fresh").status_code == 404
    assert client.post(f"{DESK}/board", data={"press": "pause"}).status_code == 404


def test_what_was_answered_in_writing_is_taken_back_in_its_form_alone(session, make, way):
    make("Is it ice?", state=QuestionState.ANSWERED, answered_s=60)
    make("Is it dust?", state=QuestionState.ANSWERED, answer="*Dust.*", answer_by="Wang Zhenyi")
    session.commit()
    client, page = way

    rows = page_of(client.get(f"{page}?open=2&part=more")).xpath('//*[@data-part="done"]//li')

    assert [len(row.xpath('.//button[@value="reopen"]')) for row in rows] == [0, 1]
    assert "Leave it empty to take it back." in rows[0].text_content()


@pytest.mark.parametrize("days", [3, 30])
def test_when_the_stream_of_an_earlier_day_began_says_nothing_of_another(session, webinar, board, make, way, days):
    client, page = way
    board.stream_began_at = webinar.starts_at - dt.timedelta(days=days, minutes=-3)
    make(state=QuestionState.ANSWERING, answered_s=60)
    session.commit()

    answer = client.get(page)

    assert "since 1:00" in words_of(answer)
    assert "The stream began at 4pm Britain." in words_of(answer)
    assert page_of(answer).xpath('//input[@name="began"]/@value') == [""]


def test_a_stream_that_began_before_the_start_leaves_the_field_empty(session, webinar, board, way):
    client, page = way
    board.stream_began_at = webinar.starts_at - dt.timedelta(minutes=5)
    session.commit()

    answer = client.get(page)

    assert page_of(answer).xpath('//input[@name="began"]/@value') == [""]
    assert "The stream began at 3.55pm Britain." in words_of(answer)


def test_a_draft_that_will_take_questions_says_so(session, webinar, desk):
    webinar.status = Status.DRAFT
    session.commit()

    assert "People may ask once the webinar is published." in words_of(desk.get(DESK))


def test_what_is_being_answered_has_no_row_and_another_is_the_chosen_one(session, make, way):
    client, page = way
    make(state=QuestionState.ANSWERING, answered_s=60)
    make("Few?", votes="a")
    session.commit()

    answer = client.get(f"{page}?open=1&part=more")

    (row,) = page_of(answer).xpath("//details[@open][@name='chosen']")
    assert "Few?" in row.text_content()
    assert not row.xpath(".//textarea")
