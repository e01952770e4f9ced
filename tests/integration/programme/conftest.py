"""The world of these tests: noon UTC on Tuesday 9 February 2027, and Olga's Lunar Society."""

import datetime as dt
from collections.abc import Iterator

import lxml.html
import pytest
import time_machine

from tests.factories import make_organisation

NOON = dt.datetime(2027, 2, 9, 12, tzinfo=dt.UTC)


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """Time stands still."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lunar(session, noon):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def page_text(client):
    """What a reader without scripts sees at an address, as one line of words."""

    def read(address: str, *, status: int = 200) -> str:
        response = client.get(address)
        assert response.status_code == status, response.get_data(as_text=True)
        main = lxml.html.fromstring(response.get_data()).get_element_by_id("main")
        for hidden in main.xpath('.//*[@hidden or @aria-hidden="true"] | .//script'):
            hidden.drop_tree()
        for block in main.iter("p", "li", "dt", "dd", "h1", "h2", "h3", "div"):
            block.tail = " " + (block.tail or "")
        return " ".join(main.text_content().split())

    return read
