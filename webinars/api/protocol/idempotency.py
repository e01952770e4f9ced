"""One answer for a request that is sent twice (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
import re
from collections.abc import Callable

import sqlalchemy as sa
from flask import Response, request

from webinars import clock
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.problems import Problem
from webinars.bulk import insert_or
from webinars.db import db
from webinars.domain.site_settings.encryption import seal, unseal
from webinars.lib.i18n import gettext as _
from webinars.models import IdempotentAnswer
from webinars.web.site_context import site_settings

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def answered_once(answer: Callable[[], Response]) -> Response:
    """Returns the answer of this request: what its key was answered first, where it brings a key that was used.

    It is stored in the transaction of what was done, so that neither stands without the other, and a second request at
    the same time waits for the first. What was refused is not stored. Ends in 422 for a key of another request.
    """
    key, token = request.headers.get("Idempotency-Key"), bearer().token
    if key is None or request.method != "POST" or token is None:
        return answer()
    if not _KEY.fullmatch(key):
        raise Problem(422, _("An Idempotency-Key has 1 to 200 visible letters of ASCII."))
    session, now = db.session(), clock.now()
    digest = hashlib.sha256(b"\0".join([request.full_path.encode(), request.get_data()])).hexdigest()
    row = {"token_id": token.id, "key": key, "request_digest": digest, "created_at": now}
    empty = {"status": 0, "body": "", "location": ""}
    session.execute(insert_or(session, IdempotentAnswer).on_conflict_do_nothing(), [row | empty])
    is_it = (IdempotentAnswer.token_id == token.id, IdempotentAnswer.key == key)
    first = session.execute(
        sa.select(
            IdempotentAnswer.request_digest, IdempotentAnswer.status, IdempotentAnswer.body, IdempotentAnswer.location
        ).where(*is_it)
    ).one()
    if first.request_digest != digest:
        raise Problem(422, _("This Idempotency-Key was used for another request."))
    if first.status:
        told = unseal(site_settings().secret_keys, first.body)
        if told is None:
            raise Problem(409, _("This was done, and what was answered cannot be read any more."))
        again = Response(told, first.status, mimetype="application/json")
        if first.location:
            again.headers["Location"] = first.location
        return again
    response = answer()
    # It may hold what is told once: the secret of a webhook, say.
    told = seal(site_settings().secret_key, response.get_data(as_text=True))
    said = {"status": response.status_code, "body": told}
    said["location"] = response.headers.get("Location", "")
    session.execute(sa.update(IdempotentAnswer).where(*is_it).values(**said))
    return response
