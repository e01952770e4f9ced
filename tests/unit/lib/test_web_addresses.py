import pytest

from webinars.lib.web_addresses import NotAWebAddress, ascii_address, harmless, web_address, web_origin


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://society.example/about?x=1#y", "https://society.example/about?x=1#y"),
        ("http://society.example", "http://society.example"),
        ("society.example", "https://society.example"),
        ("society.example/about", "https://society.example/about"),
        (" https://society.example ", "https://society.example"),
        ("https://gesellschaft.example/über", "https://gesellschaft.example/über"),
        ("https://例え.example/", "https://例え.example/"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
    ],
)
def test_a_web_address_is_kept_and_completed(typed, kept):
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "society",
        "javascript:alert(1)",
        "JAVASCRIPT://society.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://society.example",
        "mailto:olga@society.example",
        "https://",
        "https:///society.example",
        "https://society.example\\@evil.example",
        "https://society.example@evil.example",
        "https://user:secret@society.example",
        "https://society.example/a b",
        "https://society.example/\nSet-Cookie: x",
        'https://society.example/">',
        "https://society.example:port",
        "https://[::1",
        "https://.example",
        "https://a..example",
        "https://society.example;sandbox/a.mp4",
        "https://society.example,evil.example/",
        "https://society.example'/",
        "https://society_.example/",
        "https://society..example/",
        "https://例え*.example/",
        "https://[v1.;sandbox]/",
        "https://[::1%25eth0]/",
        "https://[::1]evil.example/",
        "https://" + "a" * 64 + ".example",
        "https://" + "a" * 2000 + ".example",
    ],
)
def test_everything_else_is_refused(typed):
    with pytest.raises(NotAWebAddress):
        web_address(typed)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://Society.Example/page", "https://society.example"),
        ("society.example", "https://society.example"),
        ("https://society.example:443", "https://society.example"),
        ("http://society.example:8080/x", "http://society.example:8080"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]"),
        ("https://例え.example:8443/", "https://xn--r8jz45g.example:8443"),
    ],
)
def test_an_origin_is_scheme_host_and_unusual_port(typed, origin):
    assert web_origin(typed) == origin


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://例え.example:8443/例え?q=例え", "https://xn--r8jz45g.example:8443/例え?q=例え"),
        ("straße.example", "https://xn--strae-oqa.example"),
        ("https://Society.example/About", "https://Society.example/About"),
    ],
)
def test_a_host_is_written_as_it_goes_over_the_wire(typed, kept):
    assert ascii_address(typed) == kept


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("https://society.example/a?b#c", True),
        ("HTTP://society.example", True),
        ("/files/key/comets.mp4", True),
        ("javascript:alert(1)", False),
        (" https://society.example", False),
        ("data:text/html,<script>", False),
        ("//society.example", False),
        ("", False),
    ],
)
def test_what_is_stored_leads_to_the_web_or_to_this_site_or_nowhere(stored, shown):
    assert harmless(stored) == (stored if shown else "")
