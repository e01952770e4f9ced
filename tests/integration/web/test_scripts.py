import re
from pathlib import Path

import pytest

from webinars.web.assets.bundles import EXPORT, IMPORT, ImportsInACircle, whole
from webinars.web.assets.stylesheets_and_scripts import STATIC

SCRIPTS = sorted((STATIC / "js").glob("*.js"))


@pytest.fixture
def written(tmp_path):
    def write(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.js"
        path.write_text(text)
        return path

    return write


def test_what_a_module_imports_is_in_it_once_and_before_who_needs_it(written):
    written("clock", "// Tells the hour.\nexport const hour = 3;\nfunction tick() {}\n")
    written("bell-tower", 'import { hour } from "./clock.js";\nexport async function ring() { return hour; }\n')
    entry = (
        'import { hour } from "./clock.js";\nimport { ring } from "./bell-tower.js";\n'
        "export function tick() {}\nring(hour);\n"
    )

    assert whole(written("site", entry)) == (
        "const $clock = (() => {\nconst hour = 3;\nfunction tick() {}\nreturn { hour };\n})();\n"
        "const $bell_tower = (() => {\nconst { hour } = $clock;\n"
        "async function ring() { return hour; }\nreturn { ring };\n})();\n"
        "const { hour } = $clock;\nconst { ring } = $bell_tower;\nexport function tick() {}\nring(hour);\n"
    )


def test_who_imports_oneself_is_named(written):
    written("hen", 'import { egg } from "./egg.js";\n')
    with pytest.raises(ImportsInACircle, match="egg → hen → egg"):
        whole(written("egg", 'import { hen } from "./hen.js";\nexport const egg = 1;\n'))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_our_modules_import_and_export_in_no_other_way(path):
    text = path.read_text()

    assert len(re.findall(r"\bimport\b[^-\w]", re.sub(r"//.*", "", text))) == len(IMPORT.findall(text))
    assert len(re.findall(r"^export\b", text, re.MULTILINE)) == len(EXPORT.findall(text))
    assert " as " not in "".join(names for names, _name in IMPORT.findall(text))
    for names, name in IMPORT.findall(text):
        exported = EXPORT.findall(path.with_name(f"{name}.js").read_text())
        assert {each.strip() for each in names.split(",")} - {""} <= set(exported)
    # Nothing that is imported may be awaited, and nothing exported may become another.
    assert not re.search(r"^(?:await|const .*= await|export let)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_what_is_served_imports_nothing(client, path):
    text = client.get(f"/static/js/{path.name}").text

    assert not re.search(r"\bimport\b", re.sub(r'"[^"]*"', "", text))
