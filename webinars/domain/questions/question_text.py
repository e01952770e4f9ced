"""What somebody has typed to ask, as it is kept, and what it may not be."""

import re
import unicodedata
from collections.abc import Sequence

from webinars.db import length_of
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import AskerNames, AudienceQuestion

LONGEST_TEXT = length_of(AudienceQuestion.text)
LONGEST_NAME = length_of(AudienceQuestion.name)
LONGEST_REASON = length_of(AudienceQuestion.reason)
LONGEST_EMAIL = length_of(AudienceQuestion.notify_email)
LONGEST_ANSWER = 4000

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)


def checked_text(text: str, wrong: dict[str, str]) -> str:
    """Returns the question on one line. What is wrong with it is put into `wrong`."""
    said = one_line(text)
    if not any(letter.isalnum() for letter in said):
        wrong["text"] = _("Write your question.")
    elif len(said) > LONGEST_TEXT:
        wrong["text"] = _(
            "This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_TEXT
        )
    elif not any(letter.isalnum() for letter in _ADDRESS.sub("", said)):
        wrong["text"] = _("This is only a link. Write your question in words.")
    return said


def checked_name(name: str, names: AskerNames, wrong: dict[str, str]) -> str:
    """Returns the name that stands beside the question. What is wrong with it is put into `wrong`."""
    said = one_line(name)
    if names is AskerNames.NONE:
        return ""
    if names is AskerNames.REQUIRED and not any(letter.isalnum() for letter in said):
        wrong["name"] = _("Write your name. It stands beside the question.")
    elif len(said) > LONGEST_NAME:
        wrong["name"] = _(
            "This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_NAME
        )
    return said


def checked_email(email: str, wrong: dict[str, str]) -> str | None:
    """Returns the address as addresses are compared, None for none. What is wrong with it is put into `wrong`."""
    if not email.strip():
        return None
    try:
        found = normalised_email(email[: LONGEST_EMAIL + 1])
    except InvalidEmail as error:
        wrong["email"] = str(error)
        return None
    if len(found) > LONGEST_EMAIL:
        wrong["email"] = str(InvalidEmail())
    return found


def checked_reason(reason: str, *, is_required: bool, wrong: dict[str, str]) -> str:
    """Returns why a moderator does something, on one line. What is wrong with it is put into `wrong`."""
    said = one_line(reason)
    if is_required and not said:
        wrong["reason"] = _("Say why, in a sentence. Everybody sees it.")
    elif len(said) > LONGEST_REASON:
        wrong["reason"] = _(
            "This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_REASON
        )
    return said


def has_blocked_word(text: str, blocked: Sequence[str]) -> bool:
    """Returns whether one of the words, or phrases, stands in the text, whatever its case and accents."""
    said = _folded(text)
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) for each in blocked if (word := _folded(each)))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
