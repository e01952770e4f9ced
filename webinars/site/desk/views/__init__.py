"""The organiser's desk: what waits for one, and each webinar on one page."""

from webinars.site.desk.views import acts, editor, home, invitations, life_cycle, new_rows, repeats, zone_lines
from webinars.site.desk.views.blueprint import bp

__all__ = ["acts", "bp", "editor", "home", "invitations", "life_cycle", "new_rows", "repeats", "zone_lines"]
