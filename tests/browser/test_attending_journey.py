"""One attendee's whole way, on a phone, with mails that a real server takes: from the form to the erasure."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.application import everything_stored
from tests.browser.journeys import PHONE
from tests.browser.mails import link_in, mails, text_of
from tests.factories import add_recording, make_member, make_organisation, make_webinar, open_desk
from tests.interop.programs import read_with_libical
from tests.interop.reading import PYTHON_READERS, told
from tests.postbox import mail_server, postbox
from tests.strict_calendar import assert_strict
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.life_cycle import move
from webinars.models import Act, ActCount, JoinAccess, Registration, Role, Webinar
from webinars.pure import times

__all__ = ["mail_server", "mails", "postbox"]
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
LASTS = 90 * MINUTE
LONDON = "Europe/London"
LAURA, SOPHIE = "laura@zanzibar.example", "sophie@paris.example"
READERS = [*PYTHON_READERS, read_with_libical]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request, new_context):
    return new_context(
        java_script_enabled=request.param,
        viewport={"width": PHONE, "height": 844},
        timezone_id="Europe/Rome",
        locale="en-GB",
    ).new_page()


@pytest.fixture
def change():
    """When clocks in London are set the next time, but for a week in which it would be too soon."""
    soonest = clock.now() + 8 * DAY
    return times.clock_changes(LONDON, soonest, soonest + 300 * DAY)[0].at


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society", timezone=LONDON)


@pytest.fixture
def webinar(session, host, change, other_site):
    """At four in London, two days before clocks are set there; one place, and a room on another site."""
    address, pages = other_site
    pages["/room"] = "<!doctype html><title>The room</title><h1>You are in the room</h1>"
    day = times.wall(change, LONDON).date() - 2 * DAY
    webinar = make_webinar(
        session,
        host,
        "Can a machine be said to think?",
        starts_wall=dt.datetime.combine(day, dt.time(16)),
        timezone=LONDON,
        join_url=f"{address}/room",
        join_access=JoinAccess.REGISTERED,
    )
    open_desk(session, webinar, capacity=1)
    session.commit()
    return webinar


@pytest.fixture
def until(monkeypatch):
    """`until(at)`: it is that moment on the server."""
    real = clock.now

    def until(at):
        passed = at - real()
        monkeypatch.setattr(clock, "now", lambda: real() + passed)

    return until


def calendar_in(message):
    """What the calendar part holds: by the letter of the RFC, and as all independent readers agree."""
    (part,) = (each for each in message.walk() if each.get_content_type() == "text/calendar")
    octets = part.get_payload(decode=True)
    assert_strict(octets)
    readings = {tuple(next(iter(read(octets)))[:5]) for read in READERS}
    assert len(readings) == 1, readings
    sequence = int(re.search(rb"SEQUENCE:(\d+)", octets)[1])
    return part.get_param("method"), sequence, *readings.pop()


def order(found):
    return found[LAURA], found[SOPHIE]


def register(phone, webinar, name, email):
    phone.goto(f"/webinars/{webinar.slug}")
    phone.get_by_role("link", name=re.compile("Register|Join the waiting list")).first.click()
    phone.get_by_label("Name").fill(name)
    phone.get_by_label("Email address").fill(email)
    phone.get_by_label("Your zone").select_option("Europe/Rome")
    phone.get_by_label("Tell me if there is a recording").check()
    phone.get_by_role("button", name=re.compile("Register|Join the waiting list")).click()
    expect(phone.get_by_role("heading", name="We have written to the address you entered.")).to_be_visible()


def take_place(phone, message, says):
    phone.goto(link_in(message))
    phone.get_by_role("button", name=re.compile("Take my place|Join the waiting list")).click()
    expect(phone.get_by_text(says)).to_be_visible()


@pytest.mark.usefixtures("with_mail_server")
def test_from_the_form_to_the_erasure(phone, session, webinar, host, mails, until, change):
    start, uid = webinar.starts_at, webinar.uid
    register(phone, webinar, "Laura Bassi", LAURA)
    take_place(phone, mails.next_to(LAURA), "You have a place.")
    place = mails.next_to(LAURA)
    assert calendar_in(place)[:5] == ("REQUEST", 0, uid, told(start), told(start + LASTS))
    assert "5pm Rome" in text_of(place)

    register(phone, webinar, "Sophie Germain", SOPHIE)
    take_place(phone, mails.next_to(SOPHIE), "You are number 1 on the waiting list.")
    assert "You are number 1 on the waiting list" in text_of(mails.next_to(SOPHIE))

    until(start - DAY + MINUTE)
    reminder = mails.next_to(LAURA)
    assert reminder["Subject"].startswith("Tomorrow, 5pm Rome")

    # A week later clocks have been set in London and in Rome.
    owner = make_member(session, host, "Caroline Herschel", Role.OWNER)
    later = session.get_one(Webinar, webinar.id)
    move(
        session,
        actor_of(session, owner.id),
        later,
        wall=later.starts_wall + 7 * DAY,
        timezone=LONDON,
        now=clock.now(),
    )
    session.commit()
    before, start = start, later.starts_at
    assert change - 3 * DAY < before < change < start
    moved, told_too = order(mails.come())
    assert "Your place moves with it." in text_of(moved)
    assert "You stay on the waiting list." in text_of(told_too)
    assert moved["Subject"].startswith("Moved to ")
    assert calendar_in(moved)[:5] == ("REQUEST", 1, uid, told(start), told(start + LASTS))
    assert "5pm Rome" in moved["Subject"]

    phone.goto(link_in(place))
    phone.get_by_role("button", name="Give my place back").click()
    expect(phone.get_by_text("You have given your place back. It has gone to the next in the queue.")).to_be_visible()
    given_back, yours = order(mails.come())
    assert calendar_in(given_back)[:3] == ("CANCEL", 2, uid)
    assert yours["Subject"].startswith("A place is yours, ")
    assert calendar_in(yours)[:2] == ("REQUEST", 1)

    until(start - 20 * MINUTE)
    assert list(mails.come()) == [SOPHIE]
    phone.goto(link_in(yours, "join"))
    expect(phone.get_by_role("heading", name="You are in the room")).to_be_visible()
    mails.work()
    sophie = session.scalars(sa.select(Registration).where(Registration.email_normal == SOPHIE)).one()
    assert (sophie.joined_count, sophie.joined_first_at is not None) == (1, True)
    assert session.scalars(sa.select(ActCount.count).where(ActCount.act == Act.DOOR)).all() == [1]

    until(start + 3 * HOUR)
    over = session.scalars(
        sa.select(Webinar).where(Webinar.id == webinar.id).options(sa.orm.selectinload(Webinar.recordings))
    ).one()
    add_recording(session, over, "All of it")
    session.commit()
    until(start + 4 * HOUR + MINUTE)
    recording = mails.next_to(SOPHIE)
    assert recording["Subject"] == "The recording is up: Can a machine be said to think?"

    phone.goto(link_in(place))
    phone.get_by_role("button", name="Erase what you keep about me").click()
    expect(phone.get_by_role("heading", name="Erased.")).to_be_visible()
    assert mails.next_to(LAURA)["Subject"].startswith("Erased: ")
    assert phone.goto(link_in(place)).status == 404
    assert not [
        f"{table.name}.{name}"
        for table, rows in everything_stored().items()
        for row in rows
        for name, value in row.items()
        if re.search("zanzibar|Bassi", str(value))
    ]
