import json
from typing import Any

from flask import Response

from webinars import clock
from webinars.db import db
from webinars.domain.personal_data.report import PersonalData, account_report, as_report
from webinars.lib.names import slugify
from webinars.models import User
from webinars.web.site_context import site_settings


def report_file(kept: PersonalData) -> Response:
    """Returns what is kept, as a file in JSON."""
    return _file(as_report(db.session(), site_settings(), kept, now=clock.now()))


def account_file(user: User) -> Response:
    """Returns what is kept of an account, as a file in JSON."""
    return _file({"email": user.email, "account": account_report(db.session(), user, now=clock.now())})


def _file(written: dict[str, Any]) -> Response:
    name = slugify(site_settings().site_name) or "webinars"
    return Response(
        json.dumps(written, ensure_ascii=False, indent=2) + "\n",
        mimetype="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="kept-at-{name}.json"',
            "Cache-Control": "no-store",
        },
    )
