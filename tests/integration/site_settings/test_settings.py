"""What administrators choose in the browser holds everywhere at once, and the server's word before it."""

import dataclasses
import json
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from tests.factories import make_user, make_webinar
from tests.integration.site_settings.filled import filled, sent_from
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.app.application import build_app
from webinars.app.worker import Jobs
from webinars.db import db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.site_settings.actions import change_site
from webinars.domain.site_settings.errors import SettingFixed
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, CalendarEntry, SiteSetting

pytestmark = pytest.mark.usefixtures("derived")


MARKER = "moonlight-marker"
SERVER = {
    "mail_host": "mail.lunar.example",
    "mail_port": "587",
    "mail_tls": "starttls",
    "mail_username": "webinars",
    "mail_from": "webinars@lunar.example",
}


def stored(session):
    return {row.name: row.value for row in session.scalars(sa.select(SiteSetting).order_by(SiteSetting.name))}


def save(client, **values):
    return client.post("/manage/site", data=filled(client, **values))


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_see_and_change_it(client, session, sign_in, method):
    assert "sign-in" in (getattr(client, method)("/manage/site").location or "sign-in")
    sign_in(client, make_user(session, "Oskar"))

    answer = getattr(client, method)("/manage/site")

    assert answer.status_code == 403
    assert stored(session) == {}


def test_the_page_says_what_holds_and_what_the_server_has_set(administrator):
    page = administrator.get("/manage/site").text

    assert 'value="Learned Societies"' in page
    assert 'value="US Eastern"' in page
    assert "Address http://localhost, set on the server by" in page
    assert "WEBINARS_BASE_URL" in page
    assert "WEBINARS_REDIS_URL" in page
    assert "Their values are not shown." in page


def test_a_name_holds_at_once_on_public_pages_in_feeds_and_in_mails(administrator, client, session, lunar):
    make_webinar(session, lunar)
    session.commit()

    answer = save(administrator, site_name="Lunar Evenings")

    assert answer.status_code == 303
    assert "– Lunar Evenings</title>" in client.get("/webinars").text
    assert "X-WR-CALNAME:Lunar Evenings" in unfolded(client.get("/calendar.ics").text)
    assert "Lunar Evenings" in client.get("/recordings.rss").text


def test_another_process_follows_within_a_second(administrator, given, session, monkeypatch):
    other = build_app(given)
    other.testing = True
    moment = [500.0]
    monkeypatch.setattr("webinars.domain.site_settings.current.time.monotonic", lambda: moment[0])

    def title():
        with other.app_context(), other.test_client().get("/webinars") as answer:
            return answer.text.partition("</title>")[0]

    assert "Learned Societies" in title()
    save(administrator, site_name="Lunar Evenings")
    assert "Learned Societies" in title()
    moment[0] += 1.0
    assert "Lunar Evenings" in title()
    with other.app_context():
        db.engine.dispose()


def test_pages_cost_one_small_read_a_second_and_polls_of_feeds_none(client, session, lunar, monkeypatch):
    make_webinar(session, lunar)
    session.commit()
    client.get("/calendar.ics")
    moment, asked = [time.monotonic() + 900], []
    monkeypatch.setattr("webinars.domain.site_settings.current.time.monotonic", lambda: moment[0])

    def note(_connection, _cursor, statement, *_rest):
        if "FROM site_setting" in statement:
            asked.append(statement)

    # Whichever engine asks.
    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        client.get("/calendar.ics")
        assert asked == []
        for _each in range(3):
            client.get("/webinars")
        assert len(asked) == 1
        moment[0] += 1.0
        client.get("/webinars")
        assert len(asked) == 2
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)


def test_the_zones_of_entries_are_written_anew_by_the_worker(administrator, client, app, session, lunar):
    webinar = make_webinar(session, lunar, slug="comets")
    session.commit()
    assert "US Pacific" in unfolded(client.get("/webinars/comets.ics").text)

    answer = save(administrator, display_zones__0__text="India", display_zones__2__text="")
    Jobs(app)._keep_calendars()

    assert answer.status_code == 303
    session.expire_all()
    entry = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id)).one()
    full = unfolded(entry.full)
    assert b"India" in full
    assert b"US Pacific" not in full


def test_a_worker_that_was_just_looking_sees_what_it_is_woken_for(administrator, client, app, session, lunar):
    """Entries written with the zones of a second ago would wait for an hour."""
    make_webinar(session, lunar, slug="comets")
    session.commit()
    other = build_app(app.config["SETTINGS"])
    with other.app_context():
        other.extensions["live_settings"].current(other.config["SETTINGS"])

    save(administrator, display_zones__0__text="India")
    Jobs(other)._keep_calendars()

    assert "India" in unfolded(client.get("/webinars/comets.ics").text)
    with other.app_context():
        db.engine.dispose()


def test_caches_may_hold_public_pages_for_as_long_as_is_chosen(administrator, client):
    assert client.get("/webinars").headers["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=10"

    save(administrator, page_cache_seconds="0")

    assert client.get("/webinars").headers["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=0"
    assert client.get("/manage/site").headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/webinars/nothing-here").headers


def test_everybody_may_make_organisations_once_it_says_so(administrator, client, session, new_client, sign_in):
    oskar = new_client()
    sign_in(oskar, make_user(session, "Oskar"))
    assert oskar.get("/manage/organisations/new").status_code == 403

    save(administrator, open_organisations="everybody")

    assert oskar.get("/manage/organisations/new").status_code == 200


def test_the_password_is_kept_encrypted_and_shown_nowhere(administrator, app, session, given, capsys):
    save(administrator, password=MARKER, **SERVER)

    assert set(stored(session)) >= {"mail_host", "mail_password"}
    assert MARKER not in json.dumps(stored(session))
    with app.test_request_context():
        live = app.extensions["live_settings"].current(given)
        assert live.mail_url.password == MARKER
        assert MARKER not in repr(live)
    events = session.scalars(sa.select(AuditEvent)).all()
    assert [event.detail["mail_password"] for event in events] == [[]]
    assert MARKER not in json.dumps([event.detail for event in events])
    assert MARKER not in administrator.get("/manage/site").text
    acts = administrator.get("/manage/administrators").text
    assert "the password at the mail server" in acts
    assert MARKER not in acts
    logged = capsys.readouterr()
    assert MARKER not in logged.out + logged.err


def test_an_empty_box_keeps_the_password_and_no_name_forgets_it(administrator, session):
    save(administrator, password=MARKER, **SERVER)
    sealed = stored(session)["mail_password"]

    save(administrator, site_name="Lunar Evenings")
    assert stored(session)["mail_password"] == sealed

    save(administrator, mail_username="")
    assert "mail_password" not in stored(session)


def test_a_password_of_another_secret_key_has_to_be_typed_again(administrator, app, given):
    save(administrator, password=MARKER, **SERVER)
    app.config["SETTINGS"] = dataclasses.replace(given, secret_key="another secret of more than 32 characters")

    page = administrator.get("/manage/site").text
    changed = save(administrator, mail_port="465")
    tested = administrator.post("/manage/site/mail-test", data=filled(administrator))

    assert "No mail leaves at present." in page
    for answer in (changed, tested):
        assert answer.status_code == 422
        assert "Type it again." in answer.text
    # What has nothing to do with mail need not wait for it.
    assert save(administrator, site_name="Lunar Evenings").status_code == 303
    assert save(administrator, password="another").status_code == 303
    assert "No mail leaves at present." not in administrator.get("/manage/site").text


def test_mistakes_are_told_at_their_boxes_and_what_was_typed_comes_back(administrator, session):
    answer = save(
        administrator,
        site_name="",
        mail_host="mail.lunar.example",
        mail_port="many",
        password=MARKER,
        new_zone="Atlantis",
    )

    assert answer.status_code == 422
    assert "4 things need a look. Nothing you typed is lost." in answer.text
    assert "We know no place “Atlantis”. Write a city or a country." in answer.text
    assert 'value="Atlantis"' in answer.text
    assert 'value="many"' in answer.text
    assert 'id="site_name-error"' in answer.text
    assert MARKER not in answer.text
    assert stored(session) == {}


@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("mail_port", "9" * 5000, "Write a number from 1 to 65535."),
        ("mail_from", "jürgen@lunar.example", "Before the @ only plain letters"),
    ],
    ids=["a port of 5000 digits", "a sender in other letters"],
)
def test_what_no_mail_could_be_sent_with_is_not_stored(administrator, session, box, typed, said):
    answer = save(administrator, **{box: typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert stored(session) == {}


def test_the_domain_of_the_sender_is_stored_as_mail_servers_take_it(administrator, session):
    save(administrator, mail_from="webinars@lünar.example")

    assert stored(session) == {"mail_from": "webinars@xn--lnar-0ra.example"}


def test_without_script_zones_are_added_moved_and_taken_out(administrator, session):
    page = administrator.post("/manage/site", data=filled(administrator, new_zone="Sydney", press="add display_zones"))
    assert 'value="Sydney"' in page.text
    page = administrator.post("/manage/site", data=sent_from(page, press="up display_zones 3"))
    page = administrator.post("/manage/site", data=sent_from(page, press="remove display_zones 0"))
    assert stored(session) == {}

    answer = administrator.post("/manage/site", data=sent_from(page))

    assert answer.status_code == 303
    assert [label for label, _zone in stored(session)["display_zones"]] == ["US Eastern", "Sydney", "US Pacific"]


def test_what_the_server_has_set_is_refused_by_name(administrator, app, given, session):
    form = filled(administrator, site_name="Lunar Evenings", page_cache_seconds="20")
    app.config["SETTINGS"] = dataclasses.replace(given, fixed=given.fixed | {"site_name"})

    answer = administrator.post("/manage/site", data=form)

    assert answer.status_code == 422
    assert "WEBINARS_SITE_NAME, and is not changed here." in answer.text
    assert 'name="site_name"' not in answer.text
    assert 'value="20"' in answer.text
    assert stored(session) == {}
    assert administrator.post("/manage/site", data=sent_from(answer)).status_code == 303
    assert set(stored(session)) == {"page_cache_seconds"}


def test_the_verb_refuses_what_is_fixed_and_whoever_is_no_administrator(session, given, caroline):
    fixed, changes = dataclasses.replace(given, fixed=frozenset({"mail_url"})), {"mail_host": "mail.lunar.example"}

    with pytest.raises(SettingFixed):
        change_site(session, fixed, actor_of(session, caroline.id), changes, now=clock.now())
    with pytest.raises(NotAllowed):
        change_site(session, given, actor_of(session, make_user(session, "Oskar").id), changes, now=clock.now())
    assert stored(session) == {}


def test_of_two_administrators_each_keeps_what_only_one_has_changed(administrator, new_client, sign_in, session):
    joseph = new_client()
    sign_in(joseph, make_user(session, "Joseph Priestley", is_admin=True))
    form = filled(administrator, site_name="Lunar Evenings")

    assert save(joseph, page_cache_seconds="60").status_code == 303
    assert administrator.post("/manage/site", data=form).status_code == 303

    assert stored(session) == {"page_cache_seconds": 60, "site_name": "Lunar Evenings"}


def test_what_both_have_changed_is_asked_about_with_both_values(administrator, new_client, sign_in, session):
    joseph = new_client()
    sign_in(joseph, make_user(session, "Joseph Priestley", is_admin=True))
    form = filled(administrator, site_name="Lunar Evenings")
    save(joseph, site_name="Birmingham Evenings", page_cache_seconds="60")

    answer = administrator.post("/manage/site", data=form)

    assert answer.status_code == 409
    assert "Joseph Priestley has changed this since you opened the page." in answer.text
    assert "“Birmingham Evenings”" in answer.text
    assert 'value="Lunar Evenings"' in answer.text
    assert 'value="60"' in answer.text
    assert stored(session)["site_name"] == "Birmingham Evenings"

    again = administrator.post("/manage/site", data=sent_from(answer))
    assert again.status_code == 303
    assert stored(session) == {"page_cache_seconds": 60, "site_name": "Lunar Evenings"}


def test_a_password_for_one_server_is_not_kept_for_the_server_of_another(administrator, new_client, sign_in, session):
    joseph = new_client()
    sign_in(joseph, make_user(session, "Joseph Priestley", is_admin=True))
    save(joseph, password="first", **SERVER)
    form = filled(administrator, password=MARKER)
    save(joseph, mail_host="mail.elsewhere.example", password="second")
    sealed = stored(session)["mail_password"]

    answer = administrator.post("/manage/site", data=form)

    assert answer.status_code == 409
    assert "mail.elsewhere.example" in answer.text
    assert stored(session)["mail_password"] == sealed


def test_who_changed_what_is_told_with_before_and_after(administrator, session, caroline):
    save(administrator, site_name="Lunar Evenings")

    event = session.scalars(sa.select(AuditEvent)).one()
    assert (event.action, event.actor_id) == ("site:set", caroline.id)
    assert event.detail == {"site_name": ["Learned Societies", "Lunar Evenings"]}
    assert "changed of the site: the name" in administrator.get("/manage/administrators").text


def test_saving_the_same_changes_nothing(administrator, session):
    assert save(administrator).status_code == 303

    assert stored(session) == {}
    assert session.scalars(sa.select(AuditEvent)).all() == []


def test_whoever_has_changed_it_can_be_deleted(session, caroline):
    session.add(SiteSetting(name="site_name", value="Lunar", changed_at=clock.now(), changed_by_id=caroline.id))
    session.commit()

    session.delete(caroline)
    session.commit()

    assert stored(session) == {"site_name": "Lunar"}
