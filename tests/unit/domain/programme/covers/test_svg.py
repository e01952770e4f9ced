from xml.etree import ElementTree as ET

import pytest

from webinars.domain.programme.covers.svg import DRAWINGS, GROUNDS, cover_key, draw_cover


def test_the_same_title_and_house_make_the_same_cover():
    assert draw_cover(cover_key("Comets", "Lunar Society")) == draw_cover(cover_key("  comets ", "lunar  society"))


def test_another_title_makes_another_drawing():
    assert draw_cover(cover_key("Comets", "Lunar Society")) != draw_cover(cover_key("Glaciers", "Lunar Society"))


def test_a_house_keeps_its_ground():
    first = draw_cover(cover_key("Comets", "Lunar Society"))
    second = draw_cover(cover_key("Glaciers", "Lunar Society"))

    grounds = [ground for ground, _line in GROUNDS if f'fill="{ground}"' in first and f'fill="{ground}"' in second]
    assert len(grounds) == 1


@pytest.mark.parametrize("number", range(60))
def test_every_cover_is_small_well_formed_svg(number):
    svg = draw_cover(cover_key(f"Lecture {number}", f"Society {number}"))

    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert len(svg) < 8_000


def test_all_drawings_occur():
    drawings = {bytes.fromhex(cover_key(f"Lecture {n}", "").partition("-")[0])[1] % len(DRAWINGS) for n in range(60)}

    assert drawings == set(range(len(DRAWINGS)))


def test_the_key_does_not_tell_the_title():
    assert "comets" not in cover_key("Comets", "Lunar Society")


@pytest.mark.parametrize("change", [str.upper, lambda key: key[2:], lambda key: key + "0", lambda key: key[:-1] + "-1"])
def test_only_one_address_leads_to_a_cover(change):
    key = cover_key("Comets", "Lunar Society")
    draw_cover(key)

    with pytest.raises(LookupError):
        draw_cover(change(key))


@pytest.mark.parametrize("key", ["", "-", "zz-1", "00-1", "é" * 46 + "-1"])
def test_a_key_nobody_made_is_refused(key):
    with pytest.raises(LookupError):
        draw_cover(key)
