import pytest

from tests.application import empty_database


@pytest.fixture
def empty(session):
    """Forget everything that is stored: the test's session then looks at another, empty site."""

    def empty() -> None:
        session.commit()
        session.expunge_all()
        empty_database()

    return empty
