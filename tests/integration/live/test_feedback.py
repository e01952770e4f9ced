"""Two questions after the end: asked of those who had a place, kept without a word on who answered."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_webinar, open_desk
from webinars import clock
from webinars.domain.registration.erasure import erase, erase_due
from webinars.domain.registration.links import page_token
from webinars.models import Feedback, Registration, RegistrationState, Worth

pytestmark = pytest.mark.usefixtures("derived")

HOUR = dt.timedelta(hours=1)
PLANTED = "Planted: louder, please."


@pytest.fixture
def webinar(session, lunar):
    webinar = make_webinar(session, lunar, "Comets and their tails", starts_in=-5 * HOUR)
    open_desk(session, webinar, takes_feedback=True)
    session.commit()
    return webinar


@pytest.fixture
def address(session, settings, webinar):
    """`address("Ana")`: the page of somebody who had a place, or is in another state."""

    def address(name, **values):
        registration = make_registration(session, settings, webinar, name, **values)
        session.commit()
        return f"/registrations/{page_token(settings, registration)}"

    return address


def is_asked(page):
    return "Was it worth your time?" in page


def stored(session):
    session.expire_all()
    return session.scalars(sa.select(Feedback)).all()


def test_who_had_a_place_is_asked_once_and_nobody_knows_who_said_what(client, session, address):
    page = address("Ana")
    assert is_asked(client.get(page).text)

    answer = client.post(f"{page}/feedback", data={"worth": "partly", "words": PLANTED})
    again = client.post(f"{page}/feedback", data={"worth": "no", "words": "Once more."})

    assert (answer.status_code, again.status_code) == (303, 303)
    assert [(each.worth, each.words) for each in stored(session)] == [(Worth.PARTLY, PLANTED)]
    # The row has neither an hour nor anything that leads to a registration.
    assert Feedback.__table__.columns.keys() == ["id", "webinar_id", "worth", "words"]
    after = client.get(page).text
    assert not is_asked(after)
    assert "You have told the organisers." in after
    assert PLANTED not in after


@pytest.mark.parametrize(
    ("values", "webinar_values", "desk_values"),
    [
        ({}, {"ended_at": None, "starts_in": 1}, {}),
        ({}, {}, {"takes_feedback": False}),
        ({"state": RegistrationState.CANCELLED}, {}, {}),
        ({"state": RegistrationState.UNCONFIRMED}, {}, {}),
    ],
    ids=["before the end", "not switched on", "given back", "never pressed"],
)
def test_nobody_else_is_asked_and_nothing_of_theirs_is_stored(
    client, session, settings, lunar, values, webinar_values, desk_values
):
    webinar = make_webinar(session, lunar, "Tides", starts_in=webinar_values.get("starts_in", -5) * HOUR)
    open_desk(session, webinar, **{"takes_feedback": True, **desk_values})
    registration = make_registration(session, settings, webinar, "Ana", **values)
    session.commit()
    page = f"/registrations/{page_token(settings, registration)}"
    assert not is_asked(client.get(page).text)

    answer = client.post(f"{page}/feedback", data={"worth": "yes", "words": PLANTED})

    assert answer.status_code == 409
    assert stored(session) == []


@pytest.mark.parametrize(
    "sent", [{"words": PLANTED}, {"worth": "very", "words": PLANTED}, {"worth": "no", "words": "x" * 501}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, session, address, sent):
    answer = client.post(f"{address('Ana')}/feedback", data=sent)

    assert answer.status_code == 422
    assert sent["words"] in answer.text
    assert stored(session) == []


def test_organisers_read_it_from_five_answers_on(client, session, webinar, address, olga, sign_in):
    sign_in(client, olga)
    for number in range(4):
        client.post(f"{address(f'A {number}')}/feedback", data={"worth": "yes", "words": PLANTED})
    page = client.get(f"/manage/webinars/{webinar.slug}/insight").text
    assert "Fewer than 5 have answered." in page
    assert PLANTED not in page

    client.post(f"{address('A 5')}/feedback", data={"worth": "no", "words": "A clearer slide."})

    page = client.get(f"/manage/webinars/{webinar.slug}/insight").text
    assert re.findall(r"<dt>(yes|partly|no)</dt><dd>(\d+)</dd>", page) == [("yes", "4"), ("partly", "0"), ("no", "1")]
    assert page.index("A clearer slide.") < page.index(PLANTED)


def test_it_goes_with_the_last_registration(client, session, settings, webinar, address):
    client.post(f"{address('Ana')}/feedback", data={"worth": "yes", "words": PLANTED})
    other = make_registration(session, settings, webinar, "Bea")
    session.commit()
    first = session.scalars(sa.select(Registration).order_by(Registration.id)).first()

    erase(session, first.id, now=clock.now())
    session.commit()
    erase_due(session, now=clock.now())
    assert len(stored(session)) == 1

    erase(session, other.id, now=clock.now())
    session.commit()
    erase_due(session, now=clock.now())
    assert stored(session) == []
