"""The page of the day by a helper's link, for people without an account."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.live.actions import Conductor
from webinars.domain.live.errors import HelperLinkEnded
from webinars.domain.live.helper_links import helper_link_by_token
from webinars.lib.i18n import gettext as _
from webinars.site.live.day_access import DayAccess
from webinars.site.live.day_page import day_page
from webinars.site.live.day_presses import BUTTONS, act
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link

PRESSES = "300 per 10 minutes"
LOOKS = "1200 per 10 minutes"
"""Several may help with one link, and each page looks again every ten seconds."""
bp = Blueprint("conduct", __name__)


@bp.get("/conduct/<secret:token>")
@access.public
@at_most(LOOKS, by=own_link)
def index(token: str) -> ResponseReturnValue:
    return day_page(_door(token))


@access.public
@takes_short_form
@at_most(PRESSES, by=own_link)
def press_button(token: str) -> ResponseReturnValue:
    """Say what the button says."""
    return act(_door(token, locked=True), lambda: _door(token))


for name, (address, _does) in BUTTONS.items():
    bp.add_url_rule(f"/conduct/<secret:token>/{address}", name, press_button, methods=["POST"])


def _door(token: str, *, locked: bool = False) -> DayAccess:
    try:
        found = helper_link_by_token(db.session(), token, locked=locked, now=clock.now())
    except HelperLinkEnded as error:
        abort(410, str(error))
    if found is None:
        abort(404, _("There is nothing at this address. It may have been copied incompletely."))
    link, webinar = found
    return DayAccess(webinar=webinar, who=Conductor(link_id=link.id), token=token)
