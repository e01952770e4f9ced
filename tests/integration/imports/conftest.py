import pytest

from tests import factories
from webinars.models import Role


@pytest.fixture
def olga(session, client, sign_in, lunar):
    """An editor, who has signed in."""
    user = factories.make_user(session, "Olga")
    factories.make_membership(session, lunar, user, Role.EDITOR)
    sign_in(client, user)
    return user
