"""People follow by mail: asked for by anybody, begun by the reader alone, changed and ended behind a secret link."""

import dataclasses
import datetime as dt
import re

import pytest
import sqlalchemy as sa
from msgspec import structs

from tests.factories import make_organisation, make_webinar
from tests.integration.followers.conftest import LAURA, NOW, ROME, newest
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.calendars.personal_feeds import address_token
from webinars.domain.followers.actions import ask_for_mails, forget_old
from webinars.domain.followers.erasure import forget_address
from webinars.domain.followers.links import mail_token, page_token_of
from webinars.models import FeedKind, MailFollow, OutboundEmail, PersonalAddress, PersonalFeed, Rhythm

DAY = dt.timedelta(days=1)


def form(organisation, **values):
    asked = {"chosen": f"organisation-{organisation.id}", "email": LAURA, "rhythm": "weekly", "weekday": "0"}
    return asked | {"timezone": "Europe/Rome"} | values


def follows_stored(session):
    session.expire_all()
    return session.scalars(sa.select(MailFollow).order_by(MailFollow.personal_feed_id)).all()


def mails(session, kind="audience.confirm"):
    return session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == kind).order_by(OutboundEmail.id)).all()


@pytest.fixture
def link(session, settings, society, follows):
    return f"/follow/mail/{mail_token(settings, follows(society))}"


@pytest.mark.usefixtures("with_mail_server")
def test_an_address_is_written_to_once_and_nothing_begins(client, session, society):
    answer = client.post("/follow", data=form(society))

    assert (answer.status_code, answer.location) == (303, "/follow/mail")
    assert "We have written to the address you entered." in words_of(client.get(answer.location))
    (follow,) = follows_stored(session)
    assert (follow.email_normal, follow.confirmed_at, follow.next_at) == (LAURA, None, None)
    assert (follow.rhythm, follow.weekday, follow.timezone) == (Rhythm.WEEKLY, 0, "Europe/Rome")
    assert [mail.recipient for mail in mails(session)] == [LAURA]
    assert "Set-Cookie" not in answer.headers


def test_the_mail_asks_for_a_press(session, society, follows, letters, settings):
    token = mail_token(settings, follows(society, is_confirmed=False))

    (letter,) = letters("audience.confirm", now=NOW)

    assert letter.subject == "One press, and the weekly mail begins"
    assert letter.unsubscribe is None
    assert letter.text.replace(token, "9tq4Zk") == (
        "Follow by mail\n"
        "Press to begin\n"
        "Weekly, on Mondays at 8am Rome.\n\n"
        "You, or somebody who entered this address, asked for a mail about: the Lunar Society.\n\n"
        "Begin:\n"
        "https://webinars.example/follow/mail/9tq4Zk\n\n"
        "-- \n"
        "If it was not you, do nothing: no further mail comes.\n"
    )
    assert token not in letter.without_secrets().text


@pytest.mark.parametrize(
    ("rhythm", "subject", "line"),
    [
        (Rhythm.DAILY, "One press, and the daily mail begins", "Daily, at 8am Rome."),
        (
            Rhythm.AS_IT_COMES,
            "One press, and the mails begin",
            "As it comes, ten minutes after something is announced.",
        ),
    ],
)
def test_each_rhythm_has_its_words(society, follows, letters, rhythm, subject, line):
    follows(society, is_confirmed=False, rhythm=rhythm)

    (letter,) = letters("audience.confirm", now=NOW)

    assert (letter.subject, letter.line) == (subject, line)


def test_a_press_begins_it_and_a_look_does_not(client, session, settings, society, follows):
    follow = follows(society, is_confirmed=False)
    link = f"/follow/mail/{mail_token(settings, follow)}"

    page = client.get(link)
    assert "One press, and the mails begin" in words_of(page)
    assert "Lunar Society" in words_of(page)
    assert follows_stored(session)[0].confirmed_at is None
    for _ in range(2):
        assert client.post(f"{link}/confirmation").location == link

    (follow,) = follows_stored(session)
    assert (follow.confirmed_at, follow.cursor_at) == (NOW, NOW)
    assert follow.next_at == dt.datetime(2027, 2, 8, 7, tzinfo=dt.UTC)
    assert "The next mail comes on Monday 8 February 2027, if there is anything new." in words_of(client.get(link))


def test_the_answer_is_the_same_for_who_follows_already(client, session, society, follows):
    follows(society)
    before = structs.astuple(ROME)

    known, unknown = (
        client.post("/follow", data=form(society, email=each)) for each in (LAURA, "new@attendee.example")
    )

    assert (known.status_code, known.data, known.location) == (unknown.status_code, unknown.data, unknown.location)
    first = follows_stored(session)[0]
    assert (first.rhythm, first.weekday, first.timezone) == before
    assert first.confirmed_at == NOW


def test_a_stranger_changes_nothing_of_who_follows(client, session, settings, society, follows, clock):
    follow = follows(society)
    elsewhere = make_organisation(session, "House of Wisdom")
    make_webinar(session, elsewhere, "Optics")
    session.commit()

    client.post("/follow", data=form(elsewhere, rhythm="daily", timezone="Asia/Tokyo"))

    page = client.get(f"/follow/mail/{mail_token(settings, follow)}")
    assert "Weekly, on Mondays at 8am Rome." in words_of(page)
    assert page_of(page).xpath("//input[@name='chosen'][@checked]/@value") == [f"organisation-{society.id}"]


def test_a_second_press_takes_the_place_of_the_first_follow(client, session, settings, society, follows, clock):
    first = follows(society)
    feed_id = first.personal_feed_id
    address = f"/my/{address_token(page_token_of(settings, first, first.personal_feed), first.personal_feed)}"
    elsewhere = make_organisation(session, "House of Wisdom")
    make_webinar(session, elsewhere, "Optics")
    session.commit()

    follows(elsewhere, now=NOW + DAY, rhythm=Rhythm.DAILY)

    (follow,) = follows_stored(session)
    assert (follow.rhythm, follow.personal_feed_id != feed_id) == (Rhythm.DAILY, True)
    calendar = client.get(f"{address}/calendar.ics")
    assert calendar.status_code == 200
    assert b"SUMMARY:Optics" in calendar.data
    assert b"SUMMARY:Comets" not in calendar.data


def test_who_presses_twice_is_sent_one_mail(client, session, society):
    for _ in range(2):
        client.post("/follow", data=form(society))

    assert len(mails(session)) == len(follows_stored(session)) == 1


def test_an_address_gets_five_such_mails_a_day(client, session, society, clock):
    for number in range(7):
        assert client.post("/follow", data=form(society, weekday=str(number % 7))).status_code == 303
        clock.shift(dt.timedelta(minutes=11))

    assert len(mails(session)) == len(follows_stored(session)) == 5


def test_a_network_asks_as_often_as_a_lecture_hall(client, society):
    hall = [client.post("/follow", data=form(society, email=f"p{n}@x.example")).status_code for n in range(100)]
    others = [client.post("/follow", data={"email": "x"}).status_code for _ in range(201)]

    assert hall == [303] * 100
    assert others == [422] * 200 + [429]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"email": "laura.example"}, "email", "Enter an address with an @, like name@society.example."),
        ({"email": "", "by-mail": "yes"}, "email", "Enter an address with an @, like name@society.example."),
        ({"email": "x" * 300 + "@attendee.example"}, "email", "Enter an address with an @"),
        ({"timezone": "Mars/Olympus"}, "timezone", "We know no place “Mars/Olympus”."),
        ({"chosen": "organisation-999"}, "chosen", "Choose at least one organisation"),
        ({"rhythm": "hourly"}, "rhythm", "Not a valid choice"),
        ({"weekday": "9"}, "weekday", "Not a valid choice"),
        ({"weekday": "zq"}, "weekday", "Invalid Choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client, session, society, values, field, sentence
):
    sent = form(society, **values)

    answer = client.post("/follow", data=sent)

    assert answer.status_code == 422
    summary = page_of(answer).get_element_by_id("error-summary").text_content()
    assert sentence.split(".")[0] in " ".join(summary.split())
    assert page_of(answer).xpath(f"//*[@id='{field}']")
    assert page_of(answer).get_element_by_id("email").get("value") == sent["email"]
    assert follows_stored(session) == mails(session) == []


def test_without_an_address_it_is_a_feed_as_before(client, session, society):
    answer = client.post("/follow", data={"chosen": f"organisation-{society.id}", "email": " "})

    assert re.fullmatch(r"/follow/[\w-]+", answer.location)
    assert follows_stored(session) == []


def test_the_page_of_a_feed_asks_by_mail_for_what_it_follows(client, session, society):
    feed_page = client.post("/follow", data={"chosen": f"organisation-{society.id}"}).location

    wrong = client.post(f"{feed_page}/mail", data=form(society, chosen=[], email="laura"))
    answer = client.post(f"{feed_page}/mail", data=form(society, chosen=[]))

    assert wrong.status_code == 422
    assert (answer.status_code, answer.location) == (303, "/follow/mail")
    (follow,) = follows_stored(session)
    feeds = session.scalars(sa.select(PersonalFeed).order_by(PersonalFeed.id)).all()
    assert len(feeds) == 2
    # Whoever made the feed has no way to what its reader follows by mail.
    assert "laura" not in client.get(feed_page).text
    assert follow.personal_feed_id == feeds[1].id


def test_choice_and_rhythm_are_changed_behind_the_link(client, session, society, link):
    elsewhere = make_organisation(session, "House of Wisdom")
    make_webinar(session, elsewhere, "Optics")
    session.commit()

    sent = form(elsewhere, rhythm="daily", timezone="Asia/Tokyo")
    answer = client.post(link, data=sent)

    assert (answer.status_code, answer.location) == (303, link)
    (follow,) = follows_stored(session)
    assert (follow.rhythm, follow.timezone) == (Rhythm.DAILY, "Asia/Tokyo")
    assert follow.next_at == dt.datetime(2027, 2, 1, 23, tzinfo=dt.UTC)
    chosen = page_of(client.get(link)).xpath("//input[@name='chosen'][@checked]/@value")
    assert chosen == [f"organisation-{elsewhere.id}"]
    assert client.post(link, data=form(society, chosen=[])).status_code == 422
    assert client.post(link, data=form(society, timezone="Mars")).status_code == 422


def test_the_end_erases_the_address(client, session, settings, society, link):
    feed = newest(session).personal_feed_id

    assert client.post(f"{link}/deletion").status_code == 200

    assert follows_stored(session) == mails(session) == []
    assert session.get(PersonalFeed, feed) is None
    assert client.get(link).status_code == client.post(f"{link}/confirmation").status_code == 404
    assert {row.revoked_at for row in session.scalars(sa.select(PersonalAddress))} == {NOW}


def test_ending_the_calendar_of_it_erases_the_address_too(client, session, settings, society, link):
    page = page_of(client.get(link)).xpath("//main//a[starts-with(@href, '/follow/')]/@href")[0]

    assert client.post(f"{page}/deletion").status_code == 200

    assert follows_stored(session) == mails(session) == []
    assert session.scalars(sa.select(PersonalFeed)).all() == []


def test_what_nobody_presses_is_forgotten_after_a_week(session, society, follows):
    follows(society, is_confirmed=False)
    follows(society, email="mabel@attendee.example")

    forget_old(session, now=NOW + 7 * DAY)
    assert len(follows_stored(session)) == 2
    forget_old(session, now=NOW + 7 * DAY + dt.timedelta(seconds=1))

    assert [follow.email_normal for follow in follows_stored(session)] == ["mabel@attendee.example"]
    assert [mail.recipient for mail in mails(session)] == ["mabel@attendee.example"]
    assert session.scalar(sa.select(sa.func.count(PersonalFeed.id))) == 1


def test_an_address_is_forgotten_wherever_it_follows(session, society, follows):
    follows(society)
    follows(society, is_confirmed=False, weekday=3, now=NOW + DAY)
    follows(society, email="mabel@attendee.example")

    forget_address(session, LAURA, now=NOW)
    session.commit()

    assert [follow.email_normal for follow in follows_stored(session)] == ["mabel@attendee.example"]
    assert {mail.recipient for mail in mails(session)} == {"mabel@attendee.example"}


def test_links_outlive_a_change_of_the_key_and_no_database_holds_them(session, settings, society, follows):
    follow = follows(society)
    token = mail_token(settings, follow)
    renewed = dataclasses.replace(settings, secret_key="n" * 40, secret_key_fallbacks=(settings.secret_key,))

    assert mail_token(renewed, follow) == token
    assert mail_token(dataclasses.replace(settings, secret_key="n" * 40), follow) is None
    assert token not in repr(session.execute(sa.select(MailFollow.__table__)).all())


def test_looking_changes_nothing_and_another_site_presses_nothing(client, session, society, link):
    for press in ("confirmation", "deletion", "registrations"):
        assert client.get(f"{link}/{press}").status_code == 405
        assert client.post(f"{link}/{press}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    assert len(follows_stored(session)) == 1


def test_the_page_is_kept_to_its_reader(client, link):
    answer = client.get(link)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers


def test_what_has_no_zone_is_none(session, settings, society):
    wanted = structs.replace(ROME, timezone="Mars/Olympus")

    ask_for_mails(session, settings, LAURA, {(FeedKind.ORGANISATION, society.id)}, wanted, now=NOW)

    assert newest(session).timezone == "Etc/UTC"
