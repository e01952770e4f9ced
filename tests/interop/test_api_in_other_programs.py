"""The JSON API in the eyes of curl, jq, a validator of its description and a client that was made from it."""

import datetime as dt
import html
import importlib.util
import re
import subprocess
import sys

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.factories import add_appearance, add_recording, make_organisation, make_speaker, make_webinar
from tests.interop.conftest import served
from webinars import clock
from webinars.models import Status


@pytest.fixture
def programme(app, session):
    """Webinars in three months; their hour is that of the test's clock, so the month is near. One is at midnight: the
    day is another one in America."""
    lunar = make_organisation(session)
    midnight = (clock.now() + dt.timedelta(days=50)).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    make_webinar(session, lunar, "At midnight", slug="w-3", starts_wall=midnight)
    for number, days in ((0, 1), (1, 3), (2, 40), (4, 75)):
        webinar = make_webinar(
            session, lunar, f"Comets & tails {number}", slug=f"w-{number}", starts_in=dt.timedelta(days=days)
        )
        add_appearance(session, webinar, make_speaker(session, lunar, f"Speaker {number}", slug=f"s-{number}"))
    make_webinar(session, lunar, "Past", slug="past", starts_in=dt.timedelta(days=-3))
    make_webinar(session, lunar, "Postponed", slug="postponed", status=Status.POSTPONED)
    add_recording(session, webinar)
    session.commit()
    return lunar


def test_a_page_made_by_curl_and_jq_equals_the_programme(app, client, programme, tmp_path):
    explained = html.unescape(client.get("/api").text)
    script = re.search(r'<code id="static-page">(.*?)</code>', explained, re.DOTALL)[1]
    with served(app) as address:
        ours = client.get("/webinars").text
        subprocess.run(["sh", "-c", script.replace("http://localhost", address)], cwd=tmp_path, check=True, timeout=60)
    theirs = (tmp_path / "programme.html").read_text()

    links = re.findall(r'<a href="http://localhost/webinars/(w-\d)">([^<]+)</a>, [^:]+: ([^<]+)</li>', theirs)
    assert [slug for slug, _title, _line in links] == [f"w-{number}" for number in range(5)]
    plain = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", ours)))
    assert re.search(r"\dpm \w+day US Eastern", links[3][2])
    for _slug, title, line in links:
        assert html.unescape(title) in plain
        assert all(hour in plain for hour in html.unescape(line).split(", ")), line
    months = [dt.datetime.strptime(each, "%B %Y").strftime("%Y-%m") for each in re.findall(r"<h2>([^<]+)</h2>", theirs)]  # noqa: DTZ007 - a month has no zone
    assert months == re.findall(r'id="m(\d{4}-\d\d)"', ours)


def test_the_description_is_one(app, client):
    document = client.get("/api/v1/openapi.json").json

    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["openapi"] == "3.1.0"


def test_a_client_made_from_the_description_reads_what_we_answer(app, client, programme, tmp_path):
    (tmp_path / "openapi.json").write_bytes(client.get("/api/v1/openapi.json").data)
    made = tmp_path / "our_client.py"
    subprocess.run(
        [
            *(sys.executable, "-m", "datamodel_code_generator", "--input", str(tmp_path / "openapi.json")),
            *("--input-file-type", "openapi", "--output", str(made), "--output-model-type", "pydantic_v2.BaseModel"),
            *("--target-python-version", "3.11", "--disable-timestamp"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    spec = importlib.util.spec_from_file_location("our_client", made)
    module = importlib.util.module_from_spec(spec)
    sys.modules["our_client"] = module
    try:
        spec.loader.exec_module(module)
        listed = module.WebinarList.model_validate(client.get("/api/v1/webinars").json)
        recording = module.RecordingList.model_validate(client.get("/api/v1/recordings").json).items[0]
        problem = module.ProblemDetails.model_validate(client.get("/api/v1/webinars/nobodys").json)
    finally:
        del sys.modules["our_client"]

    assert [each.slug for each in listed.items][:2] == ["past", "w-0"]
    assert recording.kind.value == "full"
    assert problem.status == 404
