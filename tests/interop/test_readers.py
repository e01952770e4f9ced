"""Programs that people read feeds with agree on what stands in them."""

import pytest

from tests.interop.entries import COUNTS
from tests.interop.programs import NODE_READERS, read_with_calcurse, read_with_libical, read_with_node
from tests.interop.reading import PYTHON_READERS
from tests.services import calcurse_path, libical_path, npm_path
from tests.strict_calendar import assert_strict

# The first of them fills the database.
pytestmark = pytest.mark.timeout(600)


def test_the_entries_are_as_many_and_as_difficult_as_is_said(feeds, pytestconfig):
    assert sum(len(feed.truth) for feed in feeds) == COUNTS[pytestconfig.getoption("--database")]
    octets = b"".join(feed.octets for feed in feeds)
    lines = octets.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert any(len(line) in {73, 74} and lines[at + 1][1:2] >= b"\x80" for at, line in enumerate(lines[:-1]))


def test_the_octets_are_a_calendar_by_the_letter(feeds):
    for feed in feeds:
        assert_strict(feed.octets)


@pytest.mark.parametrize("read", PYTHON_READERS)
def test_libraries_in_python_read_what_the_rows_say(feeds, read):
    for feed in feeds:
        assert sorted(read(feed.octets)) == sorted(feed.truth)


@pytest.mark.skipif(npm_path() is None, reason="there is no npm")
@pytest.mark.parametrize("library", NODE_READERS)
def test_libraries_in_javascript_read_what_the_rows_say(feeds, node_folder, library):
    found = read_with_node(library, [feed.file for feed in feeds], node_folder)

    for readings, feed in zip(found, feeds, strict=True):
        assert sorted(readings) == sorted(feed.truth)


@pytest.mark.skipif(libical_path() is None, reason="there is no libical")
def test_libical_reads_what_the_rows_say(feeds):
    for feed in feeds:
        assert sorted(read_with_libical(feed.octets)) == sorted(feed.truth)


@pytest.mark.skipif(calcurse_path() is None, reason="there is no calcurse")
def test_calcurse_reads_what_the_rows_say(feeds, tmp_path):
    for feed in feeds:
        truth = [(each.starts_at, each.ends_at, each.summary) for each in feed.truth]
        assert sorted(read_with_calcurse(feed.file, tmp_path)) == sorted(truth)
