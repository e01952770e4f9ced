"""Which places a recording has, and which of them is shown. Pure."""

from webinars.domain.recordings.clip_tree import file_of
from webinars.domain.recordings.errors import NoVideoGiven, PlaylistGiven, RecordingInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.web_addresses import NotAWebAddress
from webinars.models import HostedVideo, Recording, RecordingCopy
from webinars.pure.videos import Video, is_no_video, is_playlist, recognise


def places_of(recording: Recording) -> tuple[HostedVideo, ...]:
    """Returns where the recording is, in the order in which it is shown. A virtual clip is where its stream is.

    It was loaded with its copies, a virtual clip with its stream and the copies of that.
    """
    file = recording if recording.stream_id is None else file_of(recording)
    return (file, *file.copies)


def shown_place(recording: Recording) -> HostedVideo:
    """Returns the first place that is there. If none is, it is the first of all: it may come back."""
    places = places_of(recording)
    return next((place for place in places if place.unavailable_at is None), places[0])


def shift_of(place: HostedVideo) -> int:
    """Returns how much later a moment comes there than in the recording's own file, in seconds."""
    return place.shift_s if isinstance(place, RecordingCopy) else 0


def video_of(place: HostedVideo) -> Video:
    """Returns the video as it is stored. What was only a link when it was stored is looked at again."""
    if place.provider == "link":
        return recognise(place.url)
    return Video(
        provider=place.provider,
        url=place.url,
        host=place.provider_host,
        video=place.provider_video,
        hash=place.provider_hash,
    )


def typed_video(url: str) -> Video:
    """Returns the video at an address that somebody typed. Raises RecordingInvalid."""
    try:
        if not url.startswith("/") and is_playlist(url):
            raise PlaylistGiven
        if not url.startswith("/") and is_no_video(url):
            raise NoVideoGiven
        return recognise(url)
    except NotAWebAddress as error:
        raise RecordingInvalid(
            "url", _("Paste the address of the video’s page or file, like https://videos.example/comets.mp4.")
        ) from error


def put_at(place: HostedVideo, video: Video) -> None:
    """Let `place` be where `video` is. Whether it is there is asked anew if that is another one."""
    if (place.url, place.provider) != (video.url, video.provider):
        place.checked_at, place.failed_check_count, place.unavailable_at = None, 0, None
    place.url, place.provider, place.provider_host = video.url, video.provider, video.host
    place.provider_video, place.provider_hash = video.video, video.hash


def exchange(one: HostedVideo, other: HostedVideo) -> None:
    """Let each be where the other is, with what is known of that place."""
    for name in (
        "url",
        "provider",
        "provider_host",
        "provider_video",
        "provider_hash",
        "checked_at",
        "failed_check_count",
        "unavailable_at",
    ):
        mine, others = getattr(one, name), getattr(other, name)
        setattr(one, name, others)
        setattr(other, name, mine)
