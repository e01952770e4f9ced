import pytest

from tests.effort import Effort
from webinars.pure.playlists.reading import MOST_VIDEOS, read_list

SALT = "https://www.youtube.com/watch?v=salt_______"
ROADS = "https://youtu.be/roads______"
ROADS_PLAIN = "https://www.youtube.com/watch?v=roads______"
ZERO = "https://vimeo.com/123456"


def told(text):
    """Title, address and length of each video."""
    return [(video.title, video.url, video.duration_s) for video in read_list(text).videos]


def left(text):
    return [line.text for line in read_list(text).left]


@pytest.mark.parametrize(
    "text",
    [
        f"Ada Lovelace: Salt {SALT}\nIbn Battuta: Roads {ROADS}",
        f"{SALT} Ada Lovelace: Salt\n{ROADS} Ibn Battuta: Roads",
        f"1. Ada Lovelace: Salt – {SALT}\n2) Ibn Battuta: Roads - {ROADS}",
        f"• Ada Lovelace: Salt: {SALT},\n• Ibn Battuta: Roads: {ROADS}.",
        f"#1 Ada Lovelace: Salt ({SALT})\n#2 Ibn Battuta: Roads <{ROADS}>",
        f"- [Ada Lovelace: Salt]({SALT})\n- **Ibn Battuta: Roads** [watch]({ROADS})",
        f"Ada Lovelace: Salt\n{SALT}\nIbn Battuta: Roads\n{ROADS}",
        f"{SALT}\nAda Lovelace: Salt\n{ROADS}\nIbn Battuta: Roads",
        f"The talks:\n{SALT}\nAda Lovelace: Salt\n{ROADS}\nIbn Battuta: Roads",
        f"Ada Lovelace: Salt\nof the Analytical Society\n{SALT}\n\n{ROADS}\nIbn Battuta: Roads",
        f"Ada Lovelace: Salt\nIbn Battuta: Roads\n\n{SALT}\n{ROADS}",
        f"{SALT}\n{ROADS}\nAda Lovelace: Salt\nIbn Battuta: Roads",
        f"Title\tLink\nAda Lovelace: Salt\t{SALT}\nIbn Battuta: Roads\t{ROADS}",
        f'Title,Link\n"Ada Lovelace: Salt",{SALT}\n"Ibn Battuta: Roads",{ROADS}',
        f"Link;Title\n{SALT};Ada Lovelace: Salt\n{ROADS};Ibn Battuta: Roads",
        f"| Ada Lovelace: Salt | {SALT} |\n| Ibn Battuta: Roads | {ROADS} |",
        f"Ada Lovelace: Salt {SALT} and Ibn Battuta: Roads {ROADS}",
        f"{SALT}&list=PLabc&index=1 Ada Lovelace: Salt\n{ROADS}?si=abc Ibn Battuta: Roads",
        f'<li><a href="{SALT}">Ada Lovelace: Salt</a></li><li>Ibn Battuta: Roads <a href="{ROADS}">here</a></li>',
        (
            f'<p>Ada Lovelace: Salt</p><iframe src="{SALT}"></iframe>'
            f'<p>Ibn Battuta: Roads</p><iframe src="{ROADS}"></iframe>'
        ),
        "youtube.com/watch?v=salt_______ Ada Lovelace: Salt\nyoutu.be/roads______ Ibn Battuta: Roads",
    ],
)
def test_links_and_titles_are_read_in_any_order(text):
    assert told(text) == [("Ada Lovelace: Salt", SALT, None), ("Ibn Battuta: Roads", ROADS_PLAIN, None)]


@pytest.mark.parametrize(
    ("text", "length_s"),
    [
        (f"Salt (12:34) {SALT}", 754),
        (f"Salt [1:02:03] {SALT}", 3723),
        (f"Salt - 12:34 {SALT}", 754),
        (f"12:34 Salt {SALT}", 754),
        (f"Salt\t{SALT}\t12:34", 754),
        (f"Salt,{SALT},0:12:34", 754),
        (f"Salt {SALT} 12 minutes, 34 seconds", 754),
        (f"Salt {SALT} 1 h 2 min", 3720),
        (f"Salt\n{SALT}\n12:34", 754),
        (f"12:34\nSalt\n{SALT}", 754),
        (f"24:10 Salt {SALT}&t=24m10s", None),
    ],
)
def test_length_is_read_beside_the_title(text, length_s):
    (video,) = read_list(text).videos

    assert (video.title, video.duration_s) == ("Salt", length_s)


CHANNEL = "\n".join(
    f"""{number}
{length} {address}&list=PLabc&index={number}&pp=xyz
{title} | Lunar Society {address}&list=PLabc&index={number}&pp=xyz
Lunar Society https://www.youtube.com/@lunar
•
1.2K views
•
2 years ago"""
    for number, (length, address, title) in enumerate(
        [
            ("12:34", SALT, "Ada Lovelace: Salt"),
            ("1:02:03", ROADS_PLAIN, "Full event: Roads"),
            ("9:09", "https://www.youtube.com/watch?v=zero_______", "Leonardo Bonacci"),
        ],
        start=1,
    )
)


def test_page_of_a_playlist_becomes_its_videos_without_the_channel():
    reading = read_list(CHANNEL)

    assert [(video.title, video.url, video.duration_s) for video in reading.videos] == [
        ("Ada Lovelace: Salt", SALT, 754),
        ("Full event: Roads", ROADS_PLAIN, 3723),
        ("Leonardo Bonacci", "https://www.youtube.com/watch?v=zero_______", 549),
    ]
    assert reading.left == ()
    assert reading.videos[0].said == "Ada Lovelace: Salt | Lunar Society"


def test_saved_page_names_its_videos_by_path():
    page = (
        '<nav><a href="/">Home</a></nav><div><a href="/watch?v=salt_______&list=PL1"><span>12:34</span></a>'
        '<h3><a href="/watch?v=salt_______&list=PL1">Ada Lovelace: Salt</a></h3><a href="/@lunar">Lunar</a></div>'
        '<a href="https://society.example/about">About us</a>'
    )

    assert told(page) == [("Ada Lovelace: Salt", SALT, 754)]


def test_places_in_one_stream_are_videos_of_their_own():
    text = f"0:00 Welcome {SALT}&t=0\n5:30 Ada Lovelace {SALT}&t=330\n24:10 Roads {SALT}&t=24m10s"

    assert [(video.title, video.video.starts_s) for video in read_list(text).videos] == [
        ("Welcome", 0),
        ("Ada Lovelace", 330),
        ("Roads", 1450),
    ]


def test_what_is_no_video_is_told_with_its_line():
    reading = read_list(
        f"Videos of our spring\nSalt {SALT}\nhttps://www.youtube.com/playlist?list=PLabc\nhttps://society.example/blog"
    )

    assert [(line.number, line.text) for line in reading.left] == [
        (1, "Videos of our spring"),
        (3, "https://www.youtube.com/playlist?list=PLabc"),
        (4, "https://society.example/blog"),
    ]
    assert reading.left[1].reason == "This is the address of a whole list. Open it, and copy its videos."


def test_page_of_unknown_place_is_kept_for_a_person_to_judge():
    known, unknown = read_list(f"Salt {SALT}\nRoads https://media.lunar.example/v/12").videos

    assert (known.is_known_place, unknown.is_known_place) == (True, False)


def test_titles_without_addresses_are_no_videos():
    text = "1\n12:34\nNow playing\nAda Lovelace: Salt\nLunar Society\n•\n1.2K views\n•\n2 years ago"

    assert told(text) == []
    assert left(text) == ["Ada Lovelace: Salt", "Lunar Society"]


def test_the_same_video_twice_is_one_with_the_longer_title():
    assert told(f"Salt {SALT}\nAda Lovelace: Salt {SALT}&list=PL1") == [("Ada Lovelace: Salt", SALT, None)]


def test_the_longest_list_is_read_in_seconds():
    links = "".join(f"https://youtu.be/{number:011}\n" for number in range(9_000))
    effort = Effort()

    reading = read_list(links + "12:34\n" * 9_000)

    assert effort.seconds() < 5
    assert [video.duration_s for video in reading.videos] == [None] * 200


def test_titles_are_cut_and_lists_end():
    reading = read_list("\n".join(f"{'x' * 1000} https://youtu.be/{number:011d}" for number in range(MOST_VIDEOS + 5)))

    assert len(reading.videos) == MOST_VIDEOS
    assert {len(video.title) for video in reading.videos} == {300}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "(", "[](", "https://", "http://[", f"{'(' * 4000}", f"{'watch ' * 700}", f"{'1 h ' * 900}"]
)
def test_nonsense_is_no_list(text):
    assert told(text) == []


def test_a_play_with_several_providers():
    assert told(f"Zero\t{ZERO}\nFilm\thttps://films.example/comets.mp4") == [
        ("Zero", ZERO, None),
        ("Film", "https://films.example/comets.mp4", None),
    ]
