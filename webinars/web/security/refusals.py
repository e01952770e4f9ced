"""Each refusal is one line of the log: what was asked for, by whom, and from which network."""

import structlog
from flask import Flask, Response, g, request

from webinars.domain.accounts.actor import ANONYMOUS
from webinars.web.security.secret_addresses import is_secret
from webinars.web.security.sessions import may_have_session

ANYWHERE = frozenset({401, 403, 413, 429})
WHERE_THERE_ARE_SECRETS = frozenset({400, 404, 410})
"""At the desk and below secret addresses: there it may be a guess, or a form without its token."""
_PROOFS = "change_password", "enter_code", "prove", "sign_in_with_passkey", "sign_in_with_recovery_code"
OF_PROOFS = frozenset(f"accounts.{name}" for name in _PROOFS)
"""What answers 422 to a code, a passkey or a password that is not right. Of a password to sign in, `actions` tells."""

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    app.after_request(_note)


def _note(response: Response) -> Response:
    status = response.status_code
    is_proof_refused = status == 422 and request.endpoint in OF_PROOFS  # noqa: PLR2004 - Unprocessable Content (RFC 9110)
    if status in ANYWHERE or is_proof_refused or (status in WHERE_THERE_ARE_SECRETS and _has_secrets()):
        user_id = g.get("actor", ANONYMOUS).user_id
        log.info("refused", status=status, method=request.method, endpoint=request.endpoint, user_id=user_id)
    return response


def _has_secrets() -> bool:
    return may_have_session() or (request.url_rule is not None and is_secret(request.url_rule))
