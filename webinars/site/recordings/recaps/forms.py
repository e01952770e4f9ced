"""The list, and the table that was made of it. Between the two everything travels in the form. Nothing is stored."""

from collections.abc import Iterable, Sequence

from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Length, ValidationError

from webinars.domain.recordings.actions import TITLE_LENGTH, RecordingDetails
from webinars.domain.recordings.recaps.actions import RecapLine
from webinars.domain.recordings.recaps.proposals import (
    LEAVE_OUT,
    RecapRow,
    RecordingTarget,
    heading_of,
    place_label,
    places_to_offer,
)
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Webinar
from webinars.pure.playlists.reading import MOST_VIDEOS
from webinars.web.forms.base import SessionForm

LONGEST_LIST = 500_000


class ListForm(SessionForm):
    """The list as it was pasted."""

    text = TextAreaField(
        _l("Links and titles"),
        description=_l(
            "In any order: copied from the page of a playlist, from a spreadsheet or a mail. Lengths help, "
            "and are not needed."
        ),
        render_kw={"rows": 14, "spellcheck": "false", "data-paste-links": ""},
    )

    def validate_text(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Paste a list with the addresses of the videos."))
        if len(field.data or "") > LONGEST_LIST:
            raise ValidationError(
                _("This is longer than %(limit)s characters. Paste less at once.", limit=LONGEST_LIST)
            )


class RowForm(Form):
    """One video: where it belongs, and its title."""

    url = HiddenField()
    duration = HiddenField()
    title = StringField(_l("Title"), [Length(max=TITLE_LENGTH)], render_kw={"autocomplete": "off"})
    place = SelectField(_l("What it shows"), validate_choice=False)


class RecapForm(ListForm):
    """The table. It carries the list along, so that it can be read again."""

    rows = FieldList(FormField(RowForm), label=_l("Recordings"), max_entries=MOST_VIDEOS)

    def show(self, rows: Iterable[RecapRow]) -> None:
        """Fill the table with what is proposed. What is here already has no row."""
        new = [row for row in rows if row.known is None]
        values = [
            {
                "url": row.video.url,
                "duration": str(row.video.duration_s or ""),
                "title": row.title,
                "place": row.place,
            }
            for row in new
        ]
        self.rows.process(None, values)

    def offer(self, places: dict[str, RecordingTarget], home: Webinar | None) -> None:
        """Fill the choices of every row."""
        chosen: Sequence[str] = [row.form.place.data or "" for row in self.rows]
        shown = places_to_offer(places, chosen, home)
        are_several = len({place.webinar.id for place in shown.values()}) > 1
        choices = [SelectChoice(LEAVE_OUT, _("Leave it out"))]
        for value, place in shown.items():
            words = place_label(place, with_webinar=are_several)
            choices.append(SelectChoice(value, words, optgroup=heading_of(place.webinar)))
        for row in self.rows:
            row.form.place.choices = choices

    def lines(self, places: dict[str, RecordingTarget]) -> list[RecapLine]:
        """Returns what was confirmed, without the rows that are left out. Says at the rows whose place is gone."""
        lines = []
        for key, row in enumerate(self.rows):
            form = row.form
            if not form.place.data:
                continue
            place = places.get(form.place.data)
            if place is None:
                form.place.errors = [_("This webinar or person is no longer there. Choose again.")]
                continue
            length = form.duration.data or ""
            details = RecordingDetails(
                url=form.url.data or "",
                kind=place.kind,
                is_another=place.is_another,
                appearance=place.appearance,
                title=form.title.data or "",
                duration_s=int(length) if length.isdecimal() and len(length) < 7 else None,  # noqa: PLR2004 - a week has 604,800 seconds
            )
            lines.append(RecapLine(key=key, webinar=place.webinar, details=details))
        return lines
