import inspect

from webinars.lib.i18n import use_locale
from webinars.lib.links import Links
from webinars.web.requests.page_languages import page_endpoints


def test_every_link_leads_to_a_page_that_exists(app):
    links, adapter = Links("https://webinars.example/"), app.url_map.bind("webinars.example")
    methods = [method for name, method in inspect.getmembers(links, inspect.ismethod) if not name.startswith("_")]

    for method in methods:
        parameters = inspect.signature(method).parameters.values()
        usual = {"folder": "webinars" if method.__name__ == "card" else "speakers", "parts": "webinars", "act": "stop"}
        address = method(*(1 if each.annotation is int else usual.get(each.name, "x-y") for each in parameters))
        assert address.startswith("https://webinars.example")
        adapter.match(address.removeprefix("https://webinars.example") or "/", method="GET")

    assert len(methods) >= 8


def test_a_page_is_named_in_the_language_that_is_spoken(app):
    links, adapter = Links("https://webinars.example/"), app.url_map.bind("webinars.example")
    pages = page_endpoints(app)

    for name, method in inspect.getmembers(links, inspect.ismethod):
        if name.startswith("_"):
            continue
        parameters = inspect.signature(method).parameters.values()
        usual = {"folder": "webinars" if name == "card" else "speakers", "parts": "webinars", "act": "stop"}
        given = [1 if each.annotation is int else usual.get(each.name, "x-y") for each in parameters]
        plain = method(*given).removeprefix("https://webinars.example")
        with use_locale("de"):
            german = method(*given).removeprefix("https://webinars.example")
        is_page = adapter.match(plain or "/", method="GET")[0] in pages
        assert german == (f"/de{plain or '/'}" if is_page else plain), name


def test_a_language_that_is_not_offered_is_in_no_address():
    with use_locale("de"):
        assert Links("https://webinars.example", ["en", "fr"]).webinar("x") == "https://webinars.example/webinars/x"


def test_what_stands_in_a_path_is_quoted():
    assert (
        Links("https://webinars.example").webinar("a/b?c#d é")
        == "https://webinars.example/webinars/a%2Fb%3Fc%23d%20%C3%A9"
    )


def test_no_secret_stands_behind_a_question_mark():
    links = Links("https://webinars.example")
    methods = [method for name, method in inspect.getmembers(links, inspect.ismethod) if not name.startswith("_")]
    secret = [each for each in methods if {"token", "code"} & inspect.signature(each).parameters.keys()]

    addresses = [method(*("x-y" for _name in inspect.signature(method).parameters)) for method in secret]

    assert len(addresses) > 10
    assert [address for address in addresses if "?" in address or "#" in address] == []
