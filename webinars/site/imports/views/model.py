"""What a language model of the operator's choice says of a text: offered beside what the reader offers."""

from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.imports.language_model.client import ask, model_of
from webinars.domain.imports.language_model.errors import ModelFails
from webinars.domain.imports.language_model.offers import pieces_from_json, pieces_to_json, with_pieces
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.announcements.model import Reading
from webinars.site.imports.forms import PasteForm
from webinars.site.imports.views.blueprint import bp, paste_form, paste_page
from webinars.site.imports.views.result import read_text, result_page, sections_for
from webinars.web import access
from webinars.web.requests.transactions import prepared, stores_nothing
from webinars.web.security import rate_limits
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

OFTEN = "20 per 10 minutes"


@bp.post("/model")
@access.signed_in
@stores_nothing
def ask_model() -> ResponseReturnValue:
    """Ask the model, and show the text again with what it says among the offers. Stores nothing.

    With a script the page asks here by itself and waits for nothing. Without one somebody has pressed the button.
    """
    with prepared():
        form, organisations = paste_form()
        if not form.validate() or form.is_calendar():
            return paste_page(form, organisations), 422
        reading, host = read_text(db.session(), form, organisations)
        if host is None:
            return paste_page(form, organisations), 422
        form.settle(host, organisations)
    # Nobody waits for this one but who asked: no transaction is open.
    reading, said = _asked(form, reading)
    return result_page(form, reading, sections_for(reading, host), said)


def _asked(form: PasteForm, reading: Reading) -> tuple[Reading, str]:
    """Returns the reading with what the model says, which the form then carries, and a sentence about it."""
    model, heard = model_of(site_settings()), pieces_from_json(form.heard.data or "")
    # That it was asked stands in the form, even if nothing came of it: a page asks once by itself.
    form.heard.data = form.heard.data or pieces_to_json([])
    if model is None:
        return reading, ""
    if not rate_limits.is_within(OFTEN, "ask model", by=lambda: str(current_actor().user_id)):
        return reading, _("The model was asked often in a short time. Wait ten minutes, and ask again.")
    try:
        pieces = ask(model, reading)
    except ModelFails as error:
        return reading, str(error)
    form.heard.data = pieces_to_json([*heard, *pieces])
    if not pieces:
        return reading, _("The model names nothing more.")
    return with_pieces(reading, pieces), ngettext(
        "The model names one thing more. It is offered below, and marked in your text.",
        "The model names %(num)s things more. They are offered below, and marked in your text.",
        len(pieces),
    )
