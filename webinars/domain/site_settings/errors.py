"""What cannot be set for the whole site."""

from collections.abc import Mapping

from webinars.domain.site_settings.values import variable_of
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class SiteInvalid(WebinarsError):
    """Values cannot be stored. `problems` has a sentence for each setting that is wrong, by its name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class SettingFixed(WebinarsError):
    """The server says what a setting is. `name` is which."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Nothing was saved: what stands here is set on the server by %(variable)s, and is not changed here.",
                variable=variable_of(name),
            )
        )
        self.name = name
