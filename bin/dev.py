"""Serves the application as `bin/dev` says, without the worker, and to this machine alone."""

import argparse
import os
import sys

from werkzeug.serving import is_running_from_reloader, run_simple

from webinars import create_app
from webinars.commands.application import application
from webinars.commands.migrations import migrate
from webinars.commands.serve import address_of, welcome
from webinars.config import Settings, read_settings

HOST = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/dev", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    settings = read_settings(base_url=address_of(HOST, port))
    os.environ["FLASK_DEBUG"] = "1"
    app = None
    if is_running_from_reloader():
        app = create_app(settings)
        app.jinja_env.auto_reload = True
    else:
        greet(settings)
    run_simple(HOST, port, app, use_reloader=True, threaded=True)  # type: ignore[arg-type]  # the reloader serves nothing


def greet(settings: Settings) -> None:
    with application(settings):
        migrate(settings)
        for line in (f"Serving {settings.base_url}", *welcome(settings, demo=True)):
            print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
