import datetime as dt

import pytest
import sqlalchemy as sa

from tests import factories
from tests.audience_question_factories import add_asked
from webinars.models import Agreement, AnnouncementCopy, JoinAccess, Organisation, QuestionState, Role, Status, Webinar

ROOM = "https://rooms.example/secret-room"


@pytest.fixture
def webinar(session):
    society = factories.make_organisation(session)
    webinar = factories.make_webinar(
        session,
        society,
        "Comets and their tails",
        starts_wall=dt.datetime(2035, 2, 14, 16, 0),
        description="Three who swept the sky.",
        join_url=ROOM,
    )
    speaker = factories.make_speaker(session, society, "Caroline Herschel")
    factories.add_appearance(session, webinar, speaker, affiliation="Observatory of Slough")
    refuser = factories.make_speaker(session, society, "Charles Messier")
    factories.add_appearance(session, webinar, refuser, agreement=Agreement.DECLINED)
    factories.add_question(session, webinar, "What is a tail made of?")
    return webinar


@pytest.fixture
def olga(session, webinar):
    olga = factories.make_user(session, "Olga")
    factories.make_membership(session, webinar.host, olga, Role.OWNER)
    return olga


def address(webinar, **query):
    return f"/manage/webinars/{webinar.slug}/announcements" + "".join(
        ("?" if not index else "&") + f"{name}={value}" for index, (name, value) in enumerate(query.items())
    )


def note(client, webinar, place="our website", form="plain", phase="before"):
    return client.post(address(webinar), data={"text_form": form, "phase": phase, "place": place})


@pytest.mark.parametrize("form", ["plain", "markdown", "html", "wordpress", "mail", "x", "mastodon", "bluesky"])
def test_every_form_says_what_and_when(client, sign_in, webinar, olga, form):
    sign_in(client, olga)

    page = client.get(address(webinar, form=form))

    assert page.status_code == 200
    assert "Comets and their tails" in page.text
    assert "4pm Britain" in page.text


@pytest.mark.parametrize(
    ("language", "start", "subject"),
    [
        ("de", "Mittwoch, 14. Februar 2035, 16 Uhr Britain", "Betreff: Webinar am 14. Februar: Comets"),
        ("fr", "mercredi 14 février 2035, 16 h Britain", "Objet : Webinaire le 14 février : Comets"),
        ("es", "miércoles, 14 de febrero de 2035, 16:00 Britain", "Asunto: Webinario el 14 de febrero: Comets"),
        (
            "pt-BR",
            "quarta-feira, 14 de fevereiro de 2035, 16:00 Britain",
            "Assunto: Webinar em 14 de fevereiro: Comets",
        ),
        ("ar", "الأربعاء 14 فبراير 2035، 16:00 Britain", "14 فبراير: Comets"),
        ("zh", "2035年2月14日星期三", "2月14日"),
        ("it", "Wednesday 14 February 2035, 4pm Britain", "Subject: Webinar on 14 February: Comets"),
    ],
)
def test_a_text_speaks_the_language_of_its_webinar(session, client, sign_in, webinar, olga, language, start, subject):
    webinar.language = language
    session.commit()
    sign_in(client, olga)

    page = client.get(address(webinar, form="mail"))

    assert start in page.text
    assert subject in page.text
    assert f'readonly lang="{language}"' in page.text
    assert "Check a zone line" in page.text


def test_who_has_said_no_is_not_announced(client, sign_in, webinar, olga):
    sign_in(client, olga)

    page = client.get(address(webinar))

    assert "Caroline Herschel (Observatory of Slough)" in page.text
    assert "Charles Messier" not in page.text


def test_the_room_is_named_by_the_address_that_outlives_it(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    page = client.get(address(webinar))

    assert ROOM not in page.text
    assert f"/join/{webinar.join_code}" in page.text


def test_without_open_access_no_way_in_is_announced(client, session, sign_in, webinar, olga):
    webinar.join_access = JoinAccess.REGISTERED
    sign_in(client, olga)

    page = client.get(address(webinar))

    assert f"/join/{webinar.join_code}" not in page.text


def test_where_people_register_here_the_texts_lead_to_our_form(client, session, sign_in, webinar, olga):
    webinar.is_registration_here = True
    sign_in(client, olga)

    page = client.get(address(webinar))

    assert f"Register: http://localhost/webinars/{webinar.slug}/register" in page.text


def test_a_copy_is_right_until_something_in_it_changes(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    assert note(client, webinar).status_code == 303
    before = client.get(address(webinar)).text
    session.get(Webinar, webinar.id).title = "Comets and their beards"
    after = client.get(address(webinar)).text

    assert "All copies are right" in before
    assert "One copy is no longer right" in after
    assert "<del>Webinar: Comets and their tails</del>" in after
    assert "<ins>Webinar: Comets and their beards</ins>" in after


def test_a_change_of_the_hour_makes_every_copy_wrong(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    note(client, webinar)
    note(client, webinar, place="the other site", form="x")

    moved = session.get(Webinar, webinar.id)
    moved.starts_wall += dt.timedelta(hours=1)
    moved.starts_at += dt.timedelta(hours=1)
    moved.ends_at += dt.timedelta(hours=1)

    assert "2 copies are no longer right" in client.get(address(webinar)).text


def test_a_cancellation_makes_every_copy_wrong(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    note(client, webinar)
    note(client, webinar, place="the other site", form="x")

    stored = session.get(Webinar, webinar.id)
    stored.status, stored.cancelled_at = Status.CANCELLED, stored.created_at
    stored.cancellation_reason = "The telescope is broken."
    page = client.get(address(webinar)).text

    assert "2 copies are no longer right" in page
    assert "<ins>Cancelled: Comets and their tails</ins>" in page
    assert "This webinar will not take place. The telescope is broken." in page
    assert f"/join/{webinar.join_code}</del>" in page
    assert f"/join/{webinar.join_code}</ins>" not in page


def test_no_text_of_a_postponed_webinar_names_its_old_start_as_coming(client, session, sign_in, webinar, olga):
    webinar.status = Status.POSTPONED
    sign_in(client, olga)

    page = client.get(address(webinar)).text

    assert "This webinar is postponed. A new date will follow." in page
    assert "It was to begin at this time: Wednesday 14 February 2035, 4pm Britain" in page
    assert "📆" not in page


@pytest.mark.parametrize(
    ("language", "line"), [("en", "the Lunar Society and Friends of Nothing"), ("de", "Society und")]
)
def test_organisers_stand_in_a_sentence_as_their_language_has_it(
    client, session, sign_in, webinar, olga, language, line
):
    webinar.language, webinar.host.name = language, "Lunar Society"
    friends = factories.make_organisation(session, "Friends of Nothing")
    factories.add_co_organiser(session, webinar, friends)
    sign_in(client, olga)

    page = client.get(address(webinar)).text

    assert line in page
    assert ("the Lunar" in page) == (language == "en")


def test_a_later_copy_for_the_same_place_takes_its_place(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    note(client, webinar)
    note(client, webinar)

    assert len(session.scalars(sa.select(AnnouncementCopy)).all()) == 1


def test_a_copy_that_is_gone_is_forgotten(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    note(client, webinar)
    copy = session.scalars(sa.select(AnnouncementCopy)).one()

    client.post(f"/manage/webinars/{webinar.slug}/announcements/{copy.id}/delete")

    assert session.scalars(sa.select(AnnouncementCopy)).all() == []


def test_a_copy_without_a_place_is_refused(client, session, sign_in, webinar, olga):
    sign_in(client, olga)

    page = note(client, webinar, place="  ")

    assert page.status_code == 422
    assert "Write where you put it" in page.text
    assert session.scalars(sa.select(AnnouncementCopy)).all() == []


def test_strangers_find_nothing_and_viewers_may_not(client, session, sign_in, webinar):
    house_style = f"/manage/organisations/{webinar.host.slug}/house-style"
    oskar, vera = factories.make_user(session, "Oskar"), factories.make_user(session, "Vera")
    factories.make_membership(session, factories.make_organisation(session, "Elsewhere"), oskar)
    factories.make_membership(session, webinar.host, vera, Role.VIEWER)

    sign_in(client, oskar)
    assert note(client, webinar).status_code == 404
    assert client.get(house_style).status_code == 404
    sign_in(client, vera)
    assert note(client, webinar).status_code == 403
    assert client.get(house_style).status_code == 403
    assert session.scalars(sa.select(AnnouncementCopy)).all() == []


def test_a_copy_of_another_webinar_cannot_be_forgotten(client, session, sign_in, webinar, olga):
    other = factories.make_webinar(session, webinar.host, "Another evening")
    sign_in(client, olga)
    note(client, webinar)
    copy = session.scalars(sa.select(AnnouncementCopy)).one()

    client.post(f"/manage/webinars/{other.slug}/announcements/{copy.id}/delete")

    assert session.scalars(sa.select(AnnouncementCopy)).one().id == copy.id


def style(**changes):
    return {"moderator": "in_lineup", "title_label": "Webinar", "lineup_label": "", "order": "", **changes}


def test_the_house_style_shapes_the_texts(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    place = f"/manage/organisations/{webinar.host.slug}/house-style"

    answer = client.post(place, data=style(title_label="Evening lecture", lineup_label="With", order="lineup when"))
    text = client.get(address(webinar)).text

    assert answer.status_code == 303
    assert "Evening lecture: Comets and their tails" in text
    assert text.index("Caroline Herschel") < text.index("4pm Britain")
    assert "📆" not in text


def test_a_part_moves_by_its_button_and_nothing_is_saved(client, session, sign_in, webinar, olga):
    sign_in(client, olga)
    place = f"/manage/organisations/{webinar.host.slug}/house-style"

    page = client.post(place, data=style(order="when summary", title_label="Typed", move="up summary"))

    assert 'value="summary when' in page.text
    assert "Typed" in page.text
    assert session.get(Organisation, webinar.host_id).house_style == {}


def test_afterwards_it_lists_what_the_audience_was_answered_and_nothing_hidden(client, session, sign_in, webinar, olga):
    factories.add_recording(session, webinar, "The whole evening", slug="evening", sync_s=60)
    answered = {"state": QuestionState.ANSWERED}
    add_asked(session, webinar, "Is it cold there?", **answered, answer="Very.")
    add_asked(session, webinar, "Does it cast a shadow?", **answered, answered_s=660)
    add_asked(session, webinar, "Planted hidden", **answered, answered_s=700, is_hidden=True)
    add_asked(session, webinar, "Planted open")
    session.commit()
    sign_in(client, olga)

    before, after = client.get(address(webinar)).text, client.get(address(webinar, phase="after")).text

    assert "Does it cast a shadow? (at 10:00): http://localhost/recordings/evening?t=600" in after
    assert after.index("Does it cast") < after.index("Is it cold there?")
    assert "cast a shadow" not in before
    assert "Planted" not in before + after


def test_a_house_need_not_list_them(client, session, sign_in, webinar, olga):
    add_asked(session, webinar, "Is it cold there?", state=QuestionState.ANSWERED, answer="Very.")
    session.commit()
    sign_in(client, olga)
    place = f"/manage/organisations/{webinar.host.slug}/house-style"
    assert "Is it cold there?" in client.get(address(webinar, phase="after")).text

    client.post(place, data=style())

    assert "Is it cold there?" not in client.get(address(webinar, phase="after")).text
    client.post(place, data=style(has_asked="y"))
    assert "Is it cold there?" in client.get(address(webinar, phase="after")).text
