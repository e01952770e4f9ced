from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webinars.db import length_of
from webinars.domain.programme.series.actions import DESCRIPTION_LENGTH, TITLE_LENGTH
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Series
from webinars.web.forms.base import SessionForm

PLAIN = {"autocomplete": "off"}


class SeriesForm(SessionForm):
    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give the series a title.")), Length(max=TITLE_LENGTH)],
        render_kw={**PLAIN, "maxlength": TITLE_LENGTH},
    )
    description = TextAreaField(
        _l("Description"),
        [Length(max=DESCRIPTION_LENGTH)],
        description=_l("In Markdown: *italics*, **bold**, [a link](https://society.example)."),
        render_kw={"rows": 8},
    )
    slug = StringField(
        _l("Last part of the address"),
        [InputRequired(_l("Write letters, figures and hyphens, like the-night-sky."))],
        description=_l("It stays when the title changes. If you change it, the old address leads to the new one."),
        render_kw={**PLAIN, "spellcheck": "false", "maxlength": length_of(Series.slug)},
    )
