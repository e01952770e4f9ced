"""The description of the API (OpenAPI 3.1), written from the operations and their types."""

import re
from functools import cache
from inspect import getdoc
from typing import Any

import msgspec
from flask import Response
from msgspec import Struct

from webinars.api.protocol.operations import OPERATIONS, Operation, bp
from webinars.api.protocol.problems import MIMETYPE, ProblemDetails
from webinars.models import Scope
from webinars.web import access
from webinars.web.number_converter import LARGEST_ID
from webinars.web.page_cache.stored_pages import holds_until, keep_pages
from webinars.web.site_context import site_settings

_SCHEMAS = "#/components/schemas/{name}"
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
_SCOPES = {
    Scope.READ: "drafts, and links to join, of the token's organisation",
    Scope.WRITE_WEBINARS: "make, change and publish webinars",
    Scope.WRITE_RECORDINGS: "add, correct and remove recordings",
    Scope.REGISTRATIONS: "who registered",
    Scope.WRITE_REGISTRATIONS: "who attended",
    Scope.HOOKS: "webhooks",
}
_REFUSALS = {
    400: "The request cannot be read", 401: "Without a token that is one", 403: "The token may not do this",
    404: "Nothing there, or nothing that this program may see; an unknown cursor", 405: "Another method",
    409: "It cannot be so now",
    410: "Taken down", 412: "Changed since it was read", 413: "Too large", 415: "Another type of media",
    422: "Not as this description says", 429: "Too often: Retry-After says how long to wait",
    503: "Busy: nothing was stored",
}  # fmt: skip


@bp.get("/openapi.json")
@access.program
@keep_pages()
def openapi() -> Response:
    """Returns the description."""
    holds_until(None)
    text = msgspec.json.encode(description(site_settings().base_url, site_settings().site_name))
    return Response(text, mimetype="application/json", headers={"Access-Control-Allow-Origin": "*"})


def description(base_url: str, name: str) -> dict[str, Any]:
    """Returns the document, for the site at `base_url`."""
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(bp.url_prefix + _PART.sub(r"{\2}", each.path), {})[each.method.lower()] = _operation(each)  # type: ignore[operator]  # it has one
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Webinars of {name}",
            "version": "1",
            "description": "What is public is read without a token. Scopes of a token: "
            + "; ".join(f"`{scope}`: {text}" for scope, text in _SCOPES.items())
            + ".",
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": _schemas()[1],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "wbn_…"}},
        },
    }


def _operation(what: Operation) -> dict[str, Any]:
    refusals = [400, 404, 405, 410, 422, 429, 503]
    if what.scope is not None:
        refusals += [401, 403]
    if what.method != "GET":
        refusals += [409, 412, 413, 415]
    success: dict[str, Any] = {"description": what.summary}
    if what.answer is not None:
        success["content"] = _json(what.answer)
    told: dict[str, Any] = {
        "operationId": what.endpoint,
        "summary": what.summary,
        "description": getdoc(what.view) or "",
        "parameters": [*_parts(what.path), *_parameters(what)],
        "responses": {
            str(what.status): success,
            **{str(each): _refusal(each) for each in sorted(refusals)},
            **(
                {"304": {"description": "As it was"}, "308": {"description": "There now"}}
                if what.method == "GET"
                else {}
            ),
        },
        "security": [{"token": []}] if what.scope is not None else [{}, {"token": []}],
    }
    if what.body is not None:
        told["requestBody"] = {"required": True, "content": _json(what.body)}
    elif what.text:
        told["requestBody"] = {"required": True, "content": {what.text: {"schema": {"type": "string"}}}}
    return told


def _refusal(status: int) -> dict[str, Any]:
    content = {MIMETYPE: {"schema": _schema(ProblemDetails)}}
    return {"description": _REFUSALS[status], "content": content}


def _json(kind: type[Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": _schema(kind)}}


def _parts(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
            if kind
            else {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"},
        }
        for kind, name in _PART.findall(path)
    ]


def _parameters(what: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if what.query is not None:
        schema = _schemas()[1][what.query.__name__]
        for name, each in schema["properties"].items():
            is_needed = name in schema.get("required", ())
            options = [one for one in each.get("anyOf", [each]) if one != {"type": "null"}]
            shape = {key: value for key, value in options[0].items() if key != "default"}
            found.append({"name": name, "in": "query", "required": is_needed, "schema": shape})
    headers = {"PATCH": ["If-Match"], "DELETE": ["If-Match"], "POST": ["Idempotency-Key", "If-Match"]}
    for name in headers.get(what.method, []):
        pattern = "^[\\x21-\\x7e]{1,200}$" if name == "Idempotency-Key" else "^[\\x21-\\x7e]*$"
        found.append(
            {"name": name, "in": "header", "required": False, "schema": {"type": "string", "pattern": pattern}}
        )
    return found


def _schema(kind: type[Struct]) -> dict[str, Any]:
    references, _components = _schemas()
    return references[kind]


@cache
def _schemas() -> tuple[dict[type[Struct], dict[str, Any]], dict[str, Any]]:
    """Returns how each type is referred to, and all types by name."""
    kinds: list[type[Struct]] = [ProblemDetails]
    for each in OPERATIONS:
        kinds += [kind for kind in (each.query, each.body, each.answer) if kind is not None and kind not in kinds]
    references, components = msgspec.json.schema_components(kinds, ref_template=_SCHEMAS)
    return dict(zip(kinds, references, strict=True)), components
