"""The blueprint of recordings and what its views share."""

from flask import Blueprint

from webinars.domain.recordings.posters import poster_url

bp = Blueprint("recordings", __name__)
bp.add_app_template_global(poster_url)
