from webinars.app.application import build_app
from webinars.config import read_settings


def test_live_touches_nothing(client, count_statements):
    with count_statements() as statements:
        answer = client.get("/health/live")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert statements == []


def test_ready_once_the_tables_are_those_of_this_version(client):
    assert client.get("/health/ready").status_code == 200


def test_not_ready_on_an_empty_database(fresh_app):
    answer = fresh_app.test_client().get("/health/ready")

    assert (answer.status_code, answer.text) == (503, "not ready\n")


def test_not_ready_while_the_database_is_away_and_nothing_is_told_about_it(tmp_path):
    app = build_app(
        read_settings(
            {
                "WEBINARS_DATA": str(tmp_path),
                "WEBINARS_DATABASE_URL": "postgresql://webinars:hidden@127.0.0.1:1/webinars",
            }
        )
    )

    answer = app.test_client().get("/health/ready")

    assert (answer.status_code, answer.text) == (503, "not ready\n")
