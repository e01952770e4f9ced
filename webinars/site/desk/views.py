"""The organiser's desk: what waits for one, and each webinar on one page."""

from webinars.site.desk import webinar_bar
from webinars.site.desk.blueprint import bp
from webinars.site.desk.bulk_actions import views as chosen
from webinars.site.desk.co_organisers import invitation_views
from webinars.site.desk.co_organisers import views as co_organisers
from webinars.site.desk.editor.views import created_records, editor, life_cycle, name_lookup, zone_preview
from webinars.site.desk.history import site_acts_view
from webinars.site.desk.history import views as history
from webinars.site.desk.home import views as home
from webinars.site.desk.webinar_copies import views as repeats

__all__ = [
    "bp",
    "chosen",
    "co_organisers",
    "created_records",
    "editor",
    "history",
    "home",
    "invitation_views",
    "life_cycle",
    "name_lookup",
    "repeats",
    "site_acts_view",
    "webinar_bar",
    "zone_preview",
]
