"""What an editor of a co-organiser may do with a webinar, by the rights that the host has given it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.desk_world import desk_rules
from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    make_member,
    make_speaker,
    make_user,
    make_webinar,
)
from tests.filled_form import FilledForm
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import CoOrganiser, Membership, PartnerRight, Role, Status, Visibility

PAGE = "/manage/webinars/comets-and-their-tails"
FIELDS = {
    PartnerRight.TEXTS: ("title", "summary", "description", "language", "topics", "new_question"),
    PartnerRight.PEOPLE: ("new_speaker", "lineup-0-role"),
    PartnerRight.REGISTRATIONS: ("registration_mode", "registration_url"),
    PartnerRight.PUBLISH: ("date", "hour", "timezone", "duration_minutes", "join_url", "visibility"),
}
HOSTS = ("series", "new_co_organiser")


@pytest.fixture
def webinar(session, host):
    made = make_webinar(session, host, status=Status.DRAFT, starts_wall=dt.datetime.fromisoformat("2027-07-04T16:00"))
    made.join_url = "https://room.example/secret"
    add_appearance(session, made, make_speaker(session, host))
    add_question(session, made)
    return made


@pytest.fixture
def as_petra(session, client, sign_in, webinar, partner):
    """`as_petra(rights)`: the browser is hers, who edits for a co-organiser with these rights."""

    def as_petra(*rights):
        add_co_organiser(session, webinar, partner).rights = [right.value for right in rights]
        sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))

    return as_petra


def stored(session, slug="comets-and-their-tails"):
    session.expire_all()
    return webinar_to_edit(session, slug)


def give(session, *rights):
    session.execute(sa.update(CoOrganiser).values(rights=[right.value for right in rights]))
    session.commit()


@pytest.mark.parametrize("right", PartnerRight)
def test_the_editor_shows_what_one_may_change_and_nothing_else(editor, as_petra, right):
    as_petra(right)

    form = editor(PAGE)

    for other, names in FIELDS.items():
        for name in names:
            assert (name in form) == (other is right), name
    for name in HOSTS:
        assert name not in form
    assert ("publish" in form.buttons()) == (right is PartnerRight.PUBLISH)
    assert ("https://room.example/secret" in form["join_url"]) if right is PartnerRight.PUBLISH else True


@pytest.mark.parametrize("right", PartnerRight)
def test_a_forged_field_is_left_as_it_is_and_said(session, client, editor, as_petra, right):
    as_petra(right)
    typed = {
        PartnerRight.TEXTS: ("summary", "Forged"),
        PartnerRight.PEOPLE: ("new_speaker", ""),
        PartnerRight.REGISTRATIONS: ("registration_mode", "here"),
        PartnerRight.PUBLISH: ("visibility", "unlisted"),
    }
    form = editor(PAGE)
    for name, value in typed.values():
        form.put(name, value)
    form.put("series", "Forged")

    answer = client.post(PAGE, data=form.data())

    assert answer.status_code == 303
    assert "what else was sent is left as it was" in client.get(answer.location).text
    now = stored(session)
    assert now.summary == ("Forged" if right is PartnerRight.TEXTS else "")
    assert now.is_registration_here == (right is PartnerRight.REGISTRATIONS)
    assert now.visibility == (Visibility.UNLISTED if right is PartnerRight.PUBLISH else Visibility.PUBLIC)
    assert now.series is None
    assert [each.speaker.name for each in now.lineup] == ["Caroline Herschel"]
    assert len(now.questions) == 1


def test_one_with_the_right_to_publish_publishes_moves_and_cancels(session, client, editor, as_petra):
    as_petra(PartnerRight.PUBLISH)

    assert client.post(PAGE, data=editor(PAGE).data("publish")).status_code == 303
    assert client.post(PAGE, data=editor(PAGE).fill(hour="17:00").data()).status_code == 303
    assert stored(session).starts_wall == dt.datetime.fromisoformat("2027-07-04T17:00")
    assert client.post(f"{PAGE}/cancellation", data={"reason": "Fog"}).status_code == 303
    assert stored(session).status == Status.CANCELLED
    assert client.post(f"{PAGE}/restoration").status_code == 303
    assert client.post(f"{PAGE}/delete").status_code == 403


def test_a_right_that_is_taken_away_ends_at_once_and_what_was_typed_is_kept(session, client, editor, as_petra):
    as_petra(PartnerRight.TEXTS, PartnerRight.PEOPLE)
    form = editor(PAGE).fill(summary="Typed for an hour", lineup__0__affiliation="Bath")
    give(session, PartnerRight.PEOPLE)

    answer = client.post(PAGE, data=form.data())

    assert answer.status_code == 403
    assert "Typed for an hour" in answer.text
    again = FilledForm(answer)
    assert "summary" not in again
    assert again["lineup-0-affiliation"] == "Bath"
    assert stored(session).summary == ""
    assert client.post(PAGE, data=again.data()).status_code == 303
    assert stored(session).lineup[0].affiliation == "Bath"


@pytest.mark.parametrize("how", ["rights", "membership"])
def test_once_all_is_taken_away_what_was_typed_is_shown(session, client, editor, as_petra, how):
    as_petra(PartnerRight.TEXTS)
    form = editor(PAGE).fill(summary="Typed for an hour")
    if how == "rights":
        give(session)
    else:
        session.execute(sa.update(Membership).values(role=Role.VIEWER))
        session.commit()

    answer = client.post(PAGE, data=form.data())

    assert answer.status_code == 403
    assert "Typed for an hour" in answer.text
    assert stored(session).summary == ""


def test_one_that_is_taken_out_meanwhile_gets_back_what_was_typed_and_nothing_else(
    session, client, editor, as_petra, webinar
):
    as_petra(PartnerRight.TEXTS)
    form = editor(PAGE).fill(summary="Typed for an hour", title="Typed title")
    session.execute(sa.delete(CoOrganiser))
    webinar.description = "Planted by the host"
    session.commit()

    answer = client.post(PAGE, data=form.data())

    assert answer.status_code == 404
    assert "Typed for an hour" in answer.text
    for word in ("Planted by the host", "Comets and their tails", "Lunar Society", "Olga", "Caroline"):
        assert word not in answer.text
    assert stored(session).summary == ""


def test_a_right_that_is_given_meanwhile_empties_nothing(session, client, editor, as_petra):
    as_petra(PartnerRight.PEOPLE)
    form = editor(PAGE).fill(lineup__0__affiliation="Bath")
    give(session, *PartnerRight)

    assert client.post(PAGE, data=form.data()).status_code == 303
    now = stored(session)
    assert (now.title, now.join_url, len(now.questions)) == (
        "Comets and their tails",
        "https://room.example/secret",
        1,
    )
    assert now.lineup[0].affiliation == "Bath"


def test_people_alone_confirms_and_texts_alone_does_not(session, client, as_petra, webinar):
    as_petra(PartnerRight.TEXTS)
    address = f"{PAGE}/lineup/{webinar.lineup[0].id}/confirmation"
    session.commit()

    assert client.post(address).status_code == 403
    give(session, PartnerRight.PEOPLE)
    assert client.post(address).status_code == 303


def test_registrations_alone_says_where_people_register(session, client, editor, as_petra):
    as_petra(PartnerRight.REGISTRATIONS)
    address = "https://elsewhere.example/register"

    sent = editor(PAGE).fill(registration_mode="elsewhere", registration_url=address).data()

    assert client.post(PAGE, data=sent).status_code == 303
    assert stored(session).registration_url == address


def test_nobody_may_do_anything_by_a_right_of_one_that_only_was_invited(session, client, editor, as_petra):
    as_petra(*PartnerRight)
    session.execute(sa.update(CoOrganiser).values(accepted_at=None))
    session.commit()

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data={"title": "Mine"}).status_code == 404


def test_who_belongs_to_no_organisation_finds_nothing_of_others(app, session, client, sign_in, webinar, olga):
    """A database is asked for what belongs to nobody in other words than for what belongs to some."""
    paths = [rule.rule for rule in desk_rules(list(app.url_map.iter_rules()), "GET") if not rule.arguments]

    def pages():
        return {path: client.get(path) for path in paths if path != "/account/sign-in"}

    sign_in(client, olga)
    assert any(webinar.title in page.text for page in pages().values())
    sign_in(client, make_user(session, "Nora Nobody"))
    nothing = pages()

    assert [path for path, page in nothing.items() if page.status_code >= 500 or webinar.title in page.text] == []
    assert [path for path, page in nothing.items() if page.status_code == 200] != []


def test_an_administrator_of_no_organisation_changes_what_others_host(session, client, sign_in, editor, webinar):
    sign_in(client, make_user(session, "Ada", is_admin=True))

    saved = client.post(PAGE, data=editor(PAGE).fill(hour="17:00", new_speaker="Mary Somerville").data())

    assert saved.status_code == 303
    assert client.get(saved.location).status_code == 200
    now = stored(session)
    assert now.starts_wall == dt.datetime.fromisoformat("2027-07-04T17:00")
    assert [each.speaker.name for each in now.lineup] == ["Caroline Herschel", "Mary Somerville"]
