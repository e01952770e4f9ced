"""How many examples a property is tried with, where each takes its time."""

import hypothesis


def examples(count: int) -> int:
    """Returns `count` where everything is tried or something new is looked for, else a quarter of it."""
    return count // 4 if hypothesis.settings.get_current_profile_name() == "usual" else count
