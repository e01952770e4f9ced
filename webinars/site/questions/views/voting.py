"""Votes of anybody, and reports.

Who votes is known by a cookie that only these addresses receive: it is bound to the folder below the page, so that the
page itself is the same for everyone, and only the answer to a vote sets it.
"""

import datetime as dt

import sqlalchemy as sa
from flask import Response, abort, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.questions import voter_actions
from webinars.domain.questions.errors import QuestionGone, VotingClosed
from webinars.domain.questions.voter_actions import VoteResult
from webinars.domain.questions.voter_cookies import VoterCookie, new_voter_cookie, read_voter_cookie
from webinars.lib.errors import WebinarsError
from webinars.models import Webinar
from webinars.site.questions import flood_limits
from webinars.site.questions.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import is_within, wide_network
from webinars.web.site_context import site_settings

KEPT_FOR = dt.timedelta(days=30)


@bp.post("/webinars/<slug>/questions/<int:number>/votes")
@access.voter
@takes_short_form
def vote(slug: str, number: int) -> ResponseReturnValue:
    webinar = _webinar_of(slug) or lead_on(Webinar, slug)
    if not is_within(flood_limits.MOST_VOTES, "vote"):
        return refused(webinar, number, flood_limits.voted_too_often(), 429)
    settings, session = site_settings(), db.session()
    cookie = _brought(webinar.id)
    is_new = cookie is None
    if cookie is None:
        is_crowded = not is_within(flood_limits.NEW_VOTERS, "new voter", by=wide_network, is_counted=False)
        cookie = new_voter_cookie(settings, webinar.id, is_crowded=is_crowded)
    voter = cookie.voter(settings, webinar.id)
    is_crowded = cookie.is_crowded
    try:
        voted = voter_actions.vote(session, webinar.id, number, voter, is_crowded=is_crowded, now=clock.now())
    except (QuestionGone, VotingClosed, LookupError) as error:
        return vote_refusal(slug, number, error)
    session.commit()
    response = vote_response(webinar, number, voted)
    if is_new:
        is_within(flood_limits.NEW_VOTERS, "new voter", by=wide_network)
        _set(response, webinar, cookie)
    return response


@bp.post("/webinars/<slug>/questions/<int:number>/votes/deletion")
@access.voter
@takes_short_form
def take_back(slug: str, number: int) -> ResponseReturnValue:
    webinar = _webinar_of(slug) or lead_on(Webinar, slug)
    if not is_within(flood_limits.MOST_VOTES, "vote"):
        return refused(webinar, number, flood_limits.voted_too_often(), 429)
    settings, session = site_settings(), db.session()
    # Without a cookie there is nothing to take back.
    cookie = _brought(webinar.id) or new_voter_cookie(settings, webinar.id, is_crowded=False)
    try:
        voted = voter_actions.take_back(
            session, webinar.id, number, cookie.voter(settings, webinar.id), now=clock.now()
        )
    except (QuestionGone, VotingClosed, LookupError) as error:
        return vote_refusal(slug, number, error)
    session.commit()
    return vote_response(webinar, number, voted, is_back=True)


@bp.post("/webinars/<slug>/questions/<int:number>/report")
@access.voter
@takes_short_form
def report(slug: str, number: int) -> ResponseReturnValue:
    webinar = _webinar_of(slug) or lead_on(Webinar, slug)
    if not is_within(flood_limits.MOST_REPORTS, "report"):
        return refused(webinar, number, flood_limits.voted_too_often(), 429)
    try:
        question = voter_actions.report(db.session(), webinar.id, number)
    except (QuestionGone, LookupError) as error:
        return vote_refusal(slug, number, error)
    text = question.text
    db.session.commit()
    if wants_json():
        return jsonify(number=number)
    return _page(webinar, number, text=text, is_reported=True)


def wants_json() -> bool:
    """Returns whether a script has sent it."""
    return request.accept_mimetypes.best == "application/json"


def vote_response(
    webinar: Webinar, number: int, voted: VoteResult, *, is_back: bool = False, token: str | None = None
) -> Response:
    """Returns what a vote is answered with: how many there are now, as a page or for a script.

    `token` is that of the registration from whose page it came.
    """
    question = voted.question
    if wants_json():
        said: dict[str, object] = {
            "number": number,
            "votes": question.vote_count,
            "is_held": voted.is_held,
            "revision": voted.revision,
        }
        if question.number != number:
            said["merged_into"] = question.number
        return jsonify(said)
    return _page(
        webinar,
        question.number,
        text=question.text,
        votes=question.vote_count,
        is_held=voted.is_held,
        is_back=is_back,
        was_merged=question.number != number,
        token=token,
    )


def vote_refusal(
    slug: str, number: int, error: WebinarsError | LookupError, *, token: str | None = None
) -> ResponseReturnValue:
    """Returns what is answered where a vote cannot be given any more."""
    status = 404 if isinstance(error, QuestionGone | LookupError) else 409
    sentence = str(error) if isinstance(error, WebinarsError) else str(QuestionGone())
    with prepared():
        webinar = _webinar_of(slug) or abort(404)
        return refused(webinar, number, sentence, status, token=token)


def refused(
    webinar: Webinar, number: int, sentence: str, status: int, *, token: str | None = None
) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=sentence), status
    return _page(webinar, number, sentence=sentence, token=token), status


def _webinar_of(slug: str) -> Webinar | None:
    """Returns the webinar alone: fifty may vote in a second, and on SQLite one after the other."""
    webinar = db.session.scalar(sa.select(Webinar).where(Webinar.slug == slug))
    if webinar is not None:
        visible_or_gone(webinar)
    return webinar


def _page(webinar: Webinar, number: int, **said: object) -> Response:
    return make_response(render_template("questions/voted.html", webinar=webinar, number=number, **said))


def _brought(webinar_id: int) -> VoterCookie | None:
    return read_voter_cookie(site_settings(), webinar_id, request.cookies.get(_name(), ""))


def _name() -> str:
    return "__Secure-voter" if site_settings().is_secure else "voter"


def _set(response: Response, webinar: Webinar, cookie: VoterCookie) -> None:
    response.set_cookie(
        _name(),
        cookie.text,
        max_age=KEPT_FOR,
        path=f"/webinars/{webinar.slug}/questions/",
        secure=site_settings().is_secure,
        httponly=True,
        samesite="Lax",
    )
