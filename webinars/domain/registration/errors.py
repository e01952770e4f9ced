"""Why somebody cannot register, or why a registration cannot become what was asked for."""

from webinars.lib.errors import FieldInvalid, FormInvalid, WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext


class RegistrationInvalid(FormInvalid):
    """What was entered cannot be taken. `sentences` say why, by the names of the form's fields."""


class RegistrationClosed(WebinarsError):
    """Nobody can register now."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or _("Registration is closed."))


class PlacesTaken(WebinarsError):
    """All places are taken, and nobody is put on a list."""

    def __init__(self, capacity: int) -> None:
        super().__init__(
            ngettext("The only place is taken.", "All %(num)s places are taken.", capacity),
        )
        self.capacity = capacity


class RoomFull(WebinarsError):
    """No place has stayed empty."""

    def __init__(self, capacity: int) -> None:
        super().__init__(
            ngettext(
                "The room is full. The only place has been used.",
                "The room is full. All %(num)s places have been used.",
                capacity,
            )
        )


class TooFewPlaces(FieldInvalid):
    """There cannot be fewer places than have been given."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            "capacity",
            ngettext(
                "One place is taken: choose 1 or more.",
                "%(num)s places are taken: choose %(num)s or more.",
                taken,
            ),
        )


class TooManyPlaces(FieldInvalid):
    """No room holds so many people."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "capacity",
            _("Write how many places there are, from 1 to %(most)s, or nothing for as many as come.", most=most),
        )


class StateHasChanged(WebinarsError):
    """The registration is no longer in a state from which it could become that."""

    def __init__(self) -> None:
        super().__init__(_("This registration has changed in the meantime. Look at it again."))


class MessageInvalid(FormInvalid):
    """A message cannot be sent as it is. `sentences` say why, by the names of the form's fields."""


class AudienceHasChanged(WebinarsError):
    """It would go to another number of people than the button said."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "It is one person by now. Nothing is sent yet: look at the number, and press again.",
                "It is %(num)s people by now. Nothing is sent yet: look at the number, and press again.",
                count,
            )
        )
        self.count = count


class TooManyMessages(WebinarsError):
    """People get no more messages about one webinar in a day."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Nobody gets more than %(most)s messages about a webinar in a day. Choose another day.", most=most)
        )


class TooManyTests(WebinarsError):
    def __init__(self, most: int) -> None:
        super().__init__(_("You have had %(most)s tests within an hour. Wait a little.", most=most))


class MessageIsSent(WebinarsError):
    """There is nothing left of a message that could be stopped."""

    def __init__(self) -> None:
        super().__init__(_("It has all been sent. What is sent cannot be called back."))


class RecapMailSettled(WebinarsError):
    """Somebody has decided about the mail that a recording is up, or its hour has come."""

    def __init__(self, *, is_stopped: bool) -> None:
        super().__init__(
            _("Somebody has stopped it in the meantime.") if is_stopped else _("It is on its way already.")
        )
