from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class ModelFails(WebinarsError):
    """The model has said nothing that could be used. What the reader has found stands without it."""


class ModelBusy(ModelFails):
    """Others are asking."""

    def __init__(self) -> None:
        super().__init__(_("The model is answering others. Ask again in a moment."))


class ModelAway(ModelFails):
    """No answer, none in time, or none that ends."""

    def __init__(self) -> None:
        super().__init__(_("The model did not answer."))


class ModelRefuses(ModelFails):
    """The server of the model answers with an error. `status` is its number."""

    def __init__(self, status: int) -> None:
        super().__init__(_("The model refused the question (status %(status)s).", status=status))
        self.status = status


class ModelUnclear(ModelFails):
    """What came was not what was asked for."""

    def __init__(self) -> None:
        super().__init__(_("The answer of the model could not be read."))
