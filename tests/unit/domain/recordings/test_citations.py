import datetime as dt
import json

import pytest

from webinars.domain.recordings.citations import Citation, bibtex, csl_json, sentence

TALK = Citation(
    key="herschel-2027-sweeping-the",
    title="Sweeping the sky",
    webinar="Comets & their tails",
    authors=("Caroline Herschel",),
    organisers=("Lunar Society", "Royal_Society"),
    date=dt.date(2027, 2, 14),
    language="en",
    url="https://webinars.example/v/abcdefghi/24m10s",
    moment="24:10",
)
STREAM = Citation(
    key="society-2027-comets-their",
    title="100% {of} a\\b~c^d #1 $5",
    webinar="",
    authors=(),
    organisers=("Lunar Society",),
    date=dt.date(2027, 2, 14),
    language="en",
    url="https://webinars.example/v/abcdefghi",
)


def test_sentence_says_who_what_where_when_and_the_moment():
    assert sentence(TALK) == (
        "Caroline Herschel: “Sweeping the sky”. In the webinar “Comets & their tails”. "
        "Lunar Society and Royal_Society, 14 February 2027. Video, from 24:10. "
        "https://webinars.example/v/abcdefghi/24m10s"
    )


def test_organisers_are_the_authors_of_what_nobody_is_named_for():
    assert sentence(STREAM) == (
        "Lunar Society: “100% {of} a\\b~c^d #1 $5”. 14 February 2027. Video. https://webinars.example/v/abcdefghi"
    )


def test_bibtex_is_an_entry_of_its_own():
    assert (
        bibtex(TALK, read_on=dt.date(2027, 3, 1))
        == """@misc{herschel-2027-sweeping-the,
  author = {Caroline Herschel},
  title = {{Sweeping the sky}},
  howpublished = {Video of the webinar “Comets \\& their tails”},
  publisher = {Lunar Society, Royal\\_Society},
  year = {2027},
  month = feb,
  language = {en},
  url = {https://webinars.example/v/abcdefghi/24m10s},
  urldate = {2027-03-01},
  note = {From 24:10},
}
"""
    )


def test_bibtex_spells_what_tex_would_take_for_a_command():
    entry = bibtex(STREAM, read_on=dt.date(2027, 3, 1))

    assert "title = {{100\\% \\{of\\} a\\textbackslash{}b\\textasciitilde{}c\\textasciicircum{}d \\#1 \\$5}}," in entry
    assert "author = {{Lunar Society}}," in entry
    assert "note" not in entry


@pytest.mark.parametrize("citation", [TALK, STREAM])
def test_csl_says_the_same(citation):
    (item,) = json.loads(csl_json(citation, read_on=dt.date(2027, 3, 1)))

    assert item["type"] == "motion_picture"
    assert item["title"] == citation.title
    assert [author["literal"] for author in item["author"]] == list(citation.authors or citation.organisers)
    assert item["issued"] == {"date-parts": [[2027, 2, 14]]}
    assert item["accessed"] == {"date-parts": [[2027, 3, 1]]}
    assert item["URL"] == citation.url
    assert item.get("note") == (f"From {citation.moment}" if citation.moment else None)
    assert item.get("container-title", "") == citation.webinar
