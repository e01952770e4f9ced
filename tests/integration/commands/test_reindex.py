import json

import pytest

from webinars.domain.search.tokens import TOKEN_VERSION

pytestmark = pytest.mark.usefixtures("migrated")


def test_command_indexes_and_verifies(run, tmp_path):
    archive = {
        "format": "webinars-archive",
        "version": 1,
        "webinars": [
            {
                "title": "Comets",
                "organisers": ["Lunar Society"],
                "starts_on": "2019-05-04",
                "status": "published",
                "recordings": [{"kind": "full", "url": "https://videos.example/comets.mp4", "title": "Comets"}],
            }
        ],
    }
    (tmp_path / "archive.json").write_text(json.dumps(archive))
    assert run("import", "archive.json").returncode == 0

    assert run("reindex", "--verify").stdout == "Search finds 1 recording.\n"
    assert run("reindex").stdout == "Search finds 1 recording.\n"
    assert run("reindex", "--verify").returncode == 0


def test_command_says_what_is_wrong(run, tmp_path, monkeypatch):
    test_command_indexes_and_verifies(run, tmp_path)
    monkeypatch.setattr("webinars.domain.search.verification.TOKEN_VERSION", TOKEN_VERSION + 1)

    ended = run("reindex", "--verify")

    assert ended.returncode == 1
    assert "outdated: 1;" in ended.stderr
    assert "Run `webinars reindex`." in ended.stderr
