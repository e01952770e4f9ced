"""The organiser's desk: what waits for one, and each webinar on one page."""

from webinars.site.desk.views import (
    acts,
    chosen,
    co_organisers,
    editor,
    history,
    home,
    invitations,
    life_cycle,
    new_ones,
    repeats,
    who,
    zone_lines,
)
from webinars.site.desk.views.blueprint import bp

__all__ = [
    "acts",
    "bp",
    "chosen",
    "co_organisers",
    "editor",
    "history",
    "home",
    "invitations",
    "life_cycle",
    "new_ones",
    "repeats",
    "who",
    "zone_lines",
]
