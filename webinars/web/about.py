"""What a view is about: what its address names, for those who may see it and have the right that the address takes."""

from collections.abc import Callable
from functools import partial, wraps
from inspect import signature
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from webinars.db import db
from webinars.domain.accounts.actor import Actor
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.programme import permissions as programme_rules
from webinars.domain.programme.editor_queries import lock_webinar
from webinars.models import Organisation, Webinar
from webinars.web.lookups import lead_on
from webinars.web.security.identity import current_actor

Subject = TypeVar("Subject")
Rest = ParamSpec("Rest")
May = Callable[[Actor, Any], bool]
"""A rule: whether the person may, asked of the webinar or the organisation that a subject belongs to."""
RIGHTS = "rights_of_views"


def about(
    find: Callable[..., Subject | None],
    *,
    former: type[Any] | None = None,
    locked: bool = False,
    refusal: object = None,
) -> Callable[[Callable[Concatenate[Subject, Rest], ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Give the view first what `find` finds, in the place of the parts of the address that `find` asks for.

    Ends in 404 where there is none or the person may not see it, and in 403, with the sentence `refusal`, without the
    right that `app/policy.py` names for the address. A slug that something of the kind `former` had leads on. With
    `locked`, two who press at the same webinar take turns.
    """
    names = list(signature(find).parameters)[1:]

    def declared(
        view: Callable[Concatenate[Subject, Rest], ResponseReturnValue],
    ) -> Callable[..., ResponseReturnValue]:
        run: Callable[..., ResponseReturnValue] = view

        @wraps(view)
        def found(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 - what the address holds
            asked = {name: values.pop(name) for name in names}
            if locked:
                lock_webinar(db.session(), asked["slug"])
            load = partial(_load, find, former, refusal)
            g.find_again = partial(load, asked)
            g.subject = load(asked)
            return run(g.subject, **values)

        found.is_about = True  # type: ignore[attr-defined]  # functions take attributes
        return found

    return declared


def is_about(view: Callable[..., Any]) -> bool:
    """Returns whether `view` has declared what it is about."""
    return getattr(view, "is_about", False)


def find_again() -> Any:  # noqa: ANN401 - what the view's `find` returns
    """Returns what the view is about, loaded anew: for after a transaction has ended. None for a view about nothing."""
    return g.find_again() if "find_again" in g else None


def hand_down_rights(app: Flask, may_at: Callable[[Rule], May | None]) -> None:
    """Let `about` know the rules. Raises LookupError where the table has none for a view that is about something."""
    rights = {(rule.endpoint, rule.rule): may_at(rule) for rule in app.url_map.iter_rules()}
    views = app.view_functions
    without = [endpoint for (endpoint, _), may in rights.items() if may is None and is_about(views[endpoint])]
    if without:
        raise LookupError(without)
    app.extensions[RIGHTS] = rights


def _load(find: Callable[..., Any], former: type[Any] | None, refusal: object, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - see `find_again`
    subject = find(db.session(), **asked)
    if subject is None:
        _load_elsewhere(find, former, refusal, asked)
    owner, actor = _owner_of(subject), current_actor()
    # What somebody else's organisation plans must not be told by the answer.
    can_view: May = programme_rules.can_view if isinstance(owner, Webinar) else organisation_rules.can_view
    if not can_view(actor, owner):
        abort(404)
    assert request.url_rule is not None
    if not current_app.extensions[RIGHTS][request.endpoint, request.url_rule.rule](actor, owner):
        abort(403, refusal)
    return subject


def _load_elsewhere(
    find: Callable[..., Any], former: type[Any] | None, refusal: object, asked: dict[str, Any]
) -> NoReturn:
    """End in where a former address leads, for those who may see what is there, or in 404."""
    if former is None:
        abort(404)
    lead_on(former, asked["slug"], lambda slug: _load(find, None, refusal, asked | {"slug": slug}))


def _owner_of(subject: Any) -> Webinar | Organisation:  # noqa: ANN401 - see `find_again`
    """Returns whose rules decide: those of the webinar that something belongs to, or else of the organisation."""
    while not isinstance(subject, (Webinar, Organisation)):
        above = (name for name in ("owner", "recording", "webinar", "organisation") if hasattr(subject, name))
        subject = getattr(subject, next(above))
    return subject
