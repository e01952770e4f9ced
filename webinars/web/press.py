"""A press of a button: one verb, with the only commit and the only rollback of its view."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.form import BaseForm

from webinars.db import db
from webinars.domain.accounts.actor import Actor
from webinars.lib.errors import FieldInvalid, FormInvalid, NotAllowed, WebinarsError
from webinars.web.about import find_again
from webinars.web.requests.transactions import end_transaction, prepared
from webinars.web.security.identity import current_actor

Done = TypeVar("Done")
Sentence = str | tuple[str, str]
"""What is said, and in what tone where that is not "ok"."""
Refusal = Callable[[WebinarsError], ResponseReturnValue]
SAME_NAMES: Mapping[str, str] = MappingProxyType({})


class WrongInForm(WebinarsError):
    """A verb refuses, and has said at the fields of the form what is wrong with them."""


def press(
    verb: Callable[[], Done],
    *,
    said: Sentence | Callable[[Done], Sentence] = "",
    back: str | Callable[[Done], str] = "",
    form: BaseForm | None = None,
    page: Callable[[Any], str] | None = None,
    fields: Mapping[str, str] = SAME_NAMES,
    refused: Refusal | None = None,
    answer: Callable[[Done], ResponseReturnValue] | None = None,
) -> ResponseReturnValue:
    """Run `verb` and store what it has done. Returns the way `back`, where it is `said`.

    With a `form` that is not right the verb is not run. Then, and where it refuses, nothing is stored, and the `page`
    of what the view is about is shown again (422), loaded anew, with what is wrong at its field; `fields` has the
    form's name for those whose names differ. `refused` answers in its place. With neither, and with NotAllowed in any
    case, what is wrong goes on to the error page. What is shown this once has an `answer` instead of a way back.
    """
    if form is not None and not form.validate():
        assert page is not None
        return page(g.get("subject")), 422
    try:
        done = verb()
        # Before the end of the transaction, after which what was loaded may have to be loaded anew.
        sentence, address = said(done) if callable(said) else said, back(done) if callable(back) else back
    except NotAllowed:
        raise
    except WebinarsError as error:
        if page is None and refused is None:
            raise
        end_transaction()
        if refused is not None:
            return refused(error)
        assert page is not None
        say_at_field(form, error, fields)
        return page(find_again()), 422
    db.session.commit()
    if answer is not None:
        with prepared():
            return answer(done)
    _say(sentence)
    return redirect(address, 303)


def by_actor() -> tuple[Session, Actor]:
    """Returns what verbs take first: the session, and the person who asks."""
    return db.session(), current_actor()


def say_at(address: str, tone: str = "danger") -> Refusal:
    """Returns a refusal that goes to `address` and says there what could not be done, and why."""

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        flash(str(error), tone)
        return redirect(address, 303)

    return refuse


def say_at_field(form: BaseForm | None, error: WebinarsError, fields: Mapping[str, str] = SAME_NAMES) -> None:
    """Say what is wrong at the field it is about, or above the page where the form has none for it."""
    if isinstance(error, WrongInForm):
        return
    sentences = error.sentences if isinstance(error, FormInvalid) else {}
    if isinstance(error, FieldInvalid):
        sentences = {error.field: str(error)}
    for name, sentence in (sentences or {"": str(error)}).items():
        place = fields.get(name, name)
        if form is not None and place in form:
            form[place].errors = [*form[place].errors, sentence]
        else:
            flash(sentence, "danger")


def _say(sentence: Sentence) -> None:
    text, tone = (sentence, "ok") if isinstance(sentence, str) else sentence
    if text:
        flash(text, tone)
