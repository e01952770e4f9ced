"""Public pages that are kept: given again as they are, and never a moment after they would say something else."""

import datetime as dt
import gzip
import time

import pytest
import sqlalchemy as sa
import time_machine
from flask import Response

from tests.factories import add_appearance, add_recording, make_speaker, make_user, make_webinar
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.app.application import build_app
from webinars.db import db
from webinars.demo.load import load_demo
from webinars.models import Organisation, PageCacheVersion, RegistrationDesk, Status, User, Visibility
from webinars.web.page_cache.store import FRESH_S
from webinars.web.page_cache.stored_pages import holds_until, keep_pages

pytestmark = pytest.mark.usefixtures("derived")


DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
GZIP = {"Accept-Encoding": "gzip"}
YOUTUBE = {
    "url": "https://youtu.be/dQw4w9WgXcQ",
    "provider": "youtube",
    "provider_host": "www.youtube.com",
    "provider_video": "dQw4w9WgXcQ",
}
PAGES = (
    "/",
    "/webinars",
    "/webinars/comets",
    "/organisations/lunar-society",
    "/speakers/mary-somerville",
    "/embed/next",
)


@pytest.fixture
def comets(session, lunar):
    webinar = make_webinar(session, lunar, "Comets", slug="comets")
    add_appearance(session, webinar, make_speaker(session, lunar, "Mary Somerville"))
    return webinar


@pytest.fixture
def other_process(settings, app):
    """Another application on the same database: it keeps pages of its own, and nobody tells it anything."""
    other = build_app(settings)
    other.testing = True
    yield other.test_client(use_cookies=False)
    with other.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("address", ["/webinars", "/webinars/calendar", "/recordings", "/no-such-page"])
def test_what_may_be_asked_is_answered_to_who_takes_compressed_answers(client, address):
    answer = client.options(address, headers=GZIP)

    assert answer.status_code in {200, 404}
    assert "Content-Encoding" not in answer.headers or answer.data


@pytest.mark.usefixtures("comets")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_made_once_and_asks_one_thing_of_the_database_from_then_on(client, app, address, count_statements):
    shelf = app.extensions["page_shelf"]
    first = client.get(address)
    shelf.is_checked = False
    try:
        shelf.expire()
        with count_statements() as statements:
            again = client.get(address)
    finally:
        shelf.is_checked = True

    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    # What became of the places and questions of the webinar it is about.
    assert len(statements) <= 1


@pytest.mark.usefixtures("comets")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_comes_compressed_with_a_tag_and_is_not_sent_to_who_has_it(client, address):
    plain, packed = client.get(address), client.get(address, headers=GZIP)

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert not packed.headers["ETag"].startswith("W/")
    for answer, headers in ((plain, {}), (packed, GZIP)):
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=10"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        again = client.get(address, headers=headers | {"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert again.headers[name] == answer.headers[name], name
    head = client.head(address)
    assert (head.data, head.headers["ETag"]) == (b"", plain.headers["ETag"])


@pytest.mark.usefixtures("comets")
def test_what_a_page_may_load_and_who_may_frame_it_is_kept_with_it(client, session, lunar, comets):
    lunar.embed_sites = ["https://partner.example"]
    add_recording(session, comets, slug="film", **YOUTUBE)
    for address, wanted in (
        ("/recordings/film", "frame-src https://www.youtube-nocookie.com"),
        ("/embed/webinars/comets", "frame-ancestors https://partner.example"),
    ):
        first, again = client.get(address), client.get(address)
        assert wanted in first.headers["Content-Security-Policy"]
        assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("comets")
def test_pages_that_are_not_kept_have_tags_and_come_compressed(client):
    address = "/lint?text=Sunday+14+February+2027,+4pm+Britain"
    plain, packed = client.get(address), client.get(address, headers=GZIP)

    assert gzip.decompress(packed.data) == plain.data
    assert client.get(address, headers=GZIP | {"If-None-Match": packed.headers["ETag"]}).status_code == 304


def change_title(session, comets):
    comets.title = "Something else"


def change_by_statement(session, comets):
    session.execute(sa.update(type(comets)).values(title="Something else"))


def change_by_text(session, comets):
    session.execute(sa.text("UPDATE webinar SET title = 'Something else' WHERE id = :id"), {"id": comets.id})


def change_name(session, comets):
    session.get(Organisation, comets.host_id).name = "Something else"


@pytest.mark.parametrize("change", [change_title, change_by_statement, change_by_text, change_name])
def test_a_change_is_seen_at_once_here_and_within_a_second_in_another_process(
    client, other_process, session, comets, change
):
    address = "/webinars/comets"
    for process in (client, other_process):
        assert "Something else" not in process.get(address).text

    change(session, comets)
    session.commit()
    changed_at = time.monotonic()

    assert "Something else" in client.get(address).text
    while "Something else" not in other_process.get(address).text:
        assert time.monotonic() - changed_at < FRESH_S + 4
        time.sleep(0.05)


def test_what_is_rolled_back_is_no_other_edition(client, session, comets):
    client.get("/")
    stamp = session.scalar(sa.select(PageCacheVersion.stamp))

    comets.title = "Never said"
    session.flush()
    session.rollback()
    # Over the same connection, something that no page shows.
    session.execute(sa.update(User).values(name="Never said either"))
    session.commit()

    assert session.scalar(sa.select(PageCacheVersion.stamp)) == stamp
    assert "Never said" not in client.get("/").text


def test_what_is_written_after_a_savepoint_is_another_edition(client, app, session, comets):
    assert "Comets" in client.get("/").text
    with session.begin_nested():
        comets.summary = "Of dust and ice."
        session.flush()
    comets.title = "Nebulae"
    # Somebody looks in between.
    with app.app_context():
        assert "Nebulae" not in app.test_client().get("/").text

    session.commit()

    with app.app_context():
        assert "Nebulae" in app.test_client().get("/").text


def test_places_that_run_out_are_told_by_the_page_and_raise_nothing_else(client, session, lunar, comets):
    comets.is_registration_here = True
    desk = RegistrationDesk(webinar_id=comets.id, capacity=1, has_waiting_list=False)
    session.add(desk)
    addresses = ("/webinars/comets", "/")
    before = [client.get(address).data for address in addresses]
    stamp = session.scalar(sa.select(PageCacheVersion.stamp))

    desk.seats_taken = 1
    session.commit()

    assert session.scalar(sa.select(PageCacheVersion.stamp)) == stamp
    assert all(client.get(address).data != was for address, was in zip(addresses, before, strict=True))


def test_a_page_follows_the_clock(client, session, lunar, app):
    """In tests each page that is given out is made once more: this one is asked at every moment at which it turns."""
    start = dt.datetime(2027, 3, 27, 23, 50, tzinfo=dt.UTC)
    with time_machine.travel(start - DAY, tick=False) as traveller:
        webinar = make_webinar(session, lunar, "Comets", slug="comets", starts_in=DAY)
        make_webinar(session, lunar, "Nebulae", slug="nebulae", starts_in=2 * DAY)
        add_recording(session, webinar, slug="film")
        session.commit()
        seen = set()
        for minutes in (-61, -31, -30, -1, 0, 1, 10, 11, 89, 90, 91, 1439, 1440, 1441, 1530, 3000):
            traveller.move_to(start + minutes * MINUTE)
            for second in (0, 1, 59):
                traveller.move_to(start + minutes * MINUTE + dt.timedelta(seconds=second))
                for address in (
                    "/",
                    "/webinars",
                    "/webinars/comets",
                    "/webinars/nebulae",
                    "/embed/next",
                    "/recordings/film",
                ):
                    seen.add((address, client.get(address).data))
        pages = [address for address, _page in seen]
        assert pages.count("/webinars/comets") >= 4
        assert pages.count("/embed/next") >= 4


@pytest.mark.parametrize(
    ("told", "minutes"),
    [([], 1), ([None], 7), ([3 * MINUTE], 3), ([20 * MINUTE], 7), ([5 * MINUTE, None, 2 * MINUTE], 2)],
    ids=["nothing", "never", "a moment", "a moment after the quarter", "several"],
)
def test_a_page_holds_until_the_moment_it_tells_and_never_beyond_a_quarter_of_an_hour(app, told, minutes):
    """It is eight past: who says nothing is made again each minute, and all at a quarter past."""
    began = dt.datetime(2027, 2, 14, 16, 8, tzinfo=dt.UTC)

    @keep_pages()
    def page():
        for moment in told:
            holds_until(moment and began + moment)
        return "a page"

    with time_machine.travel(began, tick=False), app.test_request_context("/somewhere"):
        page()

    assert app.extensions["page_shelf"].page(("/somewhere", ())).holds_until == began + minutes * MINUTE


PRIVATE = "The marker of what nobody outside may read"


@pytest.mark.parametrize("values", [{"status": Status.DRAFT}, {"status": Status.DRAFT, "published_at": clock.now()}])
def test_what_strangers_may_not_see_is_never_kept(client, app, session, lunar, olga, sign_in, new_client, values):
    webinar = make_webinar(session, lunar, PRIVATE, slug="secret", **values)
    session.commit()
    shelf = app.extensions["page_shelf"]
    signed_in = new_client()
    sign_in(signed_in, olga)
    address = "/webinars/secret"
    for path in (address, f"/manage/webinars/{webinar.id}/preview", "/", "/webinars", "/organisations/lunar-society"):
        signed_in.get(path)
        client.get(path)

    assert all(PRIVATE.encode() not in page.plain for page in shelf._pages.values())
    assert client.get(address).status_code in {404, 410}


@pytest.mark.parametrize(
    "answer",
    [
        Response("a page", headers={"Set-Cookie": "who=olga"}),
        Response("a page", status=203),
        Response(iter(["a page"])),
    ],
    ids=["with a cookie", "with another status", "in pieces"],
)
def test_what_is_no_whole_page_for_everybody_is_not_kept(app, answer):
    shelf = app.extensions["page_shelf"]
    with app.test_request_context("/somewhere"):
        keep_pages()(lambda: answer)()

    assert shelf.page(("/somewhere", ())) is None


def test_what_is_taken_down_is_not_given_out_from_what_was_kept(client, session, comets):
    assert client.get("/webinars/comets").status_code == 200

    comets.status = Status.DRAFT
    session.commit()

    assert client.get("/webinars/comets").status_code == 410
    assert "Comets" not in client.get("/webinars").text


def test_what_becomes_unlisted_says_so_and_leaves_the_lists(client, session, comets):
    assert "noindex" not in client.get("/webinars/comets").text

    comets.visibility = Visibility.UNLISTED
    session.commit()

    assert "noindex" in client.get("/webinars/comets").text
    assert "Comets" not in client.get("/").text


def test_no_kept_page_holds_a_cookie_a_token_or_a_name_of_who_asks(client, app, session, settings, sign_in, new_client):
    load_demo(session, settings, now=clock.now())
    signed_in = new_client()
    sign_in(signed_in, make_user(session, PRIVATE, is_admin=True))
    session.commit()
    shelf = app.extensions["page_shelf"]
    for path in public_addresses(app, session):
        signed_in.get(path)

    assert len(shelf._pages) > 30
    for (path, _args), page in shelf._pages.items():
        assert PRIVATE.encode() not in page.plain, path
        assert b"csrf_token" not in page.plain, path
        assert "Set-Cookie" not in dict(page.headers), path
        assert not path.startswith(
            ("/manage", "/account", "/registrations/", "/speaking/", "/moderate/", "/questions/")
        )


def test_the_shelf_has_an_end(client, app, session, lunar):
    shelf = app.extensions["page_shelf"]
    room = shelf.room
    shelf.room = 40_000
    try:
        for number in range(12):
            make_webinar(session, lunar, f"Lecture {number}")
        for number in range(12):
            assert client.get(f"/webinars/lecture-{number}").status_code == 200
        assert 2 < len(shelf._pages) < 12
        assert ("/webinars/lecture-11", (None,)) in shelf._pages
        assert ("/webinars/lecture-0", (None,)) not in shelf._pages
    finally:
        shelf.room = room


def test_a_page_that_cannot_be_made_is_made_for_the_next_who_asks(client, app, session, comets, monkeypatch):
    def fail(*_given, **_named):
        raise RuntimeError("not this time")

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        with monkeypatch.context() as patch:
            patch.setattr("webinars.site.programme.views.webinars.rendered", fail)
            assert client.get("/webinars/comets").status_code == 500
    finally:
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = None

    assert client.get("/webinars/comets").status_code == 200
