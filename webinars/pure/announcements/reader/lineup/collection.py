"""People collected from different places of a text, each once."""

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.people.person_entry import Person


class LineupEntry(Struct):
    """A person with the lines that say so."""

    person: Person
    lines: list[int]
    is_uncertain: bool = False


class LineupReader(Struct):
    """Collects people in the order of the text. The same name again adds what is new."""

    entries: dict[str, LineupEntry] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    """Numbers of lines that are entries or headings of the line-up."""
    told: set[int] = field(default_factory=set)
    """Numbers of short lines of prose that name people."""

    def add(self, person: Person, lines: Iterable[int], *, is_uncertain: bool = False, overrides: bool = True) -> None:
        key = folded_name(person.name)
        entry = self.entries.get(key) or self._shorter_or_longer(key)
        if entry is None:
            self.entries[key] = LineupEntry(person, list(lines), is_uncertain)
            return
        old = entry.person
        role = old.role
        if person.role and (role is None or (role is Role.SPEAKER and overrides)):
            role = person.role
        entry.person = replace(
            old,
            name=max(old.name, person.name, key=lambda name: len(name.split())),
            affiliation=old.affiliation or person.affiliation,
            role=role,
            talk_title=old.talk_title or person.talk_title,
            subject=old.subject or person.subject,
        )
        entry.lines = sorted({*entry.lines, *lines})

    def _shorter_or_longer(self, key: str) -> LineupEntry | None:
        """“Ada Example” and “Ada M. Example” are one person when first and last word agree."""
        words = key.split()
        if len(words) < 2:
            return next((entry for other, entry in self.entries.items() if other.rsplit(" ", 1)[-1] == key), None)
        for other, entry in self.entries.items():
            theirs = other.split()
            shorter, longer = sorted((words, theirs), key=len)
            if len(shorter) == 2 and len(longer) > 2 and (shorter[0], shorter[-1]) == (longer[0], longer[-1]):
                return entry
        return None

    def forget_groups(self) -> None:
        """Leave out what looks like a name and is where another is from: “Presented by Example Air”."""
        groups = {
            folded_name(piece)
            for person in self.people
            for piece in (person.affiliation or "", *(person.affiliation or "").split(", ")[1:])
        }
        for key, entry in list(self.entries.items()):
            if key in groups and (entry.person.affiliation is None or entry.is_uncertain):
                del self.entries[key]
                self.used.difference_update(entry.lines)

    @property
    def people(self) -> list[Person]:
        return [entry.person for entry in self.entries.values()]
