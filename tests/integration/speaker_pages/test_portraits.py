"""A speaker's portrait from her own page: at once or proposed, taken, left and taken back."""

import io

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlalchemy import orm

from tests.factories import make_organisation
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.lineup.actions import set_lineup
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.speaker_pages.portraits import portrait_fingerprint
from webinars.models import AuditEvent, Picture, StoredFile

ALT = "A lamp, a globe and a mirror on a table"


@pytest.fixture
def send(client, own, storage):
    """`send()`: the form of the picture on her page."""

    def send(alt=ALT, octets=None, colour="red", **part):
        file = io.BytesIO()
        Image.new("RGB", (500, 600), colour).save(file, "PNG")
        brought = (io.BytesIO(file.getvalue() if octets is None else octets), "me.png")
        return client.post(f"{own}/picture", data={"file": brought, "alt": alt, **part})

    return send


@pytest.fixture
def desk(client, sign_in, olga, webinar):
    sign_in(client, olga)
    return f"/manage/webinars/{webinar.slug}/speakers"


def pictures(session):
    session.expire_all()
    return session.scalars(sa.select(Picture).options(orm.selectinload(Picture.files)).order_by(Picture.id)).all()


def bytes_there(storage):
    return len(list(storage.folder.iterdir())) if storage.folder.is_dir() else 0


def test_it_stands_on_the_page_at_once(client, send, own, wang, session, webinar):
    answer = send()

    assert (answer.status_code, answer.location) == (303, f"{own}?told=saved#told")
    (picture,) = pictures(session)
    assert (picture.speaker_id, picture.appearance_id, picture.alt) == (wang.speaker_id, None, ALT)
    assert "/files/" in client.get(own).text
    assert "portrait-" in client.get(f"/webinars/{webinar.slug}").text
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "speaking:portrait")).one()
    assert (event.actor_id, event.detail["by"]) == (None, "speaking")


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ({"left": "100", "top": "250", "width": "400"}, [100, 250, 400]),
        ({"left": "900", "top": "9000", "width": "400"}, [600, 800, 400]),
        ({"left": "-1", "top": "²", "width": "9" * 5_000}, [0, 70, 1000]),
        ({"left": "100", "top": "250"}, [0, 70, 1000]),
    ],
    ids=["chosen", "moved inside", "nonsense", "half of it"],
)
def test_the_part_that_was_chosen_is_shown_else_its_middle(send, own, session, part, shown):
    assert send(**part).location == f"{own}?told=saved#told"

    (picture,) = pictures(session)
    assert list(picture.crop) == shown


@pytest.mark.parametrize("whose", ["a link of somebody else’s", "a webinar that takes nothing at once"])
def test_else_it_waits_and_stands_nowhere(client, send, own, link, wang, session, webinar, whose):
    if whose == "a link of somebody else’s":
        link.speaks_for_record = False
    else:
        webinar.are_speakers_texts_taken = False
    session.commit()

    answer = send()

    assert answer.location == f"{own}?told=proposed#told"
    (picture,) = pictures(session)
    assert (picture.speaker_id, picture.appearance_id) == (None, wang.id)
    keys = session.scalars(sa.select(StoredFile)).all()
    assert len(keys) == 4
    assert {client.get(file.path).status_code for file in keys} == {404}
    assert "portrait-" not in client.get(f"/webinars/{webinar.slug}").text
    page = client.get(own).text
    assert "This one waits for the organisers" in page
    with client.get(f"{own}/picture") as shown:
        assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")


@pytest.fixture
def proposed(send, session, webinar, wang):
    webinar.are_speakers_texts_taken = False
    session.commit()
    send()
    return pictures(session)[0]


def decide(client, desk, wang, seen, press):
    return client.post(f"{desk}/{wang.id}/portrait", data={"press": press, "seen": seen})


def test_taken_it_is_the_portrait_of_the_record(client, desk, wang, proposed, session, webinar, storage):
    seen = portrait_fingerprint(proposed)
    with client.get(f"{desk}/{wang.id}/portrait") as shown:
        assert shown.status_code == 200
    assert "Portrait proposed by Wang Zhenyi" in client.get(desk).text

    assert decide(client, desk, wang, seen, "take").status_code == 303

    (picture,) = pictures(session)
    assert (picture.speaker_id, picture.appearance_id) == (wang.speaker_id, None)
    assert "portrait-" in client.get(f"/webinars/{webinar.slug}").text
    assert "Portrait proposed by" not in client.get(desk).text
    assert decide(client, desk, wang, seen, "take").status_code == 303
    assert len(pictures(session)) == 1


def test_on_a_record_of_others_it_is_theirs_to_take(client, desk, wang, proposed, session):
    session.refresh(wang, ["speaker"])
    wang.speaker.organisation = make_organisation(session, "Royal Society")
    session.commit()

    decide(client, desk, wang, portrait_fingerprint(proposed), "take")

    (picture,) = pictures(session)
    assert (picture.speaker_id, picture.appearance_id) == (None, wang.id)


def test_left_it_is_gone_with_its_bytes(client, desk, wang, proposed, session, storage):
    assert bytes_there(storage) == 4

    decide(client, desk, wang, portrait_fingerprint(proposed), "leave")

    assert pictures(session) == []
    assert bytes_there(storage) == 0


def test_one_that_came_meanwhile_is_not_taken_unseen(client, desk, wang, proposed, session, send):
    seen = portrait_fingerprint(proposed)
    send(colour="blue")

    decide(client, desk, wang, seen, "take")

    (picture,) = pictures(session)
    assert (picture.speaker_id, picture.appearance_id) == (None, wang.id)


def test_another_one_takes_its_place_and_it_can_be_taken_back(client, own, proposed, send, session, storage):
    send(colour="blue")
    assert len(pictures(session)) == 1
    assert bytes_there(storage) == 4

    answer = client.post(f"{own}/picture/removal")

    assert answer.location == f"{own}?told=removed#told"
    assert "Removed. The organisers are told." in client.get(answer.location).text
    assert pictures(session) == []
    assert bytes_there(storage) == 0
    assert client.get(f"{own}/picture").status_code == 404
    assert client.post(f"{own}/picture/removal").status_code == 303


@pytest.mark.parametrize(
    ("alt", "octets", "sentence"),
    [(" ", None, "Say in a sentence what is to be seen"), (ALT, b"<svg/>", "not a picture we can read")],
)
def test_what_cannot_be_taken_is_said_with_what_was_typed(send, session, storage, alt, octets, sentence):
    answer = send(alt=alt, octets=octets)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{alt}"' in answer.text or not alt.strip()
    assert pictures(session) == []
    assert bytes_there(storage) == 0


def test_a_link_that_is_closed_takes_nothing(client, own, link, send, session, noon, storage):
    link.revoked_at = link.made_at
    session.commit()

    assert send().status_code == 410
    assert client.post(f"{own}/picture/removal").status_code == 410
    assert pictures(session) == []
    assert bytes_there(storage) == 0


@pytest.mark.usefixtures("proposed")
def test_who_is_taken_out_of_the_line_up_takes_portrait_and_slides_along(client, own, session, storage, webinar, olga):
    slides = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "talk.pdf")
    assert client.post(f"{own}/slides", data={"file": slides}).status_code == 303
    assert bytes_there(storage) == 5
    session.expire_all()

    set_lineup(session, actor_of(session, olga.id), webinar_to_edit(session, webinar.slug), [], now=clock.now())
    session.commit()

    assert pictures(session) == []
    assert bytes_there(storage) == 0
