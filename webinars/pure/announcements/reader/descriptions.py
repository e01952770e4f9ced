"""What stands beside a name: the part somebody has in the webinar, an affiliation, a country, the title of a talk."""

import re

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.roles import role_of

STATUS = re.compile(
    r"^(?:tbc|tba|to be confirmed|confirmed|invited|via zoom|online|remote|videos?|recording|slides|watch|"
    r"\d{1,3}\s?min\w*\.?|(?:by|via) (?:video|zoom|phone|telephone)(?: ?link)?|remotely|video message|(?:in "
    r")?absent(?:ia)?|angefragt|"
    r"por confirmar|à confirmer|a confirmar|\d{1,2}[:.]\d{2}.{0,12}|@\w+|they|she|he|translated|in (?:spanish|"
    r"english|french|german|portuguese))$",
    re.IGNORECASE,
)


def told_affiliation(text: str) -> str | None:
    """“an astronomer at Slough who has found …”: what somebody is, from the first sentence of a biography."""
    noun = re.match(
        r"^(?:(?:an?|the|one of the|eine?|der|die|une?|la|le|el|una?|o|um|uma)\s+)?(.{3,120}?)(?:\.(?:\s|$)|,?\s(?:who|"
        r"whose|where|with|and (?:has|is|was|a|an|the)|specialising|focusing|working|die|der|qui|que)\s|;|$)",
        text,
    )
    return affiliation(noun[1]) if noun and len(noun[1]) <= 120 else None


def is_party(text: str) -> bool:
    return text.casefold() in {
        "grüne",
        "die grünen",
        "spd",
        "cdu",
        "csu",
        "fdp",
        "die linke",
        "linke",
        "bsw",
        "labour",
        "conservative",
        "snp",
        "greens",
        "pt",
        "psol",
    } or bool(re.fullmatch(r"(?:Bündnis 90/)?Die Grünen|[RD]-[A-Z]{2}", text))


# Words that are always somebody's part in the webinar; "chair" and "host" are jobs as well ("chair, Federation of …").
_ALWAYS_PART = re.compile(
    r"moderators?|(?:session |webinar |event |panel )?moderator|moderation|moderatorin|moderador(?:a)?|"
    r"mod[ée]rat(?:eur|rice)|mediador(?:a)?|facilitator|(?:session|webinar|event|meeting|panel) (?:chair|host|"
    r"facilitator)|"
    r"discussant|respondent|panell?ist|keynote(?: speaker)?|interpreter|interviewer|moderating|chairing|facilitating|"
    r"hosting|speaker|comentarista|discutante|comentadora?|diskutant(?:in)?|"
    r"mod[ée]ration|moderaci[óo]n|modera[çc][ãa]o|kommentar|commentaire|comentarios|coment[áa]rios|"
    r"podiumsgast|pan[ée]liste|panelista|painelista|conf[ée]rence inaugurale|conferencia magistral|palestra magna|"
    r"verdolmetschung|interpr[ée]tation|interpretaci[óo]n|interpreta[çc][ãa]o|interview|entretien|entrevista",
    re.IGNORECASE,
)


def role_and_rest(text: str) -> tuple[Role | None, str]:
    """A role that stands for itself at an end of a description, and what remains of it."""
    text = text.strip(" ,;.–—-") if not text.endswith((".”", "Inc.", "e.V.")) else text.strip(" ,;–—-")
    if len(text) < 40 and (role := role_of(text)) and role not in {Role.AUTHOR, Role.PERFORMER}:
        return role, ""
    parts = re.split(r"\s*[,;]\s+|\s+[–—/|]\s+|\s+-\s+|\s+(?:and|&|und)\s+(?=\w+$)", text)
    if len(parts) > 1:
        for part, position in ((parts[-1], -1), (parts[0], 0)):
            is_part = _ALWAYS_PART.fullmatch(part.strip()) or (
                position == -1 and role_of(part) in {Role.CHAIR, Role.HOST, Role.FACILITATOR}
            )
            if is_part and (
                role := role_of(re.sub(r"^(?:session|webinar|event|meeting|panel) ", "", part.strip()))
                or part_role(part)
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
    if text.endswith(".") and not re.search(r"(?:\b[A-Z]|\b[eU]\.[VS]|Inc|Ltd|Co|etc|a\.i)\.$", text):
        text = text[:-1].rstrip()
    text = _SPEAKS.sub("", text).strip(" ,;:–—-")
    text = re.sub(r",\s(?:works|is|has|was|writes|who|will)\s.*$", "", text)
    text = re.sub(r"^(?:from|at|of|representing)\s+(?:the\s+)?", "", text)
    return text or None


_SPEAKS = re.compile(
    r"(?:^[Aa]s an?\s.*|(?:^|[,.;]\s|\s)(?:(?i:will|to) (?:speak|talk|present|discuss|share|report|explain)|spoke|"
    r"(?:also )?"
    r"talked|speaks|talks)\s(?:about|on|to|of|how|why|what|her|his|their|the|with|as)\b.*)$"
)
"""“the Vice President of Example Aid, spoke about …”: what somebody did is no affiliation."""


def title(text: str) -> str | None:
    return text.strip().strip('“”„"«»').rstrip(".").strip() or None
