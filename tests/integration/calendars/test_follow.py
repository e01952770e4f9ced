import re

import lxml.html
import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import (
    CalendarEntry,
    Follow,
    FollowedEntry,
    PersonalAddress,
    PersonalFeed,
    Status,
    Visibility,
    Webinar,
)


@pytest.fixture
def followed(session):
    """Two organisations, each with a webinar; the first has a series as well."""
    lunar = make_organisation(session)
    elsewhere = make_organisation(session, "House of Wisdom")
    make_webinar(session, lunar, "Comets", series=make_series(session, lunar))
    make_webinar(session, elsewhere, "Optics")
    session.commit()
    return lunar, elsewhere


def start(client, *chosen):
    response = client.post("/follow", data={"chosen": list(chosen)})
    assert response.status_code == 303, response.text
    return response.location


def address_on(client, page):
    return re.search(r'value="http://localhost(/my/[^"]+/calendar\.ics)"', client.get(page).text).group(1)


def summaries(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(response.data).walk("VEVENT"))


def test_one_follows_without_an_account_and_gets_only_what_one_chose(client, followed):
    lunar, _ = followed

    page = start(client, f"organisation-{lunar.id}")

    assert summaries(client, address_on(client, page)) == ["Comets"]


def test_the_feed_has_a_name_of_its_own_beside_the_feed_of_everything(client, followed):
    lunar, _ = followed
    address = address_on(client, start(client, f"organisation-{lunar.id}"))

    mine, everything = (
        Calendar.from_ical(client.get(path).data)["X-WR-CALNAME"] for path in (address, "/calendar.ics")
    )

    assert (mine, everything) == ("Learned Societies: what I follow", "Learned Societies")


def test_a_webinar_followed_twice_is_there_once(client, followed):
    lunar, _ = followed

    page = start(client, f"organisation-{lunar.id}", "series-1")

    assert summaries(client, address_on(client, page)) == ["Comets"]


def test_the_choice_is_changed_on_its_own_page(client, session, followed):
    lunar, elsewhere = followed
    page = start(client, f"organisation-{lunar.id}")
    address = address_on(client, page)
    before = client.get(address)

    response = client.post(page, data={"chosen": [f"organisation-{elsewhere.id}"]})

    assert response.status_code == 303
    assert summaries(client, address) == ["Optics"]
    assert client.get(address, headers={"If-None-Match": before.headers["ETag"]}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": before.headers["Last-Modified"]}).status_code == 200
    assert f'id="organisation-{elsewhere.id}" checked' in client.get(page).text


def test_a_new_webinar_of_what_is_followed_arrives(client, session, followed):
    lunar, _ = followed
    address = address_on(client, start(client, f"organisation-{lunar.id}"))
    before = client.get(address)

    make_webinar(session, lunar, "Planets")

    assert client.get(address, headers={"If-None-Match": before.headers["ETag"]}).status_code == 200
    assert summaries(client, address) == ["Comets", "Planets"]


def test_a_poll_without_news_is_answered_by_one_query_and_304(client, followed, statements):
    address = address_on(client, start(client, f"organisation-{followed[0].id}"))
    etag = client.get(address).headers["ETag"]
    statements.clear()

    response = client.get(address, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


def test_drafts_and_unlisted_webinars_of_what_is_followed_stay_out(client, session, followed):
    lunar, _ = followed
    address = address_on(client, start(client, f"organisation-{lunar.id}"))
    make_webinar(session, lunar, "Secret draft", status=Status.DRAFT)
    make_webinar(session, lunar, "Secret meeting", visibility="unlisted")

    assert summaries(client, address) == ["Comets"]


def test_a_new_address_ends_the_old_one(client, followed):
    page = start(client, f"organisation-{followed[0].id}")
    old = address_on(client, page)

    client.post(f"{page}/addresses")

    assert client.get(old).status_code == 410
    assert address_on(client, page) != old
    assert summaries(client, address_on(client, page)) == ["Comets"]


def test_stopping_forgets_the_choice_and_ends_the_feed(client, session, followed):
    page = start(client, f"organisation-{followed[0].id}")
    address = address_on(client, page)

    client.post(f"{page}/deletion")

    assert client.get(address).status_code == 410
    assert client.get(page).status_code == 404
    assert session.query(PersonalFeed).count() == session.query(Follow).count() == 0


def test_unknown_addresses_answer_404(client):
    assert client.get("/my/nothing/calendar.ics").status_code == 404
    assert client.get("/follow/nothing").status_code == 404
    assert client.post("/follow/nothing", data={"chosen": "site-0"}).status_code == 404


def test_the_address_does_not_open_the_page_and_neither_is_stored(client, session, followed):
    page = start(client, f"organisation-{followed[0].id}")
    token = address_on(client, page).split("/")[2]
    page_token = page.rsplit("/", 1)[1]

    stored = [session.query(PersonalAddress).one().digest, session.query(PersonalFeed).one().page_digest]

    assert client.get(f"/follow/{token}").status_code == 404
    assert client.get(f"/my/{page_token}/calendar.ics").status_code == 404
    assert token not in stored
    assert page_token not in stored


def test_secret_answers_are_kept_by_no_shared_cache_and_no_search_engine(client, followed):
    page = start(client, f"organisation-{followed[0].id}")
    feed = client.get(address_on(client, page))

    assert feed.headers["Cache-Control"].startswith("private")
    assert "noindex" in feed.headers["X-Robots-Tag"]
    assert feed.headers["Referrer-Policy"] == "no-referrer"
    assert b"SOURCE" not in feed.data
    assert client.get(page).headers["Cache-Control"] == "no-store"
    assert "noindex" in client.get(page).headers["X-Robots-Tag"]


@pytest.mark.parametrize("data", [{}, {"chosen": "organisation-999"}, {"chosen": "site-1"}, {"chosen": "nonsense"}])
def test_nothing_chosen_is_explained(client, session, followed, data):
    response = client.post("/follow", data=data)

    assert response.status_code == 422
    assert "Choose at least one" in response.text
    assert session.query(PersonalFeed).count() == 0


def test_only_what_was_published_can_be_followed(client, session, followed):
    lunar, _ = followed
    draft = make_webinar(session, lunar, "Secret draft", status=Status.DRAFT)
    add_appearance(session, draft, make_speaker(session, lunar, "Mary Somerville"))
    shown = make_webinar(session, lunar, "Shown")
    add_appearance(session, shown, make_speaker(session, lunar, "Caroline Herschel"))
    session.refresh(shown, ["topics"])
    shown.topics.append(make_topic(session))

    page = client.get("/follow").text

    assert "Caroline Herschel" in page
    assert "Astronomy" in page
    assert "Mary Somerville" not in page


def test_what_was_taken_down_is_not_offered_any_more(client, session):
    lunar = make_organisation(session)
    webinar = make_webinar(session, lunar, "Comets", series=make_series(session, lunar))
    add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session))
    session.commit()
    named = ("Lunar Society", "The Night Sky", "Astronomy", "Caroline Herschel")
    assert [name for name in named if name in client.get("/follow").text] == list(named)

    session.get(Webinar, webinar.id).status = Status.DRAFT

    assert [name for name in named if name in client.get("/follow").text] == []


def test_who_is_only_invited_by_others_is_not_offered(client, session, followed):
    lunar, elsewhere = followed
    beside = add_co_organiser(session, session.scalars(sa.select(Webinar).filter_by(host_id=lunar.id)).one(), elsewhere)
    session.scalars(sa.select(Webinar).filter_by(host_id=elsewhere.id)).one().status = Status.DRAFT
    session.commit()
    assert "House of Wisdom" in client.get("/follow").text

    beside.accepted_at = None
    session.commit()

    assert "House of Wisdom" not in client.get("/follow").text


def test_a_page_can_link_to_its_own_box_ticked(client, followed):
    page = client.get("/follow?organisation=lunar-society").text

    assert f'id="organisation-{followed[0].id}" checked' in page
    assert f'id="organisation-{followed[1].id}">' in page


def test_another_site_cannot_make_a_feed(client, session, followed):
    response = client.post(
        "/follow", data={"chosen": f"organisation-{followed[0].id}"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 403
    assert session.query(PersonalFeed).count() == 0


def tick(client, path, label):
    """The key of the ticked box with this label."""
    page = lxml.html.document_fromstring(client.get(path).text)
    (box,) = [
        each
        for each in page.xpath("//input[@name='chosen'][@checked]")
        if label in page.xpath(f"string(//label[@for='{each.get('id')}'])")
    ]
    return box.get("value")


def test_a_line_of_a_list_leads_to_its_webinar_ticked(client, followed):
    page = lxml.html.document_fromstring(client.get("/webinars").text)
    links = page.xpath("//a[starts-with(@href, '/follow?webinar=')]/@href")

    assert links == ["/follow?webinar=comets", "/follow?webinar=optics"]
    assert tick(client, links[0], "Comets").startswith("webinar-")


def test_a_webinar_alone_stands_in_a_feed_and_follows_every_change(client, session, followed):
    address = address_on(client, start(client, tick(client, "/follow?webinar=comets", "Comets")))
    assert summaries(client, address) == ["Comets"]
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    session.scalars(sa.select(Webinar).where(Webinar.slug == "comets")).one().title = "Comets again"
    session.commit()

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert summaries(client, address) == ["Comets again"]


def test_a_poll_of_single_webinars_without_news_is_answered_by_one_query(client, followed, statements):
    address = address_on(client, start(client, tick(client, "/follow?webinar=comets", "Comets")))
    tag = client.get(address).headers["ETag"]
    statements.clear()

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


def test_what_is_followed_alone_and_by_its_organisation_is_there_once(client, followed):
    lunar, _ = followed
    keys = (f"organisation-{lunar.id}", tick(client, "/follow?webinar=comets", "Comets"))
    page = start(client, *keys, tick(client, "/follow?webinar=optics", "Optics"))

    assert summaries(client, address_on(client, page)) == ["Comets", "Optics"]
    assert "You follow 3 things." in client.get(page).text
    assert "2 webinars are to come." in client.get(page).text


def test_a_single_webinar_is_taken_out_and_another_put_in_on_the_own_page(client, followed):
    page = start(client, tick(client, "/follow?webinar=comets", "Comets"))
    address = address_on(client, page)
    optics = tick(client, "/follow?webinar=optics", "Optics")

    led = client.post("/follow", data={"chosen": [optics], "own-page": f"http://localhost{page}", "to-own-page": ""})
    assert (led.status_code, led.location) == (303, f"{page}?webinar=optics")
    assert summaries(client, address) == ["Comets"]
    assert tick(client, led.location, "Optics") == optics
    assert client.post(page, data={"chosen": [optics]}).status_code == 303

    assert summaries(client, address) == ["Optics"]
    assert client.post(page, data={"chosen": []}).status_code == 422


def test_nobody_follows_a_webinar_that_is_in_no_list(client, session, followed):
    lunar, _ = followed
    make_webinar(session, lunar, "Zqunlisted", visibility=Visibility.UNLISTED)
    make_webinar(session, lunar, "Zqdraft", status=Status.DRAFT)
    session.commit()
    entry_ids = session.scalars(sa.select(CalendarEntry.id).order_by(CalendarEntry.id)).all()
    assert len(entry_ids) == 3

    assert "Zq" not in client.get("/follow?webinar=zqunlisted&webinar=zqdraft").text
    page = start(client, *(f"webinar-{each}" for each in (*entry_ids, max(entry_ids) + 1)))
    assert summaries(client, address_on(client, page)) == ["Comets", "Optics"]


def test_one_that_is_unlisted_is_cancelled_for_who_follows_its_host_and_stays_for_who_follows_it(
    client, session, followed
):
    lunar, _ = followed
    comets = session.scalars(sa.select(Webinar).where(Webinar.title == "Comets")).one()
    entry_id = session.scalars(sa.select(CalendarEntry.id).where(CalendarEntry.uid == comets.uid)).one()
    host = address_on(client, start(client, f"organisation-{lunar.id}"))
    both = address_on(client, start(client, f"organisation-{lunar.id}", f"webinar-{entry_id}"))
    assert summaries(client, host) == summaries(client, both) == ["Comets"]

    comets.visibility = Visibility.UNLISTED
    session.commit()

    assert summaries(client, host) == ["No longer in this calendar"]
    assert summaries(client, both) == ["Comets"]


@pytest.mark.parametrize("key", ["webinar-", "webinar-x", "webinar--1", "webinar-99999999999999999999", "webinar-٣"])
def test_nonsense_names_no_webinar(client, followed, key):
    assert client.post("/follow", data={"chosen": [key]}).status_code == 422


def test_a_webinar_that_was_taken_down_is_cancelled_in_the_feed_and_named_on_the_page(client, session, followed):
    page = start(client, tick(client, "/follow?webinar=comets", "Comets"))
    webinar = session.scalars(sa.select(Webinar).where(Webinar.slug == "comets")).one()
    webinar.status, webinar.title = Status.DRAFT, "Zqsecret"
    session.commit()

    (event,) = Calendar.from_ical(client.get(address_on(client, page)).data).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert "Zqsecret" not in client.get(page).text
    assert tick(client, page, "Comets")


def test_stopping_forgets_single_webinars_too(client, session, followed):
    page = start(client, tick(client, "/follow?webinar=comets", "Comets"))
    assert session.scalar(sa.select(sa.func.count()).select_from(FollowedEntry)) == 1

    client.post(f"{page}/deletion")

    assert session.scalar(sa.select(sa.func.count()).select_from(FollowedEntry)) == 0
