"""Addresses as rooms, ticket sites and video hosts form them, of things that do not exist."""

import random
import re
import unicodedata

_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_SITES = (
    "harbour-school",
    "reef-institute",
    "nets-and-knots",
    "tidepool",
    "openlab",
    "mooringhouse",
    "lantern",
    "millrace",
)


def letters(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(count))


def home(chance: random.Random, group: str) -> str:
    """Returns the host of a group's own site: called by its letters, its words or its first word, or like nothing."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", group) if char.isascii())
    words = [word for word in re.findall(r"[A-Za-z0-9]+", bare.split(" (")[0]) if not word.islower()]
    initials = "".join(word[0] for word in words)
    names = [
        chance.choice(_SITES),
        *([initials] * (len(initials) > 2)),
        *(["".join(words), "-".join(words)] * (0 < len("".join(words)) < LONGEST)),
        *(words if len(words) == 1 else []),
    ]
    return f"{chance.choice(names).lower()}.{chance.choice(('example', 'example', 'org.example', 'net.example'))}"


LONGEST = 28


def registration(chance: random.Random, group: str) -> str:
    """Returns an address where one registers with a group."""
    return chance.choice(
        (
            f"https://us0{chance.randint(2, 6)}web.zoom.us/webinar/register/WN_{letters(chance, 22)}",
            f"https://us0{chance.randint(2, 6)}web.zoom.us/meeting/register/tZ{letters(chance, 30)}",
            f"https://www.eventbrite.com/e/online-event-tickets-{chance.randint(10**10, 10**12)}",
            f"https://forms.gle/{letters(chance, 17)}",
            f"https://lu.ma/{letters(chance, 8).lower()}",
            f"https://www.{home(chance, group)}/register/{chance.randint(100, 9999)}",
            f"https://{home(chance, group)}/events/{letters(chance, 6).lower()}/registration",
            f"https://tinyurl.com/{letters(chance, 8).lower()}",
            f"https://bit.ly/{letters(chance, 7)}",
        )
    )


def address(chance: random.Random, group: str) -> str:
    """Returns a mail address of a group."""
    return f"{chance.choice(('info', 'events', 'office', 'contact'))}@{home(chance, group)}"


def room(chance: random.Random) -> str:
    return chance.choice(
        (
            f"https://us0{chance.randint(2, 6)}web.zoom.us/j/{chance.randint(10**10, 10**11 - 1)}",
            f"https://meet.google.com/{letters(chance, 3).lower()}-{letters(chance, 4).lower()}-abc",
            f"https://meet.jit.si/{letters(chance, 10)}",
        )
    )


def youtube(chance: random.Random) -> str:
    return f"https://youtu.be/{letters(chance, 11)}"


def video(chance: random.Random) -> str:
    return chance.choice(
        (
            f"https://youtu.be/{letters(chance, 11)}",
            f"https://www.youtube.com/watch?v={letters(chance, 11)}",
            f"https://vimeo.com/{chance.randint(10**8, 10**9)}",
        )
    )
