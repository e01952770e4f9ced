import datetime as dt
import io
import os

import pytest
import sqlalchemy as sa
from PIL import Image

from tests.factories import add_copy, add_recording, make_member
from tests.integration.media.conftest import MP4
from webinars import clock
from webinars.domain.media import folder_storage as storages
from webinars.domain.media.jobs import sweep_files
from webinars.domain.recordings.queries import recording_page
from webinars.domain.recordings.removal import RETENTION, forget_removed
from webinars.models import AuditEvent, Recording, RecordingKind, Role, Status, StoredFile, Webinar

PDF = b"%PDF-1.7\n" + b"x" * 1000


def multipart(octets):
    """A form with one file, as octets: the client would leave a large one open."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    return {"data": head + octets + b"\r\n--b--\r\n", "content_type": "multipart/form-data; boundary=b"}


def files(session):
    return session.scalars(sa.select(StoredFile).order_by(StoredFile.id)).all()


@pytest.mark.usefixtures("derived")
def test_a_poster_is_cut_stored_and_shown_everywhere(organiser, session, storage, upload, picture, recording):
    answer = upload("poster", picture(), "my photo.png")

    assert answer.status_code == 303
    (file,) = files(session)
    assert (file.name, file.content_type, file.width, file.height) == ("poster.jpg", "image/jpeg", 1280, 720)
    path = storage.place(file.key)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == file.byte_count
    with Image.open(path) as shown:
        assert shown.size == (1280, 720)
    for page in (
        "/recordings/comets",
        "/recordings",
        "/",
        "/webinars/comets-and-their-tails",
        "/embed/recordings/comets",
    ):
        assert f'src="{file.path}"' in organiser.get(page).text, page
    assert f'"http://localhost{file.path}"' in organiser.get("/recordings/comets").text
    assert organiser.get(file.path).headers["Content-Type"] == "image/jpeg"


def test_a_second_poster_takes_the_place_of_the_first(organiser, session, upload, picture, bytes_there):
    upload("poster", picture(), "a.png")
    first = files(session)[0].key

    upload("poster", picture(colour="blue"), "b.png")

    assert [file.key == first for file in files(session)] == [False]
    assert bytes_there() == 1


def test_a_video_is_played_instead_and_the_old_place_becomes_a_copy(organiser, session, upload, recording):
    recording.starts_s, recording.ends_s = 5, 20

    upload("video", MP4, "Comets – take 2.MOV", use="first")

    (file,) = files(session)
    assert (file.name, file.content_type, file.byte_count) == ("comets-take-2.mp4", "video/mp4", len(MP4))
    found = recording_page(session, "comets")
    assert (found.url, found.provider, found.provider_host) == (file.path, "video_file", "")
    assert [copy.url for copy in found.copies] == ["https://videos.example/comets.mp4"]
    assert (found.starts_s, found.ends_s) == (5, 20)
    page = organiser.get("/recordings/comets").text
    assert f'src="{file.path}#t=5,20"' in page
    assert "Nothing is loaded from" not in page


def test_a_video_may_be_a_copy(organiser, session, upload, recording):
    upload("video", MP4, "comets.mp4", use="copy")

    found = recording_page(session, "comets")
    assert (found.url, [copy.url for copy in found.copies]) == (
        "https://videos.example/comets.mp4",
        [files(session)[0].path],
    )


def test_slides_and_notes_are_offered_on_the_page_with_their_size(organiser, session, upload, recording):
    upload("documents", PDF, "Note G.pdf", kind="slides")
    upload("documents", b"# Note G\n", "folien über.md", kind="notes")

    page = organiser.get("/recordings/comets").text

    assert [(file.name, file.kind) for file in files(session)] == [
        ("note-g.pdf", "slides"),
        ("folien-uber.md", "notes"),
    ]
    for file in files(session):
        assert f'href="{file.path}"' in page
    assert "Slides, 1.0 kB" in page
    assert organiser.get(files(session)[0].path).headers["Content-Disposition"] == "attachment; filename=note-g.pdf"


def test_a_clip_of_a_stream_shows_its_stream_s_poster_and_slides(
    organiser, session, upload, picture, recording, webinar
):
    clip = add_recording(session, webinar, "Part", slug="part", kind=RecordingKind.PRESENTATION)
    clip.stream, clip.from_s = recording, 10
    upload("poster", picture(), "a.png")
    upload("documents", PDF, "slides.pdf", kind="slides")

    page = organiser.get("/recordings/part").text

    poster, slides = files(session)
    assert f'src="{poster.path}"' in page
    assert f'href="{slides.path}"' in page


def test_history_says_what_was_done(organiser, session, upload, picture):
    upload("poster", picture(), "a.png")

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "file:add")).one()
    assert event.detail == {"recording": "Comets", "name": "poster.jpg"}


@pytest.mark.parametrize(
    ("form", "octets", "name", "sentence"),
    [
        ("poster", b"", "a.png", "This file is empty."),
        ("poster", MP4, "a.png", "This is not a picture we can read."),
        ("video", PDF, "a.mp4", "This is a .pdf file."),
        ("video", b"MZ\x90\0\3", "a.mp4", "We do not know this kind of file."),
        ("video", b"<script>alert(1)</script>", "a.mp4", "This is a .txt file."),
        ("documents", MP4, "a.pdf", "This is a .mp4 file."),
        ("documents", b"\x7fELF\2\1\1", "a.pdf", "We do not know this kind of file."),
    ],
)
def test_what_is_not_taken_is_said_in_a_sentence_and_leaves_nothing(
    organiser, session, upload, bytes_there, form, octets, name, sentence
):
    answer = upload(form, octets, name)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert (files(session), bytes_there()) == ([], 0)


def test_no_file_chosen(organiser, session, recording):
    answer = organiser.post(f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/poster", data={})

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_what_is_too_large_is_refused_before_it_is_read(organiser, recording, bytes_there):
    address = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/poster"

    answer = organiser.post(address, **multipart(b"x" * 10_200_000))

    assert answer.status_code == 413
    assert "at most 10 MB" in answer.text
    assert bytes_there() == 0


def test_forms_that_take_no_file_stay_small(organiser, recording):
    address = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/copies"

    assert organiser.post(address, data={"url": "x" * 3_000_000}).status_code == 413


def test_a_full_disk_is_said_and_leaves_nothing(organiser, session, upload, bytes_there, monkeypatch):
    monkeypatch.setattr(storages, "RESERVE_BYTES", 10**18)

    answer = upload("video", MP4, "a.mp4", use="first")

    assert answer.status_code == 503
    assert "There is no room for this file" in answer.text
    assert (files(session), bytes_there()) == ([], 0)


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_a_disk_that_becomes_full_leaves_nothing(organiser, session, upload, bytes_there, monkeypatch, call):
    def full(*_args):
        raise OSError(28, "No space left on device")

    if call == "write":
        make = storages.FolderStorage.incoming

        def incoming(self):
            file = make(self)
            file.write = full
            return file

        monkeypatch.setattr(storages.FolderStorage, "incoming", incoming)
    else:
        monkeypatch.setattr(os, call, full)

    answer = upload("video", MP4, "a.mp4", use="first")

    assert answer.status_code == 503
    assert "There is no room for this file" in answer.text
    assert (files(session), bytes_there()) == ([], 0)


def test_an_upload_that_breaks_off_leaves_nothing(organiser, session, recording, bytes_there):
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n' + MP4

    answer = organiser.post(
        f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/video",
        content_type="multipart/form-data; boundary=b",
        input_stream=io.BytesIO(head),
        headers={"Content-Length": str(len(head) + 5000)},
    )

    assert answer.status_code in {400, 422}
    assert (files(session), bytes_there()) == ([], 0)


def test_what_fails_after_the_bytes_are_kept_takes_them_away(organiser, session, upload, recording, bytes_there):
    for number in range(10):
        add_copy(session, recording, f"https://videos.example/{number}.mp4")

    answer = upload("video", MP4, "a.mp4", use="first")

    assert answer.status_code == 422
    assert (files(session), bytes_there()) == ([], 0)


def test_a_new_recording_from_a_file(organiser, session, webinar):
    answer = organiser.post(
        "/manage/webinars/comets-and-their-tails/recordings/upload",
        data={"file": (io.BytesIO(MP4), "evening.mp4"), "whose": "full", "title": "The evening"},
    )

    assert answer.status_code == 303
    recording = session.scalars(sa.select(Recording).where(Recording.title == "The evening")).one()
    assert recording.url == files(session)[0].path
    assert organiser.get("/recordings/the-evening").status_code == 200


def test_a_new_recording_needs_a_file(organiser, session, webinar, bytes_there):
    answer = organiser.post(
        "/manage/webinars/comets-and-their-tails/recordings/upload",
        data={"file": (io.BytesIO(PDF), "evening.mp4"), "whose": "full", "title": "The evening"},
    )

    assert answer.status_code == 422
    assert 'value="The evening"' in answer.text
    assert (session.scalars(sa.select(Recording)).all(), bytes_there()) == ([], 0)


def remove(client, recording, file):
    address = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files"
    client.post(f"{address}/{file.id}/removal")
    return client.get(address)


def test_a_removed_file_is_gone_with_its_bytes(organiser, session, upload, picture, recording, bytes_there):
    upload("poster", picture(), "a.png")
    (file,) = files(session)
    address = file.path

    remove(organiser, recording, file)

    assert (files(session), bytes_there()) == ([], 0)
    assert organiser.get(address).status_code == 404
    assert "/covers/" in organiser.get("/recordings/comets").text


def test_a_removed_video_leaves_its_place_to_the_next(organiser, session, upload, recording, bytes_there):
    upload("video", MP4, "a.mp4", use="first")

    remove(organiser, recording, files(session)[0])

    found = recording_page(session, "comets")
    assert (found.url, list(found.copies)) == ("https://videos.example/comets.mp4", [])
    assert bytes_there() == 0


def test_what_the_recording_plays_and_nothing_else_is_not_removed(organiser, session, upload, recording, bytes_there):
    upload("video", MP4, "a.mp4", use="first")
    found = recording_page(session, "comets")
    found.copies.clear()

    answer = remove(organiser, recording, files(session)[0])

    assert "Give the recording another address first" in answer.text
    assert (len(files(session)), bytes_there()) == (1, 1)


def test_bytes_go_with_their_recording(organiser, session, upload, picture, recording, bytes_there):
    upload("poster", picture(), "a.png")
    upload("documents", PDF, "a.pdf", kind="slides")
    assert bytes_there() == 2

    organiser.post(f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/removal")
    assert (len(files(session)), bytes_there()) == (2, 2)
    forget_removed(session, now=clock.now() + RETENTION + dt.timedelta(minutes=1))

    assert (files(session), bytes_there()) == ([], 0)


def test_clips_go_on_playing_the_video_of_a_stream_that_is_removed(
    organiser, session, upload, recording, webinar, bytes_there
):
    upload("video", MP4, "a.mp4", use="first")
    (file,) = files(session)
    clip = add_recording(session, webinar, "Part", slug="part", kind=RecordingKind.PRESENTATION, url=file.path)
    clip.stream, clip.from_s, clip.provider_host, clip.provider_video = recording, 10, "", file.path

    organiser.post(f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/removal")

    assert f'src="{file.path}' in organiser.get("/recordings/part").text
    assert organiser.get(file.path).status_code == 200
    assert bytes_there() == 1


@pytest.fixture
def stretch(session, webinar, storage, upload):
    """A part of the uploaded video that follows nothing."""
    upload("video", MP4, "a.mp4", use="first")
    (file,) = files(session)
    place = {"url": file.path, "provider_host": "", "provider_video": file.path, "starts_s": 10, "ends_s": 20}
    part = add_recording(session, webinar, "Part", slug="part", kind=RecordingKind.PRESENTATION, **place)
    session.commit()
    return part


def test_a_stretch_goes_on_playing_the_video_of_a_recording_that_is_removed(organiser, session, recording, stretch):
    organiser.post(f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/removal")

    assert organiser.get(stretch.url).status_code == 200


def test_what_another_recording_plays_is_not_removed(organiser, session, recording, stretch, bytes_there):
    answer = remove(organiser, recording, files(session)[0])

    assert "“Part” plays this file too." in answer.text
    assert (len(files(session)), bytes_there()) == (1, 1)


def test_a_clip_takes_no_video_of_its_own(organiser, session, recording, webinar, bytes_there):
    clip = add_recording(session, webinar, "Clip", slug="clip", kind=RecordingKind.PRESENTATION, from_s=10)
    clip.stream = recording
    session.commit()

    answer = organiser.post(
        f"/manage/webinars/comets-and-their-tails/recordings/{clip.id}/files/video",
        data={"file": (io.BytesIO(MP4), "a.mp4"), "use": "first"},
    )

    assert answer.status_code == 422
    assert (files(session), bytes_there()) == ([], 0)


def test_bytes_stay_where_the_change_is_not_committed(organiser, session, upload, picture, bytes_there):
    upload("poster", picture(), "a.png")

    session.delete(files(session)[0])
    session.flush()
    session.rollback()

    assert (len(files(session)), bytes_there()) == (1, 1)


def test_the_sweep_takes_what_belongs_to_nothing_and_is_old(organiser, session, storage, upload, picture, bytes_there):
    upload("poster", picture(), "a.png")
    for name in ("k" * 43, ".incoming-x", "n" * 43, "notes-of-an-operator.txt"):
        (storage.folder / name).write_bytes(b"x")
    for path in storage.folder.iterdir():
        written = (clock.now() - dt.timedelta(days=0 if path.name == "n" * 43 else 2)).timestamp()
        os.utime(path, (written, written))

    count = sweep_files(session, storage, now=clock.now())

    assert count == 2
    left = {path.name for path in storage.folder.iterdir()}
    assert left == {files(session)[0].key, "n" * 43, "notes-of-an-operator.txt"}


def test_the_sweep_leaves_what_recordings_play_and_takes_nothing_where_most_is_unknown(
    organiser, session, storage, upload, picture, recording
):
    played, unknown = "p" * 43, ("k" * 43, "l" * 43, "m" * 43)
    recording.url = f"/files/{played}/comets.mp4"
    session.commit()
    upload("poster", picture(), "a.png")
    poster = files(session)[0].key

    def sweep(*strays):
        for name in (played, *strays):
            (storage.folder / name).write_bytes(b"x")
        old = (clock.now() - dt.timedelta(days=2)).timestamp()
        for path in storage.folder.iterdir():
            os.utime(path, (old, old))
        return sweep_files(session, storage, now=clock.now()), {path.name for path in storage.folder.iterdir()}

    assert sweep(*unknown) == (0, {poster, played, *unknown})
    for name in unknown[1:]:
        storage.remove(name)
    assert sweep(unknown[0]) == (1, {poster, played})


@pytest.mark.parametrize("form", ["poster", "video", "documents"])
def test_strangers_find_nothing_and_viewers_may_not(client, session, sign_in, oskar, lunar, upload, bytes_there, form):
    sign_in(client, oskar)
    assert upload(form, PDF, "a.pdf").status_code == 404

    sign_in(client, make_member(session, lunar, "Vera", Role.VIEWER))
    assert upload(form, PDF, "a.pdf").status_code == 403
    assert (files(session), bytes_there()) == ([], 0)


def test_nobody_in_particular_is_asked_to_sign_in(client, session, upload, picture, recording, bytes_there):
    answer = upload("poster", picture(), "a.png")

    assert answer.status_code == 403
    assert "The file cannot be kept: choose it again afterwards." in answer.text
    address = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/poster"
    assert client.post(address, **multipart(b"x" * 3_000_000)).status_code == 403
    assert bytes_there() == 0


def test_organisers_see_the_files_of_drafts_and_others_do_not(
    organiser, new_client, sign_in, oskar, session, upload, picture, recording
):
    webinar = session.get_one(Webinar, recording.webinar_id)
    upload("poster", picture(), "a.png")
    webinar.status, webinar.published_at = Status.DRAFT, None
    (file,) = files(session)
    own = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/{file.id}"

    page = organiser.get(own.rpartition("/")[0]).text
    stranger = new_client()
    sign_in(stranger, oskar)

    assert f'src="{own}"' in page
    assert organiser.get(own).headers["Content-Type"] == "image/jpeg"
    assert organiser.get(own).headers["Cache-Control"] == "no-store"
    assert stranger.get(own).status_code == 404
    assert organiser.get(file.path).status_code == 404


def test_a_file_of_another_recording_is_not_there(organiser, session, upload, picture, recording, webinar):
    upload("poster", picture(), "a.png")
    other = add_recording(session, webinar, "Other", slug="other")

    answer = organiser.post(
        f"/manage/webinars/comets-and-their-tails/recordings/{other.id}/files/{files(session)[0].id}/removal"
    )

    assert answer.status_code == 404
    assert len(files(session)) == 1
