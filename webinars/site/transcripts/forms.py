"""Shape and wording of what organisers type about transcripts. What is wrong with a file is said by the actions."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import Field, FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from webinars.domain.transcripts.actions import CueDetails
from webinars.domain.transcripts.editor_view import EditedCue
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.languages import language_choices
from webinars.pure.captions.caption import LONGEST_VOICE, mark_of
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.captions.find_and_replace import Replacement
from webinars.pure.captions.reading.reader import decoded
from webinars.pure.captions.timestamps import clock_text, moment_ms
from webinars.web.forms.base import SessionForm
from webinars.web.number_converter import as_id

PLAIN = {"autocomplete": "off"}
LONGEST_WORDS = 200


class TranscriptForm(SessionForm):
    """A new transcript: a file, or a text."""

    language = SelectField(_l("Language it is written in"))
    file = FileField(
        _l("A file of captions"),
        description=_l("WebVTT, SRT or SBV, up to 1.5 MB. It is read instead of what stands below."),
        render_kw={"accept": ".vtt,.srt,.sbv,.txt,text/vtt,text/plain"},
    )
    text = TextAreaField(
        _l("Or the text, pasted"),
        description=_l(
            "Captions, or what YouTube shows under “Show transcript”: select all of it there, copy it, paste it here."
        ),
        render_kw={"rows": 8, "spellcheck": "false"},
    )

    def offer(self, language: str) -> None:
        """Fill the choice of languages. `language` is the one chosen first."""
        self.language.choices = language_choices(language)
        if self.language.data is None:
            self.language.data = language

    def validate_file(self, field: Field) -> None:
        """Let the text of a chosen file stand in the text's place."""
        if field.data and (data := field.data.read()):
            try:
                self.text.data = decoded(data)
            except TranscriptUnreadable as error:
                raise ValidationError(str(error)) from error

    def validate_text(self, field: Field) -> None:
        if not (field.data or "").strip() and not self.file.errors:
            raise ValidationError(_("Choose a file, or paste the text."))


class _CueFields(Form):
    """What is typed of a cue."""

    starts = StringField(_l("At"), render_kw={**PLAIN, "inputmode": "decimal"})
    voice = StringField(_l("Who"), [Length(max=LONGEST_VOICE)], render_kw={**PLAIN, "list": "voices"})
    text = TextAreaField(_l("Words"), render_kw={"rows": 1})

    def validate_starts(self, field: Field) -> None:
        if moment_ms(field.data or "") is None:
            raise ValidationError(
                _("“%(text)s” is not a time. Write it like 24:10 or 1:02:03.5.", text=(field.data or "").strip())
            )


class NewCueForm(_CueFields, SessionForm):
    """A cue that a transcript lacks."""

    def starts_ms(self) -> int:
        return moment_ms(self.starts.data or "") or 0


class CueRow(_CueFields):
    cue = HiddenField()
    seen = HiddenField()

    def details(self) -> CueDetails:
        return CueDetails(
            text=self.text.data or "",
            voice=self.voice.data or "",
            starts_ms=moment_ms(self.starts.data or "") or 0,
            seen=self.seen.data or "",
        )


class CuesForm(SessionForm):
    """Some cues of a transcript, to be corrected."""

    cues = FieldList(FormField(CueRow), label=_l("What is said"))

    def show(self, cues: Iterable[EditedCue]) -> None:
        for cue in cues:
            self.cues.append_entry(
                {
                    "cue": str(cue.id),
                    "seen": mark_of(cue.starts_ms, cue.voice, cue.text),
                    "starts": clock_text(cue.starts_ms),
                    "voice": cue.voice,
                    "text": cue.text,
                }
            )

    def details(self) -> dict[int, CueDetails]:
        """Returns what was typed, by the ids of the cues."""
        return {cue_id: row.details() for cue_id, row in self.rows().items()}

    def rows(self) -> dict[int, CueRow]:
        found = ((entry.form.cue.data, entry.form) for entry in self.cues)
        return {cue_id: row for text, row in found if (cue_id := as_id(text)) is not None}


class WordsForm(SessionForm):
    """Words to be replaced throughout a transcript."""

    find = StringField(_l("Words"), [InputRequired(), Length(max=LONGEST_WORDS)], render_kw=PLAIN)
    replacement = StringField(_l("Put in their place"), [Length(max=LONGEST_WORDS)], render_kw=PLAIN)

    def replacing(self) -> Replacement:
        return Replacement(find=self.find.data or "", replacement=(self.replacement.data or "").strip())
