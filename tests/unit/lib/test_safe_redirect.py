import pytest

from webinars.lib.safe_redirect import local_path


@pytest.mark.parametrize(
    "target",
    ["/", "/manage/", "/manage/webinars/comets?view=questions#top", "/webinars/彗星", "/a//b", "/%2F%2Fevil.example"],
)
def test_a_path_of_this_site_is_kept(target):
    assert local_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "manage",
        "https://evil.example/",
        "http:///evil.example",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\x00/evil.example",
        "/\x7f/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "//[::1",
        "/..//evil.example",
        "/.//evil.example",
    ],
)
def test_everything_else_leads_nowhere(target):
    assert local_path(target) is None
