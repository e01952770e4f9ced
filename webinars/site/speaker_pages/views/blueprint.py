from flask import Blueprint

bp = Blueprint("speaking", __name__)
at_desk = Blueprint("speakers", __name__, url_prefix="/manage/webinars/<slug>/speakers")
