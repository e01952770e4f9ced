from flask import current_app

from webinars.domain.mail.mail_kind import Kinds


def mail_kinds() -> Kinds:
    """Returns the kinds of mail, which only the application knows all of."""
    kinds: Kinds = current_app.extensions["mail_kinds"]
    return kinds
