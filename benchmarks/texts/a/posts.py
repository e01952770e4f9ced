"""The pieces of what sites post: the lines around a post, titles and groups within sentences, people in prose."""

from benchmarks.texts.a import blocks, titles
from benchmarks.texts.a.events import Event, Person
from benchmarks.texts.a.names import name
from benchmarks.texts.a.organisations import acronym, organisation
from benchmarks.texts.a.page import Page
from benchmarks.texts.a.people import bracketed
from benchmarks.texts.a.sayings import said_of
from benchmarks.texts.a.speech import Noun, Run, Slot, plain
from benchmarks.texts.labelled import Label

IN_QUOTES = 0.45
"""Of the titles within a sentence of a post. The others stand there bare."""
TITLED_WITH, OF_A_KIND, BESIDE_ITS_KIND = 0.13, 0.25, 0.24
HOST_COMES_BACK, HOST_BELOW_TITLE = 0.4, 0.28
_AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "pt": "e", "it": "e"}


def recast(event: Event) -> None:
    """Writes the names of a few texts another way: in capitals, the surname first, the given name alone."""
    roll = event.speech.chance.random()
    for person in event.people:
        given, _, rest = person.name.rpartition(f" {person.surname}")
        if not given or rest or len(person.surname.upper()) != len(person.surname):
            continue
        if roll < 0.06:
            person.name = f"{given} {person.surname.upper()}"
        elif roll < 0.09:
            person.name = f"{person.surname.upper()} {given}"
        elif roll < 0.11:
            person.name = person.name.upper()
        elif roll < 0.13:
            person.name = f"{given.split()[0]} {person.surname[0].upper()}."
        elif roll < 0.14:
            person.name = f"{given[0]}. {person.surname}"
    if len({person.name for person in event.people}) < len(event.people):
        del event.people[1:]


def fill(event: Event, key: str, **more: Slot) -> Run:
    """Returns a sentence or a line of a list, its usual slots filled. Groups and names it adds are no part of it."""
    speech, chance = event.speech, event.speech.chance
    slots: dict[str, Slot] = {
        "org": event.hosts[0],
        "partner": event.partners[0],
        "other": organisation(speech),
        "second": organisation(speech),
        "site": Noun(event.hosts[0].code, event.hosts[0].text),
        "format": blocks.format_word(event),
        "s": event.about[0],
        "t": event.about[1],
        "place": speech.one("places"),
        "town": Noun("-", speech.one("towns")),
        "thing": speech.one("emblems"),
        "np": blocks.stranger(event),
        "nq": blocks.stranger(event),
        "nr": blocks.stranger(event),
        "ns": blocks.stranger(event),
        "street": name(chance, speech.language).surname,
        "past": blocks.published(event),
        "year": str(chance.choice((1989, 2004, 2011, 2016, 2019))),
        "u": titles.subjects(speech, 1)[0],
        "tool": titles.tool(chance),
        "acr": acronym(chance),
        "n": str(chance.randint(2, 60)),
        "elsewhere": titles.title(speech, titles.subjects(speech, 4)),
        "book": titles.talk(speech),
    }
    if len(event.hosts) > 1:
        slots["also"] = event.hosts[1]
    return speech.sayable(key, **{**slots, **more})


def write(page: Page, runs: list[Run]) -> None:
    """Writes sentences as one paragraph. What ends without a stop gets one where another sentence follows."""
    rest: list[Run] = [
        [*run, (".", None)] if plain(run)[-1].isalnum() or plain(run).endswith(")") else run for run in runs[:-1]
    ]
    page.sentences([*rest, *runs[-1:]])


def prose(event: Event, count: int) -> list[Run]:
    """Returns sentences that say nothing of what we look for, in words of all kinds."""
    runs: list[Run] = []
    for _ in range(count):
        about, other = (event.about[:2]) if event.speech.is_likely(0.2) else titles.subjects(event.speech, 2)
        runs.append(fill(event, "prose", s=about, t=other))
    return runs


def title_within(event: Event) -> Run:
    """Returns the title as it stands in a sentence, more often without quotation marks than with."""
    return blocks.quoted_title(event) if event.speech.is_likely(IN_QUOTES) else blocks.title(event)


def title_line(event: Event) -> Run:
    """Returns the line that holds the title: alone, behind the kind of event, or with who speaks."""
    if event.voices and event.speech.is_likely(TITLED_WITH):
        few = [person.named() for person in event.voices[:2]]
        return fill(event, "titled_with", title=blocks.title(event), people=event.speech.listed(few))
    if event.speech.is_likely(OF_A_KIND):
        colon = " : " if event.speech.language == "fr" else ": "
        mark = event.speech.chance.choice((colon, colon, " - ", " – "))
        return [*fill(event, "kinds", letters=acronym(event.speech.chance)), (mark, None), *blocks.title(event)]
    if event.speech.is_likely(BESIDE_ITS_KIND):
        return fill(event, "kinds_beside", title=blocks.title(event))
    return blocks.prefixed_title(event, 0.15)


def top(page: Page, event: Event, title: Run | None = None) -> None:
    """Writes what stands over a post: the site, a kicker, the title and who posted it when, in more orders than one."""
    speech = event.speech
    if speech.is_likely(0.35):
        page.para(_site_line(event))
    if speech.is_likely(0.35):
        page.para(fill(event, "kickers"))
    is_first = speech.is_likely(0.15)
    if is_first:
        page.para(fill(event, "bylines"))
    if speech.is_likely(0.75) or page.is_html:
        page.heading(title or title_line(event), 1)
    else:
        page.para(title or title_line(event), is_last_of_block=False)
    if speech.is_likely(HOST_BELOW_TITLE):
        page.para([(event.hosts[0].text, Label.ORGANISER)])
    if speech.is_likely(0.15):
        page.para(fill(event, "hosted_lines"))
    if not is_first and speech.is_likely(0.6):
        page.para(fill(event, "bylines"))


def _site_line(event: Event) -> Run:
    """Returns the name of the group whose site it is, of its series, or where one stands within the site."""
    roll = event.speech.chance.random()
    if roll < 0.15:
        return [(titles.tool(event.speech.chance), None)]
    if roll < 0.55:
        return [(event.hosts[0].text, Label.ORGANISER)]
    return blocks.series(event) if roll < 0.75 else blocks.noise(event, "menus")


def below(page: Page, event: Event) -> None:
    """Writes what stands under a post: tags, buttons, other posts, comments."""
    speech = event.speech
    while speech.is_likely(HOST_COMES_BACK):
        page.para(fill(event, "hosts_again"))
    for _ in range(speech.chance.choice((0, 0, 1, 1, 2))):
        page.para(fill(event, "belows"))
    if speech.is_likely(0.12):
        page.heading(speech.one("head_related"), 3)
        page.bullets([fill(event, "related") for _ in range(speech.chance.choice((2, 3)))])
    if speech.is_likely(0.3):
        page.para(blocks.noise(event, speech.chance.choice(("share", "categories", "footers"))))


def people_run(event: Event, people: list[Person]) -> Run:
    """Returns people within a sentence: bare, or each with where they are from before, behind or in brackets."""
    speech = event.speech
    people_without = all(person.affiliation is None for person in people)
    style = speech.chance.choice(("bare", "brackets", "stops", "stops", "before", "before", "shared", "honours"))
    if style == "bare" or (people_without and style != "honours"):
        return speech.listed([person.named() for person in people])
    if style == "honours":
        return speech.listed([_honoured(event, person) for person in people])
    if style == "before":
        return speech.listed([_from_before(event, person) for person in people])
    if style == "shared" and len(people) > 1:
        return _shared(event, people)
    if style == "stops":
        return _with_stops(event, people)
    return speech.listed([bracketed(person.named(), person.affiliation) for person in people])


def _honoured(event: Event, person: Person) -> Run:
    person.affiliation = None
    honour = event.speech.one("honours").split("|")[person.is_woman]
    return [(f"{honour} ", None), (person.name, Label.PERSON)]


def _from_before(event: Event, person: Person) -> Run:
    """Returns who somebody is, then the name."""
    speech = event.speech
    if person.affiliation is None:
        return person.named()
    where, told = speech.one("befores").split("~")
    said = plain(speech.fill(where, position=person.position, org=person.of))
    person.affiliation = [(said, Label.AFFILIATION)]
    return speech.fill(told, woman=person.is_woman, a=person.affiliation, p=person.named())


def _shared(event: Event, people: list[Person]) -> Run:
    """Returns several names, and in brackets where all of them are from."""
    where: Run = [(people[0].of.text.split(" (")[0], Label.AFFILIATION)]
    for person in people:
        person.affiliation = where
    return bracketed(event.speech.listed([person.named() for person in people]), where)


def _with_stops(event: Event, people: list[Person]) -> Run:
    """Returns name and affiliation between commas, each person ended by a semicolon."""
    mark = "; " if event.speech.is_likely(0.6) else ", "
    said: Run = []
    for index, person in enumerate(people):
        if index:
            is_last = index == len(people) - 1
            said.append((f"{mark}{_AND[event.speech.language]} " if is_last else mark, None))
        said += [*person.named(), *([(", ", None), *person.affiliation] if person.affiliation else [])]
    return said


def people_told(event: Event) -> list[Run]:
    """Returns sentences on those who speak: one for all of them, or one for each."""
    speech = event.speech
    if event.leaders and len(event.voices) > 2 and speech.is_likely(0.3):
        event.voices[-1].role = "moderator"
    voices = event.voices or event.people
    if speech.is_likely(0.5) and len(voices) < 5:
        key = "guests" if len(voices) > 1 else "guest"
        runs = [fill(event, key, people=people_run(event, voices))]
    else:
        forms = speech.some("turns", len(voices))
        runs = [said_of(event, person, forms[index % len(forms)]) for index, person in enumerate(voices)]
    return [*runs, *led_by(event)]


def turns(event: Event) -> list[Run]:
    """Returns a sentence on each of one or two who speak, with nothing of where they are from."""
    speech, voices = event.speech, event.voices or event.people
    forms = [form for form in speech.all("turns") if "{a}" not in form and "{of" not in form]
    chosen = speech.chance.sample(voices, min(len(voices), 2))
    return [_told_again(event, person, speech.chance.choice(forms)) for person in chosen]


def _told_again(event: Event, person: Person, form: str) -> Run:
    """Returns a sentence on somebody whose affiliation stands elsewhere."""
    affiliation = person.affiliation
    run = said_of(event, person, form)
    person.affiliation = affiliation
    return run


def people_listed(page: Page, event: Event) -> None:
    """Writes a few words and below them those who speak, a line each, then who moderates."""
    speech = event.speech
    mark = speech.chance.choice((", ", ", ", " – ", " - ", " | ", "; "))
    end = speech.chance.choice(("", "", "", ",", ";", "."))
    page.para(f"{speech.one('leads')}{page.style.colon}", is_last_of_block=False)
    rows: list[Run | str] = []
    for person in event.voices or event.people:
        where: Run = [(mark, None), *person.affiliation] if person.affiliation else []
        rows.append([*person.named(), *where, (end, None)])
    if speech.is_likely(0.75):
        page.bullets(rows)
    else:
        page.lines(rows)
    for run in led_by(event):
        page.para(run)


def slot(event: Event, person: Person, hour: str, form: str) -> Run:
    """Returns a line of a programme: the hour, the talk and who gives it, in one of many orders."""
    if "{a}" not in form:
        person.affiliation = None
    elif person.affiliation is None:
        form = form.replace(" ({a})", "").replace(", {a}", "").replace(" | {a}", "")
    talk: Run = [(person.talk, Label.TALK)]
    return event.speech.fill(form, hour=hour, talk=talk, p=person.named(), a=person.affiliation or "")


def led_by(event: Event) -> list[Run]:
    """Returns a sentence on the one or two who moderate, if any do."""
    speech = event.speech
    leaders = event.leaders[:2]
    if not leaders:
        return []
    index = speech.chance.randrange(len(speech.all("led_by")))
    for person in leaders:
        person.role, person.is_role_said = speech.all("led_by_roles")[index], True
    return [speech.fill(speech.all("led_by")[index], people=people_run(event, leaders))]


def groups_told(event: Event) -> list[Run]:
    """Returns sentences on who organises it, and on groups and people that do not."""
    speech = event.speech
    runs = [fill(event, "hosts_said")] if speech.is_likely(0.6) else []
    if speech.is_likely(0.4):
        runs.append(fill(event, "others_said"))
    if speech.is_likely(0.14):
        runs.append(fill(event, "mentioned"))
    speech.chance.shuffle(runs)
    return runs
