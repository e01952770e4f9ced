"""The person on whose behalf something is done, as the rules see them."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from webinars.models import Role


class Actor(Struct, frozen=True, kw_only=True):
    """A signed-in person with their roles, or nobody."""

    user_id: int | None = None
    name: str = ""
    is_admin: bool = False
    timezone: str | None = None
    """In which times are told to this person, if they have said so."""
    roles: Mapping[int, Role] = field(default_factory=lambda: MappingProxyType({}))
    """Organisation id → role."""

    def is_member(self, organisation_id: int) -> bool:
        return organisation_id in self.roles

    def is_editor(self, organisation_id: int) -> bool:
        """Returns whether they are owner or editor there, or administrator of the site."""
        return self.is_admin or self.roles.get(organisation_id) in {Role.OWNER, Role.EDITOR}

    def is_owner(self, organisation_id: int) -> bool:
        return self.is_admin or self.roles.get(organisation_id) == Role.OWNER


ANONYMOUS = Actor()

OPERATOR = Actor(name="", is_admin=True)
"""The command line and the worker: whoever can start them owns the site."""
