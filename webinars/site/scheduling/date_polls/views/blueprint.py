from flask import Blueprint

bp = Blueprint("choosing", __name__)
at_desk = Blueprint("starts", __name__, url_prefix="/manage/webinars/<slug>/starts")
