"""The room's report at the desk: looked at beside the list, and stored by a press."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_registration, make_webinar, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.registration.erasure import erase
from webinars.models import AuditEvent, Registration, RegistrationState, Role
from webinars.site.registration.attendees.forms import ReportForm

HERE = "/manage/webinars/comets-and-their-tails/registrations/attendance"
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
REPORT = """Name,Email,Join Time,Leave Time,Duration (Minutes)
Laura,LAURA-BASSI@attendee.example,2027-02-14 15:58,2027-02-14 17:40,102
Wáng  zhenyi (Wang),,2027-02-14 16:00,2027-02-14 16:20,20
Somebody Else,else@other.example,2027-02-14 16:00,2027-02-14 16:05,5
Double,,2027-02-14 16:00,2027-02-14 16:05,5
"""


@pytest.fixture
def people(session, settings, webinar, noon):
    open_desk(session, webinar)
    names = ("Laura Bassi", "Wang Zhenyi", "Double", "Away")
    made = {name: make_registration(session, settings, webinar, name) for name in names}
    make_registration(session, settings, webinar, "Double", email_normal="double-2@attendee.example")
    made["Away"].attended_minutes = 7
    noon.move_to(START + dt.timedelta(hours=20))
    session.commit()
    return made


@pytest.fixture
def browser(people, client, sign_in, olga):
    sign_in(client, olga)
    return client


def send(browser, text=REPORT, address=HERE, **values):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post(
        address, data={"file": (io.BytesIO(data), "report.csv"), **values}, content_type="multipart/form-data"
    )


def go_on(browser, answer, address, **values):
    """Press in the page that came back, with all that stands in its form."""
    fields = dict(page_of(answer).xpath("//main//form[@enctype]")[0].form_values())
    return browser.post(address, data={**fields, **values}, content_type="multipart/form-data")


def stored(session):
    session.expire_all()
    rows = session.scalars(sa.select(Registration).order_by(Registration.id))
    return {row.name: row.attended_minutes for row in rows if row.attended_minutes is not None}


def test_it_is_looked_at_and_then_stored(session, browser):
    assert 'registrations/attendance"' in browser.get(HERE.removesuffix("/attendance")).text
    preview = send(browser)

    assert preview.status_code == 200
    words = words_of(preview)
    assert "2 people of the list were there" in words
    rows = [[cell.text_content() for cell in row] for row in page_of(preview).xpath("//tbody/tr")]
    assert rows == [
        ["Laura Bassilaura-bassi@attendee.example", "102 minutes", "by the address"],
        ["Wang Zhenyiwang-zhenyi@attendee.example", "20 minutes", "by the name alone"],
    ]
    assert "2 are not on the list" in words
    assert "Somebody Else else@other.example: 5 minutes" in words
    assert "Double: 5 minutes" in words
    assert stored(session) == {"Away": 7}

    answer = go_on(browser, preview, f"{HERE}/minutes")

    assert (answer.status_code, answer.location) == (303, HERE.removesuffix("/attendance"))
    assert stored(session) == {"Laura Bassi": 102, "Wang Zhenyi": 20}
    page = browser.get(answer.location).text
    assert "The attendance of 2 people is stored." in page
    assert "102 minutes in the room." in page
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "registration:attendance")).one()
    assert event.detail == {"count": 2}


def test_nothing_of_those_who_are_not_on_the_list_is_stored(session, browser):
    go_on(browser, send(browser), f"{HERE}/minutes")

    rows = (
        session.execute(sa.text("SELECT * FROM registration")).all()
        + session.execute(sa.text("SELECT * FROM audit_event")).all()
    )
    assert "else@other.example" not in str(rows)
    assert "laura-bassi@attendee.example" in str(rows)


def test_a_name_that_two_in_the_report_have_is_nobodys(session, browser):
    text = "Name,Email,Duration\nWang Zhenyi,a@x.example,5\nwang zhenyi,b@x.example,6\n"

    assert "Nobody of the list stands in this report" in words_of(send(browser, text))
    assert "Store the attendance" not in words_of(send(browser, text))


def test_the_name_itself_goes_before_one_with_something_in_brackets(session, browser):
    text = "Name,Duration\nAway (Guest),5\nAway,30\n"

    go_on(browser, send(browser, text), f"{HERE}/minutes")

    assert stored(session) == {"Away": 30}


def test_who_is_found_by_address_is_not_found_by_name_again(session, browser):
    text = "Name,Email,Duration\nX,wang-zhenyi@attendee.example,5\nWang Zhenyi,other@x.example,6\n"
    go_on(browser, send(browser, text), f"{HERE}/minutes")

    assert stored(session) == {"Wang Zhenyi": 5}


def test_the_zone_is_asked_only_if_there_are_hours(browser):
    with_hours = page_of(send(browser))
    (zone,) = with_hours.xpath('//input[@name="timezone"]')
    assert zone.get("value") == "Europe/London"
    assert with_hours.xpath('//datalist/option[@value="Etc/UTC"]')

    assert not page_of(send(browser, "Name,Duration\nLaura Bassi,5\n")).xpath('//input[@name="timezone"]')


def test_hours_of_another_zone_are_pointed_out(session, browser):
    late = REPORT.replace("14 15:", "15 00:").replace("14 16:", "15 01:").replace("14 17:", "15 02:")
    preview = send(browser, late)
    assert "By these hours nobody was in the room while the webinar went on." in words_of(preview)

    again = go_on(browser, preview, HERE, timezone="Asia/Tokyo")
    assert "By these hours nobody" not in words_of(again)

    wrong = go_on(browser, preview, HERE, timezone="Nowhere/Land")
    assert wrong.status_code == 422
    assert "We know no place “Nowhere/Land”." in words_of(wrong)


def test_unclear_columns_are_asked_for(session, browser):
    asked = send(browser, "Wer,Wie lange\nLaura Bassi,12\n")
    assert asked.status_code == 422
    assert "Say which column has the names or the addresses." in words_of(asked)

    preview = go_on(browser, asked, HERE, **{"column-name": "0", "column-length": "1"})
    assert "One person of the list was there" in words_of(preview)

    go_on(browser, preview, f"{HERE}/minutes")
    assert stored(session) == {"Laura Bassi": 12}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "This report names nobody."),
        (b"PK\x03\x04\x00\x00\x00", "This is no table"),
        (b"Name,Duration\n", "This report names nobody."),
        (b"Name,Duration\nAna,long\n", "“long” in line 2 is no number of minutes"),
        (b"Name,Join,Left\nAna,soon,later\n", "“soon” in line 2 is no date and hour."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(session, browser, text, sentence):
    answer = send(browser, text)

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert stored(session) == {"Away": 7}


def test_a_report_without_end_is_not_read(session, browser, monkeypatch):
    monkeypatch.setattr(ReportForm, "LONGEST_REPORT", 100)

    answer = send(browser, b"Name,Duration\n" + b"Ana,5\n" * 20)

    assert answer.status_code == 422
    assert "This report is too long" in words_of(answer)
    assert stored(session) == {"Away": 7}


def test_without_a_file_it_says_so(browser):
    answer = browser.post(HERE, data={})

    assert answer.status_code == 422
    assert "Choose the file of the report." in words_of(answer)


def test_who_is_erased_meanwhile_is_not_stored(session, browser, people):
    preview = send(browser)
    erase(session, people["Laura Bassi"].id, now=START + dt.timedelta(hours=20))
    session.commit()

    go_on(browser, preview, f"{HERE}/minutes")

    assert stored(session) == {"Wang Zhenyi": 20}


def test_another_webinars_people_are_left_alone(session, settings, browser, lunar):
    other = make_webinar(session, lunar, "Nebulae")
    open_desk(session, other)
    make_registration(session, settings, other, "Laura Bassi", attended_minutes=3)
    session.commit()

    go_on(browser, send(browser), f"{HERE}/minutes")

    session.expire_all()
    query = sa.select(Registration.attended_minutes).where(Registration.webinar_id == other.id)
    assert session.scalars(query).all() == [3]


def test_only_the_hosts_editors_may(session, people, client, sign_in, lunar, oskar):
    for person, code in ((make_member(session, lunar, "Vera", Role.VIEWER), 403), (oskar, 404)):
        session.commit()
        sign_in(client, person)
        assert client.get(HERE).status_code == code
        assert send(client).status_code == code
        assert send(client, address=f"{HERE}/minutes", text=REPORT).status_code == code
    assert stored(session) == {"Away": 7}


def test_a_webinar_without_registration_has_no_report(session, browser, lunar):
    make_webinar(session, lunar, "Nebulae")
    session.commit()

    assert browser.get("/manage/webinars/nebulae/registrations/attendance").status_code == 404


def test_the_state_does_not_change(session, browser, people):
    go_on(browser, send(browser), f"{HERE}/minutes")

    session.expire_all()
    assert people["Laura Bassi"].state is RegistrationState.CONFIRMED
    assert people["Laura Bassi"].joined_first_at is None
