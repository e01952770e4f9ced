import inspect

from webinars.lib.links import Links


def test_every_link_leads_to_a_page_that_exists(app):
    links, adapter = Links("https://webinars.example/"), app.url_map.bind("webinars.example")
    methods = [method for name, method in inspect.getmembers(links, inspect.ismethod) if not name.startswith("_")]

    for method in methods:
        kinds = [each.annotation for each in inspect.signature(method).parameters.values()]
        address = method(*(1 if kind is int else "x-y" for kind in kinds))
        assert address.startswith("https://webinars.example")
        adapter.match(address.removeprefix("https://webinars.example") or "/", method="GET")

    assert len(methods) >= 8


def test_what_stands_in_a_path_is_quoted():
    assert (
        Links("https://webinars.example").webinar("a/b?c#d é")
        == "https://webinars.example/webinars/a%2Fb%3Fc%23d%20%C3%A9"
    )
