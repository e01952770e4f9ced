"""Cards in the scripts of the world, drawn in the fonts of the machine: what stands where, and that all of it does."""

import io
import itertools

import pytest
from PIL import Image, ImageChops

from webinars.pure.share_cards import HEIGHT, SIDE_WIDTH, WIDTH, Card, draw, fonts_of, missing_fonts
from webinars.pure.share_cards.bidi_order import begins_rtl, levels_of, reordered
from webinars.pure.share_cards.drawing import BAR, MARGIN, Pen, balanced, broken, largest, readable
from webinars.pure.share_cards.fonts import SERIF, Face, runs_of

pytestmark = pytest.mark.skipif(bool(missing_fonts()), reason="Noto fonts are not installed")

LONG = (
    "Can a machine be said to think? Lovelace, Babbage and the Analytical Engine, with the readers of the Notes, of "
    "Menabrea’s Sketch and of the Book of Ingenious Devices, and what each of them would have said of the others, had "
    "they met in one room on an evening of the winter of 1843, in London, for once, by candlelight, at length"
)
TEXTS = {
    "short": ("Comets", "en", False),
    "long": (LONG, "en", False),
    "one word": ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3, "de", False),
    "arabic": ("كتاب المناظر: كيف نرى؟", "ar", True),
    "arabic with latin": ("كتاب Optics المناظر 1021", "ar", True),
    "hebrew": ("ספר הלבנה", "he", True),
    "chinese": ("月食解：以燈為日，以圓桌為地，以鏡為月，看蝕從何處來", "zh-Hant", False),
    "japanese": ("発微算法 and the method of Seki", "ja", False),
    "korean": ("혼천의와 별의 길", "ko", False),
    "arabic with brackets": ("كتاب المناظر: كيف نرى؟ (1021)", "ar", True),
    "hebrew with figures": ("ב־1781 התגלה Uranus (בידי הרשל), ומה קרה ב־1846?", "he", True),
    "hindi": ("तारों की गिनती", "hi", False),
}


def card(title="Comets", language="en", *, is_rtl=False, **values):
    values = {
        "organiser": "Lunar Society",
        "date": "Sunday 21 March 2027",
        "hours": "4pm\u00a0Britain, 12\u00a0noon\u00a0US\u00a0Eastern, 9am\u00a0US\u00a0Pacific, 9.30pm\u00a0India",
        "accent": "#1d4b8f",
        "site": "Learned Societies",
        **values,
    }
    return Card(title=title, language=language, is_rtl=is_rtl, **values)


def drawn(wanted, faces=(), side="#17366b"):
    octets = draw(wanted, fonts_of(), Image.new("RGB", (320, 180), side), faces)
    picture = Image.open(io.BytesIO(octets)).convert("RGB")
    assert picture.size == (WIDTH, HEIGHT)
    return picture


def inked(picture, box):
    """The part of `box` that is not white, as (left, top, right, bottom); None if all of it is."""
    part = picture.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, "white")).getbbox()


@pytest.mark.parametrize("name", TEXTS)
def test_text_keeps_to_its_side_and_its_margins(name):
    title, language, is_rtl = TEXTS[name]

    picture = drawn(card(title, language, is_rtl=is_rtl))

    text_begins = SIDE_WIDTH + BAR if is_rtl else 0
    text = (text_begins, 0, text_begins + WIDTH - SIDE_WIDTH - BAR, HEIGHT)
    left, top, right, bottom = inked(picture, text)
    # Swashes of a first or last letter may reach out of the line a little.
    assert left >= MARGIN - 12
    assert right <= text[2] - text[0] - MARGIN + 24
    assert top >= 40
    assert bottom <= HEIGHT - 35


@pytest.mark.parametrize("name", TEXTS)
def test_every_letter_has_a_font(name):
    """What a font lacks it writes as one box, whatever letter it is."""
    title, language, _is_rtl = TEXTS[name]

    for run in runs_of(title):
        font = fonts_of().opened(run, Face(SERIF), 40, language)
        box = bytes(font.getmask("\U0010fffe"))
        letters = [char for char in run.text if char.isprintable() and not char.isspace()]
        assert [char for char in letters if bytes(font.getmask(char)) == box] == []


def test_scripts_are_parted_and_spaces_stay_with_what_they_follow():
    runs = [(run.text, run.script) for run in runs_of("كتاب Optics, 1021، كتاب (1)")]

    assert runs == [
        ("كتاب ", "ARABIC"),
        ("Optics, 1021", "LATIN"),
        ("، كتاب ", "ARABIC"),
        ("(1)", "LATIN"),
    ]


def test_pictographs_are_left_out():
    assert ImageChops.difference(drawn(card("Comets 🪐❄️☀")), drawn(card("Comets"))).getbbox() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4pm Britain,", False), ("16:00 ירושלים", True), ("1781", False), ("كتاب Optics", True), ("Luna ספר", False)],
)
def test_a_line_reads_as_its_first_letter_does(text, expected):
    assert begins_rtl(text) is expected


def from_left_to_right(text, *, is_rtl):
    """What is seen, each letter in its place; brackets are mirrored by what draws them."""
    return "".join(text[place] for place in reordered(levels_of(text, is_rtl=is_rtl)))


@pytest.mark.parametrize(
    ("text", "is_rtl", "seen"),
    [
        ("abc אבג def", False, "abc גבא def"),
        ("אבג Luna דהו", True, "והד Luna גבא"),
        ("אבג Optics and Light דהו", True, "והד Optics and Light גבא"),
        ("אב 1781, גד", True, "דג ,1781 בא"),
        ("אב 12:30 גד", True, "דג 12:30 בא"),
        ("אב (גד) הו", True, "וה )דג( בא"),
        ("Academia (אב)", True, ")בא( Academia"),
        ("1781 אב", False, "1781 בא"),
        ("על Uranus 1781?", True, "?Uranus 1781 לע"),
    ],
)
def test_pieces_stand_in_the_order_of_both_directions(text, is_rtl, seen):
    assert from_left_to_right(text, is_rtl=is_rtl) == seen


def test_what_is_moved_to_the_other_side_is_the_mirror_of_what_it_was():
    left, right = drawn(card(is_rtl=False)), drawn(card(is_rtl=True))

    for place in ((WIDTH - 5, 300), (WIDTH - SIDE_WIDTH + 5, 300)):
        assert left.getpixel(place) == right.getpixel((WIDTH - 1 - place[0], place[1])) == (0x17, 0x36, 0x6B)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("ヨーロッパのニュートン", "CJK"),
        ("Drops of 5 µm", "LATIN"),
        ("1ª sesión, nº 2, xⁿ and ℓ", "LATIN"),
        ("１９世紀のＡＢＣ", "CJK"),
    ],
)
def test_letters_that_are_named_for_no_script_have_that_of_what_they_stand_for(text, script):
    assert {run.script for run in runs_of(text)} == {script}
    assert fonts_of().can_write(text)
    assert drawn(card(text))


def widths(text):
    return float(len(text))


def test_lines_are_as_even_as_their_number_allows():
    text = "one two three four five six"

    assert broken(text, 20, widths) == ["one two three four", "five six"]
    assert balanced(text, 20, widths, 2) == ["one two three", "four five six"]


def test_a_word_wider_than_the_line_is_broken_and_loses_nothing():
    lines = broken("a Donaudampfschiff b", 6, widths)

    assert max(map(len, lines)) <= 6
    assert "".join(lines).replace(" ", "") == "aDonaudampfschiffb"


def test_ideographs_break_anywhere_but_before_a_comma():
    lines = broken("以燈為日，以圓桌為地。", 5, widths)

    assert lines == ["以燈為日，", "以圓桌為", "地。"] or all(not line.startswith(("，", "。")) for line in lines)
    assert "".join(lines) == "以燈為日，以圓桌為地。"


def test_no_break_within_the_hour_of_a_place():
    lines = broken("4pm\u00a0Britain, 12\u00a0noon\u00a0US\u00a0Eastern", 20, widths)

    assert lines == ["4pm\u00a0Britain,", "12\u00a0noon\u00a0US\u00a0Eastern"]


def test_a_title_too_long_for_the_smallest_letters_ends_in_an_ellipsis():
    pen = Pen(fonts_of(), Face(SERIF), "en", is_rtl=False)

    block = largest(pen, LONG, (88, 42), 720, lambda size: 5 if size == 42 else 2)

    assert (block.size, len(block.lines)) == (42, 5)
    assert block.lines[-1].endswith("…")
    assert all(pen.width(line, 42) <= 720 for line in block.lines)


@pytest.mark.parametrize(
    ("count", "more", "shown", "is_number"),
    [(0, 0, 0, False), (1, 0, 1, False), (3, 0, 3, False), (3, 5, 2, True), (1, 4, 1, True)],
)
def test_at_most_three_faces_or_two_and_a_number(count, more, shown, is_number):
    faces = [Image.new("RGB", (224, 224), colour) for colour in ("#ff0000", "#00ff00", "#0000ff")[:count]]
    plain = drawn(card())
    picture = drawn(card(more_faces=more), faces)

    row = picture.crop((WIDTH - SIDE_WIDTH, 515, WIDTH, 516))
    seen = {pixel for _count, pixel in row.getcolors(SIDE_WIDTH)}
    assert len(seen & {(255, 0, 0), (0, 255, 0), (0, 0, 255)}) == shown
    assert ((0x14, 0x19, 0x1C) in seen) is is_number
    changed = ImageChops.difference(plain, picture).getbbox()
    assert changed is None or (changed[0] > WIDTH - SIDE_WIDTH and changed[2] < WIDTH)


@pytest.mark.parametrize("accent", ["#ffffff", "#f3c969", "#00ff00", "#1d4b8f", "#000000"])
def test_an_accent_is_darkened_until_it_can_be_read(accent):
    channels = [int(readable(accent)[place : place + 2], 16) for place in (1, 3, 5)]

    assert all(after <= int(accent[place : place + 2], 16) for after, place in zip(channels, (1, 3, 5), strict=True))
    assert readable(readable(accent)) == readable(accent)
    assert readable("#1d4b8f") == "#1d4b8f"
    assert max(channels) < 160


def test_photographs_do_not_make_it_heavy():
    noise = Image.effect_noise((800, 600), 90).convert("RGB")

    octets = draw(card(), fonts_of(), noise, [noise, noise])

    assert len(octets) < 300_000


def test_the_same_card_is_the_same_bytes():
    first, second = itertools.islice((draw(card(), fonts_of(), Image.new("RGB", (9, 9)), ()) for _ in range(2)), 2)

    assert first == second
