"""Files that pages of other sites show as well, under addresses that stay while what they hold changes."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from webinars.models import Recording, Visibility
from webinars.web.lookups import visible_or_gone

SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""In a sandbox an embed has no origin: our own pictures are another's to it."""
FRESH = "public, max-age=3600"
FRESH_TEXT = "public, max-age=300"


def shared_picture(png: bytes) -> ResponseReturnValue:
    return _unless_had(Response(png, mimetype="image/png", headers={"Cache-Control": FRESH, **SHARED}))


def shared_text(recording: Recording, text: str, mimetype: str) -> ResponseReturnValue:
    """Returns what belongs to a recording as a file for players and programs. Ends in 404 or 410 where none may see it.

    They may be those of other sites: it holds nothing that is not public.
    """
    visible_or_gone(recording.webinar)
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = FRESH_TEXT
    response.headers["Access-Control-Allow-Origin"] = "*"
    if recording.webinar.visibility != Visibility.PUBLIC:
        response.headers["X-Robots-Tag"] = "noindex"
    return _unless_had(response)


def _unless_had(response: Response) -> ResponseReturnValue:
    response.add_etag()
    return response.make_conditional(request)
