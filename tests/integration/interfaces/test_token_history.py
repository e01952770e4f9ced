"""What a program has done is told as its token's, wherever a history is read, and never as its maker's."""

import pytest

from tests.factories import make_webinar
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.editing.queries import changer_ids
from webinars.domain.history.undo import undo
from webinars.domain.interfaces.api_tokens.actions import revoke_token
from webinars.domain.interfaces.api_tokens.queries import actor_by_token
from webinars.domain.programme.actions import set_topics
from webinars.domain.programme.editor_queries import load_whole
from webinars.models import API_TOKEN, AuditEvent, Scope, User

BY_TOKEN = "A program, by the token “Our own website”"


@pytest.fixture
def webinar(session, lunar):
    return make_webinar(session, lunar, "Comets and their tails")


@pytest.fixture
def changed(session, lunar, edith, webinar, token_of):
    """A program of Edith has changed the topics of a webinar."""
    token, _secret = token_of(edith, Scope.WRITE_WEBINARS)
    session.refresh(token, ["user"])
    load_whole(session, webinar)
    session.info[API_TOKEN] = token.id
    set_topics(session, actor_by_token(session, token), webinar, ["Comets"], now=clock.now())
    del session.info[API_TOKEN]
    session.commit()
    return token


@pytest.fixture
def as_olga(client, sign_in, olga):
    sign_in(client, olga)
    return client


def lines(page):
    return [" ".join(each.split()) for each in page.text.split("\n")]


@pytest.mark.parametrize("path", ["/manage/", "/manage/history", "/manage/history?webinar=comets-and-their-tails"])
def test_the_token_has_done_it_and_not_its_maker(as_olga, changed, path):
    page = as_olga.get(path)
    (line,) = [each for each in lines(page) if "changed the topics" in each]
    assert BY_TOKEN in line
    assert "Edith" not in line


def test_so_it_is_in_the_table(as_olga, changed):
    (line,) = [each for each in as_olga.get("/manage/history.csv").text.splitlines() if "changed the topics" in each]
    assert f",{BY_TOKEN},changed the topics," in line.replace('"', "")
    assert "Edith" not in line


def test_its_maker_does_not_read_that_it_was_them(client, sign_in, session, edith, webinar, changed):
    sign_in(client, edith)
    (line,) = [each for each in lines(client.get("/manage/history")) if "changed the topics" in each]
    assert BY_TOKEN in line
    assert "changed the topics" not in client.get("/manage/history?who=me").text
    assert "made an API token" in client.get("/manage/history?who=me").text


def test_people_to_choose_from_are_those_who_have_done_something_themselves(session, as_olga, edith, changed):
    session.query(AuditEvent).filter(AuditEvent.action == "organisation:make_token").delete()
    session.commit()
    assert f'value="{edith.id}"' not in as_olga.get("/manage/history").text


def test_what_was_put_back_by_a_program_is_told_so(session, client, sign_in, edith, webinar, changed):
    event = session.query(AuditEvent).filter(AuditEvent.action == "webinar:set_topics").one()
    load_whole(session, webinar)
    session.info[API_TOKEN] = changed.id
    undo(session, actor_of(session, edith.id), webinar, event, now=clock.now())
    del session.info[API_TOKEN]
    session.commit()
    sign_in(client, edith)

    page = client.get("/manage/history").text

    assert f"Put back by {BY_TOKEN} at" in page


def test_the_editor_does_not_say_that_its_maker_changed_it(session, edith, webinar, changed):
    since = webinar.created_at.replace(year=2000)
    assert edith.id not in changer_ids(session, webinar, since=since)


def test_administrators_are_not_told_to_have_done_what_their_programs_did(
    session, client, sign_in, edith, webinar, changed
):
    edith.is_admin = True
    session.commit()
    sign_in(client, edith)
    page = client.get("/manage/administrators").text
    assert "made an API token" in page
    assert "changed the topics" not in page


def test_what_is_done_with_tokens_stands_there_with_their_names(session, as_olga, edith, token_of):
    token, secret = token_of(edith)
    revoke_token(session, actor_of(session, edith.id), token, now=clock.now())
    session.commit()

    page = as_olga.get("/manage/history").text

    for said in ("made an API token: <ins>Our own website</ins>", "ended an API token: <ins>Our own website</ins>"):
        assert said in page
    assert session.get(User, edith.id).name in page
    assert secret[4:] not in page
    assert token.start not in page
