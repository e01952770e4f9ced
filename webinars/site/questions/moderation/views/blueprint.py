from flask import Blueprint

bp = Blueprint("moderating", __name__)
at_desk = Blueprint("audience_questions", __name__, url_prefix="/manage/webinars/<slug>/questions")
