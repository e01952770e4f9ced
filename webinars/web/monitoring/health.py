"""Whether the process lives, and whether it can serve: for supervisors and load balancers."""

from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from webinars import clock
from webinars.db import can_be_written, db
from webinars.domain.processes.heartbeats import workers
from webinars.redis_server import RedisHealth
from webinars.web import access
from webinars.web.monitoring.migration_state import state

REDIS_EVERY_S = 5.0
"""Between two questions, however many ask this process."""

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
@access.public
def live() -> ResponseReturnValue:
    """Touches nothing: an answer means that requests are answered."""
    return _said("ok", 200)


@bp.get("/ready")
@access.public
def ready() -> ResponseReturnValue:
    """Returns whether the database can be written, with the tables of this version.

    Where Redis or a worker is missing a further line says so, and it is ready all the same: a load balancer would take
    out every process at once, though each can do without. Strangers learn nothing else.
    """
    try:
        if not (state().is_current and can_be_written()):
            return _said("not ready", 503)
        has_worker = workers(db.session(), now=clock.now()).alive_count > 0
    except SQLAlchemyError:
        return _said("not ready", 503)
    return _said("\n".join(["ok", *_missing(has_worker=has_worker)]), 200)


def init_app(app: Flask) -> None:
    url = app.config["SETTINGS"].redis_url
    app.extensions["redis_watch"] = RedisHealth(url, every_s=REDIS_EVERY_S) if url else None
    app.register_blueprint(bp)


def _missing(*, has_worker: bool) -> Iterator[str]:
    watch: RedisHealth | None = current_app.extensions["redis_watch"]
    if watch is not None and watch.is_away():
        yield "Redis does not answer"
    if not has_worker:
        yield "no worker has been seen in the last 3 minutes"


def _said(words: str, code: int) -> Response:
    return Response(words + "\n", code, {"Cache-Control": "no-store"}, mimetype="text/plain")
