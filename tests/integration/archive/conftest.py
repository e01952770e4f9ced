import pytest


@pytest.fixture(autouse=True)
def _derived(derived: None) -> None:
    """What is looked at here follows from webinars."""
