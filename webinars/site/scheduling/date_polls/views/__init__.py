"""Finding a time: a speaker's page of the starts that are proposed, and the desk's."""

from webinars.site.scheduling.date_polls.views import co_organiser_answers, desk, proposal, speaker_page
from webinars.site.scheduling.date_polls.views.blueprint import at_desk, bp

__all__ = ["at_desk", "bp", "co_organiser_answers", "desk", "proposal", "speaker_page"]
