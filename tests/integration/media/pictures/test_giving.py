"""Pictures of speakers, organisations and webinars: given, cut, described, removed, and where they are seen."""

import io
import re

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    make_member,
    make_membership,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars import clock
from webinars.domain.media.jobs import OLD, sweep_files
from webinars.models import AuditEvent, FileKind, Picture, Role, Speaker, Status, StoredFile, Webinar

ALT = "A lamp on a table"


@pytest.fixture
def sam(session, lunar):
    return make_speaker(session, lunar, "Sam Speaker", slug="sam")


@pytest.fixture
def webinar(session, lunar, sam):
    webinar = make_webinar(session, lunar, "Comets and their tails", slug="comets")
    add_appearance(session, webinar, sam)
    return webinar


@pytest.fixture
def bytes_there(storage):
    return lambda: sorted(path.name for path in storage.folder.iterdir()) if storage.folder.is_dir() else []


def paths(page):
    return re.findall(r'(?:src|srcset)="(/files/[^" ]+)', page)


PLACES = {
    "speakers/sam": (["/speakers/sam", "/webinars/comets"], ["/webinars/comets"]),
    "organisations/lunar-society": (["/organisations/lunar-society"], []),
    "webinars/comets": (["/webinars/comets", "/"], []),
}
"""Where a picture is seen afterwards, and on which of those pages its words would only say the name again."""


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize("place", PLACES)
def test_a_picture_is_seen_where_it_belongs_in_several_sizes(client, give, webinar, place):
    shown_on, _ = PLACES[place]
    assert not any(paths(client.get(page).text) for page in shown_on)

    answer = give(place)

    assert (answer.status_code, answer.location) == (303, f"/manage/{place}/picture")
    for page in shown_on:
        text = client.get(page).text
        addresses = paths(text)
        assert addresses, page
        assert 'width="' in text
        for address in addresses:
            with client.get(address) as file:
                assert (file.status_code, file.mimetype.split("/")[0]) == (200, "image")


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize("place", PLACES)
def test_its_words_are_said_except_beside_the_name(client, give, webinar, place):
    shown_on, beside_name = PLACES[place]
    give(place)

    for page in shown_on:
        assert (f'alt="{ALT}"' in client.get(page).text) is (page not in beside_name)


@pytest.mark.usefixtures("derived")
def test_srcset_names_each_size_with_its_width(client, give, webinar, session):
    give("speakers/sam")

    page = client.get("/speakers/sam").text
    srcset = re.search(r'srcset="([^"]+)"', page)[1]
    files = session.scalars(
        sa.select(StoredFile).where(StoredFile.kind == FileKind.PICTURE).order_by(StoredFile.width)
    ).all()

    assert srcset == ", ".join(f"{file.path} {file.width}w" for file in files)
    assert [file.width for file in files] == [112, 224, 448]


def test_removed_it_is_nowhere_any_more(client, organiser, give, webinar, bytes_there):
    give("speakers/sam")
    addresses = [part for page in PLACES["speakers/sam"][0] for part in paths(client.get(page).text)]
    assert addresses
    assert len(bytes_there()) == 4

    answer = organiser.post("/manage/speakers/sam/picture/removal")

    assert answer.status_code == 303
    assert not any(paths(client.get(page).text) for page in PLACES["speakers/sam"][0])
    assert {client.get(address).status_code for address in addresses} == {404}
    assert bytes_there() == []
    assert organiser.post("/manage/speakers/sam/picture/removal").status_code == 303


def test_another_one_takes_its_place_and_its_bytes(client, give, webinar, picture, bytes_there, session):
    give("speakers/sam")
    before = bytes_there()
    give("speakers/sam", picture(colour="blue"), alt="Another lamp")

    assert len(bytes_there()) == 4
    assert set(bytes_there()).isdisjoint(before)
    assert session.scalars(sa.select(Picture.alt)).all() == ["Another lamp"]


def test_the_original_is_for_the_desk_alone(client, organiser, give, webinar, session):
    give("webinars/comets")
    original = session.scalar(sa.select(StoredFile).where(StoredFile.kind == FileKind.ORIGINAL))

    assert client.get(original.path).status_code == 404
    with organiser.get("/manage/webinars/comets/picture/original") as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.PUBLISHED, 200)])
def test_the_picture_of_a_draft_is_for_the_desk(client, organiser, give, webinar, session, status, code):
    give("webinars/comets")
    webinar.status = status
    webinar.published_at = None if status == Status.DRAFT else webinar.published_at
    session.commit()
    file = session.scalar(sa.select(StoredFile).where(StoredFile.kind == FileKind.PICTURE))

    with client.get(file.path) as answer, organiser.get("/manage/webinars/comets/picture/shown") as shown:
        assert (answer.status_code, shown.status_code) == (code, 200)


@pytest.mark.parametrize(
    ("octets", "alt", "sentence"),
    [
        (None, "", "Say in a sentence what is to be seen"),
        (None, "A" * 301, "Shorten this to 300 characters"),
        (b"no picture", ALT, "not a picture we can read"),
        (b"", ALT, "This file is empty"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(give, webinar, bytes_there, session, octets, alt, sentence):
    answer = give("speakers/sam", octets, alt=alt)

    assert answer.status_code == 422
    assert sentence in answer.text
    if alt:
        assert f'value="{alt}"' in answer.text
    assert bytes_there() == []
    assert session.scalars(sa.select(Picture)).all() == []


def test_without_a_file_it_says_so(organiser, webinar, storage):
    answer = organiser.post("/manage/speakers/sam/picture", data={"alt": ALT})

    assert answer.status_code == 422
    assert "Choose a picture." in answer.text


def changed(organiser, session, place="speakers/sam", **values):
    original = session.scalar(sa.select(StoredFile).where(StoredFile.kind == FileKind.ORIGINAL))
    fields = {"original": original.key, "alt": ALT, "left": 0, "top": 0, "width": 1000, **values}
    return organiser.post(f"/manage/{place}/picture/change", data=fields)


def test_another_part_gives_other_files(client, organiser, give, webinar, session, bytes_there):
    give("speakers/sam")
    before = set(session.scalars(sa.select(StoredFile.key)))

    answer = changed(organiser, session, left=300, top=200, width=400, alt="Half a lamp")

    assert answer.status_code == 303
    session.expire_all()
    picture = session.scalars(sa.select(Picture)).one()
    assert (picture.crop, picture.alt) == ([300, 200, 400], "Half a lamp")
    kept = set(session.scalars(sa.select(StoredFile.key)))
    assert len(before & kept) == 1
    assert sorted(kept) == bytes_there()
    assert 'value="300"' in organiser.get("/manage/speakers/sam/picture").text


def test_a_part_outside_is_moved_inside(organiser, give, webinar, session):
    give("speakers/sam")

    changed(organiser, session, left=900, top=90000, width=400)

    session.expire_all()
    assert session.scalars(sa.select(Picture.crop)).one() == [600, 600, 400]


def test_new_words_alone_leave_the_files(organiser, give, webinar, session):
    give("speakers/sam")
    before = session.scalars(sa.select(StoredFile.key).order_by(StoredFile.id)).all()

    assert changed(organiser, session, alt="The same lamp").status_code == 303

    assert session.scalars(sa.select(StoredFile.key).order_by(StoredFile.id)).all() == before
    session.expire_all()
    assert session.scalars(sa.select(Picture.alt)).one() == "The same lamp"


def test_words_that_fail_come_back(organiser, give, webinar, session):
    give("speakers/sam")

    answer = changed(organiser, session, alt=" ", left=10, width=500)

    assert answer.status_code == 422
    assert "Say in a sentence what is to be seen" in answer.text
    assert 'value="500"' in answer.text


def test_a_part_of_a_picture_that_somebody_replaced_is_not_cut_from_the_new_one(
    organiser, give, webinar, picture, session
):
    give("speakers/sam")
    old = session.scalar(sa.select(StoredFile.key).where(StoredFile.kind == FileKind.ORIGINAL))
    give("speakers/sam", picture(colour="blue"))

    changed(organiser, session, original=old, left=300, top=300, width=400)

    session.expire_all()
    assert session.scalars(sa.select(Picture.crop)).one() == [0, 0, 1000]


def test_a_draft_that_is_deleted_takes_its_picture_along(organiser, give, webinar, session, bytes_there):
    webinar.status, webinar.published_at = Status.DRAFT, None
    session.commit()
    give("webinars/comets")

    assert organiser.post("/manage/webinars/comets/delete").status_code == 303

    assert session.scalars(sa.select(Webinar)).all() == []
    assert session.scalars(sa.select(StoredFile)).all() == []
    assert session.scalars(sa.select(Picture)).all() == []
    assert bytes_there() == []


@pytest.mark.usefixtures("derived")
def test_a_speaker_who_is_deleted_takes_the_portrait_along(organiser, give, session, lunar, bytes_there):
    make_speaker(session, lunar, "Samuel Speaker", slug="samuel")
    session.commit()
    give("speakers/samuel")
    assert len(bytes_there()) == 4

    assert organiser.post("/manage/speakers/samuel/deletion").status_code == 303

    assert session.scalars(sa.select(Picture)).all() == []
    assert bytes_there() == []


def test_an_organisation_that_is_deleted_takes_its_logo_along(organiser, give, session, olga, bytes_there):
    royal = make_organisation(session, "Royal Society", slug="royal")
    make_membership(session, royal, olga)
    session.commit()
    give("organisations/royal")
    assert len(bytes_there()) > 1

    assert organiser.post("/manage/organisations/royal/deletion").status_code == 303

    assert session.scalars(sa.select(Picture)).all() == []
    assert bytes_there() == []


def test_its_history_says_who(organiser, give, webinar, session, olga):
    give("webinars/comets")
    give("speakers/sam")

    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "picture:set").order_by(AuditEvent.id))

    assert [(event.actor_id, event.webinar_id) for event in events] == [(olga.id, webinar.id), (olga.id, None)]
    assert "gave it a picture" in organiser.get("/manage/history?webinar=comets").text


def test_who_may_not_give_one_may_not_even_send_it(client, sign_in, session, lunar, webinar, storage):
    vera = make_member(session, lunar, "Vala", Role.VIEWER)
    sign_in(client, vera)

    for place in PLACES:
        answer = client.post(
            f"/manage/{place}/picture", data={"file": (io.BytesIO(b"\0" * 100_000), "lamp.png"), "alt": ALT}
        )
        assert answer.status_code in {403, 413}, place
    assert session.scalars(sa.select(Picture)).all() == []


def test_a_speaker_who_is_merged_away_leaves_the_portrait_of_the_other(organiser, give, webinar, session, lunar, sam):
    other = make_speaker(session, lunar, "Samuel Speaker", slug="samuel")
    session.commit()
    give("speakers/samuel", alt="Of the other")

    answer = organiser.post("/manage/speakers/sam/merge", data={"gone": other.slug})

    assert answer.status_code == 303
    assert session.scalars(sa.select(Speaker.slug)).all() == ["sam"]
    session.expire_all()
    assert session.scalars(sa.select(Picture.alt)).all() == ["Of the other"]


def test_the_night_leaves_what_pictures_have(give, webinar, session, storage, bytes_there):
    give("speakers/sam")
    there = bytes_there()

    assert sweep_files(session, storage, now=clock.now() + 2 * OLD) == 0
    assert bytes_there() == there
