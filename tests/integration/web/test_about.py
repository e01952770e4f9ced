"""What a view is about, and who is let near it: asked of a view of the test's own, at an address that there is."""

import pytest
from flask import Flask, g
from werkzeug.exceptions import HTTPException

from tests.factories import make_member, make_series, make_webinar
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.series.actions import update_series
from webinars.domain.programme.series.queries import series_with_slug
from webinars.models import Role, Series
from webinars.web.about import about, find_again, hand_down_rights

SERIES = "/manage/series/the-night-sky"


@pytest.fixture
def edith(session, lunar):
    return make_member(session, lunar, "Edith", Role.EDITOR)


@pytest.fixture(autouse=True)
def sky(session, lunar):
    return make_series(session, lunar)


@pytest.fixture
def ask(app, session):
    """`ask(view, user)`: what the view answers the user, as status and answer."""

    def ask(view, user, address=SERIES, method="POST"):
        session.commit()
        with app.test_request_context(address, method=method) as context:
            g.actor = actor_of(session, user.id)
            try:
                return 200, view(**context.request.view_args)
            except HTTPException as error:
                answer = error.get_response()
                return answer.status_code, answer.location or error.description

    return ask


@about(series_with_slug, refusal="Only editors.")
def named(series, **rest):
    return f"{series.title} {sorted(rest)}"


def test_an_editor_is_given_what_the_address_names(ask, edith):
    assert ask(named, edith) == (200, "The Night Sky []")


def test_to_strangers_there_is_none(ask, oskar):
    assert ask(named, oskar)[0] == 404


def test_viewers_are_told_that_they_may_not(ask, vera):
    assert ask(named, vera) == (403, "Only editors.")


def test_what_is_nowhere_is_not_there(ask, edith):
    assert ask(named, edith, "/manage/series/the-day-sky")[0] == 404


def test_the_rest_of_the_address_is_the_views_own(ask, session, lunar, edith):
    make_webinar(session, lunar, "Comets")

    @about(webinar_to_edit)
    def told(webinar, **rest):
        return f"{webinar.title} {rest}"

    address = "/manage/webinars/comets/recordings/7/removal"
    assert ask(told, edith, address) == (200, "Comets {'recording_id': 7}")


class TestFormerAddress:
    @pytest.fixture(autouse=True)
    def _moved(self, session, edith, sky):
        actor = actor_of(session, edith.id)
        update_series(
            session, actor, sky, title=sky.title, description="", slug="evenings", now=sky.organisation.created_at
        )

    former = staticmethod(about(series_with_slug, former=Series)(lambda series: series.title))

    def test_it_leads_on(self, ask, edith):
        assert ask(self.former, edith, f"{SERIES}?page=2", "GET") == (308, "/manage/series/evenings?page=2")

    def test_it_does_not_tell_strangers_where(self, ask, oskar):
        assert ask(self.former, oskar, method="GET")[0] == 404

    def test_it_does_not_lead_viewers_where_they_may_not_go(self, ask, vera):
        assert ask(self.former, vera, method="GET")[0] == 403

    def test_where_it_is_not_asked_for_there_is_nothing(self, ask, edith):
        assert ask(named, edith)[0] == 404


@pytest.mark.parametrize("locked", [True, False])
def test_two_who_press_at_one_webinar_take_turns(ask, session, lunar, edith, count_statements, locked):
    make_webinar(session, lunar, "Comets")
    view = about(webinar_to_edit, locked=locked)(lambda webinar: webinar.title)
    session.commit()

    with count_statements() as statements:
        assert ask(view, edith, "/manage/webinars/comets/copies") == (200, "Comets")

    # SQLite lets nobody else write anyway, and is told of no lock.
    is_lock = [each.startswith("SELECT webinar.id \nFROM") for each in statements if "FROM webinar " in each]
    assert is_lock[0] is locked


def test_it_is_found_again_as_it_is_stored(ask, session, edith):
    @about(series_with_slug)
    def again(series):
        series.title = "Typed"
        session.rollback()
        return find_again().title

    assert ask(again, edith) == (200, "The Night Sky")


def test_it_is_found_again_by_those_alone_who_may_still(ask, session, edith):
    @about(series_with_slug)
    def again(_series):
        g.actor = actor_of(session, make_member(session, find_again().organisation, "Victor", Role.VIEWER).id)
        return find_again().title

    assert ask(again, edith)[0] == 403


def test_a_view_without_a_right_does_not_start():
    app = Flask("test")
    app.add_url_rule("/manage/series/<slug>", "named", named)

    with pytest.raises(LookupError, match="named"):
        hand_down_rights(app, lambda _rule: None)

    hand_down_rights(app, lambda _rule: lambda _actor, _owner: True)
