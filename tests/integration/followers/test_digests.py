"""The mails to those who follow: what is in them, for whom, when, and what never is."""

import datetime as dt
from email import message_from_bytes, policy

import lxml.html
import pytest
import sqlalchemy as sa
from sqlalchemy import orm

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_user,
    make_webinar,
)
from tests.integration.followers.conftest import LAURA, NOW
from webinars.domain.accounts.queries import actor_of
from webinars.domain.followers.actions import ask_for_mails, change, confirm, follow_by_token
from webinars.domain.followers.digest_schedule import DigestSchedule, next_due
from webinars.domain.followers.digests import promise_digests
from webinars.domain.followers.emails import FOLLOWING
from webinars.domain.followers.links import mail_token
from webinars.domain.mail.compose import compose
from webinars.domain.mail.return_path import unsubscribe_token
from webinars.domain.programme.life_cycle import cancel, move, publish, restore, unpublish
from webinars.models import (
    Agreement,
    FeedKind,
    MailFollow,
    Organisation,
    OutboundEmail,
    Priority,
    Rhythm,
    Status,
    Visibility,
    Webinar,
)

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
DUE = dt.datetime(2027, 2, 8, 7, tzinfo=dt.UTC)
"""Eight o'clock on the next Monday in Rome."""
ZONES = [
    {"label": "Britain", "timezone": "Europe/London"},
    {"label": "US Eastern", "timezone": "America/New_York"},
    {"label": "India", "timezone": "Asia/Kolkata"},
]


@pytest.fixture
def promised(session):
    """`promised(at)`: the contexts of the mails that the minute `at` promises, by their readers."""

    def promised(at):
        session.commit()
        session.expunge_all()
        before = set(session.scalars(sa.select(OutboundEmail.id)))
        promise_digests(session, now=at)
        rows = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id)).all()
        return {row.recipient: row.context for row in rows if row.id not in before}

    return promised


@pytest.fixture
def announced(session, clock):
    """`announced(lunar, "Tides")`: published on Wednesday, to take place on 25 February at 7pm in Britain."""

    def announced(host, title, **values):
        session.refresh(host)
        values = {"starts_wall": dt.datetime(2027, 2, 25, 19), "published_at": NOW + 2 * DAY, **values}
        return make_webinar(session, host, title, timezone="Europe/London", display_zones=ZONES, **values)

    return announced


def items(found):
    return {address: [tuple(item) for item in context["items"]] for address, context in found.items()}


def test_the_weekly_mail_says_what_a_follower_has_not_heard_of(
    session, society, follows, announced, promised, letters, site
):
    token_of = follows(society)
    old = {"published_at": NOW - 30 * DAY}
    other = make_organisation(session, "Accademia dei Lincei")
    tides = announced(society, "What the tide tables leave out")
    moved = announced(society, "Automata on tour", starts_wall=dt.datetime(2027, 3, 21, 16), **old)
    add_co_organiser(session, moved, other)
    moved.moved_at, moved.moved_from_timezone = NOW + 3 * DAY, "Europe/London"
    moved.moved_from_wall = dt.datetime(2027, 3, 14, 16)
    cancelled = announced(
        society, "Ballooning over the Channel", status=Status.CANCELLED, cancelled_at=NOW + DAY, **old
    )
    nebula = announced(society, "How to catalogue a nebula", starts_wall=dt.datetime(2027, 1, 20, 19), **old)
    add_appearance(session, nebula, make_speaker(session, society))
    refuser = make_speaker(session, society, "Zqdeclined Person")
    add_appearance(session, nebula, refuser, agreement=Agreement.DECLINED)
    add_recording(session, nebula, slug="nebula", duration_s=4320, created_at=NOW + DAY, published_at=NOW + DAY)

    assert promised(DUE - MINUTE) == {}
    assert items(promised(DUE)) == {
        LAURA: [
            (nebula.id, "recording"),
            (tides.id, "new"),
            (cancelled.id, "cancelled"),
            (moved.id, "moved"),
        ]
    }
    (letter,) = letters("audience.digest", now=DUE)

    assert letter.subject == "1 new webinar, 1 moved, 1 recording"
    assert letter.line == (
        "1 new webinar, 1 moved, 1 cancelled, 1 new recording. Hours are those of Rome; the organiser’s follow."
    )
    assert letter.headline == "Monday 8 February 2027"
    text = letter.text.split("follow.\n\n", 1)[1].split("\n\n-- ")[0]
    assert text == (
        "New: What the tide tables leave out\n"
        "Thursday 25 February, 8pm Rome\n"
        "7pm Britain, 2pm US Eastern, 12.30am Friday India. Lunar Society.\n"
        "https://webinars.example/webinars/what-the-tide-tables-leave-out\n\n"
        "Moved: Automata on tour\n"
        "Sunday 21 March, 5pm Rome\n"
        "Was Sunday 14 March. 4pm Britain, 12 noon US Eastern, 9.30pm India. "
        "Lunar Society with Accademia dei Lincei.\n"
        "https://webinars.example/webinars/automata-on-tour\n\n"
        "Cancelled: Ballooning over the Channel\n"
        "It was to be on Thursday 25 February, 8pm Rome\n"
        "Lunar Society.\n"
        "https://webinars.example/webinars/ballooning-over-the-channel\n\n"
        "Recording: How to catalogue a nebula\n"
        "1 hour and 12 minutes\n"
        "Caroline Herschel. Lunar Society.\n"
        "https://webinars.example/recordings/nebula\n\n"
        "See the whole programme:\n"
        "https://webinars.example/"
    )
    assert "You follow the Lunar Society, by mail on Mondays at 8am Rome. Nothing comes when there is nothing new." in (
        letter.text
    )
    assert f"Unsubscribe with one press: {letter.unsubscribe}" in letter.text
    assert token_of.email_normal not in letter.text


def test_the_mail_has_the_same_in_html_and_the_headers_that_end_it(
    session, society, follows, announced, promised, letters, site
):
    follows(society)
    announced(society, "Tides & <others>", slug="tides")
    promised(DUE)
    (letter,) = letters("audience.digest", now=DUE)
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "audience.digest")).one()

    message = message_from_bytes(compose(site, mail, letter, now=DUE).octets, policy=policy.default)

    page = lxml.html.fromstring(message.get_body(("html",)).get_content())
    (item,) = page.find_class("item")
    assert " ".join(item.text_content().split()) == (
        "New Tides & <others> Thursday 25 February, 8pm Rome "
        "7pm Britain, 2pm US Eastern, 12.30am Friday India. Lunar Society."
    )
    assert item.xpath(".//a/@href") == ["https://webinars.example/webinars/tides"]
    assert "border-top" in item.get("style")
    last = page.xpath("//a")[-1]
    assert (last.text, last.get("href")) == ("Unsubscribe with one press", letter.unsubscribe)
    assert message["List-Unsubscribe"] == f"<{letter.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.secrets
    for secret in letter.secrets:
        assert secret not in repr(letter.without_secrets())


@pytest.mark.parametrize(
    ("values", "subject"),
    [
        ({}, "New, Thursday 25 February, 8pm Rome: Tides"),
        ({"starts_wall": None, "starts_on": dt.date(2027, 2, 25)}, "New, Thursday 25 February: Tides"),
        (
            {"published_at": NOW - DAY, "status": Status.CANCELLED, "cancelled_at": NOW + DAY},
            "Cancelled, Thursday 25 February, 8pm Rome: Tides",
        ),
        ({"published_at": NOW - DAY, "moved_at": NOW + DAY}, "Moved, Thursday 25 February, 8pm Rome: Tides"),
    ],
)
def test_of_one_webinar_the_subject_says_its_hour_and_title_and_never_the_day_of_the_mail(
    session, society, follows, announced, promised, letters, values, subject
):
    follows(society)
    announced(society, "Tides", **values)
    promised(DUE)

    assert [letter.subject for letter in letters("audience.digest", now=DUE)] == [subject]


def test_of_one_recording_the_subject_says_the_title_and_of_several_webinars_how_many(
    session, society, follows, announced, promised, letters
):
    follows(society)
    nebula = announced(society, "Nebula", starts_wall=dt.datetime(2027, 1, 20, 19), published_at=NOW - 30 * DAY)
    add_recording(session, nebula, slug="nebula", created_at=NOW + DAY, published_at=NOW + DAY)
    society_id = society.id
    promised(DUE)
    cancelled = {"status": Status.CANCELLED, "cancelled_at": DUE + DAY, "published_at": NOW - DAY}
    for title in ("Tides", "Optics"):
        announced(session.get(Organisation, society_id), title, **cancelled)
    promised(DUE + 7 * DAY)

    subjects = [letter.subject for letter in letters("audience.digest", now=DUE + 7 * DAY)]
    assert subjects == ["Recording: Nebula", "2 cancelled"]


def test_a_mail_about_webinars_of_one_organisation_is_in_its_name_and_one_about_several_in_the_sites(
    session, society, follows, announced, promised, letters, site
):
    other = make_organisation(session, "Accademia dei Lincei", contact="post@lincei.example")
    society.contact = "hello@lunar.example"
    follows(society)
    follows(society, other, email="both@x.example")
    announced(society, "Tides")
    announced(other, "Optics")
    promised(DUE)

    found = [(each.author, each.reply_to) for each in letters("audience.digest", now=DUE)]

    assert found == [("Lunar Society", "hello@lunar.example"), (None, None)]


def test_nothing_is_said_twice_and_nothing_of_before(session, society, follows, announced, promised):
    follows(society)
    announced(society, "Tides")

    assert list(promised(DUE)) == [LAURA]
    assert promised(DUE) == promised(DUE + MINUTE) == promised(DUE + 7 * DAY) == {}


def test_an_empty_mail_is_not_sent_and_the_next_hour_is_a_week_later(session, society, follows, promised):
    follows(society)

    assert promised(DUE) == {}

    follow = session.scalars(sa.select(MailFollow)).one()
    assert (follow.cursor_at, follow.next_at) == (DUE, DUE + 7 * DAY)


@pytest.mark.parametrize(
    "values",
    [
        {"status": Status.DRAFT, "published_at": None},
        {"status": Status.DRAFT},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.UNLISTED, "status": Status.CANCELLED, "cancelled_at": NOW + DAY},
        {"status": Status.POSTPONED},
        {"starts_wall": dt.datetime(2027, 2, 3, 19)},
        {"published_at": NOW - DAY},
        {"status": Status.CANCELLED, "cancelled_at": NOW + 3 * DAY},
    ],
    ids=["draft", "withdrawn", "unlisted", "unlisted and cancelled", "postponed", "over", "heard of", "never heard of"],
)
def test_what_is_no_news_is_in_no_mail(session, society, follows, announced, promised, values):
    follows(society)
    planted = announced(society, "zqplantedzq", **values)
    planted.moved_at = planted.moved_at or (NOW + DAY if planted.visibility == Visibility.UNLISTED else None)
    other = announced(society, "Tides")

    assert items(promised(DUE)) == {LAURA: [(other.id, "new")]}


def test_a_recording_of_what_is_hidden_is_no_news(session, society, follows, announced, promised):
    follows(society)
    for number, values in enumerate(({"visibility": Visibility.UNLISTED}, {"status": Status.DRAFT})):
        hidden = announced(society, f"zq{number}", slug=f"zq-{number}", starts_wall=dt.datetime(2027, 1, 20), **values)
        add_recording(session, hidden, slug=f"zq-{number}", created_at=NOW + DAY, published_at=NOW + DAY)

    assert promised(DUE) == {}


def test_only_the_first_recording_is_news_and_none_that_is_old(session, society, follows, announced, promised):
    follows(society)
    values = {"starts_wall": dt.datetime(2027, 1, 20, 19), "published_at": NOW - 30 * DAY}
    second, old = (announced(society, title, **values) for title in ("Second", "Old"))
    add_recording(session, second, slug="a", created_at=NOW - DAY, published_at=NOW - DAY)
    add_recording(session, second, slug="b", created_at=NOW + DAY, published_at=NOW + DAY)
    add_recording(session, old, slug="c", created_at=NOW + DAY, published_at=NOW - 400 * DAY)

    assert promised(DUE) == {}


def test_it_is_found_by_whatever_is_followed_and_told_once(session, settings, society, announced, promised):
    other = make_organisation(session, "Accademia dei Lincei")
    invited = make_organisation(session, "Royal Society")
    series, topic = make_series(session, society), make_topic(session)
    webinar = announced(society, "Tides", series=series)
    session.refresh(webinar, ["topics"])
    webinar.topics.append(topic)
    speaker = make_speaker(session, society)
    add_appearance(session, webinar, speaker)
    add_co_organiser(session, webinar, other)
    add_co_organiser(session, webinar, invited, is_accepted=False)
    choices = {
        "host": [(FeedKind.ORGANISATION, society.id)],
        "co": [(FeedKind.ORGANISATION, other.id)],
        "series": [(FeedKind.SERIES, series.id)],
        "topic": [(FeedKind.TOPIC, topic.id)],
        "speaker": [(FeedKind.SPEAKER, speaker.id)],
        "several": [(FeedKind.ORGANISATION, society.id), (FeedKind.TOPIC, topic.id)],
        "invited": [(FeedKind.ORGANISATION, invited.id)],
        "other": [(FeedKind.TOPIC, topic.id + 1)],
    }
    for name, choice in choices.items():
        ask_for_mails(session, settings, f"{name}@x.example", choice, DigestSchedule(timezone="Europe/Rome"), now=NOW)
    for follow in session.scalars(sa.select(MailFollow).options(orm.joinedload(MailFollow.personal_feed))).all():
        confirm(session, follow, now=NOW)

    found = items(promised(DUE))

    expected = {f"{name}@x.example" for name in choices if name not in {"invited", "other"}}
    assert found == {address: [(webinar.id, "new")] for address in expected}


def test_who_has_not_pressed_is_told_nothing(session, society, follows, announced, promised):
    follows(society, is_confirmed=False)
    follows(society, is_confirmed=False, rhythm=Rhythm.AS_IT_COMES, email="as@x.example")
    announced(society, "Tides")

    assert promised(DUE) == {}


def test_late_or_in_another_zone_a_second_mail_on_one_day_loses_nothing(
    session, society, follows, announced, promised, settings
):
    feed_id, society_id = follows(society, rhythm=Rhythm.DAILY).personal_feed_id, society.id
    comets = announced(society, "Meteors", published_at=NOW + HOUR)
    # No worker ran at eight on Tuesday: what was due then is told on Wednesday at six, and at eight the rest.
    wednesday = dt.datetime(2027, 2, 3, 7, tzinfo=dt.UTC)
    assert items(promised(wednesday - 2 * HOUR)) == {LAURA: [(comets.id, "new")]}
    tides = announced(session.get(Organisation, society_id), "Tides", published_at=wednesday - HOUR)
    assert items(promised(wednesday)) == {LAURA: [(tides.id, "new")]}

    follow = follow_by_token(session, mail_token(settings, session.get(MailFollow, feed_id)))
    choice = {(FeedKind.ORGANISATION, society_id)}
    change(
        session, follow, choice, DigestSchedule(rhythm=Rhythm.DAILY, timezone="America/New_York"), now=wednesday + HOUR
    )
    winds = announced(session.get(Organisation, society_id), "Winds", published_at=wednesday + 2 * HOUR)
    assert items(promised(wednesday + 6 * HOUR)) == {LAURA: [(winds.id, "new")]}


def test_as_it_comes_waits_ten_minutes_and_a_mistake_taken_back_says_nothing(
    session, society, follows, announced, promised
):
    follows(society, rhythm=Rhythm.AS_IT_COMES)
    at = NOW + HOUR
    kept, mistake = (announced(society, title, published_at=at) for title in ("Kept", "Mistake"))

    assert promised(at + 9 * MINUTE) == {}
    mistake = session.get(Webinar, mistake.id)
    mistake.status = Status.DRAFT
    assert items(promised(at + 10 * MINUTE)) == {LAURA: [(kept.id, "new")]}
    assert promised(at + 11 * MINUTE) == {}
    moved = session.get(Webinar, kept.id)
    moved.moved_at = at + HOUR
    assert items(promised(at + HOUR + 10 * MINUTE)) == {LAURA: [(kept.id, "moved")]}


def test_what_was_taken_back_at_once_is_news_when_it_is_published_again(session, society, follows, announced, promised):
    follows(society, rhythm=Rhythm.AS_IT_COMES)
    webinar = announced(society, "Tides", status=Status.DRAFT, published_at=None)
    admin = actor_of(session, make_user(session, "Ada", is_admin=True).id)
    at = NOW + HOUR

    def press(verb, minutes):
        verb(session, admin, session.get(Webinar, webinar.id), now=at + minutes * MINUTE)
        session.commit()

    press(publish, 0)
    press(unpublish, 5)
    assert promised(at + 20 * MINUTE) == {}
    press(publish, 60)
    assert promised(at + 69 * MINUTE) == {}
    assert items(promised(at + 70 * MINUTE)) == {LAURA: [(webinar.id, "new")]}
    # By now it has been announced: to take it down for a while is no reason to announce it once more.
    press(unpublish, 90)
    press(publish, 91)
    assert promised(at + 120 * MINUTE) == {}


def test_moved_twice_it_was_where_she_had_heard_of_it(session, society, follows, announced, promised, letters):
    follows(society)
    follows(society, rhythm=Rhythm.AS_IT_COMES, email="as@x.example")
    webinar = announced(society, "Tides", published_at=NOW - DAY)
    admin = actor_of(session, make_user(session, "Ada", is_admin=True).id)

    def moved(day, at):
        wall = dt.datetime(2027, 3, day, 19)
        move(session, admin, session.get(Webinar, webinar.id), wall=wall, timezone="Europe/London", now=at)
        session.commit()

    moved(4, NOW + HOUR)
    assert set(promised(NOW + 2 * HOUR)) == {"as@x.example"}
    moved(11, NOW + DAY)
    assert set(promised(NOW + DAY + HOUR)) == {"as@x.example"}
    assert set(promised(DUE)) == {LAURA}

    first, second, weekly = (letter.text for letter in letters("audience.digest", now=NOW + 2 * DAY))
    assert "Was Thursday 25 February." in weekly
    assert "Thursday 11 March" in weekly
    assert "Was Thursday 4 March." in second
    # Its hour is looked up when it leaves: what she knows is as before.
    assert "Was Thursday 25 February." in first


def test_moved_there_and_back_is_no_news(session, society, follows, announced, promised):
    follows(society)
    webinar = announced(society, "Tides", published_at=NOW - DAY)
    admin = actor_of(session, make_user(session, "Ada", is_admin=True).id)
    for hours, wall in enumerate((dt.datetime(2027, 3, 4, 19), dt.datetime(2027, 2, 25, 19)), 1):
        at = NOW + hours * HOUR
        move(session, admin, session.get(Webinar, webinar.id), wall=wall, timezone="Europe/London", now=at)
        session.commit()

    assert promised(DUE) == {}


def test_who_heard_that_it_is_cancelled_hears_that_it_takes_place(
    session, society, follows, announced, promised, letters
):
    follows(society, rhythm=Rhythm.DAILY)
    follows(society, email="weekly@x.example")
    webinar = announced(society, "Tides", published_at=NOW - DAY)
    admin = actor_of(session, make_user(session, "Ada", is_admin=True).id)
    noons = [NOW + days * DAY for days in range(4)]

    def press(verb, at):
        verb(session, admin, session.get(Webinar, webinar.id), now=at)
        session.commit()

    press(cancel, noons[0] + HOUR)
    assert items(promised(noons[1])) == {LAURA: [(webinar.id, "cancelled")]}
    # Restored and cancelled again in one day it is as she knows it.
    press(restore, noons[1] + HOUR)
    press(cancel, noons[1] + 2 * HOUR)
    assert promised(noons[2]) == {}
    press(restore, noons[2] + HOUR)
    assert items(promised(noons[3])) == {LAURA: [(webinar.id, "restored")]}
    letter = letters("audience.digest", now=noons[3])[-1]
    assert letter.subject == "Takes place after all, Thursday 25 February, 8pm Rome: Tides"
    assert "Takes place after all: Tides\nThursday 25 February, 8pm Rome" in letter.text
    # Who heard of neither hears of neither, and nobody twice.
    assert promised(DUE) == {}


def test_what_was_cancelled_within_the_ten_minutes_is_not_announced_and_is_when_it_is_restored(
    session, society, follows, announced, promised
):
    follows(society, rhythm=Rhythm.AS_IT_COMES)
    at = NOW + HOUR
    webinar, other = (announced(society, title, published_at=at) for title in ("Tides", "Optics"))
    admin = actor_of(session, make_user(session, "Ada", is_admin=True).id)

    def press(verb, minutes):
        verb(session, admin, session.get(Webinar, webinar.id), now=at + minutes * MINUTE)
        session.commit()

    press(cancel, 5)
    assert items(promised(at + 11 * MINUTE)) == {LAURA: [(other.id, "new")]}
    press(restore, 12)
    assert items(promised(at + 22 * MINUTE)) == {LAURA: [(webinar.id, "new")]}


@pytest.mark.parametrize("rhythm", [Rhythm.AS_IT_COMES, Rhythm.WEEKLY])
def test_a_letter_announces_nothing_that_has_been_cancelled_since_it_was_promised(
    session, society, follows, announced, promised, letters, rhythm
):
    follows(society, rhythm=rhythm)
    webinar = announced(society, "Tides")
    announced(society, "Optics")
    restored = announced(society, "Comets again", published_at=NOW - DAY)
    moved = announced(society, "Salt roads", published_at=NOW - DAY, moved_at=NOW + DAY)
    promised(DUE)
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "audience.digest")).one()
    mail.context = mail.context | {"items": [*mail.context["items"], [restored.id, "restored"]]}
    for each in (webinar, restored, moved):
        row = session.get(Webinar, each.id)
        row.status, row.cancelled_at = Status.CANCELLED, DUE + MINUTE

    (letter,) = letters("audience.digest", now=DUE + 2 * MINUTE)

    assert "New: Optics" in letter.text
    assert not [title for title in ("Tides", "Comets again", "Salt roads") if title in repr(letter)]


def test_a_letter_does_not_say_that_it_was_moved_when_it_has_been_moved_back_since(
    session, society, follows, announced, promised, letters
):
    follows(society)
    webinar = announced(society, "Tides", published_at=NOW - DAY)
    admin = actor_of(session, make_user(session, "Ada", is_admin=True).id)
    for at, wall in ((NOW + HOUR, dt.datetime(2027, 3, 4, 19)), (DUE + MINUTE, dt.datetime(2027, 2, 25, 19))):
        move(session, admin, session.get(Webinar, webinar.id), wall=wall, timezone="Europe/London", now=at)
        session.commit()
        promised(DUE)

    assert letters("audience.digest", now=DUE + 2 * MINUTE) == [None]


def test_where_there_is_no_news_a_minute_writes_nothing(session, society, follows, promised, count_statements):
    follows(society, rhythm=Rhythm.AS_IT_COMES)
    session.commit()

    with count_statements() as statements:
        promise_digests(session, now=NOW + DAY)

    assert not [each for each in statements if not each.lstrip().startswith("SELECT")]
    assert len(statements) <= 5


def test_a_letter_drops_what_is_gone_meanwhile_and_itself_when_empty(
    session, society, follows, announced, promised, letters
):
    follows(society)
    first, second = (announced(society, title) for title in ("Tides", "Optics"))
    promised(DUE)

    session.get(Webinar, first.id).status = Status.DRAFT
    (letter,) = letters("audience.digest", now=DUE)
    assert "Optics" in letter.text
    assert "Tides" not in letter.text
    session.get(Webinar, second.id).visibility = Visibility.UNLISTED

    assert letters("audience.digest", now=DUE) == [None]


@pytest.mark.parametrize(
    "values",
    [
        {"status": Status.DRAFT, "published_at": None},
        {"status": Status.DRAFT},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.UNLISTED, "status": Status.CANCELLED, "cancelled_at": NOW + DAY},
    ],
    ids=["draft", "withdrawn", "unlisted", "unlisted and cancelled"],
)
def test_whatever_was_promised_what_is_hidden_is_in_no_letter(
    session, society, follows, announced, promised, letters, values
):
    follows(society)
    other = announced(society, "Tides")
    planted = announced(society, "zqplantedzq", **values)
    add_recording(session, planted, "zqplantedzq", slug="zqplanted", created_at=NOW + DAY, published_at=NOW + DAY)
    promised(DUE)
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "audience.digest")).one()
    kinds = ("new", "moved", "cancelled", "recording")
    mail.context = mail.context | {"items": [[other.id, "new"], *([planted.id, kind] for kind in kinds)]}

    (letter,) = letters("audience.digest", now=DUE)

    assert "Tides" in letter.text
    assert "zqplanted" not in repr(letter)


def test_what_is_over_when_a_letter_leaves_late_is_not_announced_in_it(
    session, society, follows, announced, promised, letters
):
    follows(society)
    tides = announced(society, "Tides")
    announced(society, "Optics", starts_wall=dt.datetime(2027, 3, 25, 19))
    promised(DUE)

    (letter,) = letters("audience.digest", now=session.get(Webinar, tides.id).starts_at + DAY)

    assert "Optics" in letter.text
    assert "Tides" not in letter.text


def test_no_letter_leaves_for_who_has_ended_or_follows_something_else(
    session, society, follows, announced, promised, letters
):
    follow = follows(society)
    announced(society, "Tides")
    promised(DUE)
    context = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "audience.digest")).one().context
    session.execute(sa.text("UPDATE follow SET subject_id = 999"))

    assert letters("audience.digest", now=DUE) == [None]
    FOLLOWING.wish(session, context, False)

    assert letters("audience.digest", now=DUE) == []
    assert session.scalars(sa.select(MailFollow)).all() == []
    assert follow.email_normal not in repr(session.scalars(sa.select(OutboundEmail)).all())


def test_one_press_in_a_mail_program_ends_it_and_erases_the_address(
    client, session, settings, society, follows, announced, promised
):
    follows(society)
    announced(society, "Tides")
    promised(DUE)
    mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "audience.digest")).one()
    assert mail.priority == Priority.DIGEST
    address = f"/mail/{unsubscribe_token(settings, mail.id)}/unsubscribe"
    assert "New webinars and recordings of what you follow" in client.get(address).text
    assert session.scalars(sa.select(MailFollow)).one()

    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "erased, your address with it" in answer.text
    session.expire_all()
    assert session.scalars(sa.select(MailFollow)).all() == []
    assert session.scalars(sa.select(OutboundEmail)).all() == []
    for data in ({}, {"again": "yes"}):
        assert client.post(address, data=data).status_code == 200
    assert client.get(address).status_code == 200
    assert session.scalars(sa.select(MailFollow)).all() == []


def test_many_are_promised_in_steps_and_by_few_statements(session, settings, society, announced, count_statements):
    announced(society, "Tides")
    for number in range(60):
        choice = {(FeedKind.ORGANISATION, society.id)}
        ask_for_mails(
            session, settings, f"p{number}@x.example", choice, DigestSchedule(timezone="Europe/Rome"), now=NOW
        )
    session.execute(sa.update(MailFollow).values(confirmed_at=NOW, cursor_at=NOW, next_at=DUE))
    session.commit()

    with count_statements() as statements:
        promise_digests(session, now=DUE)

    count = session.scalar(sa.select(sa.func.count()).where(OutboundEmail.kind == "audience.digest"))
    assert count == 60
    assert len(statements) < 60


@pytest.mark.parametrize(
    ("timezone", "after", "due"),
    [
        # Clocks go forward in the night before, and back in the night before.
        ("Europe/Rome", "2027-03-27T12:00+00:00", "2027-03-28T06:00+00:00"),
        ("Europe/Rome", "2027-10-30T12:00+00:00", "2027-10-31T07:00+00:00"),
        ("Europe/Rome", "2027-03-28T06:00+00:00", "2027-03-29T06:00+00:00"),
        ("Asia/Kolkata", "2027-02-01T00:00+00:00", "2027-02-01T02:30+00:00"),
        ("Etc/UTC", "2027-02-01T08:00+00:00", "2027-02-02T08:00+00:00"),
        # A day that the calendar there skipped is long ago; eight o'clock is never skipped now.
        ("Pacific/Kiritimati", "2027-02-01T00:00+00:00", "2027-02-01T18:00+00:00"),
    ],
)
def test_the_hour_is_that_of_her_clocks(timezone, after, due):
    wanted = DigestSchedule(rhythm=Rhythm.DAILY, timezone=timezone)

    assert next_due(wanted, after=dt.datetime.fromisoformat(after)) == dt.datetime.fromisoformat(due)


def test_a_zone_that_is_known_no_more_still_gets_its_mail():
    assert next_due(DigestSchedule(rhythm=Rhythm.DAILY, timezone="Mars/Olympus"), after=NOW) is not None
