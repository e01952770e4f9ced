from webinars.lib.errors import WebinarsError


class SeriesInvalid(WebinarsError):
    """A value cannot be stored. `field` is which. The error is one sentence for the reader."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
