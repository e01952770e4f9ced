"""The blueprint of transcripts."""

from flask import Blueprint

bp = Blueprint("transcripts", __name__)
