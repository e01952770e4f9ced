import datetime as dt
from typing import Any

from wtforms import DateField, Field, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from webinars.domain.recordings.actions import TITLE_LENGTH, RecordingDetails
from webinars.domain.recordings.recording_subjects import ANOTHER, read_subject, subject_choices, subject_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.languages import language_choices
from webinars.lib.web_addresses import LONGEST_ADDRESS
from webinars.models import Recording, Webinar
from webinars.pure.times import DateOutOfRange, instant, wall
from webinars.pure.videos import seconds
from webinars.web.forms.base import SessionForm

OF_THE_STREAM = ("url", "starts", "ends", "duration")
NOON = dt.time(12)


class RecordingForm(SessionForm):
    """One recording: where it is, and what it is of."""

    url = StringField(
        _l("Address of the video"),
        [
            InputRequired(_l("Paste the address of the video’s page or file.")),
            Length(max=LONGEST_ADDRESS, message=_l("This address is too long. Paste the plain one of the video.")),
        ],
        description=_l("A page at YouTube, Vimeo, PeerTube, the Internet Archive and others, or an mp4 or webm file."),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"},
    )
    whose = SelectField(_l("What it shows"))
    title = StringField(
        _l("Title"),
        [Length(max=TITLE_LENGTH)],
        description=_l("Empty means the title of the talk, or of the webinar."),
    )
    starts = StringField(
        _l("Starts at"),
        description=_l(
            "Where it begins in the video, like 24:10 or 1:02:03. With an end it is a clip of a longer stream."
        ),
    )
    ends = StringField(_l("Ends at"), description=_l("Empty means at the end of the video."))
    duration = StringField(
        _l("Length"), description=_l("Optional, like 1:48:20. A clip with an end has its own length.")
    )
    language = SelectField(_l("Language spoken"))
    published_on = DateField(  # type: ignore[call-arg]  # the stubs do not know invalid_value_message yet
        _l("Published on"),
        [Optional()],
        invalid_value_message=_l("Write the date as year, month and day, like 2027-02-14."),
        description=_l("When it came out: decides its place among the new recordings. Empty means today."),
    )

    def offer(self, webinar: Webinar, recording: Recording | None = None) -> None:
        """Fill the choices of this webinar, and what is asked for first.

        Address and times of a virtual clip follow from its stream: they are changed beside the player.
        """
        if recording is not None and recording.stream_id is not None:
            for name in OF_THE_STREAM:
                del self[name]
        self.whose.choices = subject_choices(webinar, recording)
        self.language.choices = language_choices(recording.language if recording else webinar.language)
        if self.language.data is None:
            self.language.data = webinar.language

    def show(self, recording: Recording, webinar: Webinar) -> None:
        """Fill the fields with a recording as it is."""
        self.title.data, self.whose.data = recording.title, subject_of(recording)
        if "url" in self:
            self.url.data, self.starts.data = recording.url, _clock(recording.starts_s or None)
            self.ends.data, self.duration.data = _clock(recording.ends_s), _clock(recording.duration_s)
        self.language.data = recording.language
        self.published_on.data = wall(recording.published_at, webinar.host.timezone).date()

    def validate_starts(self, field: Field) -> None:
        _check_time(field)

    def validate_ends(self, field: Field) -> None:
        _check_time(field)

    def validate_duration(self, field: Field) -> None:
        _check_time(field)

    def details(self, webinar: Webinar, recording: Recording | None, *, now: dt.datetime) -> RecordingDetails:
        """Returns what was typed, once it is valid."""
        kind, appearance = read_subject(self.whose.data, webinar)
        return RecordingDetails(
            **self._place(recording),
            kind=kind,
            is_another=self.whose.data == ANOTHER,
            appearance=appearance,
            title=self.title.data or "",
            language=self.language.data or "",
            published_at=_published_at(self.published_on.data, webinar.host.timezone, recording, now=now),
        )

    def _place(self, recording: Recording | None) -> dict[str, Any]:
        if recording is not None and "url" not in self:
            return {"url": recording.url, "starts_s": recording.starts_s, "ends_s": recording.ends_s}
        return {
            "url": (self.url.data or "").strip(),
            "starts_s": seconds(self.starts.data or ""),
            "ends_s": seconds(self.ends.data or ""),
            "duration_s": seconds(self.duration.data or ""),
        }


def _check_time(field: Field) -> None:
    if (field.data or "").strip() and seconds(field.data) is None:
        raise ValidationError(_("“%(text)s” is not a time. Write it like 24:10 or 1:02:03.", text=field.data.strip()))


def _clock(moment_s: int | None) -> str:
    if moment_s is None:
        return ""
    minutes, rest = divmod(moment_s, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _published_at(
    date: dt.date | None, timezone: str, recording: Recording | None, *, now: dt.datetime
) -> dt.datetime | None:
    """Returns noon of `date` where the host is.

    It is the exact moment where that is known: today, and the date it already has.
    """
    if date is None:
        return None
    if recording is not None and wall(recording.published_at, timezone).date() == date:
        return recording.published_at
    if wall(now, timezone).date() == date:
        return now
    noon = dt.datetime.combine(date, NOON)
    try:
        return instant(noon, timezone)
    except DateOutOfRange:
        # Too far away for zone rules; whether it is also in the future is for the action to say.
        return noon.replace(tzinfo=dt.UTC)
