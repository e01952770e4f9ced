from flask import Blueprint

from webinars.site.questions.process_cache import prepare

bp = Blueprint("questions", __name__)
bp.record_once(prepare)
