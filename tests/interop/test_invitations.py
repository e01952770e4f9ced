"""Programs that people read mails and calendars with agree on the entries that come by mail."""

import dataclasses
import datetime as dt
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from tests.interop.programs import NODE_READERS, read_with_libical, read_with_node
from tests.interop.reading import PYTHON_READERS, told
from tests.services import libical_path, npm_path
from tests.strict_calendar import assert_strict
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.registration.links import join_code
from webinars.models import (
    JoinAccess,
    OutboundEmail,
    Priority,
    Registration,
    RegistrationEnd,
    RegistrationState,
    Webinar,
)

TITLE = "Kometen, ihre Schweife; und “was sie sind” 彗星 🔭: a title that has to be folded more than once, \\nevermore"


@pytest.fixture
def invited(session, settings):
    """A registration for a webinar to which everybody has an own way in, and the settings of the site."""
    site = dataclasses.replace(settings, base_url="https://webinars.example", mail_from="post@webinars.example")
    webinar = make_webinar(session, make_organisation(session), TITLE, slug="comets", join_access=JoinAccess.REGISTERED)
    open_desk(session, webinar)
    registration = make_registration(session, site, webinar, email_normal="laura@example.org")
    session.commit()
    return registration, site


@pytest.fixture
def received(session, invited):
    """`received("place", sequence=0)`: the parts of the mail as its reader's program has them, by their types."""
    registration, site = invited

    def received(name, **context):
        add_mail(
            session,
            kind=f"registration.{name}",
            priority=Priority.REGISTRATION,
            recipient=registration.email_normal,
            context={"registration_id": registration.id, "webinar_id": registration.webinar_id, **context},
            dedupe_key=name,
            now=clock.now(),
        )
        session.commit()
        mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == name)).one()
        letter = write_letter(session, site, KINDS, mail, now=clock.now())
        message = message_from_bytes(compose(site, mail, letter, now=clock.now()).octets, policy=policy.default)
        assert [part.defects for part in message.walk()] == [[]] * 6
        return {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}

    return received


@pytest.fixture
def calendars(session, invited, received):
    """The entry that comes with the place, and the one that takes it back."""
    registration, _site = invited
    request = received("place", sequence=3)["text/calendar"].get_payload(decode=True)
    row = session.get_one(Registration, registration.id)
    row.state, row.ended_by = RegistrationState.CANCELLED, RegistrationEnd.ATTENDEE
    session.commit()
    cancel = received("ended", sequence=4)["text/calendar"].get_payload(decode=True)
    return request, cancel


def test_the_octets_are_a_calendar_by_the_letter(calendars):
    for octets in calendars:
        assert_strict(octets)


@pytest.mark.parametrize("read", PYTHON_READERS)
def test_libraries_in_python_read_what_was_written(calendars, read):
    (request,), (cancel,) = map(read, calendars)

    assert (request.status, cancel.status) == ("CONFIRMED", "CANCELLED")
    assert request.uid == cancel.uid
    assert request.summary.startswith("Kometen, ihre Schweife; und “was sie sind” 彗星 🔭: a title")
    assert (request.starts_at, request.ends_at) == (cancel.starts_at, cancel.ends_at)


@pytest.mark.skipif(npm_path() is None, reason="there is no npm")
@pytest.mark.parametrize("library", NODE_READERS)
def test_libraries_in_javascript_read_what_was_written(calendars, node_folder, tmp_path, library):
    files = [tmp_path / f"{number}.ics" for number in range(len(calendars))]
    for file, octets in zip(files, calendars, strict=True):
        file.write_bytes(octets)

    (request,), (cancel,) = read_with_node(library, files, node_folder)

    assert (request.status, cancel.status) == ("CONFIRMED", "CANCELLED")
    assert request.uid == cancel.uid


@pytest.mark.skipif(libical_path() is None, reason="there is no libical")
def test_libical_reads_what_was_written(calendars):
    (request,), (cancel,) = map(read_with_libical, calendars)

    assert (request.status, cancel.status) == ("CONFIRMED", "CANCELLED")


def test_what_the_entry_asks_of_its_reader(session, invited, calendars):
    registration, site = invited
    own = f"https://webinars.example/join/{join_code(site, registration)}"
    (request,), (cancel,) = (Calendar.from_ical(octets).walk("VEVENT") for octets in calendars)

    assert [Calendar.from_ical(octets)["METHOD"] for octets in calendars] == ["REQUEST", "CANCEL"]
    assert (request["SEQUENCE"], cancel["SEQUENCE"]) == (3, 4)
    assert cancel["DTSTAMP"].dt >= request["DTSTAMP"].dt >= clock.now() - dt.timedelta(minutes=5)
    assert request["LOCATION"] == own
    first, second, *_rest = str(request["DESCRIPTION"]).splitlines()
    assert first.endswith(f" Rome. Join: {own}")
    assert second.endswith(" US Pacific")
    assert "Register" not in request["DESCRIPTION"]
    assert "LOCATION" not in cancel
    assert "/join/" not in unfolded(cancel.to_ical().decode())
    assert request["URL"] == "https://webinars.example/webinars/comets"
    for entry in (request, cancel):
        assert str(entry["ORGANIZER"]) == "mailto:post@webinars.example"
        assert entry["ORGANIZER"].params["CN"] == "Learned Societies"
        assert str(entry["ATTENDEE"]) == "mailto:laura@example.org"
        assert entry["ATTENDEE"].params["RSVP"] == "FALSE"
        assert "CN" not in entry["ATTENDEE"].params, "what was typed as a name goes to nobody"
    (alarm,) = request.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", dt.timedelta(minutes=-15))
    assert cancel.walk("VALARM") == []
    assert told(request.start) == told(cancel.start)


def test_where_all_are_let_in_the_entry_has_her_own_way_all_the_same(session, invited, received):
    registration, site = invited
    webinar = session.get_one(Webinar, registration.webinar_id)
    webinar.join_access = JoinAccess.OPEN
    session.commit()

    (entry,) = Calendar.from_ical(received("place", sequence=1)["text/calendar"].get_payload(decode=True)).walk(
        "VEVENT"
    )

    own = f"https://webinars.example/join/{join_code(site, registration)}"
    assert entry["LOCATION"] == own
    assert own in str(entry["DESCRIPTION"])
    assert webinar.join_code not in str(entry["DESCRIPTION"])
    assert str(entry["DESCRIPTION"]).splitlines()[0].endswith(" Rome")
