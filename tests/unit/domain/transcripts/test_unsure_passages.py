import pytest

from webinars.domain.transcripts.passages import passages_of
from webinars.pure.captions.caption import Caption


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([("near taurus,", "5-11"), ("it stood", "")], "near [taurus], it stood"),
        ([("near", ""), ("taurus\nand more", "0-6 11-15")], "near [taurus] and [more]"),
        ([("彗星は", "0-2"), ("星雲\nではない", "0-2 3-5")], "[彗星]は[星雲][では]ない"),
        ([("horn of\ntaurus", "5-14")], "horn [of taurus]"),
    ],
)
def test_what_was_unsure_in_cues_is_unsure_in_the_passage(cues, expected):
    captions = [
        Caption(number * 1000, number * 1000 + 1000, *each[:1], unsure=each[1]) for number, each in enumerate(cues)
    ]

    (passage,) = passages_of(captions)

    marked = "".join(f"[{text}]" if is_unsure else text for text, is_unsure in passage.parts())
    assert marked == expected
    assert passage.text == expected.replace("[", "").replace("]", "")
