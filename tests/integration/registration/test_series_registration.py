"""One form for several webinars of a series: each place for itself, one mail, one page that gives each back."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.factories import ask, make_registration, make_series, make_webinar, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.unsubscribe import end, has_ended
from webinars.domain.registration.attendee_actions import MAILS_A_DAY, RegistrationInput, give_back
from webinars.domain.registration.erasure import erase, erase_due
from webinars.domain.registration.groups.actions import register_together
from webinars.domain.registration.groups.news import promise_one_more
from webinars.domain.registration.links import group_token
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.models import (
    GroupedRegistration,
    Mailing,
    OutboundEmail,
    QuestionKind,
    Registration,
    RegistrationDesk,
    RegistrationGroup,
    RegistrationState,
    Status,
    Visibility,
)

pytestmark = pytest.mark.usefixtures("derived", "noon", "with_mail_server")

FORM = "/series/letters-on-nature/register"
LAURA = {"name": "Laura Bassi", "email": "laura@attendee.example", "timezone": "Europe/Rome"}
State = RegistrationState
TITLES = ("Letters on colour", "On glaciers", "Fossils and cliffs")


@pytest.fixture
def series(session, lunar):
    return make_series(session, lunar, "Letters on nature")


@pytest.fixture
def webinars(session, lunar, series):
    """On three Sundays from 14 February 2027 on, at 4pm in London, for as many as come."""
    made = []
    for number, title in enumerate(TITLES):
        starts_wall = dt.datetime(2027, 2, 14, 16) + dt.timedelta(weeks=number)
        webinar = make_webinar(
            session, lunar, title, starts_wall=starts_wall, timezone="Europe/London", duration_minutes=60, series=series
        )
        open_desk(session, webinar)
        made.append(webinar)
    session.commit()
    return made


def desk_of(session, webinar):
    return session.get_one(RegistrationDesk, webinar.id)


def slugs(webinars):
    return [each.slug for each in webinars]


def send(client, webinars, **values):
    return client.post(FORM, data=LAURA | {"webinars": slugs(webinars)} | values)


def states(session):
    session.expire_all()
    return [each.state for each in session.scalars(sa.select(Registration).order_by(Registration.webinar_id))]


def mails(session):
    return session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind.like("registration.%")).order_by(OutboundEmail.id)
    ).all()


def kinds(session):
    return [each.kind.removeprefix("registration.") for each in mails(session)]


def letter_of(session, settings, mail):
    return write_letter(session, settings, KINDS, mail, now=clock.now())


def only_group(session):
    session.expire_all()
    return session.scalars(sa.select(RegistrationGroup)).one()


def page_address(session, settings):
    return f"/registrations/together/{group_token(settings, only_group(session))}"


def test_what_can_be_registered_for_stands_there_and_nothing_is_ticked(client, session, lunar, series, webinars):
    make_webinar(session, lunar, "A draft", status=Status.DRAFT, series=series)
    make_webinar(session, lunar, "Hidden from lists", visibility=Visibility.UNLISTED, series=series)
    make_webinar(session, lunar, "Without registration", starts_in=dt.timedelta(days=90), series=series)
    session.commit()

    answer = client.get(FORM)

    assert answer.status_code == 200
    page = page_of(answer)
    boxes = page.xpath('//input[@name="webinars"]')
    assert [box.get("value") for box in boxes if box.get("disabled") is None] == slugs(webinars)
    assert not any(box.checked for box in boxes)
    said = words_of(answer)
    assert "3 webinars are coming that you can register for." in said
    assert "A draft" not in said
    assert "Hidden from lists" not in said
    assert "Nobody has to register for this webinar." in said
    assert "For each webinar until 30 days after it. The last is erased on 30 March 2027" in said
    assert "The Lunar Society. Nobody else" in said


def test_from_a_ticket_its_webinar_alone_is_ticked(client, webinars):
    ticket = client.get(f"/webinars/{webinars[1].slug}")
    (button,) = [each for each in page_of(ticket).xpath("//a") if "whole series" in each.text_content()]
    assert button.text_content() == "Register for the whole series (3)"

    page = page_of(client.get(button.get("href")))

    assert [box.get("value") for box in page.xpath('//input[@name="webinars"]') if box.checked] == [webinars[1].slug]


def test_one_webinar_alone_is_no_series_to_register_for(client, session, webinars):
    for each in webinars[1:]:
        each.is_registration_here = False
    session.commit()

    assert "whole series" not in client.get(f"/webinars/{webinars[0].slug}").text


def test_the_page_of_the_series_leads_there(client, webinars):
    assert f'href="{FORM}"' in client.get("/series/letters-on-nature").text


def test_places_are_taken_at_once_and_one_mail_lists_them(client, session, settings, webinars):
    answer = send(client, [webinars[0], webinars[2]])

    assert (answer.status_code, answer.location) == (303, f"{FORM}/sent")
    assert states(session) == [State.CONFIRMED, State.CONFIRMED]
    assert [desk_of(session, each).seats_taken for each in webinars] == [1, 0, 1]
    (mail,) = mails(session)
    assert mail.kind == "registration.places"
    letter = letter_of(session, settings, mail)
    assert letter.subject == "Your places: 2, the first on Sunday 14 February, 5pm Rome: Letters on nature"
    assert letter.headline == "2 places"
    assert [each.title for each in letter.paragraphs] == ["Letters on colour", "Fossils and cliffs"]
    assert [each.what for each in letter.paragraphs] == ["A place", "A place"]
    assert "/join/" in letter.paragraphs[0].address
    assert letter.paragraphs[0].address != letter.paragraphs[1].address
    assert "The calendar entries are attached" in letter.text
    assert "If it was not you, erase it here" in letter.footer


def test_the_attached_calendar_holds_an_entry_of_each(client, session, settings, webinars):
    send(client, webinars[:2])
    (mail,) = mails(session)
    message = compose(settings, mail, letter_of(session, settings, mail), now=clock.now())

    parts = [
        part
        for part in message_from_bytes(message.octets, policy=policy.default).walk()
        if part.get_content_type() == "text/calendar"
    ]

    (part,) = parts
    assert part["content-type"].params["method"] == "PUBLISH"
    calendar = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == "PUBLISH"
    events = calendar.walk("VEVENT")
    assert [each["SUMMARY"] for each in events] == list(TITLES[:2])
    assert len({each["UID"] for each in events}) == 2
    # RFC 5546, 3.2.1: an organiser, and no attendee.
    assert all("ORGANIZER" in each and "ATTENDEE" not in each for each in events)
    assert all("/join/" in each["LOCATION"] for each in events)


def test_where_one_counts_its_places_all_wait_for_one_press(client, session, settings, webinars, noon):
    desk_of(session, webinars[0]).capacity = 1
    make_registration(session, settings, webinars[0], "First")
    desk_of(session, webinars[1]).capacity = 5
    session.commit()

    send(client, webinars)

    laura = session.scalars(sa.select(Registration).where(Registration.email_normal == LAURA["email"])).all()
    assert {each.state for each in laura} == {State.UNCONFIRMED}
    (mail,) = mails(session)
    assert mail.kind == "registration.take_places"
    letter = letter_of(session, settings, mail)
    assert letter.subject == (
        "Take your places: 3 webinars, the first on Sunday 14 February, 5pm Rome: Letters on nature"
    )
    assert "on 16 February 2027 the link ends" in letter.text
    assert "You join the queue: places are taken." in letter.text
    assert "Laura" not in letter.text

    address = page_address(session, settings)
    assert letter.button.address.endswith(address)
    assert "3 webinars wait for this press" in words_of(client.get(address))
    noon.shift(dt.timedelta(minutes=2))
    pressed = client.post(f"{address}/confirmation")
    assert (pressed.status_code, pressed.location) == (303, address)
    session.expire_all()
    by_webinar = {each.webinar_id: each.state for each in laura}
    assert [by_webinar[each.id] for each in webinars] == [State.WAITING, State.CONFIRMED, State.CONFIRMED]
    assert kinds(session) == ["take_places", "places"]
    letter = letter_of(session, settings, mails(session)[1])
    assert letter.headline == "2 places, and number 1 in a queue"
    assert letter.subject.startswith("Your places: 2 of 3, the first on Sunday 21 February, 5pm Rome")
    assert [each.what for each in letter.paragraphs] == ["Number 1 in the queue", "A place", "A place"]
    assert "Kept for each webinar until 30 days after it" in letter.footer
    # Twice is once.
    client.post(f"{address}/confirmation")
    assert kinds(session) == ["take_places", "places"]
    assert "You have 2 places, and are number 1 on a waiting list." in words_of(client.get(address))


def test_one_that_is_full_keeps_no_other_back(client, session, settings, webinars):
    desk = desk_of(session, webinars[0])
    desk.capacity, desk.has_waiting_list = 1, False
    session.commit()
    send(client, webinars[:2])
    make_registration(session, settings, webinars[0], "Quicker")
    session.commit()

    address = page_address(session, settings)
    client.post(f"{address}/confirmation")

    letter = letter_of(session, settings, mails(session)[-1])
    assert [each.what for each in letter.paragraphs] == ["No place", "A place"]
    assert letter.paragraphs[0].line == "All places are taken."
    assert letter.subject.startswith("Your places: 1 of 2")


def test_what_has_closed_while_the_form_was_open_is_named(client, session, settings, webinars):
    desk_of(session, webinars[0]).closes_before_minutes = 60 * 24 * 10
    session.commit()

    answer = send(client, webinars[:1])
    assert answer.status_code == 422
    assert "Registration is closed." in words_of(answer)

    ids = [each.id for each in webinars[:2]]
    register_together(
        session,
        settings,
        webinars[0].series_id,
        ids,
        ids,
        RegistrationInput(name="Laura Bassi", email=LAURA["email"]),
        now=clock.now(),
    )
    session.commit()
    letter = letter_of(session, settings, mails(session)[-1])
    assert [(each.what, each.title) for each in letter.paragraphs] == [
        ("A place", "On glaciers"),
        ("No place", "Letters on colour"),
    ]
    assert letter.paragraphs[1].line == "Registration was closed."


def test_nothing_ticked_is_said_and_nothing_typed_is_lost(client, session, webinars):
    answer = send(client, [], more="yes")

    assert answer.status_code == 422
    assert "Tick at least one webinar." in words_of(answer)
    page = page_of(answer)
    assert page.xpath('//*[@name="name"]')[0].value == "Laura Bassi"
    assert page.xpath('//*[@name="more"]')[0].checked
    assert states(session) == []


def test_ticks_and_answers_stay_when_something_is_wrong(client, session, webinars):
    question = ask(session, webinars[1], is_required=True)
    session.commit()

    answer = send(client, webinars[:2], email="nonsense", **{"answer-1": "", "asked": str(question.id)})

    assert answer.status_code == 422
    page = page_of(answer)
    assert [box.get("value") for box in page.xpath('//input[@name="webinars"]') if box.checked] == slugs(webinars[:2])
    assert "Answer this question." in words_of(answer)
    assert states(session) == []


def test_a_question_of_one_is_asked_of_that_one_alone(client, session, webinars):
    question = ask(session, webinars[1], is_required=True)
    session.commit()

    assert send(client, [webinars[0]], asked=str(question.id)).status_code == 303
    assert "“On glaciers” asks one thing more" in words_of(client.get(FORM))


def test_the_same_question_is_asked_once_and_answered_for_all(client, session, webinars):
    for each in webinars[:2]:
        ask(session, each, "Where do you come from?")
    ask(session, webinars[2], "Which way?", kind=QuestionKind.CHOICE, options=["By land", "By sea"])
    session.commit()
    page = page_of(client.get(FORM))
    assert len(page.xpath('//input[@name="answer-1"]')) == 1
    (asked,) = page.xpath('//input[@name="asked"]')

    send(client, webinars, **{"asked": asked.get("value"), "answer-1": "Bologna", "answer-2": "By sea"})

    found = session.scalars(sa.select(Registration).options(sa.orm.selectinload(Registration.answers)))
    answers = {each.webinar_id: [answer.value for answer in each.answers] for each in found}
    assert answers == {
        webinars[0].id: ["Bologna"],
        webinars[1].id: ["Bologna"],
        webinars[2].id: ["By sea"],
    }


def test_a_webinar_moved_while_the_form_was_open_is_said(client, session, webinars):
    seen = f"{webinars[0].slug} 2027-02-07T16:00:00Z"

    answer = send(client, webinars[:2], starts=[seen])

    assert answer.status_code == 409
    assert "A webinar has been moved while this form was open." in words_of(answer)
    assert states(session) == []
    assert send(client, webinars[1:2], starts=[seen]).status_code == 303


def test_who_is_registered_already_is_answered_the_same(client, session, settings, webinars):
    make_registration(session, settings, webinars[0], "Laura", email_normal=LAURA["email"])
    session.commit()

    known = send(client, webinars[:1])
    stranger = send(client, webinars[:1], email="somebody@attendee.example")

    assert (known.status_code, known.location, known.data) == (stranger.status_code, stranger.location, stranger.data)


def test_what_was_registered_before_stands_on_the_page_too(client, session, settings, webinars):
    make_registration(session, settings, webinars[0], "Laura", email_normal=LAURA["email"])
    session.commit()

    send(client, webinars[:2])

    said = words_of(client.get(page_address(session, settings)))
    assert "Letters on colour" in said
    assert "On glaciers" in said
    # And what is registered later on the page of one webinar.
    client.post(f"/webinars/{webinars[2].slug}/register", data=LAURA)
    assert "Fossils and cliffs" in words_of(client.get(page_address(session, settings)))
    assert len(session.scalars(sa.select(RegistrationGroup)).all()) == 1


def test_pressing_twice_sends_one_mail_and_later_the_link_again(client, session, webinars, noon):
    send(client, webinars)
    send(client, webinars)
    assert kinds(session) == ["places"]

    noon.shift(dt.timedelta(minutes=11))
    send(client, webinars)
    send(client, webinars)

    assert kinds(session) == ["places", "places"]
    assert len(states(session)) == 3


def test_an_address_is_not_written_to_without_end(client, session, webinars, noon):
    for _press in range(MAILS_A_DAY + 2):
        send(client, webinars)
        noon.shift(dt.timedelta(minutes=11))

    assert len(kinds(session)) == MAILS_A_DAY


def test_single_places_are_given_back(client, session, settings, webinars):
    send(client, webinars)
    address = page_address(session, settings)

    answer = client.post(f"{address}/cancellation", data={"webinar": webinars[1].slug})

    assert (answer.status_code, answer.location) == (303, address)
    assert states(session) == [State.CONFIRMED, State.CANCELLED, State.CONFIRMED]
    said = words_of(client.get(address))
    assert "You have 2 places." in said
    client.post(f"{address}/cancellation")
    assert states(session) == [State.CANCELLED] * 3
    assert [desk_of(session, each).seats_taken for each in webinars] == [0, 0, 0]
    assert "You have no place in what is to come." in words_of(client.get(address))


def test_who_waited_hears_as_soon_as_a_place_is_theirs(client, session, settings, webinars):
    desk_of(session, webinars[0]).capacity = 1
    first = make_registration(session, settings, webinars[0], "First")
    session.commit()
    send(client, webinars[:1])
    client.post(f"{page_address(session, settings)}/confirmation")
    letter = letter_of(session, settings, mails(session)[-1])
    assert "We write as soon as a place is yours." in letter.text

    give_back(session, first.id, now=clock.now())
    session.commit()

    (last,) = [each for each in mails(session) if each.kind == "registration.place"]
    assert last.recipient == LAURA["email"]


def test_what_is_over_is_not_given_back(client, session, settings, webinars, noon):
    send(client, webinars)
    address = page_address(session, settings)
    noon.move_to(dt.datetime(2027, 2, 15, 12, tzinfo=dt.UTC))

    client.post(f"{address}/cancellation")

    assert states(session) == [State.CONFIRMED, State.CANCELLED, State.CANCELLED]


def test_one_more_is_taken_on_the_page(client, session, settings, webinars):
    send(client, webinars[:1], **{"tell-recording": "yes"})
    address = page_address(session, settings)
    page = page_of(client.get(address))
    offered = [form for form in page.forms if form.action == f"{address}/webinars"]
    assert [form.fields["webinars"] for form in offered] == slugs(webinars[1:])

    client.post(f"{address}/webinars", data={"webinars": webinars[1].slug})
    client.post(f"{address}/webinars", data={"webinars": webinars[1].slug})

    assert states(session) == [State.CONFIRMED, State.CONFIRMED]
    newest = session.scalars(sa.select(Registration).order_by(Registration.id.desc())).first()
    assert (newest.name, newest.timezone, newest.wants_recording) == ("Laura Bassi", "Europe/Rome", True)
    assert kinds(session) == ["places", "place"]


def test_one_that_asks_something_is_not_taken_by_a_press(client, session, settings, webinars):
    send(client, webinars[:1])
    ask(session, webinars[1], is_required=True)
    session.commit()
    address = page_address(session, settings)

    assert f'href="/webinars/{webinars[1].slug}/register"' in client.get(address).text
    answer = client.post(f"{address}/webinars", data={"webinars": webinars[1].slug})

    assert answer.status_code == 409
    assert states(session) == [State.CONFIRMED]


@pytest.mark.parametrize("wanted", ["another-series", "nonsense"])
def test_nothing_of_elsewhere_is_taken_on_the_page(client, session, lunar, settings, webinars, wanted):
    send(client, webinars[:1])
    other = make_webinar(session, lunar, "Another series", series=make_series(session, lunar, "Another"))
    open_desk(session, other)
    session.commit()

    answer = client.post(f"{page_address(session, settings)}/webinars", data={"webinars": wanted})

    assert answer.status_code == 409
    assert states(session) == [State.CONFIRMED]


def add_webinar(session, lunar, series, **values):
    """One more, registered for here; published now unless said otherwise."""
    starts_wall = dt.datetime(2027, 5, 8, 16)
    values = {"published_at": clock.now(), **values}
    webinar = make_webinar(
        session,
        lunar,
        "What a gardener owes to Linnaeus",
        starts_wall=starts_wall,
        timezone="Europe/London",
        series=series,
        **values,
    )
    open_desk(session, webinar)
    session.commit()
    return webinar


def hear(session):
    promise_one_more(session, now=clock.now())
    send_mailings(session, now=clock.now)
    return [each for each in mails(session) if each.kind == "registration.one_more"]


def test_one_more_of_the_series_is_told_and_takes_nothing(client, session, settings, lunar, series, webinars, noon):
    hear(session)
    send(client, webinars[:1], more="yes")
    noon.shift(dt.timedelta(minutes=5))
    assert hear(session) == []
    webinar = add_webinar(session, lunar, series)
    noon.shift(dt.timedelta(minutes=1))

    (mail,) = hear(session)
    assert hear(session) == [mail]

    letter = letter_of(session, settings, mail)
    assert letter.subject == "One more, Saturday 8 May, 5pm Rome: What a gardener owes to Linnaeus"
    assert "Nothing is taken until you press." in letter.text
    address = page_address(session, settings)
    assert letter.button.address.endswith(f"{address}#more")
    assert states(session) == [State.CONFIRMED]
    client.post(f"{address}/webinars", data={"webinars": webinar.slug})
    assert states(session) == [State.CONFIRMED, State.CONFIRMED]
    assert letter_of(session, settings, mail) is not None
    end(session, settings, KINDS, mail, now=clock.now())
    session.commit()
    assert has_ended(session, settings, KINDS, mail, now=clock.now())
    assert letter_of(session, settings, mail) is None


def test_who_did_not_ask_hears_nothing(client, session, lunar, series, webinars, noon):
    send(client, webinars[:1])
    noon.shift(dt.timedelta(minutes=5))
    add_webinar(session, lunar, series)
    noon.shift(dt.timedelta(minutes=1))

    assert hear(session) == []
    assert session.scalars(sa.select(Mailing)).all() == []


def test_who_gave_all_back_hears_nothing(client, session, settings, lunar, series, webinars, noon):
    send(client, webinars[:1], more="yes")
    client.post(f"{page_address(session, settings)}/cancellation")
    noon.shift(dt.timedelta(minutes=5))
    add_webinar(session, lunar, series)
    noon.shift(dt.timedelta(minutes=1))

    assert hear(session) == []


def test_who_never_pressed_hears_nothing(client, session, lunar, series, webinars, noon):
    desk_of(session, webinars[0]).capacity = 5
    session.commit()
    send(client, webinars[:1], more="yes")
    noon.shift(dt.timedelta(minutes=5))
    add_webinar(session, lunar, series)
    noon.shift(dt.timedelta(minutes=1))

    assert hear(session) == []


def test_who_left_one_out_is_not_told_of_it(client, session, webinars, noon):
    """The others stood on the form, whether the worker had looked at them by then or not."""
    noon.shift(dt.timedelta(minutes=5))
    send(client, webinars[:1], more="yes")
    noon.shift(dt.timedelta(minutes=1))

    assert hear(session) == []


@pytest.mark.parametrize("values", [{"visibility": Visibility.UNLISTED}, {"status": Status.DRAFT}])
def test_of_what_strangers_do_not_know_nobody_hears(client, session, lunar, series, webinars, noon, values):
    hear(session)
    send(client, webinars[:1], more="yes")
    noon.shift(dt.timedelta(minutes=5))
    add_webinar(session, lunar, series, **values)
    noon.shift(dt.timedelta(minutes=1))

    assert hear(session) == []


def test_one_that_opens_later_is_told_when_it_opens(client, session, lunar, series, webinars, noon):
    hear(session)
    send(client, webinars[:1], more="yes")
    noon.shift(dt.timedelta(minutes=5))
    webinar = add_webinar(session, lunar, series)
    desk_of(session, webinar).opens_before_minutes = 60 * 24 * 30
    session.commit()
    assert hear(session) == []

    noon.move_to(dt.datetime(2027, 4, 8, 15, 1, tzinfo=dt.UTC))

    assert len(hear(session)) == 1


def test_mails_of_more_are_switched_on_the_page(client, session, settings, webinars):
    send(client, webinars[:1])
    address = page_address(session, settings)

    client.post(f"{address}/more", data={"more": "yes"})
    assert only_group(session).wants_more
    assert "Stop these mails" in words_of(client.get(address))
    client.post(f"{address}/more", data={"more": "no"})
    assert not only_group(session).wants_more


def test_the_group_goes_with_the_last_of_its_registrations(client, session, settings, webinars):
    send(client, webinars[:2])
    address = page_address(session, settings)
    first, second = session.scalars(sa.select(Registration).order_by(Registration.id)).all()

    erase(session, first.id, now=clock.now())
    session.commit()
    assert client.get(address).status_code == 200
    assert "places" in kinds(session)
    erase(session, second.id, now=clock.now())
    session.commit()

    assert client.get(address).status_code == 404
    assert session.scalars(sa.select(RegistrationGroup)).all() == []
    assert session.scalars(sa.select(GroupedRegistration)).all() == []
    assert set(kinds(session)) == {"erased"}


def test_all_of_it_is_erased_on_the_page(client, session, settings, webinars):
    send(client, webinars)
    address = page_address(session, settings)

    answer = client.post(f"{address}/erasure")

    assert "Nothing about you is kept for these webinars." in words_of(answer)
    session.expire_all()
    assert {each.email_normal for each in session.scalars(sa.select(Registration))} == {None}
    assert client.get(address).status_code == 404


def test_what_nobody_pressed_for_a_week_goes_with_its_group(client, session, webinars, noon):
    desk_of(session, webinars[2]).capacity = 5
    session.commit()
    send(client, webinars[2:])
    noon.shift(dt.timedelta(days=8))

    erase_due(session, now=clock.now())

    assert states(session) == []
    assert session.scalars(sa.select(RegistrationGroup)).all() == []
    assert kinds(session) == []


def test_a_move_reaches_who_registered_for_several(client, session, settings, webinars):
    """What was published to a calendar is moved by a request above it."""
    send(client, webinars[:2])
    session.expire_all()
    (first,) = session.scalars(sa.select(Registration).where(Registration.webinar_id == webinars[0].id))

    assert (first.told_method, first.told_sequence) == ("REQUEST", 0)


def test_a_series_that_nobody_knows_has_no_form(client, session, lunar):
    make_series(session, lunar, "Unheard of")
    session.commit()

    assert client.get("/series/unheard-of/register").status_code == 404
    assert client.post("/series/unheard-of/register", data=LAURA).status_code == 404
    assert client.get("/series/unheard-of/register/sent").status_code == 404
    assert client.get("/registrations/together/nonsense").status_code == 404


def test_what_follows_the_form_is_the_same_for_everybody(client, webinars):
    answer = client.get(f"{FORM}/sent")

    assert "We have written to the address you entered." in words_of(answer)
    assert 'content="noindex"' in answer.text
