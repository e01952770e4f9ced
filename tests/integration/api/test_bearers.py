"""Who asks, and what they are answered: ten kinds of bearer at the same addresses."""

import datetime as dt

import pytest

from tests.factories import add_co_organiser, make_member, make_organisation, make_user, make_webinar
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.domain.interfaces.api_tokens.uses import store_uses
from webinars.models import ApiToken, AuditEvent, Membership, PartnerRight, Role, Scope, Status

NEW, NAMED = {"title": "Ours"}, {"summary": "Ours."}
ASKED = {
    "list": ("GET", "/webinars", None),
    "drafts": ("GET", "/webinars?status=draft", None),
    "draft": ("GET", "/webinars/a-draft", None),
    "new": ("POST", "/webinars", NEW),
    "patch the draft": ("PATCH", "/webinars/a-draft", NAMED),
    "patch what is public": ("PATCH", "/webinars/comets", NAMED),
    "cancel": ("POST", "/webinars/comets/cancellation", {}),
    "registrations": ("GET", "/webinars/comets/registrations", None),
}
ANSWERED = {
    "nobody": {"list": 200, "draft": 404},
    "unknown": dict.fromkeys(ASKED, 401),
    "ended": dict.fromkeys(ASKED, 401),
    "has left": dict.fromkeys(ASKED, 401),
    "owner": {"list": 200, "drafts": 200, "draft": 200, "new": 201, "patch the draft": 200,
              "patch what is public": 200, "cancel": 200, "registrations": 200},
    "reader": {"list": 200, "drafts": 200, "draft": 200, "new": 403, "patch the draft": 403,
               "patch what is public": 403, "cancel": 403, "registrations": 403},
    "viewer by now": {"list": 200, "drafts": 200, "draft": 200, "new": 403, "patch the draft": 403,
                      "patch what is public": 403, "cancel": 403, "registrations": 403},
    "administrator of another": {"list": 200, "drafts": 200, "draft": 404, "new": 201, "patch the draft": 404,
                                 "patch what is public": 404, "cancel": 404, "registrations": 404},
    "co-organiser with texts": {"list": 200, "drafts": 200, "draft": 200, "new": 201, "patch the draft": 200,
                                "patch what is public": 200, "cancel": 403, "registrations": 403},
    "co-organiser with publish": {"list": 200, "drafts": 200, "draft": 200, "new": 201, "patch the draft": 403,
                                  "patch what is public": 403, "cancel": 200, "registrations": 403},
}  # fmt: skip
"""What each is answered. What is not named here is 401."""


@pytest.fixture
def bearers(session, lunar):
    """`bearers(kind)` gives the secret of such a bearer, or None; the webinars are there."""

    def made(kind):
        webinars = [
            make_webinar(session, lunar, slug="a-draft", status=Status.DRAFT),
            make_webinar(session, lunar, slug="comets", is_registration_here=True),
        ]
        if kind in {"nobody", "unknown"}:
            return {"nobody": None, "unknown": "wbn_" + "0" * 49}[kind]
        organisation, user = _maker(session, lunar, webinars, kind)
        actor, scopes = actor_of(session, user.id), [Scope.READ] if kind == "reader" else list(Scope)
        token, secret = create_token(session, actor, organisation, name="Ours", scopes=scopes, days=30, now=clock.now())
        membership = session.query(Membership).filter_by(user_id=user.id).one()
        if kind == "viewer by now":
            membership.role = Role.VIEWER
        if kind == "has left":
            session.delete(membership)
        if kind == "ended":
            token.ends_at = clock.now()
        return secret

    return made


def _maker(session, lunar, webinars, kind):
    if kind == "administrator of another":
        organisation = make_organisation(session, "Salon")
        user = make_member(session, organisation, "Ada", Role.OWNER)
        user.is_admin = True
        return organisation, user
    if not kind.startswith("co-organiser"):
        return lunar, make_member(session, lunar, "Maker", Role.OWNER)
    organisation = make_organisation(session, "Royal Society")
    for each in webinars:
        right = PartnerRight.TEXTS if "texts" in kind else PartnerRight.PUBLISH
        add_co_organiser(session, each, organisation).rights = [right.value]
    return organisation, make_member(session, organisation, "Roy", Role.EDITOR)


@pytest.mark.parametrize("kind", ANSWERED)
def test_each_kind_of_bearer_is_answered_as_it_may(session, bearers, new_client, kind):
    secret, client = bearers(kind), new_client()
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    session.commit()

    found = {
        name: client.open(f"/api/v1{path}", method=method, headers=headers, json=sent).status_code
        for name, (method, path, sent) in ASKED.items()
    }

    assert found == {name: ANSWERED[kind].get(name, 401) for name in ASKED}


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic b2xnYTpodW50ZXIy", "wbn_x", "Bearer wbn_" + "é" * 49])
def test_whatever_stands_in_the_place_of_a_token_is_refused(new_client, header):
    answer = new_client().get("/api/v1/webinars", headers={"Authorization": header.encode().decode("latin-1")})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_session_of_the_desk_is_no_token(session, lunar, olga, client, sign_in):
    make_webinar(session, lunar, slug="a-draft", status=Status.DRAFT)
    sign_in(client, olga)

    assert client.get("/api/v1/webinars/a-draft").status_code == 404
    assert client.post("/api/v1/webinars", json=NEW).status_code == 401


def test_what_a_token_was_answered_is_given_to_nobody_else(session, lunar, olga, program, anybody):
    make_webinar(session, lunar, slug="comets", join_url="https://meet.example/1")
    reader = program(olga, lunar, Scope.READ)

    first, told = reader("GET", "/webinars/comets"), anybody("GET", "/webinars/comets")
    again = reader("GET", "/webinars/comets", headers={"If-None-Match": told.headers["ETag"]})

    assert "room_url" in first.json
    assert "room_url" not in told.json
    assert again.status_code == 200


def test_who_reads_registrations_stands_in_the_history(app, session, lunar, olga, program, settings):
    webinar = make_webinar(session, lunar, is_registration_here=True)
    program(olga, lunar, Scope.REGISTRATIONS)("GET", f"/webinars/{webinar.slug}/registrations")
    with app.app_context():
        app.extensions["API tokens"].hand_over()
        store_uses(session, settings)

    event = session.query(AuditEvent).filter_by(webinar_id=webinar.id).one()
    token = session.query(ApiToken).one()
    assert (event.token_id, token.last_used_on) == (token.id, clock.now().date())


def test_a_token_without_any_scope_reads_what_is_public(session, lunar, olga, program):
    make_webinar(session, lunar, slug="a-draft", status=Status.DRAFT)
    plain = program(olga, lunar)

    assert plain("GET", "/webinars").status_code == 200
    assert plain("GET", "/webinars/a-draft").status_code == 404
    assert plain("POST", "/webinars", json=NEW).status_code == 403


def test_an_administrator_is_none_by_a_token(session, lunar, new_client, program):
    ada = make_user(session, "Ada", is_admin=True)
    salon = make_organisation(session, "Salon")
    session.add(Membership(organisation=salon, user=ada, role=Role.OWNER, created_at=clock.now()))
    make_webinar(session, lunar, slug="comets", starts_in=dt.timedelta(days=1))
    session.flush()

    assert program(ada, salon, *Scope)("DELETE", "/webinars/comets").status_code == 404
