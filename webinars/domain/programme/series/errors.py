from webinars.lib.errors import FieldInvalid


class SeriesInvalid(FieldInvalid):
    """A value cannot be stored. `field` is which. The error is one sentence for the reader."""
