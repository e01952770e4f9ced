"""What is kept and what works, for everybody: in our words, or in the site's own where administrators wrote some."""

from urllib.parse import urlsplit

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.domain.followers import actions as followers
from webinars.domain.imports import examples
from webinars.domain.questions import retention as questions
from webinars.domain.registration.retention import POSTPONED_DAYS, UNCONFIRMED_DAYS
from webinars.domain.speaker_pages.links import KEPT_DAYS
from webinars.site.questions.views import voting
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.site_context import site_settings

bp = Blueprint("site_texts", __name__)


@bp.get("/privacy")
@access.public
@keep_pages()
def privacy() -> ResponseReturnValue:
    return render_template(
        "site_settings/privacy.html",
        own=site_settings().privacy_text,
        unconfirmed_days=UNCONFIRMED_DAYS,
        postponed_days=POSTPONED_DAYS,
        speaker_days=KEPT_DAYS,
        question_days=questions.RETENTION.days,
        vote_days=voting.KEPT_FOR.days,
        follower_days=followers.UNCONFIRMED_DAYS,
        example_days=examples.KEPT_FOR.days,
        model_host=urlsplit(site_settings().reader_model_url).hostname,
    )


@bp.get("/accessibility")
@access.public
@keep_pages()
def accessibility() -> ResponseReturnValue:
    return render_template("site_settings/accessibility.html", own=site_settings().accessibility_text)
