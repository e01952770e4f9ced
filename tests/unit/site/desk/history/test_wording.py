import datetime as dt

import pytest

from webinars.models import AuditEvent, Organisation, Webinar
from webinars.site.desk.history.wording import act_sentence

NOW = dt.datetime(2027, 2, 9, 10, 42, tzinfo=dt.UTC)
PEOPLE = {1: "Caroline Herschel", 2: "Joseph Priestley"}


@pytest.fixture
def webinar():
    host = Organisation(
        slug="lunar",
        name="Lunar Society",
        name_key="lunar society",
        timezone="Europe/London",
        created_at=NOW,
        updated_at=NOW,
    )
    return Webinar(slug="c", uid="u", join_code="j", title="Comets", host=host, created_at=NOW, updated_at=NOW)


def line(webinar, action, detail=None, *, by=2, at=NOW):
    event = AuditEvent(at=at, action=action, actor_id=by, detail=detail or {})
    return act_sentence(event, webinar, PEOPLE, actor_id=1)


def start(wall):
    return {"wall": wall, "timezone": "Europe/London", "date": wall[:10], "duration_minutes": 90}


@pytest.mark.parametrize(("by", "who"), [(1, "You"), (2, "Joseph Priestley"), (None, "The site"), (99, "Somebody")])
def test_it_says_who(webinar, by, who):
    assert line(webinar, "webinar:publish", by=by).who == who


@pytest.mark.parametrize(
    ("action", "detail", "did", "before", "after"),
    [
        ("webinar:create", {"title": "Comets"}, "began this webinar", "", ""),
        (
            "webinar:move",
            {"start": [start("2027-03-14T16:00"), start("2027-03-21T16:00")]},
            "moved the start",
            "14 March 2027, 4pm Britain",
            "21 March 2027, 4pm Britain",
        ),
        (
            "webinar:set_start",
            {"start": [start("2027-03-14T16:00"), start("2027-03-14T16:00") | {"duration_minutes": 60}]},
            "set how long it takes",
            "90 minutes",
            "60 minutes",
        ),
        (
            "webinar:move",
            {"start": [start("2027-03-14T15:00"), start("2027-03-14T16:00")]},
            "moved the start",
            "3pm",
            "4pm Britain",
        ),
        (
            "webinar:set_start",
            {
                "start": [
                    {"wall": None, "timezone": None, "date": None},
                    {"wall": None, "timezone": None, "date": "2020-05-01"},
                ]
            },
            "set the start",
            "",
            "1 May 2020",
        ),
        ("webinar:update", {"title": ["Comets", "Tails"]}, "changed the title", "Comets", "Tails"),
        (
            "webinar:update",
            {"title": ["Comets", "Tails"], "summary": ["", "Long."]},
            "changed the title and the summary",
            "",
            "",
        ),
        ("webinar:update", {"join_url": [False, True]}, "changed the room", "", ""),
        ("webinar:update", {"something later": [1, 2]}, "changed it", "", ""),
        ("webinar:set_topics", {"topics": [["Optics"], []]}, "changed the topics", "Optics", ""),
        ("webinar:set_series", {"series": ["", "The Night Sky"]}, "changed the series", "", "The Night Sky"),
        (
            "webinar:set_lineup",
            {"lineup": [[{"name": "Ada"}], [{"name": "Ada"}, {"name": "Mary"}]]},
            "put into the line-up",
            "",
            "Mary",
        ),
        (
            "webinar:set_lineup",
            {"lineup": [[{"name": "Ada"}, {"name": "Mary"}], [{"name": "Mary"}]]},
            "took out of the line-up",
            "",
            "Ada",
        ),
        (
            "webinar:set_lineup",
            {"lineup": [[{"name": "A"}, {"name": "B"}, {"name": "C"}], [{"name": "C"}, {"name": "A"}, {"name": "B"}]]},
            "moved to place 1 of 3",
            "",
            "C",
        ),
        (
            "webinar:set_lineup",
            {"lineup": [[{"name": "Ada"}], [{"name": "Mary"}]]},
            "changed the line-up",
            "Ada",
            "Mary",
        ),
        (
            "webinar:set_lineup",
            {"lineup": [[{"name": "Ada", "role": "speaker"}], [{"name": "Ada", "role": "chair"}]]},
            "changed the line-up",
            "",
            "",
        ),
        ("webinar:cancel", {"reason": "Illness"}, "cancelled it", "", "Illness"),
        ("co_organiser:decline", {"organisation": "Salon"}, "declined the invitation", "", "Salon"),
        ("recording:remove", {"title": "Note G", "url": "https://v.example"}, "removed a recording", "", "Note G"),
        ("something:later", {}, "changed it", "", ""),
    ],
)
def test_it_says_what(webinar, action, detail, did, before, after):
    found = line(webinar, action, detail)

    assert (found.did, found.before, found.after) == (did, before, after)


def test_long_lists_are_cut(webinar):
    names = [{"name": f"Somebody called number {number}"} for number in range(20)]

    after = line(webinar, "webinar:set_lineup", {"lineup": [[], names]}).after

    assert len(after) == 80
    assert after.endswith("…")
