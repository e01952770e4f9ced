import sys

import pytest

from webinars.domain.search import tokens
from webinars.domain.search.tokens import can_simplify, simplified


@pytest.fixture
def without_tables(monkeypatch):
    monkeypatch.setitem(sys.modules, "opencc", None)
    tokens._converter.cache_clear()
    yield
    tokens._converter.cache_clear()


def test_traditional_characters_are_the_simplified_ones():
    assert can_simplify()
    assert [simplified(each) for each in "數據学aが"] == list("数据学aが")


def test_without_the_tables_characters_stay_as_they_are(without_tables):
    assert not can_simplify()
    assert simplified("數") == "數"
