"""Assistants: the Model Context Protocol of 2026-07-28, without state, and the handshake of before for older programs.

One request, one answer. Source: modelcontextprotocol.io/specification, Streamable HTTP.
"""

import base64
import re
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from webinars.api.mcp_tools import TOOLS
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.problems import Problem, answer_of
from webinars.lib.records import read_record
from webinars.web import access
from webinars.web.requests.transactions import stores_nothing
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import SEARCHES, is_within
from webinars.web.site_context import site_settings

MODERN = "2026-07-28"
OLDER = ("2025-11-25", "2025-06-18", "2025-03-26")
META = "io.modelcontextprotocol/"
FRESH = {"ttlMs": 3_600_000, "cacheScope": "public"}
BAD_REQUEST, NOT_FOUND = 400, 404
PARSE, INVALID, NO_METHOD, PARAMS, HEADER, VERSION = -32700, -32600, -32601, -32602, -32020, -32022
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_ENCODED = re.compile(r"=\?base64\?(.*)\?=", re.IGNORECASE)
bp = Blueprint("mcp", __name__)


class _Refused(Exception):
    """A request is not answered: with this status, this code, and this sentence."""

    def __init__(self, status: int, code: int, sentence: str, data: object = None) -> None:
        super().__init__(sentence)
        self.status, self.error = status, {"code": code, "message": sentence}
        if data is not None:
            self.error["data"] = data


@bp.post("/mcp")
@access.program
@stores_nothing
@takes_short_form
def answer() -> ResponseReturnValue:
    """Returns the answer to one message: 202 to one that wants none."""
    message: Any = None
    try:
        _require_known()
        bearer()
        message = _message()
        if "id" not in message:
            return Response(status=202)
        result = _result(message["method"], message.get("params") or {})
    except Problem as problem:
        return answer_of(problem)
    except _Refused as refused:
        asked = message.get("id") if isinstance(message, dict) else None
        return _json({"jsonrpc": "2.0", "id": asked, "error": refused.error}, refused.status)
    return _json({"jsonrpc": "2.0", "id": message["id"], "result": result}, 200)


@bp.get("/.well-known/oauth-protected-resource")
@bp.get("/.well-known/oauth-protected-resource/mcp")
@bp.get("/.well-known/oauth-authorization-server")
@access.program
def no_sign_in() -> ResponseReturnValue:
    """Assistants look here for how to sign in: there is nothing to sign in to, and a page would mislead them."""
    return answer_of(Problem(NOT_FOUND))


def _require_known() -> None:
    """End in 429 for who asks too often, in 403 for a name that a stranger has given to this machine alone."""
    if not is_within(SEARCHES, "mcp"):
        raise Problem(429)
    here, asked = (urlsplit(each).hostname for each in (site_settings().base_url, request.host_url))
    if here in LOOPBACK and asked not in LOOPBACK:
        raise Problem(403)


def _message() -> dict[str, Any]:
    try:
        message = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, RecursionError) as error:
        raise _Refused(BAD_REQUEST, PARSE, "This is no JSON.") from error
    is_request = (
        isinstance(message, dict) and message.get("jsonrpc") == "2.0" and isinstance(message.get("method"), str)
    )
    if not is_request or not isinstance(message.get("params", {}), dict | None):
        raise _Refused(BAD_REQUEST, INVALID, "This is no request of JSON-RPC 2.0.")
    return dict(message)


def _result(method: str, params: dict[str, Any]) -> dict[str, Any]:
    meta = params.get("_meta")
    meta = meta if isinstance(meta, dict) else {}
    is_modern = f"{META}protocolVersion" in meta or _header("MCP-Protocol-Version") == MODERN
    if is_modern:
        _check(method, params, meta)
        return {
            **_modern(method, params),
            "resultType": "complete",
            "_meta": {f"{META}serverInfo": _server_info()},
        }
    return _older(method, params)


def _check(method: str, params: dict[str, Any], meta: dict[str, Any]) -> None:
    """Refuse a request whose headers, by which others route it, say something else than its body."""
    spoken = meta.get(f"{META}protocolVersion")
    if not isinstance(spoken, str) or not isinstance(meta.get(f"{META}clientCapabilities"), dict):
        raise _Refused(BAD_REQUEST, PARAMS, "_meta lacks the protocol version or the client's capabilities.")
    if _header("MCP-Protocol-Version") != spoken:
        raise _Refused(BAD_REQUEST, HEADER, "The header MCP-Protocol-Version differs from _meta.")
    if spoken != MODERN:
        supported = {"supported": [MODERN], "requested": spoken}
        raise _Refused(BAD_REQUEST, VERSION, "This version is not spoken here.", supported)
    if _header("Mcp-Method") != method:
        raise _Refused(BAD_REQUEST, HEADER, "The header Mcp-Method differs from the method.")
    if method == "tools/call" and _header("Mcp-Name") != params.get("name"):
        raise _Refused(BAD_REQUEST, HEADER, "The header Mcp-Name differs from the name of the tool.")


def _modern(method: str, params: dict[str, Any]) -> dict[str, Any]:
    match method:
        case "server/discover":
            return {"supportedVersions": [MODERN], "capabilities": {"tools": {}}, **FRESH}
        case "tools/list":
            return {"tools": _tools(), **FRESH}
        case "tools/call":
            return _called(params)
    raise _Refused(NOT_FOUND, NO_METHOD, "There is no such method here.")


def _older(method: str, params: dict[str, Any]) -> dict[str, Any]:
    match method:
        case "initialize":
            asked = params.get("protocolVersion")
            spoken = asked if asked in OLDER else OLDER[0]
            return {"protocolVersion": spoken, "capabilities": {"tools": {}}, "serverInfo": _server_info()}
        case "ping":
            return {}
        case "tools/list":
            return {"tools": _tools()}
        case "tools/call":
            return _called(params)
    raise _Refused(NOT_FOUND, NO_METHOD, "There is no such method here.")


def _tools() -> list[dict[str, Any]]:
    return [tool.as_json(name) for name, tool in TOOLS.items()]


def _called(params: dict[str, Any]) -> dict[str, Any]:
    """Returns what a tool says. What it cannot do with what it was given is said as well, for the assistant to mend."""
    tool = TOOLS.get(str(params.get("name")))
    if tool is None:
        raise _Refused(200, PARAMS, "There is no such tool here.")
    taken, mistakes = read_record(tool.takes, params.get("arguments") or {})
    if taken is None:
        return _failed("\n".join(f"{each.pointer}: {each.sentence}" for each in mistakes))
    try:
        said = msgspec.to_builtins(tool.run(taken))
    except (Problem, HTTPException) as error:
        return _failed((isinstance(error, Problem) and error.sentence) or "Nothing was found that you may see.")
    text = {"type": "text", "text": msgspec.json.encode(said).decode()}
    return {"content": [text], "structuredContent": said, "isError": False}


def _failed(sentence: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": sentence}], "isError": True}


def _server_info() -> dict[str, str]:
    return {"name": "webinars", "title": site_settings().site_name, "version": version("webinars")}


def _header(name: str) -> str | None:
    """Returns what a header says: letters beyond ASCII stand in it in base64."""
    written = (request.headers.get(name) or "").strip()
    encoded = _ENCODED.fullmatch(written)
    if encoded is None:
        return written or None
    try:
        return base64.b64decode(encoded[1], validate=True).decode()
    except ValueError:
        return None


def _json(said: dict[str, Any], status: int) -> Response:
    return Response(
        msgspec.json.encode(said), status, mimetype="application/json", headers={"Cache-Control": "no-store"}
    )
