"""Rules about where things lie and what they are called, so that `ls` finds them: see CONTRIBUTING.md."""

import ast

DOMAIN_ALONE = {
    "archive": "its pages are commands",
    "editing": "its page is the desk’s editor",
    "history": "its pages are of the desk",
    "processes": "what processes share has no page",
}
SITE_ALONE = {
    "desk": "pages of many features",
    "embed": "what other sites show of many features",
    "first_steps": "pages of many features",
    "lint": "the page of `pure.times.lint`",
}
FRAMES = {
    "components": "macros of all features",
    "errors": "pages of no feature",
    "layouts": "the frame of every page",
}
"""Templates of no feature."""
FACES = {
    "api": "a storey of its own, for programs",
    "commands": "tried as they are typed",
    "demo": "the programme that it makes",
    "metrics": "put together by `app`",
    "web": "the storey that all pages stand on",
}
"""Tests of no feature."""

WITH_A_FUNCTION = {
    "webinars/__init__.py": "the factory that Flask looks for",
    "webinars/pure/announcements/reader/__init__.py": "loads the reader once somebody reads",
}
"""Files of packages that hold more than what they hand on."""

MOST_IN_A_FOLDER = 20
LARGE = {
    "webinars/commands": "one file a command",
    "webinars/domain/questions": "one feature, by who acts in it",
    "webinars/domain/recordings": "one feature, with rooms for what is made from a recording",
    "webinars/domain/registration": "one feature, with rooms for letters and messages",
    "webinars/lib": "each a help for itself",
    "webinars/models": "one file an aggregate",
}
LONGEST_MODULE = 400
VAGUE = {
    "around", "asked", "beside", "common", "given", "gone", "held", "helpers", "holding", "kept", "known", "misc",
    "own", "rules", "said", "shown", "told", "utils", "whose",
}  # fmt: skip
"""What a module may not be called, for nobody would look for it: it does not say of what."""


def folders(place):
    return {each.name for each in place.iterdir() if each.is_dir() and each.name != "__pycache__"}


def test_a_feature_has_one_name_in_every_storey(project):
    domain, site = folders(project / "webinars/domain"), folders(project / "webinars/site")

    assert domain - site == set(DOMAIN_ALONE)
    assert site - domain == set(SITE_ALONE)
    assert folders(project / "templates") - site == set(FRAMES)
    assert folders(project / "tests/integration") - site - domain == set(FACES)


def test_a_folder_can_be_read_at_a_glance(project):
    large = {
        str(folder.relative_to(project))
        for folder in (project / "webinars").rglob("*")
        if folder.is_dir() and sum(path.name != "__init__.py" for path in folder.glob("*.py")) > MOST_IN_A_FOLDER
    }

    assert large == set(LARGE)


def test_modules_stay_short(project):
    long = {
        str(path.relative_to(project)): lines
        for path in sorted((project / "webinars").rglob("*.py"))
        if (lines := len(path.read_text().splitlines())) > LONGEST_MODULE
    }

    assert long == {}


def test_modules_are_called_what_people_look_for(project):
    vague = [
        str(path.relative_to(project))
        for place in ("webinars", "benchmarks")
        for path in sorted((project / place).rglob("*.py"))
        if path.stem in VAGUE
    ]

    assert vague == []


def test_packages_hand_on_and_decide_nothing(project):
    defining = {
        str(path.relative_to(project))
        for path in (project / "webinars").rglob("__init__.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        or (isinstance(node, ast.Assign | ast.AnnAssign) and "__all__" not in ast.unparse(node))
    }

    assert defining == set(WITH_A_FUNCTION)
