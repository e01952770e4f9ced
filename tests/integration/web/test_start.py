"""What a process loads until its first answer, on a site that is there already."""

import os
import subprocess
import sys

from webinars.commands.migrations import upgrade

ASK = """
import sys
from webinars import create_app
client = create_app().test_client()
assert [client.get(path).status_code for path in ("/health/ready", "/")] == [200, 200]
print(*sys.modules)
"""


def test_what_only_migrations_need_is_not_loaded_by_a_process_that_answers(fresh_app):
    with fresh_app.app_context():
        upgrade()
    settings = fresh_app.config["SETTINGS"]
    environment = {"WEBINARS_DATA": str(settings.data), "WEBINARS_DATABASE_URL": settings.database_url}

    names = subprocess.run(
        [sys.executable, "-c", ASK], env=os.environ | environment, capture_output=True, text=True, check=True
    ).stdout.split()

    assert "webinars.app.application" in names
    assert {"alembic", "flask_migrate", "mako"} & set(names) == set()
