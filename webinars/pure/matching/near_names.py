"""Names that are nearly the same: probably one person, or one organisation, written in two ways.

Different people are named alike far more often than one is written wrong, so each rule asks for much that is the same.
"""

import unicodedata

from webinars.lib.names import name_key, organisation_key

_DOUBTED = 5
"""Words of fewer letters differ by one letter in far too many real names: Ann and Anna, Brun and Brum."""
_EXCHANGED = 7
"""Another letter in the place of one makes another name in shorter words: Müller, Miller and Möller."""
_SHORTEST_PET_NAME = 3
_TAIL_OF_A_NAME = 2
"""So many words of an organisation's name that is a part of another are its own: "Company of Dyers"."""
_FEMININE = ("a", "e", "o", "s")
"""Letters that make another given name of one: Daniel and Daniela, Louis and Louise, Andrea and Andreas."""
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "in", "de", "des", "du", "la", "der", "für", "und", "di", "dei"})


def is_nearly_person(one: str, other: str) -> bool:
    """Returns whether two different names are probably one person's: a slip in a part, initials, parts turned round."""
    ours, theirs = _words(name_key(one)), _words(name_key(other))
    if not ours or not theirs or name_key(one) == name_key(other):
        return False
    if sorted(ours) == sorted(theirs):
        return True
    if len(ours) == 1 or len(theirs) == 1:
        return len(ours) == len(theirs) and _is_slip(ours[0], theirs[0])
    (*given, family), (*other_given, other_family) = ours, theirs
    if family == other_family:
        return _are_givens_alike(given, other_given)
    return given == other_given and family[0] == other_family[0] and _is_slip(family, other_family)


def is_nearly_organisation(one: str, other: str) -> bool:
    """Returns whether two different names are probably of one organisation.

    One word has a slip, or one is the other's end.
    """
    ours, theirs = _words(organisation_key(one)), _words(organisation_key(other))
    if not ours or not theirs or organisation_key(one) == organisation_key(other):
        return False
    plain, other_plain = (sorted(_stem(word) for word in words if word not in _SMALL_WORDS) for words in (ours, theirs))
    if plain == other_plain:
        return True
    if len(ours) == len(theirs):
        different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
        return len(different) == 1 and _is_slip(*different[0])
    shorter, longer = sorted((ours, theirs), key=len)
    own = [word for word in shorter if word not in _SMALL_WORDS]
    return len(own) >= _TAIL_OF_A_NAME and longer[-len(shorter) :] == shorter


def _words(key: str) -> list[str]:
    """Returns the words of a key without accents, which many leave out, and initials without their dots."""
    plain = unicodedata.normalize("NFKD", key)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("-", " ").split()


def _stem(word: str) -> str:
    return word.rstrip("'").removesuffix("'s").removesuffix("s")


def _are_givens_alike(ours: list[str], theirs: list[str]) -> bool:
    """Returns whether given names of one family name are alike: initials, short forms, a middle name more, a slip."""
    if len(ours) != len(theirs):
        # "Isaac Newton" and "Isaac A. Newton"; not "Anna Maria" and "Maria", who may be sisters.
        return ours[0] == theirs[0] or _is_initial(ours[0], theirs[0])
    different = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return all(_is_initial(a, b) for a, b in different) or (
        len(different) == 1 and (_is_pet_name(*different[0]) or _is_given_slip(*different[0]))
    )


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _is_pet_name(one: str, other: str) -> bool:
    """Returns whether one name is short for the other: "Will" for William, not "Paul" for Paula."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_PET_NAME and longer.startswith(shorter) and len(longer) - len(shorter) > 1


def _is_given_slip(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    is_feminine = len(shorter) < len(longer) and longer[:-1] == shorter and longer.endswith(_FEMININE)
    return not is_feminine and _is_slip(one, other)


def _is_slip(one: str, other: str) -> bool:
    """Returns whether two words differ by one slip of the pen: two letters turned round, one too many, another one."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _DOUBTED or len(longer) - len(shorter) > 1 or shorter == longer:
        return False
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    if shorter[at + 2 :] == longer[at + 2 :] and shorter[at : at + 2] == longer[at : at + 2][::-1]:
        return True
    return len(shorter) >= _EXCHANGED and shorter[at + 1 :] == longer[at + 1 :]
