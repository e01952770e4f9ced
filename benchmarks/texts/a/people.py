"""How those who take part are listed."""

from benchmarks.texts.a.events import Event, Person
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.speech import Run, plain
from benchmarks.texts.labelled import Label

_FORMS = (
    "brackets",
    "comma",
    "dash",
    "brackets",
    "comma",
    "dash",
    "two_lines",
    "slash",
    "talks",
    "talk_first",
    "hyphen",
    "own_lines",
    "colon_talk",
    "country",
)
_LEADING = ("moderator", "chair", "host", "interviewer", "facilitator", "respondent", "keynote")


def people_block(page: Page, event: Event, form: str | None = None) -> None:
    """Writes a heading and a line for each, with their roles."""
    speech = event.speech
    form = form or speech.chance.choice(_FORMS)
    is_role_in_line = speech.is_likely(0.3)
    names_speakers = speech.is_likely(0.08)
    if form == "two_lines":
        _two_lines(page, event)
        return
    runs: list[Run | str] = []
    for person in event.people:
        run = person_line(event, person, form)
        if person.role in _LEADING or names_speakers:
            run = _with_role(page, event, person, run, is_behind=is_role_in_line)
        runs.append(run)
    if speech.is_likely(0.85):
        page.heading(speech.one("head_speakers"), 3)
    if form in ("own_lines", "slash") or speech.is_likely(0.25):
        page.lines(runs)
    else:
        page.bullets(runs)


def _two_lines(page: Page, event: Event) -> None:
    """Writes names with the affiliation below each."""
    page.heading(event.speech.one("head_speakers"), 3)
    for person in event.people:
        rows: list[Run | str] = [person.named()]
        if person.role in _LEADING:
            rows = [_with_role(page, event, person, person.named(), is_behind=event.speech.is_likely(0.5))]
        if person.affiliation:
            rows.append(person.affiliation)
        page.lines(rows)


def role_word(event: Event, person: Person, role: str | None = None) -> str:
    """Returns a word for the role, of a man or of a woman."""
    person.is_role_said = True
    forms = event.speech.one(f"role_{role or person.role}").split("|")
    return forms[person.is_woman]


def _with_role(page: Page, event: Event, person: Person, run: Run, *, is_behind: bool) -> Run:
    word = role_word(event, person)
    if is_behind and " " not in word:
        position = next(index for index, piece in enumerate(run) if piece[1] is Label.PERSON)
        behind = _unbracketed(run[position + 1 :])
        return [
            *run[: position + 1],
            (" (", None),
            (word.lower() if event.speech.language != "de" else word, Label.ROLE),
            (")", None),
            *behind,
        ]
    return [(word, Label.ROLE), (f"{page.style.colon} ", None), *run]


def _unbracketed(run: Run) -> Run:
    """Returns the run with a comma where it began with a bracket."""
    if len(run) > 2 and run[0][0] == " (" and run[2][0] == ")":
        return [(", ", None), run[1], *run[3:]]
    return run


def person_line(event: Event, person: Person, form: str) -> Run:
    """Returns name, affiliation and talk in one line."""
    who, where = person.named(), person.affiliation
    if event.speech.language == "en" and event.speech.is_likely(0.03):
        who = [*who, (event.speech.chance.choice((", PhD", " MP", ", Ph.D.", " OBE")), None)]
    talk: Run = [(person.talk, Label.TALK)]
    open_quote, close_quote = _quotes(event.speech.language, person.talk)
    match form:
        case "talks":
            tail: Run = [(f"{_colon(event)} {open_quote}", None), *talk, (close_quote, None)]
            return [*bracketed(who, where), *tail] if person.role == "speaker" else bracketed(who, where)
        case "talk_first" if person.role == "speaker":
            return [*talk, (" – ", None), *bracketed(who, where)]
        case "colon_talk" if person.role == "speaker":
            return [*bracketed(who, where), (f"{_colon(event)} ", None), *talk]
        case "brackets" | "colon_talk" | "talk_first":
            return bracketed(who, where)
    if form == "country":
        who = [*who, (f" ({event.speech.one('countries')})", None)]
    if where is None:
        return who
    mark = {"comma": ", ", "dash": " – ", "slash": "/", "hyphen": " - ", "own_lines": ", ", "country": ", "}[form]
    if form == "slash" and event.speech.is_likely(0.5):
        mark = " / "
    return [*who, (mark, None), *where]


def _quotes(language: str, quoted: str) -> tuple[str, str]:
    """Returns the quotation marks of a language, or plain ones around others."""
    if set(quoted) & set("«“„‘"):
        return '"', '"'
    marks = {"de": ("„", "“"), "fr": ("« ", " »"), "it": ("«", "»")}
    return marks.get(language, ("“", "”"))


def _colon(event: Event) -> str:
    return " :" if event.speech.language == "fr" else ":"


def bracketed(who: Run, where: Run | None) -> Run:
    if where is None:
        return who
    if "(" in plain(where):
        return [*who, (", ", None), *where]
    return [*who, (" (", None), *where, (")", None)]


def joined_people(event: Event, people: list[Person] | None = None) -> Run:
    """Returns the people in a sentence, with affiliations in brackets, or alone."""
    speech = event.speech
    chosen = people or event.voices or event.people
    bare = speech.is_likely(0.45)
    runs = [person.named() if bare else bracketed(person.named(), person.affiliation) for person in chosen]
    return speech.listed(runs)


def leaders_line(page: Page, event: Event) -> Run | None:
    """Returns who leads the talk, behind the word for it."""
    if not event.leaders:
        return None
    person = event.leaders[0]
    return [
        (role_word(event, person), Label.ROLE),
        (f"{page.style.colon} ", None),
        *bracketed(person.named(), person.affiliation),
    ]
