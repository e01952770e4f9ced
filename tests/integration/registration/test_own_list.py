"""Everything that is registered under one address: asked for by mail, seen for a day, changed and erased at once."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_co_organiser,
    add_recording,
    make_organisation,
    make_registration,
    make_webinar,
    open_desk,
)
from tests.integration.registration.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.domain.registration.address_list import address_of, list_token, send_links
from webinars.domain.registration.links import page_token
from webinars.models import OutboundEmail, Registration, RegistrationState, Status
from webinars.models.derived import touch

pytestmark = pytest.mark.usefixtures("derived")


LAURA = "laura@attendee.example"
DAY = dt.timedelta(days=1)


@pytest.fixture
def laura(session, settings, webinar, desk, noon):
    return make_registration(session, settings, webinar, "Laura")


@pytest.fixture
def link(session, settings, laura):
    """The address of Laura's list, as the mail brings it."""
    send_links(session, LAURA, now=clock.now())
    return f"/registrations/mine/{list_token(settings, mails(session)[0].id)}"


def mails(session):
    query = sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.links").order_by(OutboundEmail.id)
    return session.scalars(query).all()


@pytest.mark.usefixtures("with_mail_server")
def test_who_asks_is_sent_the_link(client, session, laura):
    answer = client.post("/registrations", data={"email": " Laura@Attendee.example "})

    assert answer.status_code == 200
    assert "If anything is registered under Laura@Attendee.example, we have written there." in words_of(answer)
    (mail,) = mails(session)
    assert (mail.recipient, mail.context) == (LAURA, {"timezone": "Europe/Rome", "reader_language": "en"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_answer_does_not_tell_who_is_known(client, session, laura):
    known, unknown = (client.post("/registrations", data={"email": f"{name}@attendee.example"}) for name in NAMES)

    assert known.status_code == unknown.status_code
    assert known.data == unknown.data.replace(b"mabel@", b"laura@")
    assert [mail.recipient for mail in mails(session)] == [LAURA]


def test_the_same_is_done_for_whoever_asks(client, session, laura, noon, count_statements):
    """What is done for an address that is known, once more, and too often, and for one that is not."""

    def asked(email):
        with count_statements() as statements:
            assert client.post("/registrations", data={"email": email}).status_code == 200
        return [each.split("VALUES")[0] for each in statements]

    client.get("/registrations")
    known, again, unknown = asked(LAURA), asked(LAURA), asked("mabel@attendee.example")
    for _ in range(6):
        noon.shift(dt.timedelta(minutes=11))
        too_often = asked(LAURA)

    assert any(each.startswith("INSERT INTO outbound_email") for each in unknown)
    assert known == again == unknown == too_often
    assert [mail.recipient for mail in mails(session)] == [LAURA] * 5


NAMES = ("laura", "mabel")
"""Of the same length: only one of them is registered."""


def test_who_asks_twice_is_sent_one_mail(client, session, laura, noon):
    for _ in range(2):
        client.post("/registrations", data={"email": LAURA})
    assert len(mails(session)) == 1

    noon.shift(dt.timedelta(minutes=10))
    client.post("/registrations", data={"email": LAURA})

    assert len(mails(session)) == 2


def test_an_address_gets_five_mails_a_day(client, session, laura, noon):
    for _ in range(7):
        assert client.post("/registrations", data={"email": LAURA}).status_code == 200
        noon.shift(dt.timedelta(minutes=11))

    assert len(mails(session)) == 5


@pytest.mark.parametrize("typed", ["", "laura.example", "x" * 300 + "@attendee.example"])
def test_what_is_no_address_is_said_at_its_field(client, session, laura, typed):
    answer = client.post("/registrations", data={"email": typed})

    assert answer.status_code == 422
    error = page_of(answer).get_element_by_id("email-error")
    assert error.text_content() == "Enter an address with an @, like name@society.example."
    assert page_of(answer).get_element_by_id("email").get("value") == typed


def test_a_network_asks_as_often_as_a_lecture_hall(client, noon):
    statuses = [client.post("/registrations", data={"email": f"p{n}@attendee.example"}).status_code for n in range(301)]

    assert statuses == [200] * 300 + [429]


def test_the_list_holds_what_is_to_come_and_what_is_past(client, session, settings, lunar, laura, link):
    spitalfields = make_organisation(session, "Spitalfields Mathematical Society")
    tides = make_webinar(session, spitalfields, "What the tide tables leave out", starts_in=9 * DAY)
    open_desk(session, tides, capacity=1)
    make_registration(session, settings, tides, "Another")
    make_registration(session, settings, tides, "Laura", state=RegistrationState.WAITING)
    nebula = make_webinar(session, lunar, "How to catalogue a nebula", starts_in=-9 * DAY)
    open_desk(session, nebula)
    make_registration(session, settings, nebula, "Laura")
    add_recording(session, nebula)
    balloons = make_webinar(session, lunar, "Ballooning over the Channel", status=Status.CANCELLED)
    open_desk(session, balloons)
    make_registration(session, settings, balloons, "Laura")
    make_registration(session, settings, balloons, "Oskar")

    answer = client.get(link)

    words = words_of(answer)
    assert f"Two to come and two past or ended, under {LAURA}. Hours are those of Rome." in words
    coming, past = (words.index(heading) for heading in (" To come ", " Past or ended "))
    assert coming < words.index("Comets and their tails Your place 5pm Rome, Sunday 14 February 2027") < past
    assert coming < words.index("What the tide tables leave out Waiting list, number 1") < past
    assert words.index("How to catalogue a nebula Over") > past
    assert words.index("Ballooning over the Channel Cancelled") > past
    assert "oskar" not in answer.text.lower()
    own = f"/registrations/{page_token(settings, laura)}"
    assert own in page_of(answer).xpath("//main//a/@href")
    assert client.get(own).status_code == 200


def test_the_list_is_kept_to_its_reader(client, link):
    answer = client.get(link)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers


def test_the_link_works_for_a_day(client, link, noon):
    noon.shift(DAY - dt.timedelta(seconds=1))
    assert client.get(link).status_code == 200

    noon.shift(dt.timedelta(seconds=1))

    assert client.get(link).status_code == 404
    assert client.post(link + "/erasure").status_code == 404
    assert client.post(link + "/zone", data={"timezone": "Asia/Tokyo"}).status_code == 404


def test_nobody_makes_a_link_up(client, session, settings, link, laura):
    mail = mails(session)[0]
    token = list_token(settings, mail.id)
    mac = token.partition(".")[2]
    others = [f"m{mail.id + 1}.{mac}", f"m{mail.id}.{'0' * 32}", f"m{mail.id}.{mac[:-1]}", f"{mail.id}.{mac}", "m"]

    assert [client.get(f"/registrations/mine/{other}").status_code for other in others] == [404] * len(others)
    assert client.get(link).status_code == 200


def test_a_link_leads_only_where_such_a_mail_was_sent(session, settings, laura):
    session.add(
        OutboundEmail(
            kind="registration.place",
            recipient=LAURA,
            recipient_domain="attendee.example",
            context={},
            priority=1,
            dedupe_key="other",
            due_at=NOW,
            created_at=NOW,
        )
    )
    session.flush()
    other = session.scalars(sa.select(OutboundEmail)).one()

    assert address_of(session, settings, list_token(settings, other.id), now=NOW) is None


def test_a_link_outlives_a_change_of_the_key(session, settings, laura):
    send_links(session, LAURA, now=NOW)
    token = list_token(settings, mails(session)[0].id)
    renewed = dataclasses.replace(settings, secret_key="n" * 40, secret_key_fallbacks=(settings.secret_key,))
    foreign = dataclasses.replace(settings, secret_key="n" * 40)

    assert address_of(session, renewed, token, now=NOW) == LAURA
    assert address_of(session, foreign, token, now=NOW) is None


def test_another_zone_counts_for_all_of_it(client, session, settings, lunar, laura, link):
    other = make_webinar(session, lunar, "Another")
    open_desk(session, other)
    make_registration(session, settings, other, "Laura")
    make_registration(session, settings, other, "Oskar")

    answer = client.post(link + "/zone", data={"timezone": "Asia/Tokyo"})

    assert (answer.status_code, answer.location) == (303, link)
    zones = {(row.name, row.timezone) for row in session.scalars(sa.select(Registration))}
    assert zones == {("Laura", "Asia/Tokyo"), ("Oskar", "Europe/Rome")}


def test_where_zones_differ_none_is_chosen_for_all(client, session, settings, lunar, laura, link):
    other = make_webinar(session, lunar, "Another")
    open_desk(session, other)
    make_registration(session, settings, other, "Laura", timezone="Asia/Tokyo")

    page = client.get(link)

    assert page_of(page).xpath('//select[@id="all-zone"]//option[@selected]/@value') == [""]
    assert "Hours are" not in words_of(page)
    assert client.post(link + "/zone", data={"timezone": ""}).status_code == 303
    assert {row.timezone for row in session.scalars(sa.select(Registration))} == {"Asia/Tokyo", "Europe/Rome"}


def test_all_of_it_is_erased_at_once(client, session, settings, lunar, laura, link):
    other = make_webinar(session, lunar, "Another")
    open_desk(session, other)
    make_registration(session, settings, other, "Laura")
    make_registration(session, settings, other, "Oskar")
    assert "Erase all 2 registrations" in words_of(client.get(link))

    answer = client.post(link + "/erasure")

    assert answer.status_code == 200
    assert "Erased. Nothing about you is kept for any webinar." in words_of(answer)
    addresses = [row.email_normal for row in session.scalars(sa.select(Registration).order_by(Registration.id))]
    assert addresses == [None, None, "oskar@attendee.example"]
    kinds = [mail.kind for mail in session.scalars(sa.select(OutboundEmail))]
    assert kinds == ["registration.erased"] * 2
    assert client.get(link).status_code == 404


def test_erasing_one_leaves_the_list_of_the_others(client, session, settings, lunar, laura, link):
    other = make_webinar(session, lunar, "Another")
    open_desk(session, other)
    second = make_registration(session, settings, other, "Laura")

    client.post(f"/registrations/{page_token(settings, laura)}/erasure")
    assert client.get(link).status_code == 200
    client.post(f"/registrations/{page_token(settings, second)}/erasure")

    assert client.get(link).status_code == 404
    assert mails(session) == []


def test_looking_at_the_list_changes_nothing(client, session, link, laura):
    before = (laura.state, laura.timezone)

    for method in ("GET", "HEAD"):
        assert client.open(link, method=method).status_code == 200
    for press in ("zone", "erasure"):
        assert client.get(f"{link}/{press}").status_code == 405

    row = session.scalars(sa.select(Registration).execution_options(populate_existing=True)).one()
    assert (row.state, row.timezone) == before


def test_a_form_of_another_site_erases_nothing(client, session, link, laura):
    for press in ("zone", "erasure"):
        assert client.post(f"{link}/{press}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    assert session.scalars(sa.select(Registration)).one().email_normal == LAURA


def test_a_link_whose_mail_is_gone_opens_nobody_elses_list(client, session, settings, webinar, laura, link):
    client.post(f"{link}/erasure")
    session.execute(sa.delete(OutboundEmail))
    make_registration(session, settings, webinar, "Mabel")
    send_links(session, "mabel@attendee.example", now=clock.now())
    session.commit()

    assert client.get(link).status_code == 404


@pytest.mark.parametrize("where", ["{link}", "{link}/everything.json", "{page}"])
def test_of_what_was_taken_down_nothing_is_told_but_what_was_public(
    client, session, settings, webinar, laura, link, where
):
    touch(session, [webinar.id])
    session.commit()
    webinar.status, webinar.title = Status.DRAFT, "zqsecretzq"
    webinar.starts_wall = dt.datetime(2027, 3, 9, 16)
    add_co_organiser(session, webinar, make_organisation(session, "zqsecretzq"))
    session.commit()

    answer = client.get(where.format(link=link, page=f"/registrations/{page_token(settings, laura)}"))

    assert answer.status_code == 200
    assert "Comets and their tails" in answer.text
    assert "zqsecretzq" not in answer.text
    assert "9 March" not in answer.text
    assert "2027-03-09" not in answer.text
