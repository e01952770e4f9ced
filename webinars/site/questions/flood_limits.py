"""How many questions, votes and reports one network may send, and from how many on moderators look at them first."""

from webinars.lib.i18n import gettext as _

MOST_ASKED = "30 per 10 minutes"
"""By a network: a lecture room has but one."""
CROWDED = "5 per 10 minutes"
"""From more than so many on, moderators read all first."""
MOST_VOTES = "300 per 10 minutes"
"""By a network, as with questions."""
NEW_VOTERS = "30 per hour"
"""By a wide network. The votes of those who come after them wait for a moderator."""
MOST_REPORTS = "20 per 10 minutes"


def asked_too_often() -> str:
    return _("So many questions came from your network that no more are taken for ten minutes.")


def voted_too_often() -> str:
    return _("So many votes came from your network that no more are taken for ten minutes.")
