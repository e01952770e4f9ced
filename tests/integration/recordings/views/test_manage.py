import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_recording,
    make_membership,
    make_organisation,
    make_speaker,
    make_user,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.models import Recording, RecordingKind, Role
from webinars.pure.times import wall

LIST = "/manage/webinars/comets-and-their-tails/recordings"
YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"


def filled(**values):
    return {"url": YOUTUBE, "whose": "full", "language": "en", **values}


def recordings(session):
    return session.scalars(
        sa.select(Recording).where(Recording.removed_at.is_(None)).order_by(Recording.position)
    ).all()


@pytest.fixture
def herschel(session, webinar, lunar):
    return add_appearance(session, webinar, make_speaker(session, lunar), talk_title="Sweeping the sky")


@pytest.fixture
def recording(session, webinar):
    """Its page is at /recordings/comets."""
    published = clock.now() - dt.timedelta(days=400)
    return add_recording(session, webinar, "Comets", slug="comets", published_at=published)


@pytest.mark.usefixtures("derived")
def test_link_pasted_is_a_recording_on_the_page(client, session, olga, webinar, sign_in):
    sign_in(client, olga)

    client.post(LIST, data=filled())
    answer = client.get(LIST)

    assert "“Comets and their tails” is added." in answer.text
    assert "/recordings/comets-and-their-tails" in client.get("/webinars/comets-and-their-tails").text
    assert client.get("/recordings/comets-and-their-tails").status_code == 200


def test_list_leads_to_all_that_belongs_to_a_recording(client, session, olga, recording, sign_in):
    sign_in(client, olga)

    page = client.get(LIST).text

    for part in ("moments", "transcripts", "copies", "files"):
        assert f'href="{LIST}/{recording.id}/{part}"' in page


def test_talk_of_somebody_with_its_stretch_and_date(client, session, olga, herschel, sign_in):
    sign_in(client, olga)

    client.post(
        LIST,
        data=filled(whose=str(herschel.id), starts="10:00", ends="15:30", language="de", published_on="2025-03-01"),
    )

    (talk,) = recordings(session)
    assert (talk.kind, talk.appearance_id, talk.title) == (
        RecordingKind.PRESENTATION,
        herschel.id,
        "Sweeping the sky",
    )
    assert (talk.starts_s, talk.ends_s, talk.duration_s, talk.language) == (600, 930, 330, "de")
    assert talk.published_at == dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"url": ""}, "Paste the address of the video’s page or file."),
        ({"url": "javascript:alert(1)"}, "Paste the address of the video’s page or file, like"),
        ({"url": "https://www.youtube.com/playlist?list=PL1"}, "This is the address of a playlist."),
        ({"url": "https://videos.example/" + "a" * 2000}, "This address is too long."),
        ({"starts": "half past"}, "“half past” is not a time. Write it like 24:10 or 1:02:03."),
        ({"starts": "10:00", "ends": "5:00"}, "It ends before it starts."),
        ({"published_on": "1 March"}, "Write the date as year, month and day"),
        ({"published_on": "2999-01-01"}, "This is in the future."),
        ({"whose": "99999"}, "Not a valid choice"),
        ({"language": "xx-nonsense"}, "Not a valid choice"),
        ({"title": "a" * 301}, "Field cannot be longer than 300"),
    ],
)
def test_mistake_is_told_and_nothing_typed_is_lost(client, session, olga, webinar, sign_in, values, sentence):
    sign_in(client, olga)

    answer = client.post(LIST, data=filled(**{"title": "A title of mine", **values}))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert values.get("title", "A title of mine") in answer.text
    assert values.get("url", YOUTUBE) in answer.text
    assert recordings(session) == []


def test_form_sent_twice_adds_one_recording(client, session, olga, webinar, sign_in):
    sign_in(client, olga)

    codes = [client.post(LIST, data=filled()).status_code for _ in range(2)]

    assert codes == [303, 422]
    assert len(recordings(session)) == 1


def test_correction_changes_what_was_wrong_and_nothing_else(client, session, olga, recording, sign_in):
    sign_in(client, olga)
    published_at = recording.published_at
    published_on = wall(published_at, "Europe/London").date().isoformat()
    form = client.get(f"{LIST}/{recording.id}").text
    assert published_on in form

    client.post(
        f"{LIST}/{recording.id}",
        data=filled(url=recording.url, title="Comets, corrected", published_on=published_on),
    )

    (changed,) = recordings(session)
    assert (changed.title, changed.slug, changed.published_at) == ("Comets, corrected", "comets", published_at)


def test_a_second_full_stream_is_asked_about_and_may_be_one(client, session, olga, recording, sign_in):
    sign_in(client, olga)

    asked = client.post(LIST, data=filled())
    added = client.post(LIST, data=filled(whose="another"))

    assert asked.status_code == 422
    assert "This webinar has a full stream already: “Comets”." in asked.text
    assert YOUTUBE in asked.text
    assert added.status_code == 303
    assert [each.kind for each in recordings(session)] == [RecordingKind.FULL] * 2


def test_recordings_change_places(client, session, olga, webinar, sign_in):
    first, second = add_recording(session, webinar, "First"), add_recording(session, webinar, "Second")
    sign_in(client, olga)

    client.post(f"{LIST}/{second.id}/place", data={"move": "up"})
    answer = client.get(LIST)

    assert [each.title for each in recordings(session)] == ["Second", "First"]
    assert "“Second” is now in place 1 of 2." in answer.text
    assert client.post(f"{LIST}/{first.id}/place", data={"move": "away"}).status_code == 400


def test_recordings_change_places_where_people_register(client, session, olga, webinar, sign_in):
    first, _second = add_recording(session, webinar, "First"), add_recording(session, webinar, "Second")
    open_desk(session, webinar)
    sign_in(client, olga)

    assert client.post(f"{LIST}/{first.id}/place", data={"move": "down"}).status_code == 303
    assert "“First” is now in place 2 of 2." in client.get(LIST).text


def routes(recording):
    return [
        ("GET", LIST),
        ("POST", LIST),
        ("GET", f"{LIST}/{recording.id}"),
        ("POST", f"{LIST}/{recording.id}"),
        ("POST", f"{LIST}/{recording.id}/place"),
        ("POST", f"{LIST}/{recording.id}/removal"),
    ]


def answers(client, recording):
    data = filled(url="https://vimeo.com/1", move="up")
    return {
        client.open(address, method=method, data=data if method == "POST" else None).status_code
        for method, address in routes(recording)
    }


def test_stranger_is_sent_to_sign_in(client, session, recording):
    assert answers(client, recording) == {302, 403}  # by reading, and by writing
    assert [each.url for each in recordings(session)] == ["https://videos.example/comets.mp4"]


def test_organiser_elsewhere_sees_nothing(client, session, oskar, recording, sign_in):
    sign_in(client, oskar)

    assert answers(client, recording) == {404}
    assert [each.url for each in recordings(session)] == ["https://videos.example/comets.mp4"]


def test_viewer_of_the_organisation_may_not_change_anything(client, session, lunar, recording, sign_in):
    victor = make_user(session, "Victor")
    make_membership(session, lunar, victor, Role.VIEWER)
    sign_in(client, victor)

    assert answers(client, recording) == {403}
    assert [each.url for each in recordings(session)] == ["https://videos.example/comets.mp4"]


def test_recording_of_another_webinar_is_not_reached_through_this_one(
    client, session, olga, oskar, lunar, recording, sign_in
):
    other = make_webinar(session, make_organisation(session, "Other Society"), "Other")
    theirs = add_recording(session, other, "Theirs")
    sign_in(client, olga)

    assert client.get(f"{LIST}/{theirs.id}").status_code == 404
    assert client.post(f"{LIST}/{theirs.id}/removal").status_code == 404


def test_list_asks_the_database_no_more_for_many(client, session, olga, webinar, sign_in, count_statements):
    sign_in(client, olga)
    counts = []
    for number in (1, 30):
        for each in range(number):
            add_recording(session, webinar, f"Part {number} {each}")
        session.commit()
        with count_statements() as statements:
            assert client.get(LIST).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1]
