from wtforms import BooleanField as Checkbox
from wtforms import HiddenField, RadioField, StringField

from webinars.domain.announcements.actions import PLACE_LENGTH
from webinars.domain.announcements.house_style import LABEL_LENGTH
from webinars.lib.i18n import lazy_gettext as _l
from webinars.pure.announcements.writer import HouseStyle, ModeratorWording, TextPart
from webinars.web.forms.base import SessionForm, options

SECTION_NAMES = {
    TextPart.WHEN: _l("Date and hours"),
    TextPart.SUMMARY: _l("Summary"),
    TextPart.DESCRIPTION: _l("Description"),
    TextPart.QUESTIONS: _l("Questions"),
    TextPart.LINEUP: _l("Speakers"),
    TextPart.ORGANISERS: _l("Organisers"),
    TextPart.LINKS: _l("Links"),
    TextPart.RECORDINGS: _l("Recordings, once there are some"),
    TextPart.ASKED: _l("Questions from the audience, once they are answered"),
}
MODERATOR_WORDINGS = options(
    [
        (ModeratorWording.IN_LINEUP.value, _l("In the list: “Mary Somerville (Author, moderator)”")),
        (ModeratorWording.SENTENCE.value, _l("In a sentence: “Chaired by Mary Somerville (Author)”")),
    ]
)


class CopyForm(SessionForm):
    """Where a text was put."""

    text_form = HiddenField()
    phase = HiddenField()
    place = StringField(
        _l("Where do you put it?"),
        description=_l("Such as “our website” or “the ticket site”. You are told when something in it becomes wrong."),
        render_kw={"maxlength": PLACE_LENGTH, "autocomplete": "off"},
    )


class HouseStyleForm(SessionForm):
    """How an organisation's announcements are written."""

    has_emoji = Checkbox(_l("A calendar sign before the date"))
    has_asked = Checkbox(_l("Afterwards, list what the audience asked, with the moments of the answers"))
    moderator = RadioField(_l("Who leads the webinar"), choices=MODERATOR_WORDINGS)
    title_label = StringField(
        _l("Before the title"),
        description=_l("Stands before the title and a colon. Empty for the title alone."),
        render_kw={"maxlength": LABEL_LENGTH},
    )
    lineup_label = StringField(
        _l("Heading of the speakers"),
        description=_l("Empty for “Speakers”, and “Confirmed speakers” once all have agreed."),
        render_kw={"maxlength": LABEL_LENGTH},
    )
    order = HiddenField()
    """The parts' names in their order, separated by spaces."""

    def sections(self) -> tuple[TextPart, ...]:
        """Returns the sections in the order typed. What is missing stands at the end."""
        known = {section.value: section for section in TextPart}
        named = [known[name] for name in dict.fromkeys((self.order.data or "").split()) if name in known]
        return (*named, *(section for section in HouseStyle().order if section not in named))

    def style(self) -> HouseStyle:
        return HouseStyle(
            order=self.sections(),
            has_emoji=bool(self.has_emoji.data),
            has_asked=bool(self.has_asked.data),
            moderator=ModeratorWording(self.moderator.data),
            title_label=self.title_label.data or "",
            lineup_label=self.lineup_label.data or None,
        )
