"""What assistants' programs send over the wire, of 2026-07-28 and of before."""

import base64
import json

import pytest

from tests.factories import add_recording, add_transcript, make_webinar
from webinars.models import Scope, Status

PREFIX = "io.modelcontextprotocol/"
VERSION = "2026-07-28"


@pytest.fixture
def assistant(session, new_client):
    """`assistant(method, params)` sends what a program of today does; `headers` and `meta` replace what it says."""
    client = new_client()

    def send(method, params=None, *, headers=None, meta=None):
        session.commit()
        told = {f"{PREFIX}protocolVersion": VERSION, f"{PREFIX}clientCapabilities": {}} if meta is None else meta
        usual = {"MCP-Protocol-Version": VERSION, "Mcp-Method": method}
        if method == "tools/call":
            usual["Mcp-Name"] = (params or {}).get("name", "")
        body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": {**(params or {}), "_meta": told}}
        return client.post("/mcp", json=body, headers={**usual, **(headers or {})})

    return send


@pytest.fixture
def older(session, new_client):
    client = new_client()

    def send(method, params=None, **more):
        session.commit()
        return client.post("/mcp", json={"jsonrpc": "2.0", "method": method, "params": params or {}, **more})

    return send


def called(assistant, name, **arguments):
    return assistant("tools/call", {"name": name, "arguments": arguments}).json["result"]


def test_a_program_of_today_discovers_and_lists(assistant):
    found, tools = assistant("server/discover").json["result"], assistant("tools/list").json["result"]

    assert (found["supportedVersions"], found["capabilities"]) == ([VERSION], {"tools": {}})
    assert found["_meta"][f"{PREFIX}serverInfo"]["title"] == "Learned Societies"
    assert {each["name"] for each in tools["tools"]} == {
        "find_webinars", "get_webinar", "find_in_recordings", "read_zone_line"
    }  # fmt: skip
    assert all(each["resultType"] == "complete" and each["cacheScope"] == "public" for each in (found, tools))
    assert all(each["inputSchema"]["type"] == "object" for each in tools["tools"])


def test_tools_tell_what_is_public_as_words_and_as_values(session, lunar, assistant):
    webinar = make_webinar(session, lunar)
    make_webinar(session, lunar, "Hidden", slug="hidden", status=Status.DRAFT)
    add_transcript(session, add_recording(session, webinar), "Newton bought a prism at the fair.")

    listed = called(assistant, "find_webinars", after="today")
    one = called(assistant, "get_webinar", slug=webinar.slug)
    said = called(assistant, "find_in_recordings", q="prism")
    line = called(assistant, "read_zone_line", text="Sunday 16 March 2025, 4pm Britain, 11am US Eastern")

    assert [each["slug"] for each in listed["structuredContent"]["items"]] == [webinar.slug]
    assert json.loads(one["content"][0]["text"]) == one["structuredContent"]
    assert said["structuredContent"]["items"][0]["url"].startswith("http://localhost/recordings/")
    assert line["structuredContent"]["problems"][0]["code"] == "times_disagree"
    assert "Hidden" not in str(listed)


def test_what_a_tool_cannot_do_is_said_to_the_assistant(session, lunar, assistant):
    make_webinar(session, lunar, slug="hidden", status=Status.DRAFT)

    wrong = called(assistant, "find_webinars", limit=1000, hunter2=1)
    hidden = called(assistant, "get_webinar", slug="hidden")

    assert wrong["isError"]
    assert "/limit" in wrong["content"][0]["text"]
    assert hidden["isError"]
    assert called(assistant, "find_webinars", cursor="abc")["isError"]


def test_a_token_reads_what_it_may(session, lunar, olga, program, assistant):
    make_webinar(session, lunar, slug="hidden", status=Status.DRAFT)
    headers = program(olga, lunar, Scope.READ).headers

    told = assistant("tools/call", {"name": "get_webinar", "arguments": {"slug": "hidden"}}, headers=headers)

    assert told.json["result"]["structuredContent"]["slug"] == "hidden"
    assert assistant("tools/list", headers={"Authorization": "Bearer wbn_x"}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "meta", "status", "code"),
    [
        ({"MCP-Protocol-Version": "2025-11-25"}, None, 400, -32020),
        ({"Mcp-Method": "tools/list"}, None, 400, -32020),
        ({"Mcp-Name": "other"}, None, 400, -32020),
        ({"Mcp-Name": "=?base64?!!?="}, None, 400, -32020),
        ({}, {f"{PREFIX}protocolVersion": VERSION}, 400, -32602),
        ({}, {}, 400, -32602),
        (
            {"MCP-Protocol-Version": "2030-01-01"},
            {f"{PREFIX}protocolVersion": "2030-01-01", f"{PREFIX}clientCapabilities": {}},
            400,
            -32022,
        ),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(assistant, headers, meta, status, code):
    params = {"name": "read_zone_line", "arguments": {"text": "4pm"}}

    answer = assistant("tools/call", params, headers=headers, meta=meta)

    assert (answer.status_code, answer.json["error"]["code"], answer.json["id"]) == (status, code, 7)


def test_a_name_in_base64_is_read(assistant):
    params = {"name": "read_zone_line", "arguments": {"text": "4pm"}}
    encoded = base64.b64encode(b"read_zone_line").decode()

    answer = assistant("tools/call", params, headers={"Mcp-Name": f" =?base64?{encoded}?= "})

    assert answer.status_code == 200


def test_an_older_program_is_greeted_as_it_knows(older):
    greeted = older("initialize", {"protocolVersion": "2025-06-18"}, id=1)

    assert greeted.json["result"]["protocolVersion"] == "2025-06-18"
    assert "Mcp-Session-Id" not in greeted.headers
    assert older("initialize", {"protocolVersion": "1999"}, id=1).json["result"]["protocolVersion"] == "2025-11-25"
    assert (older("notifications/initialized").status_code, older("ping", id=2).json["result"]) == (202, {})
    assert len(older("tools/list", id=3).json["result"]["tools"]) == 4


@pytest.mark.parametrize("method", ["prompts/list", "resources/list", "nothing"])
def test_what_is_not_offered_is_not_found(assistant, older, method):
    for answer in (assistant(method), older(method, id=7)):
        assert (answer.status_code, answer.json["error"]["code"], answer.json["id"]) == (404, -32601, 7)


@pytest.mark.parametrize("body", [b"{bad", b"[]", b"7", b'{"jsonrpc": "2.0", "id": 1}', b"[" * 9000])
def test_what_is_no_request_is_refused(new_client, body):
    answer = new_client().post("/mcp", data=body, content_type="application/json")

    assert (answer.status_code, answer.json["error"]["code"] in {-32700, -32600}) == (400, True)


def test_other_methods_hosts_and_pages_of_others_are_refused(new_client):
    client, body = new_client(), {"jsonrpc": "2.0", "id": 1, "method": "ping"}

    assert client.get("/mcp").status_code == 405
    assert client.post("/mcp", json=body, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/mcp", json=body, headers={"Host": "evil.example"}).status_code == 403
    for path in ("oauth-protected-resource", "oauth-protected-resource/mcp", "oauth-authorization-server"):
        answer = client.get(f"/.well-known/{path}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
