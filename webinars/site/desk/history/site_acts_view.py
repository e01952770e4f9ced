"""What administrators have done, for administrators."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.site.desk.blueprint import bp
from webinars.site.desk.history.site_acts import acts_of_administrators
from webinars.site.web import access
from webinars.site.web.number_converter import asked_page, existing


@bp.get("/administrators")
@access.admin
def administrators() -> ResponseReturnValue:
    return render_template(
        "desk/history/site_acts.html", page=existing(acts_of_administrators(db.session(), asked_page()))
    )
