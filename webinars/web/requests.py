"""Requests without the letter that no text holds: NUL, which PostgreSQL refuses and other programs take for an end."""

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict

NUL = "\0"


class CleanRequest(Request):
    """A request whose form fields hold no NUL. A pasted text may bring some along; nobody has typed them."""

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        pairs = list(self.form.items(multi=True))
        if any(NUL in name or NUL in value for name, value in pairs):
            clean = ((name.replace(NUL, ""), value.replace(NUL, "")) for name, value in pairs)
            self.__dict__["form"] = ImmutableMultiDict(clean)


def init_app(app: Flask) -> None:
    app.request_class = CleanRequest
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """There is no page at an address with a NUL, and no question holds one."""
    if NUL in request.path:
        abort(404)
    if any(NUL in value for _name, value in request.args.items(multi=True)):
        abort(400)
