"""What is said of a mail that somebody has caused: a site without a mail server keeps it, and says so."""

from webinars.lib.i18n import gettext as _
from webinars.web.site_context import site_settings


def is_mail_sent() -> bool:
    """Returns whether mails leave this site."""
    return site_settings().mail_url is not None


def on_its_way(sentence: str, *, has_link: bool = False) -> str:
    """Returns `sentence`, which says that a mail goes out, or that it is kept where none does.

    `has_link` says that the page shows the link that is in the mail, to be copied.
    """
    if is_mail_sent():
        return sentence
    if has_link:
        return _("This site sends no mails yet: copy the link below and send it yourself.")
    return _("This site sends no mails yet: it is kept until it does.")
