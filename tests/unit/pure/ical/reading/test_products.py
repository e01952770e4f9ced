"""What single products put around an event, each with invented content."""

import datetime as dt

import pytest

from webinars.pure.ical.reading import read_calendar
from webinars.pure.ical.reading.products.event_text import people_in

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
INDICO = "-//CERN//INDICO//EN"
PRETALX = "-//pretalx//talks.example//lamps"
MEETUP = "-//Meetup//RemoteApi//EN"
WORDPRESS = "-//Lamp Society - ECPv6.3.5//NONSGML v1.0//EN"
LUMA = "-//lu.ma//ics//EN"
PLAIN = "-//Lamps//EN"


def read(*lines, writer=PLAIN, uid="lamps"):
    start = ("DTSTART:20270701T140000Z", "DTEND:20270701T150000Z")
    around = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{writer}", "BEGIN:VEVENT", f"UID:{uid}", *start)
    data = "\r\n".join([*around, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
    (entry,) = read_calendar(data, now=NOW, assumed_timezone="Europe/Paris").entries
    return entry


def people(entry):
    return [(each.name, each.affiliation) for each in entry.lineup]


class TestIndico:
    PAGE = "https://indico.example/event/7/"

    def read(self, description, **more):
        return read("SUMMARY:Lamps", f"DESCRIPTION:{description}", f"URL:{self.PAGE}", writer=INDICO, **more)

    def test_the_first_line_is_who_speaks(self):
        entry = self.read(rf"Speakers: Ada Wick (Lamp Works)\, Bo Glim\n\nOn wicks.\n\n{self.PAGE}")

        assert people(entry) == [("Ada Wick", "Lamp Works"), ("Bo Glim", "")]
        assert entry.description == f"On wicks.\n\n{self.PAGE}"

    def test_an_affiliation_may_hold_commas_and_parentheses(self):
        entry = self.read(r"Speakers: Ada Wick (Works (Oil\, Gas)\, Lund)\, Bo (B.) Glim (Pier)\n\nOn wicks.")

        assert people(entry) == [("Ada Wick", "Works (Oil, Gas), Lund"), ("Bo (B.) Glim", "Pier")]

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("Wick\\, Ada (Lamp Works)\\, Glim\\, Bo ()", [("Ada Wick", "Lamp Works"), ("Bo Glim", "")]),
            ("Wick\\, Jr.\\, Ada (Works\\, Lund)\\, Cy ()", [("Ada Wick, Jr.", "Works, Lund"), ("Cy", "")]),
        ],
    )
    @pytest.mark.parametrize("text", ["On wicks.", ""])
    def test_its_api_turns_names_round_and_has_one_line_break(self, line, found, text):
        entry = self.read("\\n".join([f"Speakers: {line}", *filter(None, [text and f"{text}\\n"]), self.PAGE]))

        assert people(entry) == found
        assert entry.description == "\n\n".join(filter(None, [text, self.PAGE]))

    def test_of_its_api_a_list_that_is_not_closed_stays_in_the_text(self):
        entry = self.read(r"Speakers: Wick\, Ada\nOn wicks.")

        assert (entry.lineup, entry.description.split("\n")[0]) == ((), "Speakers: Wick, Ada")

    def test_without_a_text_the_page_stands_there_once(self):
        entry = self.read(rf"Speakers: Ada Wick\n\n{self.PAGE}")

        assert (people(entry), entry.description) == ([("Ada Wick", "")], self.PAGE)

    @pytest.mark.parametrize("line", ["Ada Wick (Lamp", "https://lamps.example/", "", "@ada"])
    def test_what_is_not_understood_stays_in_the_description(self, line):
        entry = self.read(rf"Speakers: {line}\n\nOn wicks.")

        assert entry.lineup == ()
        assert entry.description.startswith(f"Speakers: {line}".rstrip())

    def test_the_uid_tells_it_where_another_program_has_written_the_calendar(self):
        description = r"DESCRIPTION:Speakers: Ada Wick\n\nOn wicks."
        uid = "indico-contribution-7-2@indico.example"

        assert people(read("SUMMARY:Lamps", description, uid=uid)) == [("Ada Wick", "")]
        assert people(read("SUMMARY:Lamps", description)) == []

    def test_whom_to_ask_is_nobody_else_s_business(self):
        entry = read("SUMMARY:Lamps", "CONTACT:ada@lamps.example;+44 1 23", "DESCRIPTION:On wicks.", writer=INDICO)

        assert entry.description == "On wicks."


class TestPretalx:
    def test_people_stand_behind_the_title(self):
        entry = read(r"SUMMARY:Wicks - a history - Ada Wick\, bo42", "DESCRIPTION:On wicks.", writer=PRETALX)

        assert (entry.title, people(entry)) == ("Wicks - a history", [("Ada Wick", ""), ("bo42", "")])

    def test_a_talk_of_nobody_keeps_its_title(self):
        entry = read("SUMMARY:Wicks - a history - ", writer=PRETALX)

        assert (entry.title, entry.lineup) == ("Wicks - a history", ())

    def test_a_title_without_a_dash_is_left(self):
        assert read("SUMMARY:Wicks", writer=PRETALX).title == "Wicks"

    def test_the_title_that_earlier_versions_repeat_is_left_out(self):
        entry = read("SUMMARY:Wicks - Ada Wick", r"DESCRIPTION:Wicks\n\nOn wicks.", writer=PRETALX)

        assert entry.description == "On wicks."

    def test_a_dash_of_another_program_is_a_dash(self):
        entry = read("SUMMARY:Wicks - Ada Wick")

        assert (entry.title, entry.lineup) == ("Wicks - Ada Wick", ())


class TestMeetup:
    PAGE = "https://www.meetup.com/lamps/events/300000001/"
    SENDER = "ORGANIZER;CN=Meetup Reminder:mailto:noreply@lamps.example"

    def read(self, description, *lines):
        return read("SUMMARY:Wicks", f"DESCRIPTION:{description}", f"URL:{self.PAGE}", *lines, writer=MEETUP)

    def test_the_group_and_the_hour_are_no_description(self):
        entry = self.read(rf"Lamp Friends\nThursday\, July 1 at 6:00 PM\n\nBring oil.\n\n{self.PAGE}", self.SENDER)

        assert (entry.organiser, entry.description) == ("Lamp Friends", "Bring oil.")
        assert entry.registration_url == self.PAGE

    def test_without_a_head_nothing_is_taken_from_the_text(self):
        entry = self.read(r"Bring oil.\nAnd a wick.", self.SENDER)

        assert (entry.organiser, entry.description) == ("", "Bring oil.\nAnd a wick.")


class TestTheEventsCalendar:
    def test_a_name_is_read_as_letters_and_a_protected_post_has_no_text(self):
        entry = read(
            "SUMMARY:Wicks",
            "DESCRIPTION:Content is protected.",
            'ORGANIZER;CN="Lamp%20%26%20Wick":MAILTO:office@lamps.example',
            writer=WORDPRESS,
        )

        assert (entry.organiser, entry.description) == ("Lamp & Wick", "")


class TestLuma:
    PAGE = "https://luma.com/wicks"
    HEAD = "Get up-to-date information at: "
    SENDER = 'ORGANIZER;CN="Lamp Friends":MAILTO:calendar-invite@lu.ma'

    def read(self, description, *lines):
        return read("SUMMARY:Wicks", f"DESCRIPTION:{description}", *lines, writer=LUMA, uid="evt-aB1@events.lu.ma")

    def test_the_page_is_the_form_and_what_stands_around_the_text_is_gone(self):
        entry = self.read(
            rf"{self.HEAD}{self.PAGE}\n\nAddress:\nOil Hall\nLund\, Sweden\n\nBring oil.\n\nHosted by Lamp Friends",
            "LOCATION:Oil Hall\\, Lund\\, Sweden",
            self.SENDER,
        )

        assert (entry.registration_url, entry.organiser) == (self.PAGE, "Lamp Friends")
        assert entry.description == "Bring oil.\n\nPlace: Oil Hall, Lund, Sweden"

    def test_the_key_of_the_guest_who_exported_it_is_nowhere(self):
        entry = self.read(
            rf"{self.HEAD}{self.PAGE}?pk=g-SECRET\n\nMore: https://lu.ma/more?pk=g-SECRET\nIn: https://lu.ma/join/g-SECRET",
            "LOCATION:https://luma.com/join/g-SECRET",
            "URL:https://luma.com/event/evt-aB1?pk=g-SECRET",
        )

        assert "SECRET" not in repr(entry)
        assert (entry.registration_url, entry.join_url) == (self.PAGE, None)
        assert entry.description == "More: https://lu.ma/more"

    def test_a_page_for_a_place_is_no_place(self):
        entry = self.read("Bring oil.", "LOCATION:https://luma.com/event/evt-aB1", self.SENDER)

        assert entry.registration_url == "https://luma.com/event/evt-aB1"
        assert entry.description == "Bring oil."

    def test_a_room_is_the_room_and_in_no_text(self):
        entry = self.read(rf"{self.HEAD}{self.PAGE}\n\nBring oil.", "LOCATION:https://zoom.us/j/123?pwd=SECRET")

        assert entry.join_url == "https://zoom.us/j/123?pwd=SECRET"
        assert "SECRET" not in entry.description

    def test_several_hosts_stay_in_the_text(self):
        entry = self.read(r"Bring oil.\n\nHosted by Ada Wick & Bo Glim", self.SENDER)

        assert entry.organiser == "Lamp Friends"
        assert entry.description == "Bring oil.\n\nHosted by Ada Wick & Bo Glim"
        assert entry.hosts == ("Ada Wick", "Bo Glim")

    @pytest.mark.parametrize(
        ("hosts", "found"),
        [
            (r"Lamp Friends\, Ada o7 & Bo Glim", ("Lamp Friends", "Ada o7", "Bo Glim")),
            (r"Ada Wick\, Lamp Friends & Wick Works", ("Lamp Friends", "Ada Wick", "Wick Works")),
            ("Lamp Friends & 3 others", ("Lamp Friends",)),
            ("Ada Wick & 1 other", ("Ada Wick",)),
            ("Lamp Friends of Lund & Ada Wick", ("Lamp Friends of Lund", "Ada Wick")),
            ("Ada Wick & Ada Wick", ("Ada Wick",)),
            ("Ada Wick & https://lamps.example", ()),
            ("Lamp Friends", ("Lamp Friends",)),
        ],
    )
    def test_all_hosts_are_named(self, hosts, found):
        entry = self.read(f"Bring oil.\\n\\nHosted by {hosts}", self.SENDER)

        assert entry.hosts == found
        assert entry.as_json()["organisers"] == list(found)
        assert entry.organiser == "Lamp Friends"

    def test_an_organiser_with_an_and_in_its_name_is_one_host(self):
        sender = self.SENDER.replace("Lamp Friends", "Wick & Glim")

        assert self.read(r"Hosted by Wick & Glim", sender).hosts == ("Wick & Glim",)
        assert self.read(r"Hosted by Ada Wick\, Wick & Glim & Cy", sender).hosts == ("Wick & Glim", "Ada Wick", "Cy")

    def test_a_host_alone_is_the_organiser_where_nobody_else_is_named(self):
        entry = self.read(r"Bring oil.\n\nHosted by Ada Wick")

        assert (entry.organiser, entry.description) == ("Ada Wick", "Bring oil.")


@pytest.mark.parametrize("writer", [INDICO, PRETALX, MEETUP, WORDPRESS, LUMA])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Speakers: " + "(" * 5000,
        "Speakers: " + "a, " * 5000,
        "a\n" * 5000,
        "Hosted by " * 3000,
        "\\n" * 9000,
        "Address:\\n" + "a\\n" * 3000,
        "Speakers: Ada (" + "(x)" * 3000,
        "a - " * 3000,
    ],
)
def test_no_text_takes_long(writer, text):
    began = dt.datetime.now(dt.UTC)

    read(f"SUMMARY:{text[:9000]}", f"DESCRIPTION:{text}", f"LOCATION:{text[:500]}", writer=writer)

    assert dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Wick", [("Ada Wick", "")]),
        ("Ada Wick (a), Bo", [("Ada Wick", "a"), ("Bo", "")]),
        ("Ada, ", None),
        ("Ada (a))", None),
        ("17", None),
        ("<b>Ada</b>", None),
    ],
)
def test_lists_of_people(text, found):
    people = people_in(text)

    assert people is None if found is None else [(each.name, each.affiliation) for each in people] == found
