"""What people have made of pasted texts, as a file that teaches the reader."""

import json

from flask import Response
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.imports.examples import examples
from webinars.site.imports.views.blueprint import bp
from webinars.web import access
from webinars.web.site_context import site_settings


@bp.get("/examples.jsonl")
@access.admin
def take_examples() -> ResponseReturnValue:
    """The examples in the texts of public webinars, one on each line. There are none where no text is kept."""
    found = examples(db.session()) if site_settings().keep_examples else ()
    lines = [json.dumps(example.as_json(), ensure_ascii=False) for example in found]
    return Response(
        "".join(f"{line}\n" for line in lines),
        mimetype="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="examples.jsonl"', "Cache-Control": "no-store"},
    )
