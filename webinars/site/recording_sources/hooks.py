"""Where places tell by themselves that a recording is ready: they are then looked at within a minute, and no more.

What they send is believed in nothing else. Sources: developers.zoom.us/docs/api/webhooks (x-zm-signature,
endpoint.url_validation), docs.bigbluebutton.org/development/api (recording ready callback: a JWT, RFC 7519, by HS256).
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.recording_sources.actions import hear_of_recording
from webinars.domain.recording_sources.places import place_of
from webinars.domain.recording_sources.queries import source_with_hook
from webinars.models import RecordingSource, RecordingSourceKind
from webinars.pure.film_lists.answers import ListRefused
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form

bp = Blueprint("hooks", __name__, url_prefix="/hooks")
LATEST_S = 300
"""So old a message may be."""


@bp.post("/zoom/<secret:code>")
@access.public
@takes_short_form
def zoom(code: str) -> ResponseReturnValue:
    source, token = _found(RecordingSourceKind.ZOOM, code, "token")
    stamp, body = request.headers.get("x-zm-request-timestamp", ""), request.get_data()
    signature = "v0=" + _digest(token, b"v0:" + stamp.encode() + b":" + body).hex()
    is_fresh = stamp.isdecimal() and abs(clock.now().timestamp() - int(stamp[:13])) <= LATEST_S
    if not token or not is_fresh or not _is_same(signature, request.headers.get("x-zm-signature", "")):
        abort(401)
    sent = _object(body)
    if sent.get("event") == "endpoint.url_validation":
        plain = str(_object(sent.get("payload")).get("plainToken", ""))
        return jsonify(plainToken=plain, encryptedToken=_digest(token, plain.encode()).hex())
    return _looked_at(source, is_ready=sent.get("event") == "recording.completed")


@bp.post("/bigbluebutton/<secret:code>")
@access.public
@takes_short_form
def bigbluebutton(code: str) -> ResponseReturnValue:
    source, secret = _found(RecordingSourceKind.BIGBLUEBUTTON, code, "secret")
    signed, _dot, signature = request.form.get("signed_parameters", "").rpartition(".")
    # By HS256, whatever kind the header says: that is ours to say. Without its end as in RFC 7515, appendix C.
    if not _is_same(base64.urlsafe_b64encode(_digest(secret, signed.encode())).rstrip(b"=").decode(), signature):
        abort(403)
    return _looked_at(source, is_ready=True)


def _found(kind: RecordingSourceKind, code: str, name: str) -> tuple[RecordingSource, str]:
    """Returns the place that has this address, and what it signs with. Ends in 404 where there is none."""
    source = source_with_hook(db.session(), kind, code) or abort(404)
    try:
        secret = place_of(source, current_app.config["SETTINGS"].secret_keys).secret.get(name, "")
    except ListRefused:
        abort(403)
    return source, secret


def _looked_at(source: RecordingSource, *, is_ready: bool) -> ResponseReturnValue:
    if is_ready:
        hear_of_recording(source)
        db.session.commit()
    return Response(status=204)


def _digest(secret: str, message: bytes) -> bytes:
    return hmac.digest(secret.encode(), message, hashlib.sha256)


def _is_same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "surrogatepass"))


def _object(sent: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever was sent
    try:
        found = json.loads(sent) if isinstance(sent, (bytes, str)) else sent
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
