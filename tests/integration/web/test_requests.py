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
