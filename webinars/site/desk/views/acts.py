"""What administrators have done, for administrators."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.site.desk.acts import acts_of_administrators
from webinars.site.desk.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.numbers import asked_page, existing


@bp.get("/administrators")
@access.admin
def administrators() -> ResponseReturnValue:
    return render_template("desk/acts.html", page=existing(acts_of_administrators(db.session(), asked_page())))
