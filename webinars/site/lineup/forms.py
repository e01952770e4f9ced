from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webinars.db import length_of
from webinars.domain.lineup.speaker_records import AFFILIATION_LENGTH, BIO_LENGTH, NAME_LENGTH, SpeakerRecord, record_of
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Speaker
from webinars.web.forms.base import SessionForm, options
from webinars.web.forms.rows import Rows

PLAIN = {"autocomplete": "off"}


class SpeakerForm(SessionForm):
    """A speaker's record. `chosen` is what is typed, `show` fills the form."""

    name = StringField(
        _l("Name"),
        [InputRequired(_l("Write the speaker’s name.")), Length(max=NAME_LENGTH)],
        description=_l("As it stands in every line-up, past and coming."),
        render_kw={**PLAIN, "maxlength": NAME_LENGTH},
    )
    affiliation = StringField(
        _l("Affiliation, as of now"),
        [Length(max=AFFILIATION_LENGTH)],
        description=_l("What the next line-up suggests. What stands in a webinar stays as of that webinar."),
        render_kw={**PLAIN, "maxlength": AFFILIATION_LENGTH},
    )
    bio = TextAreaField(
        _l("About the person"),
        [Length(max=BIO_LENGTH)],
        description=_l("In Markdown: *italics*, **bold**, [a link](https://society.example)."),
        render_kw={"rows": 8},
    )
    links = Rows(
        StringField(_l("Address"), render_kw={**PLAIN, "inputmode": "url", "spellcheck": "false"}),
        _l("Links"),
        blank="",
    )
    slug = StringField(
        _l("Last part of the address"),
        [InputRequired(_l("Write letters, figures and hyphens, like caroline-herschel."))],
        description=_l("It stays when the name changes. If you change it, the old address leads to the new one."),
        render_kw={**PLAIN, "spellcheck": "false", "maxlength": length_of(Speaker.slug)},
    )

    def show(self, speaker: Speaker) -> None:
        """Fill the form with what is stored."""
        record = record_of(speaker)
        values = {name: getattr(record, name) for name in SpeakerRecord.__struct_fields__}
        self.process(None, data={**values, "links": list(record.links)})

    def chosen(self) -> SpeakerRecord:
        return SpeakerRecord(
            name=self.name.data or "",
            slug=self.slug.data or "",
            affiliation=self.affiliation.data or "",
            bio=self.bio.data or "",
            links=[link or "" for link in self.links.data],
        )


class MergeForm(SessionForm):
    gone = SelectField(_l("The other record"), validate_choice=False)
    """The slug of the record that ends."""

    def offer(self, speakers: list[tuple[str, str]]) -> None:
        self.gone.choices = options(speakers)
