"""What is kept of a speaker's address, and when it goes."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_speaker, open_desk
from tests.integration.speaker_pages.conftest import NOW
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.speaker_records import merge_speakers
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.speaker_pages.erasure import erase_due_links
from webinars.domain.speaker_pages.page_visits import PageOpened, opening_tray, packed, store_opened
from webinars.models import OutboundEmail, SpeakingLink, Status

EMAIL = "wang@speaker.example"
OVER = dt.datetime(2027, 2, 14, 18, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def stored(session):
    session.expire_all()
    return session.scalars(sa.select(SpeakingLink)).one()


def test_address_and_zone_go_thirty_days_after_the_webinar(session, link, own):
    link.timezone = "Asia/Shanghai"
    session.commit()

    erase_due_links(session, now=OVER + 30 * DAY - dt.timedelta(seconds=1))
    assert (stored(session).email, stored(session).timezone) == (EMAIL, "Asia/Shanghai")

    erase_due_links(session, now=OVER + 30 * DAY)
    assert (stored(session).email, stored(session).timezone) == (None, None)


def test_they_stay_as_long_as_the_link_or_what_was_promised(session, link, own, webinar):
    open_desk(session, webinar, retention_days=60)
    session.commit()
    erase_due_links(session, now=OVER + 40 * DAY)
    assert stored(session).email == EMAIL
    erase_due_links(session, now=OVER + 60 * DAY)
    assert stored(session).email is None


def test_one_that_was_made_late_lives_its_thirty_days(session, link, own):
    link.made_at = OVER + 20 * DAY
    session.commit()
    erase_due_links(session, now=OVER + 49 * DAY)
    assert stored(session).email == EMAIL
    erase_due_links(session, now=OVER + 50 * DAY)
    assert stored(session).email is None


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.DRAFT])
def test_nothing_goes_while_nobody_knows_when_it_is(session, link, own, webinar, status):
    webinar.status = status
    webinar.starts_wall = webinar.starts_at = webinar.ends_at = webinar.starts_on = None
    session.commit()

    erase_due_links(session, now=NOW + 100 * DAY)

    assert stored(session).email == EMAIL


def test_closed_links_keep_nothing(session, link, own):
    link.revoked_at = NOW
    session.commit()

    erase_due_links(session, now=NOW)

    assert stored(session).email is None


@pytest.mark.usefixtures("derived")
def test_all_of_it_is_reported_and_erased_when_asked_for(session, settings, client, link, own, wang):
    client.post(f"{own}/reply", data={"answer": "yes", "words": "Gladly."})
    session.expire_all()

    report = as_report(session, settings, personal_data_of(session, EMAIL), now=NOW)
    (asked,) = report["asked_to_speak"]
    assert asked["webinar"] == "Comets and their tails"
    assert asked["reply_words"] == "Gladly."
    assert [mail["kind"] for mail in report["mails"]] == ["speaking.entry"]

    erase_everything(session, EMAIL, now=NOW)
    session.commit()

    assert personal_data_of(session, EMAIL).is_nothing
    assert client.get(own).status_code == 410
    assert session.scalars(sa.select(OutboundEmail).where(OutboundEmail.recipient == EMAIL)).all() == []


def test_the_worker_notes_when_a_page_was_first_opened(session, settings, link, own):
    tray = opening_tray(settings)
    for at in (NOW + DAY, NOW, NOW + 2 * DAY):
        tray.lay(packed([PageOpened(link.id, at)]))
    tray.lay(packed([PageOpened(999, NOW)]))

    store_opened(session, settings)

    assert stored(session).opened_at == NOW


def test_a_browser_that_opens_the_page_is_noticed_and_a_program_is_not(app, client, link, own):
    tally = app.extensions["speaking pages"]
    person = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    client.get(own)
    assert not tally._sums
    client.get(own, headers=person)
    client.get(own, headers=person)
    assert [each.link_id for each in tally._sums.values()] == [link.id]
    tally._sums.clear()


def test_merging_two_records_keeps_the_links(session, client, lunar, olga, wang, link, own):
    session.refresh(wang, ["speaker"])
    gone = wang.speaker
    session.refresh(gone, ["organisation"])
    kept = make_speaker(session, lunar, "Wang Chen-i")

    merge_speakers(session, actor_of(session, olga.id), kept, gone, now=NOW)
    session.commit()

    answer = client.get(own)
    assert answer.status_code == 200
    assert "Wang Chen-i" in answer.text
