"""Pictures that pages of other sites show as well."""

from flask import Response, request
from flask.typing import ResponseReturnValue

SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""In a sandbox an embed has no origin: our own pictures are another's to it."""
FRESH = "public, max-age=3600"


def shared_picture(png: bytes) -> ResponseReturnValue:
    """Returns a picture whose address stays while it changes."""
    response = Response(png, mimetype="image/png", headers={"Cache-Control": FRESH, **SHARED})
    response.add_etag()
    return response.make_conditional(request)
