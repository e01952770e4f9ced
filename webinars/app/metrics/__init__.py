"""What Prometheus is told: requests and jobs, counted as they happen, and the state of the site when it asks.

Labels are names of routes, methods, classes of status and the like: there is a known, small number of each, and nothing
of a person, an address or a webinar in any.
"""

from flask import Flask

from webinars.app.metrics.counts import ProcessCounters, count_requests
from webinars.app.metrics.view import bp


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["metrics"] = None
    if app.config["SETTINGS"].metrics_token:
        app.extensions["metrics"] = counts = ProcessCounters()
        count_requests(app, counts)
