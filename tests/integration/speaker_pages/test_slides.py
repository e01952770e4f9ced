"""A speaker's slides: the public has what she offers, and not before the webinar is over."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from webinars.models import Agreement, StoredFile

pytestmark = pytest.mark.usefixtures("derived")


@pytest.fixture
def slides(client, own, storage, session):
    """The addresses of what she offers and of what is for the organisers alone; she speaks."""
    client.post(f"{own}/reply", data={"answer": "yes"})
    for name, more in (("offered.pdf", {"offered": "y"}), ("kept.pdf", {})):
        brought = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), name)
        assert client.post(f"{own}/slides", data={"file": brought, **more}).status_code == 303
    return session.scalars(sa.select(StoredFile).order_by(StoredFile.id)).all()


@pytest.fixture
def public(client, webinar):
    """`public(files)`: which of them have an answer, and which the page of the webinar leads to."""

    def public(files):
        page = client.get(f"/webinars/{webinar.slug}").text
        return [client.get(each.path).status_code == 200 for each in files], [each.path in page for each in files]

    return public


def test_what_is_offered_is_there_after_the_webinar(client, own, webinar, slides, public, noon):
    assert public(slides) == ([False, False], [False, False])

    noon.move_to(webinar.ends_at + dt.timedelta(minutes=31))
    assert public(slides) == ([True, False], [True, False])

    client.post(f"{own}/slides/offered", data={"offered": slides[1].id})
    assert public(slides) == ([False, True], [False, True])


def test_who_does_not_speak_after_all_offers_nothing(webinar, wang, slides, public, session, fresh, noon):
    noon.move_to(webinar.ends_at + dt.timedelta(minutes=31))
    fresh(wang).agreement = Agreement.DECLINED
    session.commit()

    assert public(slides) == ([False, False], [False, False])
