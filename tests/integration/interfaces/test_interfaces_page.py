"""“API and webhooks”, a tab of the organisation: its tokens."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens import actions
from webinars.domain.interfaces.api_tokens.queries import token_with_secret
from webinars.domain.organisations.actions import remove_member
from webinars.models import ApiToken, Membership, Scope
from webinars.site.interfaces.forms import SCOPE_WORDS

PAGE = "/manage/organisations/lunar-society/interfaces"
NEW = {"name": "Month list on our site", "scopes": ["read"], "days": "365"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def as_olga(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def as_edith(new_client, sign_in, edith):
    client = new_client()
    sign_in(client, edith)
    return client


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def secret_on(answer):
    return re.search(r'id="secret">(wbn_\w+)<', answer.text)[1]


def change(client, token, press):
    return client.post(f"{PAGE}/tokens/{token.id}", data={"press": press})


def test_a_token_is_made_and_its_secret_is_shown_once(as_olga, session):
    answer = as_olga.post(f"{PAGE}/tokens", data=NEW | {"scopes": ["read", "registrations"]})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    said = words(answer)
    assert "“Month list on our site” is made. This is its secret, shown this once." in said
    token = token_with_secret(session, secret_on(answer), now=clock.now())
    assert (token.name, token.scopes) == ("Month list on our site", ["read", "registrations"])
    assert token.ends_at - token.created_at == 365 * DAY
    page = as_olga.get(PAGE)
    assert secret_on(answer) not in page.text
    assert f"{token.start}…, made by Olga" in words(page)
    assert "Read, with drafts and links to join Read registrations Never used" in words(page)


def test_whoever_reloads_that_page_makes_no_second_one(as_olga, session):
    as_olga.post(f"{PAGE}/tokens", data=NEW)
    again = as_olga.post(f"{PAGE}/tokens", data=NEW)

    assert again.status_code == 422
    assert "There is a token of this name already. Choose another, or end that one first." in words(again)
    assert 'id="secret"' not in again.text
    assert len(session.scalars(sa.select(ApiToken)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "Say what will use it."),
        ({"name": "x" * 81}, "At most 80 characters."),
        ({"days": "31"}, "A token ends after 30 days, one year or three years."),
        ({"scopes": ["admin"]}, "is not a valid choice for this field."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(as_olga, session, typed, said):
    answer = as_olga.post(f"{PAGE}/tokens", data={"name": "Ours", "scopes": ["hooks"], "days": "30"} | typed)

    assert answer.status_code == 422
    assert said in words(answer)
    if "scopes" not in typed:
        assert re.search(r'value="hooks" checked', answer.text)
        assert not re.search(r'value="read" checked', answer.text)
    assert session.scalars(sa.select(ApiToken)).all() == []


def test_it_may_be_allowed_nothing_but_what_is_public(as_olga, session):
    as_olga.post(f"{PAGE}/tokens", data={"name": "Public", "days": "30"})
    assert session.scalars(sa.select(ApiToken)).one().scopes == []
    assert "Read what is public" in words(as_olga.get(PAGE))


def test_every_right_has_words():
    assert list(SCOPE_WORDS) == list(Scope)


def test_ends_are_told_with_their_reason(clock_at, as_olga, session, olga, edith, token_of):
    by, now = actor_of(session, olga.id), clock.now()
    revoked, extended, _left, expired, far = (
        token_of(maker, name=name, days=days)[0]
        for maker, name, days in (
            (olga, "Revoked", 365), (olga, "Soon", 30), (edith, "Left", 365), (olga, "Expired", 30), (olga, "Far", 365),
        )
    )  # fmt: skip
    actions.revoke_token(session, by, revoked, now=now)
    expired.ends_at = now - DAY
    member = session.scalars(sa.select(Membership).where(Membership.user_id == edith.id)).one()
    remove_member(session, by, member, now=now + DAY)
    far.last_used_on, extended.last_used_on = now.date() + DAY, dt.date(2025, 11, 12)
    session.commit()
    clock_at(now + DAY)

    plain = words(as_olga.get(PAGE)).replace("\N{NO-BREAK SPACE}", " ")

    assert "Today 3 November 2027 End it" in plain
    assert "12 November 2025 In 29 days 3 December 2026 One year more : Soon End it : Soon" in plain
    assert "Ended 3 November 2026, by hand" in plain
    assert "Ended 2 November 2026, by its date" in plain
    assert "Ended 4 November 2026, with the membership of Edith" in plain
    assert "End it : Left" not in plain


def test_a_token_of_whoever_may_not_sign_in_is_not_told_as_open(as_olga, session, edith, token_of):
    token_of(edith)
    edith.is_active = False
    session.commit()
    page = words(as_olga.get(PAGE))
    assert "Ended With the membership of Edith" in page
    assert "End it" not in page


def test_a_token_is_ended_and_given_a_year(as_olga, session, olga, token_of):
    token, secret = token_of(olga, days=30)
    end = token.ends_at

    answer = change(as_olga, token, "extend")

    assert (answer.status_code, answer.location) == (303, f"{PAGE}#tokens")
    session.refresh(token)
    assert token.ends_at == end + 365 * DAY
    assert "“Our own website” has one year more." in words(as_olga.get(PAGE))
    change(as_olga, token, "extend")
    assert "can be given one year more in its last 30 days, and not after them." in words(as_olga.get(PAGE))
    change(as_olga, token, "end")
    assert "“Our own website” has ended: what uses it is refused." in words(as_olga.get(PAGE))
    assert token_with_secret(session, secret, now=clock.now()) is None
    assert change(as_olga, token, "nonsense").status_code == 400


def test_editors_see_all_and_change_their_own(as_edith, session, olga, edith, token_of):
    owners, own = (token_of(maker, name=maker.name)[0] for maker in (olga, edith))

    page = words(as_edith.get(PAGE))

    assert "made by Olga" in page
    assert "End it : Edith" in page
    assert "End it : Olga" not in page
    assert change(as_edith, owners, "end").status_code == 403
    assert change(as_edith, own, "end").status_code == 303


def test_an_administrator_who_is_no_member_ends_tokens_and_makes_none(client, sign_in, session, oskar, olga, token_of):
    token, _secret = token_of(olga)
    oskar.is_admin = True
    session.commit()
    sign_in(client, oskar)

    assert "Make the token" not in client.get(PAGE).text
    assert client.post(f"{PAGE}/tokens", data=NEW).status_code == 403
    assert change(client, token, "end").status_code == 303


def test_a_token_of_another_organisation_is_not_there(client, sign_in, session, oskar, olga, token_of):
    token, _secret = token_of(olga)
    sign_in(client, oskar)
    path = f"/manage/organisations/royal-society/interfaces/tokens/{token.id}"
    assert client.post(path, data={"press": "end"}).status_code == 404
    session.refresh(token)
    assert token.revoked_at is None


def test_viewers_are_not_led_there(client, sign_in, vera):
    sign_in(client, vera)
    assert "/interfaces" not in client.get("/manage/organisations/lunar-society").text
    assert client.get(PAGE).status_code == 403


def test_the_commands_are_those_of_the_organisation(clock_at, as_olga):
    page = as_olga.get(PAGE).text
    asked = "/api/v1/webinars?organisation=lunar-society&amp;"
    assert f"curl &#39;http://localhost{asked}after=2026-11-03&#39;" in page
    assert f"&#39;http://localhost{asked}status=draft&#39;" in page
    assert "A token lets a program act for the Lunar Society." in page
