"""The blueprint of recordings and what its views share."""

from flask import Blueprint

bp = Blueprint("recordings", __name__)
