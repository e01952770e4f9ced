"""Where what was pressed on the desk leads: back to it, where the next thing waits."""

from flask import request, url_for

BACK, DESK = "back", "desk"
"""The hidden field that a form on the desk sends along, and its value."""


def back_to_desk_or(otherwise: str) -> str:
    """Returns the address of the desk if the form that was sent stood there, else the address `otherwise`."""
    return url_for("desk.show") if request.form.get(BACK) == DESK else otherwise
