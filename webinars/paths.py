"""Where templates and migrations lie: beside the package in a checkout, inside it in the wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
QUEUE_FILE_NAME = "jobs.db"
"""In the data folder. Named here, for `app/job_queue.py` loads the drivers of Redis and PostgreSQL with Huey."""


def resource_folder(name: str) -> Path:
    """Returns the folder `name` ("templates", "migrations"). Raises FileNotFoundError if the installation is broken."""
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The folder {name} is missing from this installation. Install webinars again.")
