"""What stands beside a name: the part somebody has in the webinar, an affiliation, a country, the title of a talk."""

import re

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.roles import role_of
from webinars.pure.announcements.reader.words import one_of

STATUS = re.compile(
    rf"^(?:\d{{1,3}}\s?min\w*\.?|\d{{1,2}}[:.]\d{{2}}.{{0,12}}|@\w+|{one_of('people.status')})$", re.IGNORECASE
)


def with_full_stop(name: str) -> str:
    """Returns “Hafenschule e. V.” for “Hafenschule e. V”: of “e. V.” the last full stop belongs to the name."""
    return f"{name}." if re.search(r"\se\.\s?V$", name) else name


def affiliation_in_sentence(text: str) -> str | None:
    """“an astronomer at Slough who has found …”: what somebody is, from the first sentence of a biography."""
    noun = re.match(
        rf"^(?:(?:{one_of('small.article_before_job')})\s+)?(.{{3,120}}?)(?:\.(?:\s|$)|"
        rf",?\s(?:{one_of('people.goes_on')})\s|;|$)",
        text,
    )
    return affiliation(noun[1]) if noun and len(noun[1]) <= 120 else None


# Words that are always somebody's part in the webinar; "chair" and "host" are jobs as well ("chair, Federation of …").
_ALWAYS_PART = re.compile(one_of("roles.always_a_part"), re.IGNORECASE)


def role_and_rest(text: str) -> tuple[Role | None, str]:
    """Returns a role that stands for itself at an end of a description, and what remains of it."""
    text = text.strip(" ,;.–—-") if not text.endswith((".”", "Inc.")) else text.strip(" ,;–—-")
    if len(text) < 40 and (role := role_of(text)) and role not in {Role.AUTHOR, Role.PERFORMER}:
        return role, ""
    parts = re.split(r"\s*[,;]\s+|\s+[–—/|]\s+|\s+-\s+|\s+(?:and|&|und)\s+(?=\w+$)", text)
    if len(parts) > 1:
        for part, position in ((parts[-1], -1), (parts[0], 0)):
            is_part = _ALWAYS_PART.fullmatch(part.strip()) or (
                position == -1 and role_of(part) in {Role.CHAIR, Role.HOST, Role.FACILITATOR}
            )
            if is_part and (
                role := role_of(re.sub(f"^(?:{one_of('events.session')}) ", "", part.strip())) or part_role(part)
            ):
                cut = text[: text.rindex(part)] if position else text[text.index(part) + len(part) :]
                return role, re.sub(r"\s+(?:and|&|und)$", "", cut.strip(" ,;–—-/|"))
    return None, text


def part_role(word: str) -> Role | None:
    folded = word.casefold()
    for stem, role in (
        ("moderat", Role.MODERATOR),
        ("chair", Role.CHAIR),
        ("facilitat", Role.FACILITATOR),
        ("host", Role.HOST),
        ("respond", Role.RESPONDENT),
    ):
        if stem in folded:
            return role
    return None


def affiliation(text: str) -> str | None:
    text = text.strip(" ,;:–—-|/")
    if text.endswith(".") and not re.search(rf"(?:\b[A-Z]|\b[eU]\.[VS]|{one_of('names.dotted_ends')})\.$", text):
        text = text[:-1].rstrip()
    text = _SPEAKS.sub("", text).strip(" ,;:–—-")
    text = re.sub(rf",\s(?:{one_of('people.does')})\s.*$", "", text)
    text = re.sub(rf"^(?:{one_of('people.of')})\s+(?:the\s+)?", "", text)
    return with_full_stop(text) or None


_SPEAKS = re.compile(
    rf"(?:^[Aa]s an?\s.*|(?:^|[,.;]\s|\s)(?:(?i:will|to) (?:{one_of('people.to_speak')})|{one_of('people.spoke')}"
    rf")\s(?:{one_of('people.spoke_about')})\b.*)$"
)
"""“the Vice President of Example Aid, spoke about …”: what somebody did is no affiliation."""


def title(text: str) -> str | None:
    return text.strip().strip('“”„"«»').rstrip(".").strip() or None
