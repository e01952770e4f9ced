"""Where the sound of a recording can be had, and how it is brought to this machine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.media.storage import RESERVE_BYTES, Storage
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.video_copies.places import video_of
from webinars.lib.i18n import gettext as _
from webinars.lib.safe_http import NoAnswer, Question, SafeHttpClient, Sink
from webinars.models import Recording, StoredFile
from webinars.pure.videos import Video, inquiry

MOST_BYTES = 2_000_000_000
LONGEST_S = 4 * 3600
FETCH_S = 3600.0
_UPLOADED = "/files/"
_OK = 200


def why_not_heard(session: Session, recording: Recording, settings: Settings) -> str:
    """Returns why the machine cannot hear a recording, or an empty text."""
    video, size = video_of(recording), 0
    if video.url.startswith(_UPLOADED):
        size = session.scalar(sa.select(StoredFile.byte_count).where(StoredFile.key == _key(video))) or 0
    elif video.provider not in {"video_file", "peertube"} or inquiry(video, players_of(settings)) is None:
        return _(
            "Our machine hears films that were uploaded here, films on PeerTube and files with an https address of "
            "their own. This recording is at none of these places."
        )
    if size > MOST_BYTES or (recording.duration_s or 0) > LONGEST_S:
        return _("Our machine hears at most 4 hours and 2 GB, and this recording is longer or larger.")
    return ""


@contextmanager
def sound_of(
    video: Video, folder: Path, storage: Storage, outside: SafeHttpClient, went_on: Callable[[], None]
) -> Iterator[Path]:
    """A file with the sound of `video`, until the block ends.

    Raises StoreDoesNotAnswer, OSError, NoAnswer, RequestRefused, and what `went_on` raises.
    """
    if video.url.startswith(_UPLOADED):
        with storage.fetched(_key(video)) as path:
            yield path
        return
    url, hosts = _address(video, outside) if video.provider == "peertube" else (video.url, {video.host})
    most_bytes = min(MOST_BYTES, shutil.disk_usage(folder).free - RESERVE_BYTES)
    with (folder / "sound").open("wb") as file:
        answer = outside.ask(Question(url=url, hosts=hosts, max_bytes=most_bytes), Sink(file, FETCH_S, went_on))
    if answer.status != _OK:
        raise NoAnswer(_("%(host)s answered %(status)s", host=video.host, status=answer.status))
    yield folder / "sound"


def _address(video: Video, outside: SafeHttpClient) -> tuple[str, set[str]]:
    """Returns where a PeerTube keeps the smallest file of `video` that has sound, and who may be asked for it.

    See docs.joinpeertube.org, REST API, VideoFile; `hasAudio` is there since 6.2. Raises NoAnswer, RequestRefused.
    """
    said: Any = outside.ask(
        Question(url=f"https://{video.host}/api/v1/videos/{video.video}", hosts={video.host})
    ).json()
    try:
        pieces = [file for playlist in said["streamingPlaylists"] for file in playlist["files"]]
        heard = [file for file in (*said["files"], *pieces) if file.get("hasAudio") is not False]
        url = str(min(heard, key=lambda file: int(file["size"]))["fileUrl"])
        # Its files may be in an object store, which it names.
        return url, {video.host, urlsplit(url).hostname or ""}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoAnswer(_("%(host)s names none", host=video.host)) from error


def _key(video: Video) -> str:
    return video.url.removeprefix(_UPLOADED).partition("/")[0]
