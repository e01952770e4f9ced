"""The registrations of one address as a calendar: what stands in it, whose it is, and when it ends."""

import datetime as dt
import re

import icalendar
import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from tests.integration.followers.conftest import LAURA, NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.followers.erasure import forget_address
from webinars.domain.followers.links import mail_token
from webinars.domain.registration.address_list import list_token, send_links
from webinars.domain.registration.erasure import erase_due
from webinars.domain.registration.links import join_code
from webinars.models import (
    FeedKind,
    Follow,
    JoinAccess,
    OutboundEmail,
    PersonalAddress,
    PersonalFeed,
    RegistrationState,
    Status,
    Visibility,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def webinar(session, society):
    webinar = make_webinar(session, society, "Tides", join_access=JoinAccess.REGISTERED)
    open_desk(session, webinar)
    session.commit()
    return webinar


@pytest.fixture
def laura(session, settings, webinar):
    registration = make_registration(session, settings, webinar, "Laura", told_sequence=3, told_method="REQUEST")
    session.commit()
    return registration


@pytest.fixture
def mine(session, settings, laura):
    """The address of Laura's list."""
    send_links(session, LAURA, now=NOW)
    session.commit()
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.links")).one()
    return f"/registrations/mine/{list_token(settings, mail.id)}"


def made(client, mine):
    """Press the button; the address of the calendar."""
    assert client.post(f"{mine}/calendar").status_code == 303
    return re.search(r'value="http://localhost(/my/[^"]+/calendar\.ics)"', client.get(mine).text).group(1)


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(each["SUMMARY"]): each for each in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def test_all_of_them_stand_in_one_calendar(client, session, settings, webinar, laura, mine):
    assert "All of them as one calendar" in words_of(client.get(mine))
    assert session.scalars(sa.select(PersonalFeed)).all() == []

    (entry,) = entries(client, made(client, mine)).values()

    own = f"http://localhost/join/{join_code(settings, laura)}"
    assert entry["UID"] == webinar.uid
    assert entry["LOCATION"] == own
    assert str(entry["DESCRIPTION"]).splitlines()[0].endswith(f"Rome. Join: {own}")
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 3)
    assert not entry.subcomponents
    assert session.scalars(sa.select(PersonalFeed)).one().email_normal == LAURA


def test_it_is_private_and_changes_with_every_registration(client, session, settings, society, laura, mine):
    address = made(client, mine)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert "Last-Modified" not in first.headers

    def is_news():
        session.commit()
        return client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200

    assert not is_news()
    since = {"If-Modified-Since": "Fri, 31 Dec 2027 23:59:59 GMT"}
    assert client.get(address, headers=since).status_code == 200
    laura.timezone = "Asia/Tokyo"
    assert is_news()
    first = client.get(address)
    other = make_webinar(session, society, "Optics")
    open_desk(session, other)
    second = make_registration(session, settings, other, "Laura")
    assert is_news()
    assert set(entries(client, address)) == {"Tides", "Optics"}
    first = client.get(address)
    second.state, second.ended_at = RegistrationState.CANCELLED, NOW
    assert is_news()
    assert set(entries(client, address)) == {"Tides"}


def test_what_is_waited_for_is_tentative_and_has_no_own_way_in(client, session, settings, society, laura, mine):
    other = make_webinar(session, society, "Optics", join_access=JoinAccess.REGISTERED)
    open_desk(session, other, capacity=1)
    make_registration(session, settings, other, "Early")
    make_registration(session, settings, other, "Laura", state=RegistrationState.WAITING)
    for number, state in enumerate((RegistrationState.PENDING, RegistrationState.UNCONFIRMED)):
        none = make_webinar(session, society, f"None {number}")
        open_desk(session, none)
        make_registration(session, settings, none, "Laura", state=state)
    session.commit()

    found = entries(client, made(client, mine))

    assert set(found) == {"Tides", "Optics"}
    assert found["Optics"]["STATUS"] == "TENTATIVE"
    assert "/join/" not in found["Optics"].to_ical().decode()
    assert "You are on the waiting list." in found["Optics"]["DESCRIPTION"]


def test_unlisted_ones_of_hers_are_in_it_and_nobody_elses(client, session, settings, society, laura, mine):
    unlisted, others = (
        make_webinar(session, society, title, visibility=Visibility.UNLISTED) for title in ("Unlisted", "Of others")
    )
    for each in (unlisted, others):
        open_desk(session, each)
    make_registration(session, settings, unlisted, "Laura")
    make_registration(session, settings, others, "Oskar")
    make_webinar(session, society, "Draft", status=Status.DRAFT)
    session.commit()

    assert set(entries(client, made(client, mine))) == {"Tides", "Unlisted"}


def test_one_of_hers_that_is_unlisted_stays_though_the_feed_of_its_host_has_lost_it(
    client, session, society, webinar, laura, mine
):
    path = made(client, mine)
    personal_feed = session.scalars(sa.select(PersonalFeed)).one()
    followed = Follow(kind=FeedKind.ORGANISATION, subject_id=society.id)
    followed.personal_feed_id = personal_feed.id
    session.add(followed)
    session.commit()

    webinar.visibility = Visibility.UNLISTED
    session.commit()

    assert "No longer in this calendar" in client.get("/calendar.ics").text
    assert set(entries(client, path)) == {"Tides", "Comets"}
    assert entries(client, path)["Tides"]["STATUS"] == "CONFIRMED"


def test_what_was_taken_down_says_no_more_than_before(client, session, webinar, laura, mine):
    address = made(client, mine)
    webinar.status, webinar.title, webinar.description = Status.DRAFT, "zqsecretzq", "zqsecretzq"
    session.commit()

    (entry,) = entries(client, address).values()

    assert entry["STATUS"] == "CANCELLED"
    assert "zqsecretzq" not in entry.to_ical().decode()


def test_a_second_press_gives_another_address_and_ends_the_first(client, session, laura, mine):
    first = made(client, mine)

    second = made(client, mine)

    assert first != second
    assert client.get(first).status_code == 410
    assert set(entries(client, second)) == {"Tides"}
    assert session.scalar(sa.select(sa.func.count(PersonalFeed.id))) == 1


def test_more_is_followed_in_it_and_hers_wins(client, session, settings, society, laura, mine):
    address = made(client, mine)
    page = page_of(client.get(mine)).xpath("//main//a[starts-with(@href, '/follow/')]/@href")[0]
    assert "Your registrations stand in it." in words_of(client.get(page))

    client.post(page, data={"chosen": f"organisation-{society.id}"})

    octets = client.get(address).data
    assert octets.count(b"BEGIN:VEVENT") == 2
    assert entries(client, address)["Tides"]["LOCATION"].endswith(join_code(settings, laura))
    assert set(entries(client, address)) == {"Tides", "Comets"}


def test_nobody_makes_it_without_the_link(client, session, mine):
    assert client.post(f"{mine}x/calendar").status_code == 404
    assert client.get(f"{mine}/calendar").status_code == 405
    assert client.post(f"{mine}/calendar", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert session.scalars(sa.select(PersonalFeed)).all() == []


def test_erasing_all_ends_it(client, session, laura, mine):
    address = made(client, mine)

    client.post(f"{mine}/erasure")

    assert client.get(address).status_code == 410
    session.expire_all()
    assert session.scalars(sa.select(PersonalFeed)).all() == []
    assert session.scalars(sa.select(PersonalAddress).where(PersonalAddress.revoked_at.is_(None))).all() == []


def test_it_ends_with_what_was_kept(client, session, society, laura, mine):
    address = made(client, mine)
    page = page_of(client.get(mine)).xpath("//main//a[starts-with(@href, '/follow/')]/@href")[0]
    client.post(page, data={"chosen": f"organisation-{society.id}"})
    session.expire_all()

    erase_due(session, now=NOW + 90 * DAY)

    # What she follows stays, and nothing of her.
    assert session.scalars(sa.select(PersonalFeed)).one().email_normal is None
    assert client.get(address).status_code == 200


def test_who_follows_by_mail_puts_her_registrations_into_that_calendar(
    client, session, settings, society, laura, mine, follows
):
    alone = made(client, mine)
    elsewhere = make_organisation(session, "House of Wisdom")
    make_webinar(session, elsewhere, "Optics")
    session.commit()
    follow = follows(elsewhere)
    link = f"/follow/mail/{mail_token(settings, follow)}"
    page = page_of(client.get(link)).xpath("//main//a[starts-with(@href, '/follow/')]/@href")[0]
    address = re.search(r'value="http://localhost(/my/[^"]+/calendar\.ics)"', client.get(page).text).group(1)
    assert set(entries(client, address)) == {"Optics"}

    client.post(f"{link}/registrations", data={"wanted": "yes"})

    # The calendar that she had of them alone is this one now.
    assert set(entries(client, address)) == set(entries(client, alone)) == {"Tides", "Optics"}
    client.post(f"{link}/registrations")
    assert set(entries(client, address)) == {"Optics"}


def test_an_address_that_is_not_proven_puts_nothing_in(client, session, settings, society, laura, follows):
    follow = follows(society, is_confirmed=False)

    client.post(f"/follow/mail/{mail_token(settings, follow)}/registrations", data={"wanted": "yes"})

    assert session.scalars(sa.select(PersonalFeed.email_normal)).all() == [None]


def test_a_follow_by_mail_keeps_the_address_when_registrations_are_kept_no_longer(
    client, session, settings, society, laura, mine, follows
):
    link = f"/follow/mail/{mail_token(settings, follows(society))}"
    client.post(f"{link}/registrations", data={"wanted": "yes"})

    session.expire_all()
    erase_due(session, now=NOW + 90 * DAY)

    assert session.scalars(sa.select(PersonalFeed.email_normal)).all() == [LAURA]
    client.post(f"{link}/deletion")
    assert session.scalars(sa.select(PersonalFeed)).all() == []


def test_who_erases_everything_follows_nothing_any_more_and_was_told_so(
    client, session, settings, society, laura, mine, follows
):
    link = f"/follow/mail/{mail_token(settings, follows(society))}"
    assert "What you follow by mail ends too" in client.get(mine).text

    client.post(f"{mine}/erasure")

    assert client.get(link).status_code == 404
    assert session.scalars(sa.select(PersonalFeed)).all() == []


def test_a_forgotten_address_has_no_calendar(client, session, laura, mine):
    address = made(client, mine)
    session.expire_all()

    forget_address(session, LAURA, now=NOW)
    session.commit()

    assert client.get(address).status_code == 410
    assert laura.email_normal == LAURA
