"""Schedules in XML, with invented talks."""

import datetime as dt

import pytest

from tests.effort import Effort
from webinars.pure.schedules import ScheduleUnreadable, is_schedule, read_schedule

TALK = """
<event guid="1f0c-wicks" id="7">
  <date>2027-07-01T18:00:00+02:00</date><start>18:00</start><duration>00:45</duration>
  <room>Oil Hall</room><title>Wicks &amp; oil</title><subtitle/><track>Light</track><type>Talk</type>
  <language>de</language><abstract>On wicks.</abstract><description>&lt;p&gt;Bring oil.&lt;/p&gt;</description>
  <url>https://talks.example/lamps/talk/7/</url>
  <persons><person id="1">Ada Wick</person><person id="2">Bo Glim</person></persons>
  <links><link href="https://lamps.example/wicks">All wicks</link></links>
  <attachments><attachment href="/a.pdf">Slides</attachment></attachments>
  <recording><license/><optout>false</optout></recording>
</event>"""
OLDER = """
<event id="8"><start>00:30</start><duration>00:20</duration><room>Oil Hall</room><slug>night</slug>
  <title>Night lamps</title><language/><persons/><links/></event>"""


def schedule(*events, head='<?xml version="1.0" encoding="utf-8"?>\n', zone="Europe/Berlin"):
    named = f"<time_zone_name>{zone}</time_zone_name>" if zone else ""
    return f"""{head}<schedule><generator name="frab"/><version>1</version>
<conference><acronym>lamps</acronym><title>Lamp Days</title><base_url>https://talks.example</base_url>{named}</conference>
<day index="1" date="2027-07-01" start="2027-07-01T09:00:00+02:00"><room name="Oil Hall">{"".join(events)}</room></day>
</schedule>""".encode()


def read(data, assumed="Europe/Berlin"):
    return read_schedule(data, assumed_timezone=assumed)


def test_a_talk_is_an_entry_with_all_that_it_says():
    found = read(schedule(TALK))

    (entry,) = found.entries
    assert (found.name, entry.uid, entry.title) == ("Lamp Days", "1f0c-wicks", "Wicks & oil")
    assert (entry.starts_wall, entry.timezone) == (dt.datetime(2027, 7, 1, 18), "Europe/Berlin")
    assert entry.ends_at - entry.starts_at == dt.timedelta(minutes=45)
    assert [person.name for person in entry.lineup] == ["Ada Wick", "Bo Glim"]
    assert (entry.language, entry.topics) == ("de", ("Light",))
    assert entry.description.startswith("On wicks.\n\nBring oil.\n\nAll wicks: https://lamps.example/wicks")
    assert found.lost == ("1 attachment or picture was left out.",)


def test_blanks_before_the_declaration_are_none_of_it():
    assert len(read(b"\xef\xbb\xbf \r\n" + schedule(TALK)).entries) == 1


def test_a_talk_without_a_guid_or_a_date_of_its_own_has_those_of_its_conference_and_day():
    (entry,) = read(schedule(OLDER, zone=None)).entries

    assert entry.uid == "schedule-lamps-8@talks.example"
    # Before the day begins is the night after it.
    assert entry.starts_wall == dt.datetime(2027, 7, 2, 0, 30)
    assert [problem.code for problem in entry.problems] == ["timezone_assumed"]


def test_an_offset_that_is_not_the_zones_blocks():
    (entry,) = read(schedule(TALK, zone="Europe/London")).entries

    assert (entry.starts_at, [(each.code, each.blocks) for each in entry.problems]) == (
        None,
        [("times_disagree", True)],
    )


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\ufeff",
        "\n <!-- made by\n frab -->\n",
        '<?xml version="1.0" encoding="iso-8859-1"?>',
        "<!DOCTYPE schedule>",
    ],
)
def test_it_is_known_by_its_first_element(head):
    assert is_schedule(schedule(TALK, head=head))


@pytest.mark.parametrize(
    "data", [b"<html><schedule>", b"<schedules>", b"schedule", b" " * 5000 + b"<schedule>", b"<!-- " * 800, b""]
)
def test_what_begins_otherwise_is_none(data):
    assert not is_schedule(data)


def test_a_page_that_begins_with_many_comments_is_seen_through_at_once():
    effort = Effort()

    assert not is_schedule(b"<!-- kelp -->\n" * 200 + b"<html>")
    assert is_schedule(b"<!-- kelp -->\n" * 200 + schedule(TALK))
    assert effort.seconds() < 1


def test_letters_are_those_of_the_declared_encoding_unless_it_was_written_anew():
    text = schedule(TALK.replace("Ada", "Zoé"), head='<?xml version="1.0" encoding="iso-8859-1"?>').decode()

    names = [read(text.encode(encoding)).entries[0].lineup[0].name for encoding in ("utf-8", "iso-8859-1")]

    assert names == ["Zoé Wick", "Zoé Wick"]


BOMB = """<!DOCTYPE schedule [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
FILE = '<!DOCTYPE schedule [<!ENTITY c SYSTEM "file:///etc/hostname">]>'
OUTSIDE = '<!DOCTYPE schedule SYSTEM "https://lamps.example/schedule.dtd">'


@pytest.mark.parametrize("head", [BOMB, FILE, OUTSIDE], ids=["bomb", "file", "outside"])
def test_nothing_is_fetched_and_nothing_grows(head):
    data = schedule(TALK.replace("oil", "&c;"), head=head)
    assert is_schedule(data)

    with pytest.raises(ScheduleUnreadable, match="it declares a document type, which nobody needs there"):
        read(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (schedule(TALK)[:-5], "it is no XML, or has a mistake in it."),
        (schedule(TALK.replace("oil", "&c;")), "it is no XML, or has a mistake in it."),
        (schedule(TALK).replace(b'"utf-8"', b'"utf-81"').replace(b"Ada", b"Zo\xe9"), "it is no XML, or has a mistake"),
        (b"<schedule><day/></schedule>", "<conference> is missing."),
        (b"<schedule>" * 2000 + b"</schedule>" * 2000, "it is nested too deeply, or too large."),
    ],
    ids=["broken", "entity", "encoding", "empty", "deep"],
)
def test_what_cannot_be_read_is_said(data, sentence):
    with pytest.raises(ScheduleUnreadable, match=sentence):
        read(data)
