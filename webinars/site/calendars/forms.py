from collections.abc import Sequence

from wtforms import Form, SelectMultipleField
from wtforms.validators import InputRequired

from webinars.domain.calendars.personal_queries import Followable
from webinars.domain.calendars.queries import Subject
from webinars.lib.i18n import lazy_gettext as _l

NOTHING_CHOSEN = _l("Choose at least one organisation, series, topic or speaker.")


class FollowForm(Form):
    """What to follow: one box each."""

    chosen = SelectMultipleField(
        _l("What to follow"),
        [InputRequired(NOTHING_CHOSEN)],
        # What is gone since the page was opened is left out; that is no mistake of the reader's.
        validate_choice=False,
    )

    def choice_among(self, followables: Sequence[Followable]) -> list[Subject]:
        """The subjects ticked that exist; if there are none, the form says so."""
        ticked = set(self.chosen.data or []) if self.validate() else set()
        choice = [each.subject for each in followables if each.key in ticked]
        if not choice:
            # Not lazy any more: the summary of errors looks for strings.
            self.chosen.errors = [str(NOTHING_CHOSEN)]
        return choice
