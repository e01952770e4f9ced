import datetime as dt
import re

import pytest
from msgspec.structs import replace

from webinars.pure.announcements.model import RecordingKind, Role
from webinars.pure.announcements.writer import (
    Announcement,
    Appearance,
    HouseStyle,
    ModeratorWording,
    Network,
    Phase,
    Recording,
    TextPart,
    WebinarStatus,
    html,
    length_on,
    mail,
    markdown,
    plain,
    short_post,
    wordpress,
)
from webinars.pure.times import DisplayZone, zone_line

ZONES = [
    DisplayZone("Britain", "Europe/London"),
    DisplayZone("US Eastern", "America/New_York"),
    DisplayZone("US Pacific", "America/Los_Angeles"),
]
ZERO = Announcement(
    "A short history of zero",
    zone_line(dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC), "Europe/London", ZONES),
    description="Zero came late. It *changed* everything.",
    questions=("Is zero a number?",),
    lineup=(
        Appearance("Ada Lovelace", "Analytical Society", Role.MODERATOR),
        Appearance("Leonardo Bonacci", "Pisa", talk_title="The book of the abacus"),
    ),
    organisers=("Analytical Society", "Friends of Nothing"),
    page_url="https://webinars.example/webinars/zero",
    registration_url="https://example.org/register",
    recordings=(
        Recording("https://www.youtube.com/watch?v=ZeroFull-01&t=5"),
        Recording("https://youtu.be/ZeroLeo0001", RecordingKind.PRESENTATION, "Leonardo Bonacci", "The book"),
    ),
)
PAST = replace(ZERO, phase=Phase.AFTER)


@pytest.mark.parametrize("announcement", [ZERO, PAST])
@pytest.mark.parametrize("write", [html, wordpress])
def test_what_is_pasted_into_a_post_leaves_its_title_the_first_heading(announcement, write):
    levels = [int(level) for level in re.findall(r"<h([1-6])", write(announcement))]

    assert levels[0] == 2
    assert min(levels) == 2


def test_blocks_name_the_level_that_their_heading_has():
    comments = re.findall(r"<!-- wp:heading(?: {\"level\":(\d)})? -->\n<h(\d)", wordpress(PAST))

    assert comments
    assert all((named or "2") == level for named, level in comments)


def test_before_the_text_looks_forward_and_shows_no_recording():
    text = plain(ZERO)

    assert text.startswith(
        "Webinar: A short history of zero\n\n📆 Sunday 14 February 2027, 4pm Britain, 11am US Eastern"
    )
    assert "Our webinar addresses questions such as:" in text
    assert "\n\nSpeakers\n\n  • Ada Lovelace (Analytical Society, moderator)" in text
    assert "This webinar is co-organised by Analytical Society and Friends of Nothing." in text
    assert "youtu" not in text


def test_speakers_are_called_confirmed_once_all_have_agreed():
    agreed = replace(ZERO, is_lineup_agreed=True)

    assert "Confirmed speakers\n\n  • Ada Lovelace" in plain(agreed)
    assert "Confirmed" not in plain(replace(agreed, phase=Phase.AFTER))


def test_on_the_day_it_says_today():
    assert "📆 Today: Sunday 14 February 2027" in plain(replace(ZERO, phase=Phase.TODAY))
    assert mail(replace(ZERO, phase=Phase.TODAY)).subject == "Today: A short history of zero"


def test_after_the_text_looks_back_and_asks_nobody_to_register():
    text = plain(PAST)

    assert text.startswith("Video: A short history of zero\n\nThe webinar took place on Sunday 14 February 2027")
    assert "The webinar addressed questions such as:" in text
    assert "The webinar was co-organised by" in text
    assert "Leonardo Bonacci: The book\n\nhttps://youtu.be/ZeroLeo0001" in text
    assert "register" not in text.lower()


def test_a_cancelled_webinar_says_so_with_the_reason_and_leads_nobody_in():
    cancelled = replace(
        ZERO,
        standing=WebinarStatus.CANCELLED,
        cancellation_reason="The abacus is broken.",
        join_url="https://webinars.example/join/zero",
        style=HouseStyle(title_label="", has_emoji=False),
    )

    text = plain(cancelled)

    assert text.startswith(
        "Cancelled: A short history of zero\n\nThis webinar will not take place. The abacus is broken.\n\n"
        "It was to begin at this time: Sunday 14 February 2027, 4pm Britain"
    )
    assert "register" not in text.lower()
    assert "/join/" not in text
    assert "https://webinars.example/webinars/zero" in text
    assert mail(replace(cancelled, phase=Phase.TODAY)).subject == "Cancelled: A short history of zero"
    assert "The webinar did not take place. The abacus" in plain(replace(cancelled, phase=Phase.AFTER))


def test_a_postponed_webinar_promises_a_date_and_no_hour():
    postponed = replace(ZERO, standing=WebinarStatus.POSTPONED)

    assert "Postponed: A short history of zero\n\nThis webinar is postponed. A new date will follow." in plain(
        postponed
    )
    assert mail(postponed).subject == "Postponed: A short history of zero"


@pytest.mark.parametrize("network", Network)
@pytest.mark.parametrize("phase", Phase)
def test_a_short_post_of_a_cancelled_webinar_invites_nobody(network, phase):
    title = "A very short history of zero " * 20
    cancelled = replace(ZERO, title=title, standing=WebinarStatus.CANCELLED, phase=phase)

    text = short_post(cancelled, network)

    assert text.startswith("Cancelled: A very short history")
    assert "not take place." in text
    assert "4pm" not in text
    assert "Ada Lovelace" not in text
    assert length_on(network, text) <= {Network.X: 280, Network.MASTODON: 500, Network.BLUESKY: 300}[network]


def test_a_past_webinar_of_which_only_the_date_is_known_has_no_hour():
    text = plain(replace(PAST, zone_line=None, date=dt.date(2021, 6, 5)))

    assert "took place on Saturday 5 June 2021." in text


def test_a_house_orders_its_parts_and_leaves_out_emoji():
    style = HouseStyle(order=(TextPart.LINEUP, TextPart.WHEN), has_emoji=False, title_label="", lineup_label="With")

    text = plain(replace(ZERO, style=style))

    assert text.startswith("A short history of zero\n\nWith\n\n  • Ada")
    assert text.endswith("\n\nSunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific\n")


@pytest.mark.parametrize(("role", "words"), [(Role.CHAIR, "Chaired by"), (Role.MODERATOR, "Moderated by")])
def test_a_house_may_name_the_chair_in_a_sentence(role, words):
    lineup = (Appearance("Ada Lovelace", "Analytical Society", role), Appearance("Leonardo Bonacci"))
    style = HouseStyle(moderator=ModeratorWording.SENTENCE)

    text = plain(replace(ZERO, lineup=lineup, style=style))

    assert f"{words} Ada Lovelace (Analytical Society)" in text
    assert "• Ada Lovelace" not in text


def test_wordpress_plays_youtube_with_its_own_embed_block():
    text = wordpress(PAST)

    assert '<!-- wp:embed {"url":"https://www.youtube.com/watch?v=ZeroFull-01\\u0026t=5","type":"video"' in text
    assert '"providerNameSlug":"youtube"' in text
    assert "\nhttps://www.youtube.com/watch?v=ZeroFull-01&amp;t=5\n</div></figure>\n<!-- /wp:embed -->" in text


def test_two_hyphens_in_an_address_do_not_end_the_comment_of_a_block():
    text = wordpress(replace(PAST, recordings=(Recording("https://youtu.be/a--bcdefghi"),)))

    assert '{"url":"https://youtu.be/a\\u002d\\u002dbcdefghi"' in text


def test_a_video_wordpress_cannot_play_is_a_link():
    text = wordpress(replace(PAST, recordings=(Recording("https://media.example/zero.mp4"),)))

    assert "wp:embed" not in text
    assert '<a href="https://media.example/zero.mp4">' in text


@pytest.mark.parametrize("write", [html, wordpress])
def test_what_people_typed_cannot_become_markup(write):
    text = write(replace(ZERO, title="<script>alert(1)</script>", questions=("<img src=x onerror=alert(1)>",)))

    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_marks_in_a_title_do_not_become_markdown():
    assert markdown(replace(ZERO, title="*Art* and [money]")).startswith(r"# Webinar: \*Art\* and \[money\]")


def test_a_mail_before_carries_the_date_in_its_subject():
    assert mail(ZERO).subject == "Webinar on 14 February: A short history of zero"
    assert mail(ZERO).text == plain(ZERO)


def test_a_mail_after_offers_the_recording_only_if_there_is_one():
    assert mail(PAST).subject == "Recording: A short history of zero"
    assert mail(replace(PAST, recordings=())).subject == "Looking back: A short history of zero"


def test_a_short_post_has_title_hours_people_and_one_address():
    assert short_post(ZERO, Network.MASTODON) == (
        "A short history of zero\n\n"
        "📆 Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific\n\n"
        "With Ada Lovelace and Leonardo Bonacci\n\nhttps://webinars.example/webinars/zero"
    )


@pytest.mark.parametrize("network", Network)
@pytest.mark.parametrize("words", [1, 30, 60, 200])
def test_a_short_post_fits_and_keeps_its_address(network, words):
    post = short_post(replace(ZERO, title="zero " * words), network)

    assert length_on(network, post) <= {"x": 280, "mastodon": 500, "bluesky": 300}[network]
    assert post.endswith("https://webinars.example/webinars/zero")


def test_people_are_left_out_of_a_short_post_before_zones():
    post = short_post(ZERO, Network.X, limit=135)

    assert "With Ada" not in post
    assert "8am US Pacific" in post


def test_zones_are_left_out_before_the_title_is_cut():
    post = short_post(ZERO, Network.X, limit=100)

    assert post.startswith("A short history of zero\n\n📆 Sunday 14 February 2027, 4pm Britain\n\n")


@pytest.mark.parametrize(
    ("network", "text", "length"),
    [
        (Network.X, "https://example.org/" + "a" * 100, 23),
        (Network.MASTODON, "see https://example.org/" + "a" * 100, 27),
        (Network.BLUESKY, "https://example.org/abc", 23),
        (Network.X, "数学", 4),
        (Network.BLUESKY, "数学", 2),
        (Network.X, "👩🏽‍🔬", 2),
        (Network.BLUESKY, "👩🏽‍🔬", 1),
        (Network.BLUESKY, "🇬🇧🇫🇷", 2),
        (Network.BLUESKY, "e\u0301te\u0301", 3),
        (Network.BLUESKY, "❤️", 1),
        (Network.X, "“zero” – été", 12),
    ],
)
def test_length_is_counted_as_the_network_counts(network, text, length):
    assert length_on(network, text) == length


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("The book", "Leonardo Bonacci: The book"),
        ("Leonardo Bonacci: A short history of zero", "Leonardo Bonacci: A short history of zero"),
        ("What Leonardo Bonacci saw", "What Leonardo Bonacci saw"),
        (None, "Leonardo Bonacci"),
    ],
)
def test_a_recording_names_its_speaker_once(title, heading):
    video = Recording("https://youtu.be/a--bcdefghi", RecordingKind.PRESENTATION, "Leonardo Bonacci", title)

    text = markdown(replace(PAST, recordings=(video,)))

    assert f"### {heading}\n" in text
