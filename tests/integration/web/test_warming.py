"""What is done once before there are several web processes."""

import pytest
from flask import request

from tests.factories import add_recording, make_organisation, make_user, make_webinar
from webinars.app.warm_up import warm
from webinars.models import Status


@pytest.fixture
def asked(app):
    """The paths of the requests that are answered, with their statuses."""
    paths = []

    def note(response):
        paths.append((request.path, response.status_code))
        return response

    app.after_request_funcs.setdefault(None, []).append(note)
    yield paths
    app.after_request_funcs[None].remove(note)


@pytest.mark.usefixtures("derived")
def test_the_pages_that_people_ask_for_most_are_answered_once(app, session, asked):
    host = make_organisation(session, "Lunar Society")
    webinar = make_webinar(session, host, status=Status.PUBLISHED)
    recording = add_recording(session, webinar)
    make_user(session)
    session.commit()

    warm(app)

    assert {status for _path, status in asked} == {200}
    assert {"/", "/webinars", f"/webinars/{webinar.slug}", f"/recordings/{recording.slug}"} <= {
        path for path, _ in asked
    }


def test_an_empty_site_is_warmed_as_well(app, session, asked):
    session.commit()

    warm(app)

    assert ("/webinars", 200) in asked


def test_a_start_does_not_fail_with_a_page(app, session, monkeypatch, asked):
    session.commit()

    def broken():
        raise RuntimeError("broken")

    monkeypatch.setitem(app.view_functions, "programme.index", broken)

    warm(app)

    assert ("/webinars", 500) in asked
    assert ("/recordings", 200) in asked


def test_nothing_is_written(app, session, count_statements):
    session.commit()

    with count_statements() as statements:
        warm(app)

    assert statements
    assert [each for each in statements if each.split()[0] not in {"SELECT", "WITH", "SHOW", "PRAGMA"}] == []
