"""What cannot be done with the starts that are proposed."""

import datetime as dt
from collections.abc import Mapping, Sequence

from webinars.domain.programme.errors import StartUnsettled, WebinarInvalid
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class StartsInvalid(WebinarsError):
    """Some of the starts cannot be proposed. `wrong` has what is said of each, by its place in the list."""

    def __init__(self, wrong: Mapping[int, WebinarInvalid]) -> None:
        super().__init__(_("Some of the starts cannot be proposed."))
        self.wrong = wrong

    def choices(self, place: int) -> Sequence[dt.datetime]:
        """Returns wall times to take in place of one that clocks skip or repeat."""
        error = self.wrong.get(place)
        return error.choices if isinstance(error, StartUnsettled) else ()


class TooManyStarts(WebinarsError):
    def __init__(self, most: int) -> None:
        super().__init__(_("Propose at most %(num)s starts.", num=most))


class DeadlineOver(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("The deadline lies in the past. Choose a later one, or none."))


class PollClosed(WebinarsError):
    """A start has been chosen, or there is none to choose from."""

    def __init__(self) -> None:
        super().__init__(_("A start has been chosen already, so nothing is asked any more."))


class StartGone(WebinarsError):
    """The start that was pressed is not proposed any more, or is another by now."""

    def __init__(self) -> None:
        super().__init__(_("This start has been changed or taken away in the meantime. Look again."))


class StartOver(WebinarsError):
    def __init__(self) -> None:
        super().__init__(_("This start lies in the past. Choose another."))
