"""Rules about templates: each parses, uses what it imports, and is used."""

import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.fixture
def parsed(app):
    def parse(name):
        return app.jinja_env.parse((TEMPLATES / name).read_text(), name)

    return parse


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(app, name):
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_template_uses_what_it_imports(parsed, name):
    tree = parsed(name)
    imported = {
        alias[1] if isinstance(alias, tuple) else alias
        for statement in tree.find_all(nodes.FromImport)
        for alias in statement.names
    } | {statement.target for statement in tree.find_all(nodes.Import)}
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}

    assert imported - used == set()


def test_macros_use_only_what_they_are_given(app, parsed):
    """What is imported knows the globals of the application and nothing of the page: a name it lacks is a page less."""
    missing = {}
    known = {*app.jinja_env.globals, "caller", "varargs", "kwargs", "loop"}
    for name in NAMES:
        tree = parsed(name)
        if any(isinstance(each, nodes.Extends) for each in tree.body):
            # Its macros are called where they stand, and see the page.
            continue
        outside = [each for each in tree.body if isinstance(each, nodes.FromImport | nodes.Import | nodes.Assign)]
        for macro in tree.find_all(nodes.Macro):
            others = [each for each in tree.find_all(nodes.Macro) if each is not macro]
            given = {each.name for each in others} | known
            alone = nodes.Template([*outside, macro], lineno=1).set_environment(app.jinja_env)
            # What is set in one branch alone is not counted as set.
            given |= {each.name for each in macro.find_all(nodes.Name) if each.ctx == "store"}
            lacking = meta.find_undeclared_variables(alone) - given
            if lacking:
                missing[f"{name}: {macro.name}"] = lacking
    assert missing == {}


def test_every_template_is_used(project):
    sources = [path.read_text() for path in (project / "webinars").rglob("*.py")]
    sources += [path.read_text() for path in TEMPLATES.rglob("*") if path.is_file()]
    everything = "\n".join(sources)

    unused = [name for name in NAMES if name not in everything and Path(name).stem not in everything]

    assert unused == []


@pytest.mark.parametrize("name", NAMES)
def test_template_has_no_inline_style_or_script(name):
    text = (TEMPLATES / name).read_text()
    if name == "mail/letter.html":
        return  # styles in mails are inlined when they are sent

    assert not re.search(r"\sstyle=|\son[a-z]+=\"", text)
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/(ld\+)?json\"))", text)


@pytest.mark.parametrize("name", NAMES)
def test_images_have_alternative_text(name):
    images = re.findall(r"<img\b[^>]*>", (TEMPLATES / name).read_text())

    assert [image for image in images if " alt=" not in image] == []
