"""Sentences on one who takes part."""

from benchmarks.texts.a.events import Event, Person
from benchmarks.texts.a.speech import Run, plain
from benchmarks.texts.labelled import Label


def said_of(event: Event, person: Person, form: str) -> Run:
    """Returns a sentence on somebody. What it prints of the affiliation becomes the affiliation."""
    speech = event.speech
    if "{a}" in form and person.affiliation is None:
        form = (
            "{p}."
            if form.startswith("{p}") and len(form) < 12
            else form.replace(" ({a})", "").replace(", {a},", "").replace(", {a}", "")
        )
    elif "({a})" in form and "(" in plain(person.affiliation or []):
        form = form.replace(" ({a})", ", {a},").replace(",.", ".").replace(",,", ",")
    elif "{of" in form:
        person.affiliation = [(person.of.text, Label.AFFILIATION)]
    elif "{a}" not in form:
        person.affiliation = None
    return speech.fill(
        form,
        woman=person.is_woman,
        p=person.named(),
        a=person.affiliation or "",
        of=person.of.labelled(Label.AFFILIATION),
        talk=[(person.talk, Label.TALK)],
        s=event.about[0],
        t=event.about[1],
        place=speech.one("places"),
        year=str(speech.chance.choice((1989, 2008, 2015, 2020))),
    )
