"""What assistants may ask: four tools that read what everybody may, and with a token what that may."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from flask import Response
from msgspec import Meta, Struct

from webinars import clock
from webinars.api.answers import MomentList, WebinarAnswer, WebinarList
from webinars.api.inputs import MomentQuery, WebinarQuery, Zone
from webinars.api.protocol.operations import Answer
from webinars.api.protocol.problems import Problem
from webinars.api.recordings import moments
from webinars.api.webinars import webinar, webinars
from webinars.pure.times import read_start


class WebinarName(Struct, kw_only=True, forbid_unknown_fields=True):
    slug: Annotated[str, Meta(pattern="^[a-z0-9-]{1,80}$", description="The slug, or the id.")]


class ZoneLineText(Struct, kw_only=True, forbid_unknown_fields=True):
    text: Annotated[str, Meta(min_length=1, max_length=2000, description="A date with its hours, as it is printed.")]
    timezone: Annotated[Zone | None, Meta(description="Of hours that are printed without one.")] = None


class Tool(Struct, frozen=True):
    title: str
    description: str
    takes: type[Struct]
    gives: type[Struct] | None
    run: Callable[[Any], object]

    def as_json(self, name: str) -> dict[str, Any]:
        """Returns it as `tools/list` tells of it."""
        said = {"name": name, "title": self.title, "description": self.description}
        gives = {"outputSchema": _schema(self.gives)} if self.gives is not None else {}
        hints = {"readOnlyHint": True, "openWorldHint": False}
        return {**said, "inputSchema": _schema(self.takes), **gives, "annotations": hints}


def _schema(kind: type[Struct]) -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) of an object, with what it refers to inside."""
    _references, components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    return {**components.pop(kind.__name__), **({"$defs": components} if components else {})}


def _get_webinar(asked: WebinarName) -> Struct:
    said = webinar(asked.slug)
    if isinstance(said, Answer) and said.value is not None:
        return said.value
    # At a slug of before there is another one now.
    if isinstance(said, Response) and "Location" in said.headers:
        return _get_webinar(WebinarName(slug=said.headers["Location"].rpartition("/")[2]))
    raise Problem(404)


def _read_zone_line(asked: ZoneLineText) -> object:
    return read_start(asked.text, published_on=clock.now().date(), timezone=asked.timezone).as_json()


TOOLS = {
    "find_webinars": Tool(
        "Find webinars",
        "Webinars by their beginnings: those with some words, of an organisation, a series, a speaker or a topic. "
        "With after=today those to come.",
        WebinarQuery,
        WebinarList,
        webinars,
    ),
    "get_webinar": Tool(
        "Read a webinar",
        "One webinar: its start in every zone, its people, its questions, how to register, and its recordings.",
        WebinarName,
        WebinarAnswer,
        _get_webinar,
    ),
    "find_in_recordings": Tool(
        "Find what was said",
        "Moments of recordings in which some words are said, asked or answered, each with an address that plays it.",
        MomentQuery,
        MomentList,
        moments,
    ),
    "read_zone_line": Tool(
        "Check a zone line",
        "Whether the hours that are printed for several zones can all be true, and which moment they mean.",
        ZoneLineText,
        None,
        _read_zone_line,
    ),
}
