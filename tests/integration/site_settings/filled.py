"""The form of the site's settings as a browser sends it."""

from tests.filled_form import FilledForm

PATH = "//form[@data-site-settings]"


def filled(client, **values):
    """What the page holds now, with `values` typed into it: `display_zones__0__text` is the first zone."""
    return sent_from(client.get("/manage/site"), **values)


def sent_from(answer, press="", **values):
    return FilledForm(answer, PATH).fill(**values).data(press)
