"""What is shipped for operators is what the application has."""

import re

import pytest

from webinars.app.application import MAX_REQUEST_BYTES
from webinars.config import read_settings
from webinars.lib.i18n import spoken_languages
from webinars.web.requests.page_languages import language_prefix, page_endpoints
from webinars.web.requests.uploads import FORM_BYTES, MEGABYTE
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

    addresses = [
        prefix + re.sub(r"<secret:\w+>", SECRET, rule)
        for rule in rules
        for prefix in ("", *map(language_prefix, spoken_languages()))
    ]
    logged = [pattern.sub(written, each) for each in addresses]

    assert [each for each in logged if SECRET in each] == []
    assert logged == [each.replace(SECRET, "...") for each in addresses]
    assert len(logged) > 5


def places_of(nginx):
    return re.findall(r"^    location (\S+) (\S+) \{\n(.*?)^    \}", nginx, re.MULTILINE | re.DOTALL)


def place_for(address, nginx):
    """The place that nginx chooses: a beginning with ^~ first, then expressions in their order. None for all others."""
    beginning = [place for place in places_of(nginx) if place[0] == "^~" and address.startswith(place[1])]
    expressions = [place for place in places_of(nginx) if place[0] == "~" and re.search(place[1], address)]
    return next(iter(beginning + expressions), None)


def test_nginx_tells_no_error_log_of_them_and_keeps_none(app, nginx):
    silent = [place for place in places_of(nginx) if "error_log /var/log/nginx/error.log crit;" in place[2]]

    for rule in app.url_map.iter_rules():
        if is_secret(rule):
            for language in spoken_languages():
                prefix = language_prefix(language) if rule.endpoint in page_endpoints(app) else ""
                address = prefix + re.sub(r"<secret:\w+>", SECRET, rule.rule)
                chosen = place_for(address, nginx)
                assert chosen in silent, address
                assert "proxy_cache" not in chosen[2]


def most_in(place):
    """How many bytes nginx lets through there."""
    return int(re.search(r"client_max_body_size (\d+)m;", place)[1]) * 2**20


def uploads_of(app):
    """Where files are sent to: each rule, and the setting that says how large they may be."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" in rule.methods and hasattr(view, "file_limit"):
            yield rule.rule, view.file_limit


def test_nginx_lets_every_upload_through_and_nothing_much_larger(app, nginx, tmp_path):
    settings = read_settings({"WEBINARS_DATA": str(tmp_path)})
    uploads = list(uploads_of(app))

    for rule, limit in uploads:
        place = place_for(re.sub(r"<[^>]+>", "7", rule), nginx)
        assert place is not None, rule
        assert most_in(place[2]) >= getattr(settings, limit) * MEGABYTE + FORM_BYTES, rule
        assert f"WEBINARS_{limit.upper()}={getattr(settings, limit)}" in nginx
    assert len(uploads) > 7
    assert MAX_REQUEST_BYTES < most_in(nginx.partition("location ")[0]) < 2 * MAX_REQUEST_BYTES


def test_the_guide_says_how_much_may_be_sent_where(app, nginx, project, tmp_path):
    settings = read_settings({"WEBINARS_DATA": str(tmp_path)})
    guide = (project / "docs" / "guide" / "operator.md").read_text()
    rows = re.findall(r"^  \| (`/.*) \| `WEBINARS_(\w+)` \| (\d+) \| `(\d+m)` \|$", guide, re.MULTILINE)
    told = {
        path.replace("…/recordings", "/manage/webinars/NAME/recordings"): (setting.lower(), int(megabytes), in_nginx)
        for paths, setting, megabytes, in_nginx in rows
        for path in re.findall(r"`(\S+)`", paths)
    }

    assert told == {
        path: (
            limit,
            getattr(settings, limit),
            re.search(r"client_max_body_size (\w+);", place_for(path, nginx)[2])[1],
        )
        for rule, limit in uploads_of(app)
        for path in [re.sub(r"<secret:\w+>", "…", re.sub(r"<int:\w+>", "ID", rule.replace("<slug>", "NAME")))]
    }


def test_the_example_of_settings_can_be_read_and_names_only_settings(project, tmp_path):
    text = (project / "deploy" / "webinars.env.example").read_text()
    documented = (project / "docs" / "reference" / "settings.md").read_text()
    named = set(re.findall(r"^(?:# )?(WEB\w+)=", text, re.MULTILINE))
    pairs = dict(re.findall(r"^(\w+)='?(.*?)'?$", text, re.MULTILINE))
    (tmp_path / "key").write_text("0123456789" * 4)

    settings = read_settings(pairs | {"WEBINARS_SECRET_KEY_FILE": str(tmp_path / "key")})

    assert settings.trusted_proxies == 1
    assert {name for name in named if f"`{name}`" not in documented} == set()


def test_units_and_guide_name_the_same_places(project):
    units = "".join(path.read_text() for path in (project / "deploy" / "systemd").iterdir() if path.is_file())
    guide = (project / "docs" / "guide" / "operator.md").read_text()

    for place in re.findall(r"^(?:ExecStart|EnvironmentFile|WorkingDirectory)=(\S+)", units, re.MULTILINE):
        assert place in guide
