"""The short address of a recording, for footnotes and slides: it leads to the recording as long as any of its own does.

A code is made of a slug and kept nowhere. A slug is given to one recording alone and leads to it for ever, so each code
does as well: after a change of address, and on a site to which everything has been moved.
"""

import base64
import hashlib
import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import FormerSlug, Recording

BYTES = 5
"""Eight letters: among 20,000 recordings the chance that any two share a code is one in 5,000."""
CODE = re.compile("[a-z2-7]{8}")


def code_of(slug: str) -> str:
    return base64.b32encode(_digest(slug)).decode().lower()


def slug_of_code(session: Session, code: str) -> str | None:
    """Returns the slug, present or former, that `code` was made of, or None if there is none."""
    if not CODE.fullmatch(code):
        return None
    former = sa.select(FormerSlug.slug).where(FormerSlug.kind == Recording.__tablename__)
    digest = base64.b32decode(code.upper())
    # Every slug is tried, 20,000 of them in a tenth of a second: a footnote is followed seldom.
    slugs = session.execute(sa.union_all(sa.select(Recording.slug), former))
    return next((slug for (slug,) in slugs if _digest(slug) == digest), None)


def _digest(slug: str) -> bytes:
    return hashlib.sha256(slug.encode()).digest()[:BYTES]
