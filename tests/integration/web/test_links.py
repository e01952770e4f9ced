import inspect

from webinars.lib.links import Links


def test_every_link_leads_to_a_page_that_exists(app):
    links, adapter = Links("https://webinars.example/"), app.url_map.bind("webinars.example")
    methods = [method for name, method in inspect.getmembers(links, inspect.ismethod) if not name.startswith("_")]

    for method in methods:
        parameters = inspect.signature(method).parameters.values()
        usual = {"folder": "webinars" if method.__name__ == "card" else "speakers", "parts": "webinars"}
        address = method(*(1 if each.annotation is int else usual.get(each.name, "x-y") for each in parameters))
        assert address.startswith("https://webinars.example")
        adapter.match(address.removeprefix("https://webinars.example") or "/", method="GET")

    assert len(methods) >= 8


def test_what_stands_in_a_path_is_quoted():
    assert (
        Links("https://webinars.example").webinar("a/b?c#d é")
        == "https://webinars.example/webinars/a%2Fb%3Fc%23d%20%C3%A9"
    )
