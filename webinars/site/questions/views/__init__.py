"""Questions from the audience: asked and voted for, the asker's own page, the stage, and what open pages follow."""

from webinars.site.questions.views import asker, asking, page, polling, stage, voting
from webinars.site.questions.views.blueprint import bp

__all__ = ["asker", "asking", "bp", "page", "polling", "stage", "voting"]
