"""The operations of the API. Importing them fills the blueprint."""

from flask import Flask

from webinars.api import (
    attendees,
    explanation,
    hooks,
    life_cycle,
    mcp,
    questions,
    recording_changes,
    recordings,
    subjects,
    webinar_changes,
    webinars,
)
from webinars.api.protocol import description
from webinars.api.protocol.operations import bp
from webinars.api.protocol.problems import tell
from webinars.web.errors import answer_below

__all__ = [
    "attendees",
    "description",
    "explanation",
    "hooks",
    "life_cycle",
    "mcp",
    "questions",
    "recording_changes",
    "recordings",
    "subjects",
    "webinar_changes",
    "webinars",
]


def init_app(app: Flask) -> None:
    """Serve them, and let what goes wrong below their address be told to programs."""
    app.register_blueprint(bp)
    app.register_blueprint(explanation.bp)
    app.register_blueprint(mcp.bp)
    for path in ("/api/v1", "/mcp"):
        answer_below(app, path, tell)
