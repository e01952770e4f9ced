import dataclasses
import datetime as dt
import json

import pytest
import sqlalchemy as sa

from tests.factories import add_copy
from tests.other_sites import Page
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.compose import write_letter
from webinars.domain.recordings.video_copies.jobs import check_videos
from webinars.models import OutboundEmail, Recording

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FILE = ("videos.example", "/comets.mp4")
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"
OEMBED = (
    "www.youtube.com",
    "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&format=json",
)
ARCHIVE = ("archive.org", "/metadata/lunar/metadata/identifier")


@pytest.fixture
def check(session, settings, sites):
    """`check(at)`: one round of the worker at that time."""

    def check(at, **values):
        found = []

        def remember(_session, recording, _inquiry, look):
            found.append((recording.title, look.pictures))

        check_videos(session, dataclasses.replace(settings, **values), sites.outside(), found=remember, now=lambda: at)
        session.expire_all()
        return found

    return check


def mails(session):
    return session.scalars(sa.select(OutboundEmail)).all()


def test_a_video_that_is_there_is_asked_for_once_in_three_days(check, sites, recording):
    sites.pages[FILE] = Page()
    now = clock.now()

    check(now)
    check(now + 2 * DAY)
    check(now + 3 * DAY)

    assert sites.asked == [("HEAD", *FILE)] * 2
    assert (recording.checked_at, recording.failed_check_count) == (now + 3 * DAY, 0)


def test_three_failures_in_a_row_are_believed_from_the_first_one_on(check, session, olga, recording):
    first = clock.now()

    check(first)
    check(first + HOUR)
    assert (recording.failed_check_count, recording.unavailable_at, mails(session)) == (2, None, [])

    check(first + 7 * HOUR)

    assert (recording.failed_check_count, recording.unavailable_at) == (3, first)


def test_checks_in_doubt_come_after_one_hour_and_after_seven(check, sites, recording):
    first = clock.now()

    for after in (0, 59 / 60, 1, 1.5, 6.9, 7):
        check(first + after * HOUR)

    assert len(sites.asked) == 3


def test_one_success_ends_the_doubt(check, sites, recording):
    first = clock.now()
    check(first)
    check(first + HOUR)
    sites.pages[FILE] = Page()

    check(first + 7 * HOUR)
    del sites.pages[FILE]
    check(first + 4 * DAY)

    assert (recording.failed_check_count, recording.unavailable_at) == (1, None)


def test_a_video_that_comes_back_is_shown_again(check, sites, recording):
    first = clock.now()
    for after in (0, 1, 7):
        check(first + after * HOUR)
    sites.pages[FILE] = Page()

    check(first + 2 * DAY)

    assert (recording.failed_check_count, recording.unavailable_at) == (0, None)


def test_organisers_are_told_once(check, session, settings, olga, oskar, recording):
    first = clock.now()
    for after in (0, 1, 7, 40, 80):
        check(first + after * HOUR)

    mail = session.scalars(sa.select(OutboundEmail)).one()
    letter = write_letter(session, settings, KINDS, mail, now=clock.now())

    assert mail.recipient == olga.email
    assert letter.subject == "Not found any more: Comets"
    assert "has not been found at videos.example since" in letter.text
    assert "It has no other place" in letter.text
    assert f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/copies" in letter.text


def test_the_mail_says_which_copy_is_shown_instead(check, session, settings, sites, olga, recording):
    add_copy(session, recording, "https://archive.org/details/lunar")
    sites.pages[ARCHIVE] = Page(body=b'{"result": "lunar"}')
    first = clock.now()
    for after in (0, 1, 7):
        check(first + after * HOUR)

    letter = write_letter(session, settings, KINDS, session.scalars(sa.select(OutboundEmail)).one(), now=clock.now())

    assert "Its page shows the copy at Internet Archive instead." in letter.text


def test_no_mail_once_the_video_is_back(check, session, settings, sites, olga, recording):
    first = clock.now()
    for after in (0, 1, 7):
        check(first + after * HOUR)
    sites.pages[FILE] = Page()
    check(first + 2 * DAY)

    assert (
        write_letter(session, settings, KINDS, session.scalars(sa.select(OutboundEmail)).one(), now=clock.now()) is None
    )


def test_silence_is_not_believed_while_nobody_else_answers(check, session, sites, olga, recording):
    sites.pages[FILE] = Page(status=503)
    first = clock.now()
    for after in (0, 1, 7, 24, 48, 72):
        check(first + after * HOUR)

    assert recording.failed_check_count == 6
    assert (recording.unavailable_at, mails(session)) == (None, [])


def test_silence_is_believed_once_another_host_has_answered(check, session, sites, olga, recording):
    add_copy(session, recording, "https://archive.org/details/lunar")
    sites.pages[FILE] = Page(status=503)
    sites.pages[ARCHIVE] = Page(body=b'{"result": "lunar"}')
    first = clock.now()
    for after in (0, 1, 7):
        check(first + after * HOUR)
    assert recording.unavailable_at is None

    check(first + 3 * DAY)
    check(first + 3 * DAY + HOUR)
    check(first + 5 * DAY)

    assert recording.unavailable_at == first


def test_a_copy_that_is_gone_is_told_of_as_a_copy(check, session, settings, sites, olga, recording):
    sites.pages[FILE] = Page()
    copy = add_copy(session, recording, "https://archive.org/details/lunar")
    sites.pages[ARCHIVE] = Page(body=b'{"error": "Couldn\'t locate item \'lunar\'"}')
    first = clock.now()
    for after in (0, 1, 7):
        check(first + after * HOUR)

    letter = write_letter(session, settings, KINDS, session.scalars(sa.select(OutboundEmail)).one(), now=clock.now())

    assert (copy.unavailable_at, recording.unavailable_at) == (first, None)
    assert "This was a copy." in letter.text


@pytest.mark.parametrize(
    ("status", "body", "count"),
    [
        (200, b'{"type": "video"}', 0),
        (401, b"Unauthorized", 0),
        (404, b"Not Found", 1),
        (403, b"Forbidden", 1),
        (400, b"Bad Request", 1),
        (200, b"Forbidden", 1),
        (429, b"", 1),
    ],
)
def test_what_youtube_answers(check, record, sites, status, body, count):
    recording = record(YOUTUBE)
    sites.pages[OEMBED] = Page(status=status, body=body)

    check(clock.now())

    assert recording.failed_check_count == count


def test_a_server_that_knows_no_head_is_asked_for_one_byte(check, sites, recording):
    sites.pages[FILE] = Page(status=405)

    check(clock.now())

    assert [method for method, *_where in sites.asked] == ["HEAD", "GET"]
    assert sites.headers[1]["Range"] == "bytes=0-0"


def test_the_picture_that_an_answer_names_is_passed_on(check, record, sites):
    record("https://vimeo.com/76979871")
    sites.pages["vimeo.com", "/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F76979871&width=1280"] = Page(
        body=json.dumps({"thumbnail_url": "https://i.vimeocdn.com/1.jpg"}).encode()
    )

    assert check(clock.now()) == [("Comets", ("https://i.vimeocdn.com/1.jpg",))]
    assert sites.headers[0]["Referer"] == "http://localhost/"


def test_one_host_is_asked_three_times_a_round(check, record, sites):
    for number in range(5):
        record(f"https://videos.example/{number}.mp4", f"Part {number}")
    record("https://archive.org/details/lunar", "Elsewhere")
    now = clock.now()

    check(now)

    hosts = [host for _method, host, _path in sites.asked]
    assert (hosts.count("videos.example"), hosts.count("archive.org")) == (3, 1)
    check(now + dt.timedelta(minutes=1))
    assert len({path for _method, host, path in sites.asked if host == "videos.example"}) == 5


def test_nobody_is_asked_for_links_own_files_and_virtual_clips(check, record, session, sites, recording):
    sites.pages[FILE] = Page()
    record("https://society.example/comets", "Link")
    record("/files/k3y/comets.mp4", "Own")
    clip = record("https://videos.example/comets.mp4", "Clip")
    clip.stream, clip.from_s = recording, 10
    session.commit()

    check(clock.now())

    assert sites.asked == [("HEAD", *FILE)]


def test_nobody_is_asked_where_the_operator_does_not_wish_it(check, sites, recording):
    check(clock.now(), ask_video_hosts=False)

    assert sites.asked == []
    assert recording.checked_at is None


def test_what_was_found_of_a_place_that_was_changed_meanwhile_is_dropped(session, settings, sites, recording):
    sites.pages[FILE] = Page()

    class Slow:
        def ask(self, question):
            answer = sites.outside().ask(question)
            session.execute(
                sa.update(Recording)
                .values(url="https://videos.example/new.mp4")
                .execution_options(synchronize_session=False)
            )
            session.commit()
            return answer

    check_videos(session, settings, Slow(), found=lambda *_args: None, now=clock.now)
    session.expire_all()

    assert recording.checked_at is None
