"""What is typed beside the player. Times are those that the video's own player shows."""

import re
from collections.abc import Sequence

from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from webinars.domain.recordings.actions import TITLE_LENGTH
from webinars.domain.recordings.chapters.reading import read_chapters
from webinars.domain.recordings.recording_subjects import PART, speech_of
from webinars.domain.recordings.timeline_rows import TimelineRow, without_recording
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.player_times import playing_time
from webinars.models import Appearance, Recording
from webinars.pure.videos import seconds
from webinars.pure.videos.signed_times import MINUS, signed_seconds, signed_time
from webinars.pure.videos.timeline import merge_cuts
from webinars.web.forms.base import SessionForm

LONGEST_LIST = 20_000
_CUT = re.compile(rf"\s*([{MINUS}]?[\d:hms]+)\s*(?:[-–—]|to)\s*([{MINUS}]?[\d:hms]+)\s*")

TYPED_TIME = {"inputmode": "text", "autocomplete": "off", "spellcheck": "false"}


def _required_time() -> InputRequired:
    return InputRequired(_l("Write the time, like 24:10."))


def _is_time(_form: object, field: Field) -> None:
    if (field.data or "").strip() and seconds(field.data) is None:
        raise ValidationError(_("“%(text)s” is not a time. Write it like 24:10 or 1:02:03.", text=field.data.strip()))


class MomentForm(SessionForm):
    """What begins at a time of the video."""

    at = StringField(_l("Begins at"), [_required_time(), _is_time], render_kw=TYPED_TIME)
    was = HiddenField()
    """What the row said when it was shown: only what somebody has changed since is stored."""

    def show(self, row: TimelineRow) -> None:
        self.at.data = shown_time(row.starts_s)

    def note(self) -> None:
        """Keep what the row says now as what it was."""
        self.was.data = self.said()

    def is_changed(self) -> bool:
        return self.said() != (self.was.data or "")

    def stored(self, row: TimelineRow) -> str:
        """Returns what the row says as it is stored, in the words of `was`."""
        form = type(self)(None, prefix="stored-")
        form.show(row)
        return form.said()

    def says_the_same(self, row: TimelineRow) -> bool:
        """Returns whether what was typed is what is stored by now: then nothing is left to be saved."""
        return self.said() == self.stored(row)

    def notice_change(self, row: TimelineRow) -> bool:
        """Returns whether somebody has changed the row since it was shown, and says so beside it.

        From now on it counts as shown, so that whoever saves once more has the own words.
        """
        stored = self.stored(row)
        if stored == (self.was.data or ""):
            return False
        self.was.data = stored
        told = _("It was changed meanwhile, to “%(said)s”.", said=stored) if stored else _("It was cleared meanwhile.")
        self.at.errors = [*self.at.errors, told + " " + _("Save once more to have what you typed.")]
        return True

    def said(self) -> str:
        """Returns what the row says as it was typed."""
        typed = (field for field in self if isinstance(field, StringField) and field is not self.was)
        return " ".join((field.data or "").strip() for field in typed)

    def shown_s(self) -> int:
        """Returns the second that was typed, once it is valid."""
        return seconds(self.at.data or "") or 0


class ChapterForm(MomentForm):
    """Where a chapter begins, and what it is called."""

    title = StringField(_l("Title"), [InputRequired(_l("Write what the chapter is called.")), Length(max=TITLE_LENGTH)])

    def show(self, row: TimelineRow) -> None:
        super().show(row)
        self.title.data = row.title


class AnswerForm(MomentForm):
    """When a question was answered. Nothing means that it is not marked."""

    at = StringField(_l("Answered at"), [_is_time], render_kw=TYPED_TIME)


class StretchForm(MomentForm):
    """Where a clip begins and ends."""

    at = StringField(_l("From"), [_required_time(), _is_time], render_kw=TYPED_TIME)
    until = StringField(_l("Until"), [_is_time], render_kw=TYPED_TIME)

    def show(self, row: TimelineRow) -> None:
        super().show(row)
        self.until.data = shown_time(row.ends_s)

    def ends_s(self) -> int | None:
        """Returns the second that was typed, once it is valid. None means the end of the video."""
        return seconds(self.until.data or "")


class ClipForm(StretchForm):
    """A new clip: whose talk, and which stretch."""

    whose = SelectField(_l("Whose talk"))
    title = StringField(_l("Title"), [Length(max=TITLE_LENGTH)], description=_l("Empty means the title of the talk."))

    def offer(self, recording: Recording) -> None:
        """Fill the choices: who has no recording yet stands first."""
        missing = without_recording(recording)
        others = [appearance for appearance in recording.webinar.lineup if appearance not in missing]
        self.whose.choices = [
            *((str(each.id), speech_of(each)) for each in missing),
            (PART, _("Another part, of nobody in particular")),
            *((str(each.id), speech_of(each)) for each in others),
        ]

    def appearance(self, recording: Recording) -> Appearance | None:
        """Returns whose talk was chosen."""
        return next((each for each in recording.webinar.lineup if str(each.id) == self.whose.data), None)


class ChapterListForm(SessionForm):
    """A list of chapters as people have it."""

    text = TextAreaField(
        _l("Chapters, one a line"),
        [
            InputRequired(_l("Paste the list of chapters, each line with its time.")),
            Length(max=LONGEST_LIST, message=_l("This is too long for a list of chapters. Paste only the list.")),
        ],
        description=_l("The description of the video at YouTube will do: lines without a time are left out."),
        render_kw={"rows": 8, "spellcheck": "false"},
    )

    def validate_text(self, field: Field) -> None:
        if (field.data or "").strip() and not read_chapters(field.data):
            raise ValidationError(_("No line begins with a time. Write each chapter like 24:10 Sweeping the sky."))


class TimingForm(SessionForm):
    """Where the webinar begins in the video, and what the video lacks of it."""

    begins = StringField(
        _l("The webinar begins at"),
        [InputRequired(_l("Write the time, like 5:00; 0:00 if the video begins with the webinar."))],
        description=_l("If the video begins after it did, write by how much, with a minus: -0:30."),
        render_kw=TYPED_TIME,
    )
    cuts = TextAreaField(
        _l("Cut out of the video"),
        [Length(max=LONGEST_LIST)],
        description=_l(
            "One stretch a line, in time since the webinar began, like 10:00–12:30. What comes after moves forward."
        ),
        render_kw={"rows": 2, "spellcheck": "false"},
    )

    stays = BooleanField(
        _l("Leave everything where it is in the video"),
        description=_l("Chapters, clips, answers and captions are right; only the beginning of the webinar was not."),
    )
    was = HiddenField()
    """What was stored when the form was shown."""

    def show(self, recording: Recording) -> None:
        self.begins.data, self.cuts.data = signed_time(-recording.sync_s), shown_cuts(_cuts_of(recording))
        self.was.data = shown_timing(recording.sync_s, _cuts_of(recording))

    def notice_change(self, recording: Recording, sync_s: int) -> bool:
        """Returns whether somebody has stored something else than `sync_s` and these cuts since the form was shown.

        Then it is said, and counts as shown from now on, so that whoever saves once more has the own times.
        """
        stored = shown_timing(recording.sync_s, _cuts_of(recording))
        if (self.was.data or stored) == stored or shown_timing(sync_s, merge_cuts(self.stretches())) == stored:
            return False
        self.was.data = stored
        told = _("It was changed meanwhile, to “%(said)s”.", said=stored)
        self.begins.errors = [*self.begins.errors, told + " " + _("Save once more to have what you typed.")]
        return True

    def validate_begins(self, field: Field) -> None:
        if (field.data or "").strip() and signed_seconds(field.data) is None:
            raise ValidationError(_("“%(text)s” is not a time. Write it like 5:00 or -0:30.", text=field.data.strip()))

    def validate_cuts(self, field: Field) -> None:
        for line in (field.data or "").splitlines():
            if line.strip() and _cut(line) is None:
                raise ValidationError(
                    _("“%(text)s” is no stretch. Write when it begins and ends, like 10:00–12:30.", text=line.strip())
                )

    def sync_s(self) -> int:
        """Returns the webinar time at the file's beginning, once it is valid."""
        return -(signed_seconds(self.begins.data or "") or 0)

    def stretches(self) -> list[tuple[int, int]]:
        """Returns the cuts, once they are valid."""
        return [cut for line in (self.cuts.data or "").splitlines() if (cut := _cut(line)) is not None]


def shown_time(second: int | None) -> str:
    """Returns a time as it stands in its field."""
    return "" if second is None else playing_time(second)


def shown_cuts(cuts: Sequence[tuple[int, int]]) -> str:
    """Returns cuts as they stand in their box."""
    return "\n".join(f"{signed_time(start_s)}–{signed_time(end_s)}" for start_s, end_s in cuts)


def shown_timing(sync_s: int, cuts: Sequence[tuple[int, int]]) -> str:
    """Returns a sync point and cuts on one line."""
    return " ".join([signed_time(-sync_s), *shown_cuts(cuts).split("\n")]).strip()


def _cuts_of(recording: Recording) -> list[tuple[int, int]]:
    return [(cut.starts_s, cut.ends_s) for cut in recording.cuts]


def _cut(line: str) -> tuple[int, int] | None:
    found = _CUT.fullmatch(line)
    if found is None:
        return None
    start_s, end_s = signed_seconds(found[1]), signed_seconds(found[2])
    return None if start_s is None or end_s is None else (start_s, end_s)
