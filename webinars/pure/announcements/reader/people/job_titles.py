"""What somebody does, said right before or behind the name: “Rector Ada Example”, “Ben Sample Senior Fellow at …”."""

import itertools
import re

from webinars.pure.announcements.reader.people.names import is_no_name, name_in, trailing_name
from webinars.pure.announcements.reader.words import all_of, one_of


def split_leading_job(name: str) -> tuple[str, str] | None:
    """Returns the job and the name of “Rector Ada Example”, or None where nothing before it is surely a job."""
    words = name.split()
    jobs = list(itertools.takewhile(lambda word: is_no_name(word.casefold()), words))
    rest = name_in(" ".join(words[len(jobs) :]), is_strict=True) if jobs else None
    return (" ".join(jobs), rest) if rest else None


def job_before_name(head: str) -> tuple[str, str] | None:
    """Returns the job and the name of “poet and performer Ada Example”.

    None where the words before it are something else.
    """
    found = trailing_name(head) if len(head) < MAX_JOB_AND_NAME else None
    if found is None or not _JOB.fullmatch(found[1]) or not _is_job(found[1]):
        return None
    return found[1], found[0]


def job_behind_name(text: str) -> tuple[str, str] | None:
    """Returns the name and the job of “Ada Example Senior Fellow at the Example Institute”, which no comma parts."""
    words = text[:MAX_JOB_AND_NAME].split()
    for size in (2, 3, 4):
        if size >= len(words) or words[size - 1][-1:] in _MARKS:
            return None
        job = " ".join(words[size:])
        if words[size].casefold().strip(",") in _JOBS and _AT.match(job):
            name = name_in(" ".join(words[:size]), is_strict=True)
            return (name, text.split(maxsplit=size)[size]) if name else None
    return None


_MARKS = ",;:()–—-|/"
_AT = re.compile(rf"(?:\S+ ){{0,5}}\S*?(?:,|(?<= )(?:à|{one_of('jobs.at')})(?= ))")
_JOBS = all_of("jobs.jobs")
MAX_JOB_AND_NAME = 100
_JOB = re.compile(r"(?:an? |the |our )?[^\W\d_][\w.&’'-]*(?:,? [^\W\d_][\w.&’'-]*){0,6}")
_DOES = re.compile(rf"\b(?!{one_of('jobs.no_doing')})\w+ing\b|\b(?:{one_of('jobs.doing')})$", re.IGNORECASE)


def _is_job(words: str) -> bool:
    """Returns whether words before a name can be what somebody does: in small letters, or of which no name is made."""
    has_small = any(word[:1].islower() for word in words.split())
    return _DOES.search(words) is None and (has_small or is_no_name(words.split(maxsplit=1)[0].casefold()))
