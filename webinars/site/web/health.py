"""Whether the process lives, and whether it can serve: for supervisors and load balancers."""

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from webinars.db import can_be_written
from webinars.site.web import access
from webinars.site.web.migration_state import state

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
@access.public
def live() -> ResponseReturnValue:
    """Touches nothing: an answer means that requests are answered."""
    return _said("ok", 200)


@bp.get("/ready")
@access.public
def ready() -> ResponseReturnValue:
    """Whether the database can be written, with the tables of this version. Strangers learn no more than yes or no."""
    try:
        is_ready = state().is_current and can_be_written()
    except SQLAlchemyError:
        is_ready = False
    return _said("ok", 200) if is_ready else _said("not ready", 503)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)


def _said(words: str, code: int) -> Response:
    return Response(words + "\n", code, {"Cache-Control": "no-store"}, mimetype="text/plain")
