import secrets

from flask import Blueprint, Flask, Response, abort, current_app, request

from webinars.app.metrics.counts import ProcessCounters, count_requests
from webinars.app.metrics.state import StateCollector
from webinars.web import access
from webinars.web.site_context import site_settings

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@access.public
def show() -> Response:
    """Returns the figures for Prometheus, with the token of the settings. To everybody else there is nothing here."""
    settings, counts = site_settings(), current_app.extensions["metrics"]
    given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    if counts is None or not secrets.compare_digest(given, f"Bearer {settings.metrics_token}".encode()):
        abort(404)
    assert isinstance(counts, ProcessCounters)
    from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest  # noqa: PLC0415 - see `ProcessCounters`

    registry = counts.registry()
    registry.register(StateCollector(settings))
    return Response(
        generate_latest(registry), headers={"Cache-Control": "no-store"}, content_type=CONTENT_TYPE_PLAIN_0_0_4
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["metrics"] = None
    if app.config["SETTINGS"].metrics_token:
        app.extensions["metrics"] = counts = ProcessCounters()
        count_requests(app, counts)
