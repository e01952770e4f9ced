"""What the audience was answered, in the texts of afterwards."""

import pytest
from msgspec.structs import replace

from tests.unit.pure.announcements.test_writer import PAST, ZERO
from webinars.pure.announcements.writer import (
    AnsweredQuestion,
    HouseStyle,
    Network,
    Phase,
    TextPart,
    html,
    mail,
    markdown,
    plain,
    short_post,
    wordpress,
)

URL = "https://webinars.example/recordings/zero?t=780"
ASKED = (AnsweredQuestion("Is nothing <i>something</i>?", "13:00", URL), AnsweredQuestion("Who *ate* it?"))
OVER = replace(PAST, asked=ASKED)


def test_each_form_lists_them_with_their_moments():
    assert (
        "The audience asked, and was answered:\n\n"
        f"  • Is nothing <i>something</i>? (at 13:00): {URL}\n  • Who *ate* it?" in plain(OVER)
    )
    assert f"- [Is nothing \\<i\\>something\\</i\\>? (at 13:00)](<{URL}>)\n- Who \\*ate\\* it?" in markdown(OVER)
    item = f'<li><a href="{URL}">Is nothing &lt;i&gt;something&lt;/i&gt;? (at 13:00)</a></li>'
    assert item in html(OVER)
    assert f"<!-- wp:list-item -->\n{item}\n<!-- /wp:list-item -->" in wordpress(OVER)
    assert "Who *ate* it?" in mail(OVER).text


@pytest.mark.parametrize("network", Network)
def test_a_short_post_has_no_room_for_them(network):
    assert "Who *ate* it?" not in short_post(OVER, network)


def test_nothing_is_said_before_nor_where_a_house_does_not_want_it():
    assert "Who *ate* it?" not in plain(replace(ZERO, asked=ASKED, phase=Phase.TODAY))
    assert "Who *ate* it?" not in plain(replace(OVER, style=HouseStyle(has_asked=False)))
    assert "The audience asked" not in plain(PAST)


def test_it_stands_where_the_house_puts_it():
    text = plain(replace(OVER, style=HouseStyle(order=(TextPart.ASKED, TextPart.WHEN))))

    assert text.index("The audience asked") < text.index("took place")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Das Publikum"), ("fr", "Le public"), ("es", "El público"), ("pt", "O público")],
)
def test_it_speaks_the_language_of_the_webinar(language, words):
    assert words in plain(replace(OVER, language=language))
