"""What strangers look for at addresses that are agreed on (RFC 8615)."""

import datetime as dt

from flask import Blueprint, Flask, Response, abort
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.site.web import access
from webinars.site.web.site import absolute_url, site_settings

VALID_FOR = dt.timedelta(days=180)
"""A reader must be able to see that somebody still looks after it; at most a year is advised (RFC 9116, 2.5.5)."""

bp = Blueprint("well_known", __name__)


@bp.get("/.well-known/security.txt")
@access.public
def security_txt() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116); 404 where the operator has not said."""
    contact = site_settings().security_contact
    if not contact:
        abort(404)
    ends_on = (clock.now() + VALID_FOR).date()
    lines = (
        f"Contact: {contact}",
        f"Expires: {ends_on.isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {absolute_url('well_known.security_txt')}",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain", headers={"Cache-Control": "public, max-age=86400"})


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
