from flask import Blueprint

from webinars.site.live.process_cache import prepare

bp = Blueprint("live", __name__)
"""What the public page of a webinar follows and says while it is on: addresses without an account."""
bp.record_once(prepare)
