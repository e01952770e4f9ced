"""Addresses as rooms, ticket sites and video hosts form them, of things that do not exist."""

import random

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


def site(chance: random.Random) -> str:
    return f"https://www.{chance.choice(_SITES)}.example"


def registration(chance: random.Random) -> str:
    """Returns an address where one registers."""
    return chance.choice(
        (
            f"https://us0{chance.randint(2, 6)}web.zoom.us/webinar/register/WN_{letters(chance, 22)}",
            f"https://us0{chance.randint(2, 6)}web.zoom.us/meeting/register/tZ{letters(chance, 30)}",
            f"https://www.eventbrite.com/e/online-event-tickets-{chance.randint(10**10, 10**12)}",
            f"https://forms.gle/{letters(chance, 17)}",
            f"https://lu.ma/{letters(chance, 8).lower()}",
            f"{site(chance)}/register/{chance.randint(100, 9999)}",
            f"{site(chance)}/events/{letters(chance, 6).lower()}/registration",
            f"https://tinyurl.com/{letters(chance, 8).lower()}",
            f"https://bit.ly/{letters(chance, 7)}",
        )
    )


def address(chance: random.Random) -> str:
    """Returns a mail address."""
    host = chance.choice(("tidepool", "lantern", "openlab", "millrace"))
    return f"{chance.choice(('info', 'events', 'office', 'contact'))}@{host}.example"


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
