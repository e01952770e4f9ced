import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_recording,
    make_member,
    make_organisation,
    make_series,
    make_speaker,
    make_webinar,
)
from tests.filled_form import FilledForm
from webinars.models import AuditEvent, Recording, RecordingKind, Role, Status

DAY = dt.timedelta(days=1)
HOME = "/manage/webinars/comets/recap"
ADA = "https://www.youtube.com/watch?v=ada________"
ROADS = "https://www.youtube.com/watch?v=roads______"
FULL = "https://www.youtube.com/watch?v=full_______"
LIST = f"Ada Lovelace: On tails (21:30) {ADA}\nComets, full event (1:45:00) {FULL}\n"


@pytest.fixture
def series(session, lunar):
    return make_series(session, lunar, "The Night Sky")


@pytest.fixture
def ada(session, lunar):
    return make_speaker(session, lunar, "Ada Lovelace")


@pytest.fixture
def comets(session, lunar, series, ada):
    comets = make_webinar(session, lunar, "Comets", starts_in=-DAY, series=series)
    add_appearance(session, comets, ada)
    return comets


@pytest.fixture
def roads(session, lunar, series):
    """An earlier webinar of the same series."""
    roads = make_webinar(session, lunar, "The salt roads", starts_in=-30 * DAY, series=series)
    add_appearance(session, roads, make_speaker(session, lunar, "Ibn Battuta"))
    return roads


def read(client, text, address=HOME):
    """The table that a pasted list becomes."""
    return FilledForm(client.post(address, data={"text": text}), f"//form[@action='{address}/recordings']")


def store(client, table, address=HOME):
    """The page that is shown once the table is saved."""
    answer = client.post(f"{address}/recordings", data=table.data())
    assert answer.status_code == 303
    return client.get(answer.location)


def recordings(session):
    return session.scalars(sa.select(Recording).order_by(Recording.url)).all()


def chosen(table, number):
    """What is proposed for a row, in words."""
    (option,) = table.form.xpath(f".//select[@name='rows-{number}-place']//option[@selected]")
    title = (option.getparent().get("label") or "").partition(",")[0]
    return option.text_content().removesuffix(f": {title}"), title


def test_list_becomes_the_recordings_of_a_webinar(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    table = read(client, LIST)

    assert (chosen(table, 0), chosen(table, 1)) == (("Ada Lovelace", "Comets"), ("The full stream", "Comets"))
    assert recordings(session) == []

    answer = store(client, table)

    assert "2 recordings are added." in answer.text
    talk, stream = recordings(session)
    assert (talk.kind, talk.title, talk.url, talk.duration_s) == (
        RecordingKind.PRESENTATION,
        "Ada Lovelace: On tails",
        ADA,
        1290,
    )
    assert talk.appearance_id is not None
    assert (stream.kind, stream.appearance_id, stream.url, stream.duration_s) == (
        RecordingKind.FULL,
        None,
        FULL,
        6300,
    )
    assert (
        session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action == "recording:add")).all()
        == ["recording:add"] * 2
    )


def test_the_same_list_again_changes_nothing(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    old_table = read(client, LIST)
    store(client, old_table)

    again = client.post(HOME, data={"text": f"{ADA}&list=PL1 Ada Lovelace: On tails\n{FULL}"})

    assert "All of them are here already" in again.text
    assert "Add them" not in again.text
    assert "Nothing was added." in store(client, old_table).text
    assert len(recordings(session)) == 2


def test_longer_list_adds_what_is_new_alone(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    add_recording(
        session,
        comets,
        "As we called it",
        url=ADA,
        provider="youtube",
        provider_host="www.youtube.com",
        provider_video="ada________",
    )

    table = read(client, LIST)

    assert "As we called it" in table.page.text_content()
    assert table.values("-url") == [FULL]
    assert "One recording is added." in store(client, table).text
    assert {each.title for each in recordings(session)} == {"As we called it", "Comets, full event"}


def test_list_of_a_series_finds_its_webinars(client, session, olga, comets, roads, sign_in):
    sign_in(client, olga)
    table = read(client, f"{LIST}Ibn Battuta on salt {ROADS}")

    assert chosen(table, 2) == ("Ibn Battuta", "The salt roads")

    store(client, table)

    assert {(each.url, each.webinar_id) for each in recordings(session)} == {
        (ADA, comets.id),
        (FULL, comets.id),
        (ROADS, roads.id),
    }


def test_list_of_a_channel_finds_past_webinars_of_ones_own(client, session, olga, lunar, comets, roads, sign_in):
    sign_in(client, olga)
    elsewhere = make_organisation(session, "Royal Society")
    theirs = make_webinar(session, elsewhere, "Secret meteors", starts_in=-DAY)
    add_appearance(session, theirs, make_speaker(session, elsewhere, "Mary Somerville"))
    make_webinar(session, lunar, "Coming eclipses", starts_in=DAY * 5)

    table = read(
        client,
        f"{LIST}Ibn Battuta on salt {ROADS}\nMary Somerville: Secret https://youtu.be/mary_______",
        "/manage/recap",
    )

    assert chosen(table, 0) == ("Ada Lovelace", "Comets")
    assert chosen(table, 2) == ("Ibn Battuta", "The salt roads")
    assert chosen(table, 3) == ("Leave it out", "")
    assert "Secret meteors" not in table.page.text_content()
    assert "Coming eclipses" not in table.page.text_content()
    assert "3 recordings are added." in store(client, table, "/manage/recap").text
    assert {(each.url, each.webinar_id) for each in recordings(session)} == {
        (ADA, comets.id),
        (FULL, comets.id),
        (ROADS, roads.id),
    }


def test_person_corrects_and_leaves_out(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    table = read(client, LIST).fill(rows__0__title="On the tails of comets", rows__1__place="")

    store(client, table)

    (talk,) = recordings(session)
    assert (talk.title, talk.url) == ("On the tails of comets", ADA)


def test_one_wrong_row_stores_nothing_and_loses_nothing(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    table = read(client, LIST).fill(rows__0__title="x" * 301, rows__1__title="The whole evening")

    answer = client.post(f"{HOME}/recordings", data=table.data())

    assert answer.status_code == 422
    shown = FilledForm(answer, f"//form[@action='{HOME}/recordings']")
    assert shown.values("-title") == ["x" * 301, "The whole evening"]
    assert shown["text"].strip() == LIST.strip()
    assert chosen(shown, 0) == ("Ada Lovelace", "Comets")
    assert recordings(session) == []


def test_what_an_action_refuses_is_said_at_its_row(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    table = read(client, LIST).fill(rows__1__url="javascript:alert(1)")

    answer = client.post(f"{HOME}/recordings", data=table.data())

    assert answer.status_code == 422
    assert "Paste the address of the video’s page or file" in answer.text
    assert recordings(session) == []


def test_place_that_is_not_ones_own_is_refused(client, session, olga, comets, sign_in):
    theirs = make_webinar(session, make_organisation(session, "Royal Society"), "Secret meteors", starts_in=-DAY)
    sign_in(client, olga)
    table = read(client, LIST).fill(rows__0__place=f"{theirs.id}-full")

    answer = client.post(f"{HOME}/recordings", data=table.data())

    assert answer.status_code == 422
    assert "This webinar or person is no longer there. Choose again." in answer.text
    assert recordings(session) == []


def test_lines_that_are_no_recording_are_listed(client, session, olga, comets, sign_in):
    sign_in(client, olga)

    answer = client.post(HOME, data={"text": f"Spring programme\n{LIST}https://www.youtube.com/playlist?list=PL1"})

    assert "2 lines are no recordings" in answer.text
    assert "Spring programme" in answer.text
    assert "This is the address of a whole list." in answer.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste a list with the addresses of the videos."),
        ("Ada Lovelace: On tails", "There is no address of a video in this list."),
        ("https://www.youtube.com/playlist?list=PL1", "This is the address of a whole list."),
        ("x" * 500_001, "This is longer than 500000 characters."),
    ],
)
def test_list_without_videos_comes_back_with_a_sentence(client, session, olga, comets, sign_in, text, sentence):
    sign_in(client, olga)

    answer = client.post(HOME, data={"text": text})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f"{text}</textarea>" in answer.text


def test_list_can_be_changed(client, session, olga, comets, sign_in):
    sign_in(client, olga)
    table = read(client, LIST)

    again = client.post(HOME, data={"text": table["text"], "change": "1"})

    assert again.status_code == 200
    assert f"{LIST.strip()}" in again.text.replace("\r", "")


def test_only_those_who_may_edit(client, session, lunar, comets, sign_in):
    assert client.get(HOME).location.startswith("/account/sign-in")
    assert client.get("/manage/recap").location.startswith("/account/sign-in")
    oskar = make_member(session, make_organisation(session, "Royal Society"), "Oskar", Role.OWNER)
    sign_in(client, oskar)
    assert client.get(HOME).status_code == 404
    assert client.post(f"{HOME}/recordings", data={"text": LIST}).status_code == 404
    sign_in(client, make_member(session, lunar, "Vera", Role.VIEWER))
    assert client.get(HOME).status_code == 403
    table = read(client, LIST, "/manage/recap")
    assert chosen(table, 0) == ("Leave it out", "")


def test_draft_that_is_past_takes_its_recordings(client, session, olga, lunar, sign_in):
    make_webinar(session, lunar, "Quiet evening", starts_in=-DAY, status=Status.DRAFT)
    sign_in(client, olga)

    store(
        client,
        read(client, f"Quiet evening {FULL}", "/manage/webinars/quiet-evening/recap"),
        "/manage/webinars/quiet-evening/recap",
    )

    assert [each.title for each in recordings(session)] == ["Quiet evening"]


def test_reading_asks_the_database_no_more_for_a_long_series(
    client, session, olga, lunar, series, comets, sign_in, count_statements
):
    sign_in(client, olga)
    counts = []
    for number in (1, 20):
        for each in range(number):
            past = make_webinar(session, lunar, f"Evening {number} {each}", starts_in=-(each + 2) * DAY, series=series)
            add_appearance(session, past, make_speaker(session, lunar, f"Speaker {number} {each}"))
        session.commit()
        with count_statements() as statements:
            assert client.post(HOME, data={"text": LIST}).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 22


def test_of_two_full_streams_the_second_is_asked_about(client, session, comets, olga, sign_in):
    sign_in(client, olga)
    add_recording(session, comets, "Comets", slug="comets")
    table = read(client, f"All of it {FULL}\n")
    table.put("rows-0-place", f"{comets.id}-full")

    asked = client.post(f"{HOME}/recordings", data=table.data())
    table.put("rows-0-place", f"{comets.id}-another")
    page = store(client, table)

    assert asked.status_code == 422
    assert "a full stream already: “Comets”" in asked.text
    assert "One recording is added." in page.text
