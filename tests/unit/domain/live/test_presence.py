"""How many are told of in public, how many pages speak for others, and what is added up."""

import datetime as dt

import pytest

from webinars.domain.live.presence import minute_of, rounded, sample_of
from webinars.domain.live.presence_spool import PresenceSeen, packed, unpacked
from webinars.models import Presence

AT = dt.datetime(2027, 2, 14, 16, 41, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        *((count, None) for count in range(5)),
        (5, 5),
        (7, 5),
        (8, 10),
        (14, 10),
        (15, 20),
        (37, 40),
        (99, 100),
        (124, 100),
        (125, 150),
        (499, 500),
        (549, 500),
        (550, 600),
        (4960, 5000),
    ],
)
def test_a_number_is_told_roughly_and_of_few_none(count, told):
    assert rounded(count) == told


def test_every_number_told_is_one_of_those_promised():
    told = {rounded(count) for count in range(5, 3000)}

    assert told == {5, *range(10, 101, 10), *range(150, 501, 50), *range(600, 3001, 100)}


@pytest.mark.parametrize(("count", "sample"), [(0, 1), (600, 1), (601, 2), (1200, 2), (5000, 9)])
def test_so_few_pages_speak_that_it_is_five_a_second_at_most(count, sample):
    assert sample_of(count) == sample
    assert count / sample / 120 <= 5


def test_what_was_said_in_one_minute_is_one_sum():
    seen = PresenceSeen(1, Presence.HERE, AT, 3)
    again = PresenceSeen(1, Presence.HERE, AT)
    assert seen.key == again.key

    seen.add(again)

    others = [
        PresenceSeen(1, Presence.PLAYING, AT),
        PresenceSeen(1, Presence.HERE, AT + dt.timedelta(minutes=1)),
        PresenceSeen(2, Presence.HERE, AT),
    ]
    assert len({seen.key, *(each.key for each in others)}) == 4
    assert list(unpacked(packed([seen, *others]))) == [PresenceSeen(1, Presence.HERE, AT, 4), *others]


def test_a_minute_begins_with_its_first_second():
    assert minute_of(AT.replace(second=59, microsecond=999)) == AT
