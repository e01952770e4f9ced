"""Links of people who moderate without an account: made, shown once, revoked, over."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.integration.questions.moderation.conftest import BY_LINK, DESK, TOKEN
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.models import AuditEvent, ModeratorLink, Status


def shown_address(answer):
    return page_of(answer).xpath('string(//input[@id="link"]/@value)')


def test_a_link_is_shown_once_and_opens_the_page_without_navigation(desk, new_client, session):
    made = desk.post(f"{DESK}/links", data={"name": "Mary Somerville"})

    address = shown_address(made)
    opened = new_client().get(address)

    assert made.headers["Cache-Control"] == "no-store"
    assert "For Mary Somerville" in words_of(made)
    assert "Shown this once. Ends on 21 February 2027." in words_of(made)
    assert opened.status_code == 200
    assert "Only Mary Somerville and the organisers have this link" in opened.text
    assert page_of(opened).xpath("//header//nav") == []
    assert "Moderate without an account" not in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    assert "noindex" in opened.headers["X-Robots-Tag"]
    assert opened.headers["Referrer-Policy"] == "same-origin"
    again = desk.get(DESK)
    assert shown_address(again) == ""
    assert address.rsplit("/", 1)[1] not in again.text
    assert address.rsplit("/", 1)[1] not in repr(session.execute(sa.select(AuditEvent.detail)).all())


def test_a_second_press_makes_no_second_link(desk, new_client, session):
    first, second = (desk.post(f"{DESK}/links", data={"name": "Mary"}) for _press in range(2))

    assert session.scalar(sa.select(sa.func.count(ModeratorLink.id))) == 1
    assert new_client().get(shown_address(second)).status_code == 200
    assert new_client().get(shown_address(first)).status_code == 404


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "Write for whom the link is"), ("x" * 81, "This has 81 characters. Shorten it to 80.")],
)
def test_a_link_without_a_name_is_refused_at_its_field(desk, session, name, sentence):
    answer = desk.post(f"{DESK}/links", data={"name": name})

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert page_of(answer).xpath('string(//input[@id="link-name"]/@value)') == name
    assert session.scalar(sa.select(sa.func.count(ModeratorLink.id))) == 0


def test_a_revoked_link_opens_nothing_and_does_nothing(desk, mary, link, make, session, stored):
    make()
    session.commit()

    revoked = desk.post(f"{DESK}/links/{link.id}/revocation")
    again = desk.post(f"{DESK}/links/{link.id}/revocation")

    assert (revoked.status_code, again.status_code) == (303, 303)
    assert "Mary Somerville" not in words_of(desk.get(DESK))
    for answer in (
        mary.get(BY_LINK),
        mary.get(f"{BY_LINK}/fresh"),
        mary.post(f"{BY_LINK}/questions/1", data={"press": "hide"}),
        mary.post(f"{BY_LINK}/board", data={"press": "pause"}),
    ):
        assert answer.status_code == 410
        assert "This link no longer opens anything. Ask the organisers for a new one." in answer.text
    assert not stored(1).is_hidden


def test_a_link_ends_seven_days_after_the_webinar(mary, live):
    live.move_to(dt.datetime(2027, 2, 21, 17, 59, tzinfo=dt.UTC))
    before = mary.get(BY_LINK)
    live.move_to(dt.datetime(2027, 2, 21, 18, 1, tzinfo=dt.UTC))

    assert (before.status_code, mary.get(BY_LINK).status_code) == (200, 410)


def test_a_link_to_what_was_taken_down_opens_nothing(mary, webinar, session):
    webinar.status = Status.DRAFT
    session.commit()

    assert mary.get(BY_LINK).status_code == 410


def test_an_unknown_link_is_nothing(mary):
    answer = mary.get(f"{BY_LINK}x")

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert mary.post(f"{BY_LINK}x/board", data={"press": "pause"}).status_code == 404


def test_looking_by_a_link_writes_nothing(mary, link, session):
    mary.get(BY_LINK)
    mary.get(f"{BY_LINK}/fresh")

    session.expire_all()
    assert session.scalars(sa.select(ModeratorLink.opened_at)).all() == [None]


def test_a_link_moderates_no_other_webinar_and_nothing_else(mary, session, make, stored):
    make()
    session.commit()

    assert mary.post(f"{DESK}/1", data={"press": "hide"}).status_code in {302, 403}
    assert mary.post(f"{DESK}/links", data={"name": "Cleo"}).status_code in {302, 403}
    assert not stored(1).is_hidden
    assert session.scalars(sa.select(ModeratorLink.name)).all() == ["Mary Somerville"]


def test_a_link_may_press_often_and_not_endlessly(mary, session, make):
    make()
    session.commit()

    statuses = [mary.post(f"{BY_LINK}/questions/1", data={"press": "up"}).status_code for _press in range(301)]

    assert statuses == [303] * 300 + [429]


def test_the_token_stands_in_no_log(mary, capsys):
    mary.post(f"{BY_LINK}/questions/7", data={"press": "hide"})

    assert TOKEN not in "".join(capsys.readouterr())


def test_links_of_another_webinar_are_not_revoked_here(desk, link, session, stored_board):
    assert desk.post(f"{DESK}/links/{link.id + 1}/revocation").status_code == 303
    session.expire_all()
    assert session.scalars(sa.select(ModeratorLink.revoked_at)).all() == [None]
    assert link.made_at <= clock.now()
