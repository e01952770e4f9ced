"""What gives the site another edition, though it is written by the hundred and shown by one webinar's pages alone."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.models.derived import Changes
from webinars.models.page_cache_version import give_another


def follow_answers(session: Session, changes: Changes, _now: dt.datetime) -> None:
    """Tell the whole site of questions that were answered: recordings, speakers and what is found show them too.

    A vote, and a question that nobody has answered, are shown by the pages of their webinar only.
    """
    if changes.read_webinar_ids or changes.passage_webinar_ids or changes.began_before:
        give_another(session)
