import io

import pytest
import sqlalchemy as sa

from tests import factories
from webinars.models import Organisation


@pytest.mark.parametrize(
    "path", ["/webinars/%00", "/webinars/x%00.ics", "/join/%00", "/recordings/%00", "/series/%00/calendar.ics"]
)
def test_there_is_no_page_at_an_address_with_a_nul(client, path):
    assert client.get(path).status_code == 404


def test_a_question_with_a_nul_cannot_be_read(client):
    assert client.get("/embed/next?organisation=%00").status_code == 400
    assert client.get("/recordings?q=comets&q=%00").status_code == 400


def test_a_nul_in_a_form_is_left_out(client, session, sign_in):
    sign_in(client, factories.make_user(session, "Anna", is_admin=True))

    answer = client.post("/manage/organisations", data={"name": "Lunar\0 Society", "timezone": "Europe/London"})

    assert answer.status_code == 303
    assert session.scalars(sa.select(Organisation.name)).all() == ["Lunar Society"]


def test_a_form_in_chunks_that_is_too_large_is_refused_and_not_cut(client):
    answer = client.post(
        "/follow",
        input_stream=io.BytesIO(b"chosen=" + b"x" * 2_200_000),
        content_type="application/x-www-form-urlencoded",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code == 413


SCRIPT = "/static/js/editor.js"


def test_a_part_behind_the_end_is_refused_with_the_length(client):
    length = client.get(SCRIPT).headers["Content-Length"]

    answer = client.get(SCRIPT, headers={"Range": "bytes=99999999-"})

    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{length}")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=5-2", "lines=1-2"])
def test_what_is_no_single_part_is_answered_with_the_whole(client, asked):
    assert client.get(SCRIPT, headers={"Range": asked}).status_code == 200


def test_head_asks_for_no_part(client):
    assert client.head(SCRIPT, headers={"Range": "bytes=0-4"}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/webinars/", "/webinars"),
        ("/recordings/?q=comets&page=2", "/recordings?q=comets&page=2"),
        ("/calendar.ics/", "/calendar.ics"),
        ("/nothing/", None),
    ],
)
def test_a_slash_too_much_leads_to_the_page(client, typed, meant):
    answer = client.get(typed)

    assert (answer.status_code, answer.headers.get("Location")) == ((308, meant) if meant else (404, None))


@pytest.mark.parametrize("body", ["-1", "[1]", '{"email": "ada@society.example"}', "{"])
def test_json_is_no_form(client, body):
    answer = client.post("/account/forgotten", data=body, content_type="application/json")

    assert answer.status_code == 422
