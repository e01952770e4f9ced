"""What stands around the name of an organisation: articles, what kind of thing it is, its abbreviation."""

import re
from typing import Final

from webinars.pure.announcements.reader.words import one_of

ARTICLE = re.compile(
    rf"^(?:l['’]|{one_of('small.the')}|{one_of('small.before_organisation')}|{one_of('organisations.our')})\s+|"
    "^(?:[ld]|dell|dall)['’](?=[A-ZÉ])"
)
GENERIC: Final = re.compile(
    f"(?:l['’])?(?:(?:{one_of('organisations.generic_before')}) )*(?:{one_of('organisations.generic')}"
    r")\s+(?=[A-ZÄÖÜÉÈÀÁÍÓÚÑÇ“\"«])"
)
"""“l'association Mémoires”, “the charity Example Aid”: in small letters it is no part of the name."""


def tidy(name: str) -> str:
    name = name.strip(' ,;:.–—-*"“”').strip()
    name = re.sub(r"^[^\W\d_]{3,20}(?: [^\W\d_]{2,12})?:\s+(?=\S)", "", name)
    while article := ARTICLE.match(name):
        name = name[article.end() :]
    name = re.sub(r"^[A-Z][\w-]+-based\s+(?=[A-Z])", "", name)
    if generic := GENERIC.match(name):
        name = name[generic.end() :]
    name = re.sub(rf"\s+\((?:{one_of('organisations.marked')})\)$", "", name, flags=re.IGNORECASE)
    name = _UNDERTAKING.sub("", _SHORT_FORM.sub("", name))
    if (both := _SPELT_OUT.match(name)) and sum(char.isupper() for char in both["short"]) > 1:
        name = both["full"]
    return re.sub(r"(?:’|')s?\s+(?:webinar|event)$", "", name).strip()


_SHORT_FORM = re.compile(r"\s*\((?=[^()]*[A-ZÄÖÜÉ][^()]*[A-ZÄÖÜÉ])[A-ZÄÖÜÉ][\w&.’'/-]{1,14}\)$")
"""The “(ES)” of “Example Society (ES)”, which is no part of the name."""
_SPELT_OUT = re.compile(r"(?P<short>[A-Z][\w&-]{1,9})\s\((?P<full>[A-ZÄÖÜÉ][\w’'-]+(?: [\w&’'-]+){1,9})\)$")
"""“ES (Example Society)”."""
_UNDERTAKING = re.compile(rf"(?<=\w)\s(?:{one_of('organisations.undertakings')})$")
"""“the OpenExample project”: in small letters it says only what the name is one of."""
