"""What is shipped for operators is what the application has."""

import re

import pytest

from webinars.config import read_settings
from webinars.web.security.secret_addresses import is_secret

SECRET = "kW3-secret_9xQ"


@pytest.fixture
def nginx(project):
    return (project / "deploy" / "nginx" / "webinars.conf").read_text()


def test_nginx_blots_out_of_its_log_what_we_blot_out_of_ours(app, nginx):
    pattern, written = re.search(r'^    "~(\^.*)" "(.*)";$', nginx, re.MULTILINE).groups()
    pattern = re.compile(pattern.replace("(?<", "(?P<"))
    written = re.sub(r"\$\{?(\w+)\}?", r"\\g<\1>", written)
    rules = [rule.rule for rule in app.url_map.iter_rules() if is_secret(rule)]

    addresses = [re.sub(r"<secret:\w+>", SECRET, rule) for rule in rules]
    logged = [pattern.sub(written, each) for each in addresses]

    assert [each for each in logged if SECRET in each] == []
    assert logged == [each.replace(SECRET, "...") for each in addresses]
    assert len(logged) > 5


def test_nginx_tells_no_error_log_of_them_and_keeps_none(app, nginx):
    places = re.findall(r"^    location (\S+) (\S+) \{\n(.*?)^    \}", nginx, re.MULTILINE | re.DOTALL)
    silent = [place for place in places if "error_log /var/log/nginx/error.log crit;" in place[2]]
    # As nginx chooses: a beginning with ^~ first, then expressions in their order.
    expressions = [place for place in places if place[0] == "~"]

    for rule in app.url_map.iter_rules():
        if is_secret(rule):
            address = re.sub(r"<secret:\w+>", SECRET, rule.rule)
            beginning = [place for place in places if place[0] == "^~" and address.startswith(place[1])]
            chosen = (beginning or [place for place in expressions if re.search(place[1], address)])[0]
            assert chosen in silent, address
            assert "proxy_cache" not in chosen[2]


def test_the_example_of_settings_can_be_read_and_names_only_settings(project, tmp_path):
    text = (project / "deploy" / "webinars.env.example").read_text()
    documented = (project / "docs" / "reference" / "settings.md").read_text()
    named = set(re.findall(r"^(?:# )?(WEB\w+)=", text, re.MULTILINE))
    pairs = dict(re.findall(r"^(\w+)='?(.*?)'?$", text, re.MULTILINE))
    (tmp_path / "key").write_text("k" * 40)

    settings = read_settings(pairs | {"WEBINARS_SECRET_KEY_FILE": str(tmp_path / "key")})

    assert settings.trusted_proxies == 1
    assert {name for name in named if f"`{name}`" not in documented} == set()


def test_units_and_guide_name_the_same_places(project):
    units = "".join(path.read_text() for path in (project / "deploy" / "systemd").iterdir() if path.is_file())
    guide = (project / "docs" / "guide" / "operator.md").read_text()

    for place in re.findall(r"^(?:ExecStart|EnvironmentFile|WorkingDirectory)=(\S+)", units, re.MULTILINE):
        assert place in guide
