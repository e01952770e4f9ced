"""Rules about templates: each parses, uses what it imports, and is used."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

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
