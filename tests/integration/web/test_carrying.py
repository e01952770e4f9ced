"""Forms that come too late: after the session has ended, or with the token of another one."""

import io

import pytest
import sqlalchemy as sa
from lxml import html
from werkzeug.datastructures import MultiDict

from tests.factories import make_member, make_membership, make_organisation, make_user, make_webinar
from tests.filled_form import FilledForm
from webinars.app.application import MAX_REQUEST_BYTES
from webinars.domain.accounts.passwords import hash_password
from webinars.models import Role, Status, UserSession, Webinar
from webinars.web.forms.expired_forms import MOST_FIELDS, MOST_OCTETS

PASSWORD = "copper tide organ"
PAGE = "/manage/webinars/comets-and-their-tails"
TYPED = {"summary": "Typed\r\nfor an hour.", "join_passcode": "halley's “comet” <1P>", "title": "Comets & tails"}


@pytest.fixture(autouse=True)
def strict(app):
    """As in production: the other tests post without tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    olga = make_member(session, host, "Olga", Role.EDITOR)
    olga.email, olga.password_hash = "olga@society.example", hash_password(PASSWORD)
    return olga


@pytest.fixture
def webinar(session, host):
    return make_webinar(session, host, status=Status.DRAFT)


@pytest.fixture
def typed(client, sign_in, olga, webinar):
    """The editor's form, filled in by Olga."""
    sign_in(client, olga)
    return FilledForm(client.get(PAGE)).fill(**TYPED)


def words(page):
    return " ".join(html.fromstring(page.text).text_content().split())


@pytest.fixture
def sign_in_anew(client, sign_in, olga):
    """Olga signs in with another session, in which tokens of before are none."""

    def sign_in_anew():
        client.delete_cookie("__Host-session")
        sign_in(client, olga)

    return sign_in_anew


def sign_out_everywhere(session):
    session.execute(sa.delete(UserSession))
    session.commit()


def form_of(response):
    """The form of the main part of a page."""
    return FilledForm(response, "//main//form[.//input[@type='password'] or not(//input[@type='password'])]")


def press(client, response, button=None, **values):
    """Send the form of a page, filled in, with one of its buttons by its words."""
    form = form_of(response).fill(**values)
    named = [each for each in form.form.xpath(".//button[@name]") if each.text_content() == button]
    pairs = [*form.fields, *((each.get("name"), each.get("value")) for each in named)]
    return client.post(form.form.get("action"), data=MultiDict(pairs))


def sign_in_on(client, response, email="olga@society.example", password=PASSWORD):
    return press(client, response, email=email, password=password)


def stored(session):
    session.expire_all()
    return session.scalars(sa.select(Webinar)).one()


def test_who_signs_in_again_goes_on_where_they_were(client, session, typed):
    sign_out_everywhere(session)

    asked = client.post(PAGE, data=typed.data())
    offered = sign_in_on(client, asked)
    saved = press(client, offered, "Send it now")

    assert (asked.status_code, offered.status_code, saved.status_code) == (403, 200, 303)
    assert "You are signed out, so nothing was saved. Sign in again: what you typed is still here." in words(asked)
    assert "You are signed in again." in offered.text
    assert ">Olga</a>" in offered.text
    webinar = stored(session)
    assert webinar.summary == "Typed\nfor an hour."
    assert (webinar.join_passcode, webinar.title) == (TYPED["join_passcode"], TYPED["title"])


def test_a_session_whose_cookie_is_gone_is_no_other_case(client, session, typed):
    client.delete_cookie("__Host-session")

    asked = client.post(PAGE, data=typed.data("publish"))
    press(client, sign_in_on(client, asked), "Send it now")

    assert (stored(session).status, stored(session).title) == (Status.PUBLISHED, TYPED["title"])


def test_the_form_can_be_looked_at_first(client, session, typed):
    sign_out_everywhere(session)

    shown = press(client, sign_in_on(client, client.post(PAGE, data=typed.data())), "Look at it first")

    assert shown.status_code == 400
    assert "What you typed is all here: save it again." in shown.text
    form = FilledForm(shown)
    assert form["join_passcode"] == TYPED["join_passcode"]
    assert stored(session).summary == ""
    assert client.post(PAGE, data=form.data()).status_code == 303
    assert stored(session).summary == "Typed\nfor an hour."


def test_a_slip_in_the_password_loses_nothing(client, session, typed):
    sign_out_everywhere(session)

    refused = sign_in_on(client, client.post(PAGE, data=typed.data()), password="wrong")
    press(client, sign_in_on(client, refused), "Send it now")

    assert refused.status_code == 422
    assert stored(session).title == TYPED["title"]


def test_nothing_that_was_typed_stands_in_an_address_a_log_or_a_cache(client, session, typed, capfd, caplog):
    sign_out_everywhere(session)

    asked = client.post(PAGE, data=typed.data())
    offered = sign_in_on(client, asked)

    for page in (asked, offered):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "halley" not in str(page.headers)
        assert "halley" not in form_of(page).form.get("action")
    assert PASSWORD not in offered.text
    assert "halley" not in "".join([*capfd.readouterr(), caplog.text])


@pytest.mark.parametrize(
    ("role", "status", "summary"), [(None, 404, ""), (Role.VIEWER, 403, ""), (Role.EDITOR, 303, "Typed\nfor an hour.")]
)
def test_somebody_else_who_signs_in_may_do_what_they_may(client, session, host, typed, role, status, summary):
    other = make_user(session, "Oskar", email="oskar@club.example", password_hash=hash_password(PASSWORD))
    if role:
        make_membership(session, host, other, role)
    sign_out_everywhere(session)

    offered = sign_in_on(client, client.post(PAGE, data=typed.data()), email="oskar@club.example")

    assert press(client, offered, "Send it now").status_code == status
    assert stored(session).summary == summary


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "/webinars/x", "/manage/../x", "", None]
)
def test_what_is_carried_is_sent_to_pages_with_a_session_alone(client, session, typed, target):
    sign_out_everywhere(session)
    form = form_of(client.post(PAGE, data=typed.data())).fill(email="olga@society.example", password=PASSWORD)

    query = {} if target is None else {"next": target}
    answer = client.post("/account/sign-in", query_string=query, data=MultiDict(form.fields))

    assert answer.status_code == 303
    assert "evil" not in answer.location


def test_a_token_of_an_older_session_brings_the_form_back(client, session, sign_in_anew, typed):
    sign_in_anew()

    late = client.post(PAGE, data=typed.data())

    assert late.status_code == 400
    assert "You have signed in since this page was opened, so nothing was saved yet." in late.text
    assert stored(session).summary == ""
    client.post(PAGE, data=FilledForm(late).data())
    assert stored(session).summary == "Typed\nfor an hour."


def test_how_people_register_comes_back_too(client, session, sign_in_anew, typed):
    asked = FilledForm(client.post(PAGE, data=typed.fill(registration_mode="here").data("add own_questions")))
    asked.fill(capacity="28", own_questions__0__label="Why?", own_questions__0__reason="To know.")
    sign_in_anew()

    late = FilledForm(client.post(PAGE, data=asked.data()))

    assert (late["registration_mode"], late["capacity"], late["own_questions-0-label"]) == ("here", "28", "Why?")
    assert client.post(PAGE, data=late.data()).status_code == 303
    assert stored(session).is_registration_here


def test_a_new_webinar_comes_back_as_well(client, session, sign_in_anew):
    sign_in_anew()
    typed = FilledForm(client.get("/manage/webinars/new")).fill(title="Comets", new_question="Why?")
    sign_in_anew()

    late = client.post("/manage/webinars", data=typed.data())

    assert (late.status_code, FilledForm(late)["new_question"]) == (400, "Why?")
    client.post("/manage/webinars", data=FilledForm(late).data())
    assert stored(session).title == "Comets"


def test_other_forms_are_sent_again_by_a_button(client, sign_in_anew):
    sign_in_anew()
    typed = FilledForm(client.get("/account/"), "//form[@action='/account/name']").fill(name="Olga Ivanovna")
    sign_in_anew()

    late = client.post("/account/name", data=typed.data())
    saved = press(client, late, "Send it now")

    assert (late.status_code, saved.status_code) == (400, 303)
    assert "Nothing was saved yet: send it again." in late.text
    assert "Look at it first" not in late.text
    assert "Olga Ivanovna" in client.get("/account/").text


def test_nothing_is_sent_again_without_a_fresh_token(client, sign_in_anew):
    sign_in_anew()
    typed = FilledForm(client.get("/account/"), "//form[@action='/account/name']").fill(name="Planted")
    sign_in_anew()

    late = client.post("/account/name", data=typed.data())

    assert press(client, late).status_code == 400
    assert "Planted" not in client.get("/account/").text
    assert "<script>" not in late.text


def test_another_sites_form_is_neither_read_nor_carried(client, webinar):
    answer = client.post(PAGE, data={"title": "Planted"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "Planted" not in answer.text


def test_passwords_are_typed_again(client, session, sign_in, olga):
    sign_in(client, olga)
    old, new = "copper tide organ", "seven lamps of brass"
    typed = FilledForm(client.get("/account/"), "//form[@action='/account/password']").fill(
        current_password=old, password=new
    )
    sign_out_everywhere(session)

    asked = client.post("/account/password", data=typed.data())
    offered = sign_in_on(client, asked)
    refused = press(client, offered, "Send it now")

    assert "Passwords are never kept: type yours again afterwards." in asked.text
    assert [secret in page.text for page in (asked, offered, refused) for secret in (old, new)] == [False] * 6
    assert refused.status_code == 422


def test_a_file_is_named_as_lost(client, session, typed):
    sign_out_everywhere(session)

    asked = client.post(PAGE, data=dict(typed.fields) | {"file": (io.BytesIO(b"x"), "comets.ics")})

    assert asked.status_code == 403
    assert "The file cannot be kept: choose it again afterwards." in asked.text


@pytest.mark.parametrize(
    "data",
    [
        {"description": "x" * (MOST_OCTETS + 1)},
        {f"{number}": "" for number in range(MOST_FIELDS + 1)},
        {"description": "x" * (MAX_REQUEST_BYTES + 1)},
    ],
    ids=["letters", "fields", "more than is read"],
)
def test_there_is_an_end_to_what_is_carried(client, webinar, olga, data):
    asked = client.post(PAGE, data=data, headers={"Referer": f"http://localhost{PAGE}"})

    assert asked.status_code == 403
    assert "too large to be kept here" in asked.text
    assert len(asked.text) < 20_000
    assert sign_in_on(client, asked).location == PAGE


def test_as_much_as_is_carried_can_be_sent_again(client, session, webinar, olga):
    asked = client.post(PAGE, data={"description": "é" * (MOST_OCTETS // 4), "title": "Comets"})

    offered = sign_in_on(client, asked)

    assert (asked.status_code, offered.status_code) == (403, 200)
    assert press(client, offered, "Send it now").status_code == 409


def test_a_member_is_told_that_something_is_too_large(client, sign_in, olga, webinar):
    sign_in(client, olga)

    assert client.post(PAGE, data={"description": "x" * (MAX_REQUEST_BYTES + 1)}).status_code == 413


def test_a_sign_in_page_that_waited_keeps_the_address_and_what_it_carries(client, new_client, session, typed):
    sign_out_everywhere(session)
    asked = client.post(PAGE, data=typed.data())
    client.delete_cookie("__Host-session")

    late = sign_in_on(client, asked)
    press(client, sign_in_on(client, late), "Send it now")

    assert late.status_code == 400
    assert form_of(late)["email"] == "olga@society.example"
    assert "Enter your password once more." in late.text
    assert stored(session).title == TYPED["title"]


def test_who_has_signed_in_in_another_window_goes_on(client, session, sign_in_anew, typed):
    sign_out_everywhere(session)
    asked = client.post(PAGE, data=typed.data())
    sign_in_anew()
    client.get("/account/")

    press(client, sign_in_on(client, asked), "Send it now")

    assert stored(session).title == TYPED["title"]
