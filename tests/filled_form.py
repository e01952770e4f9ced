"""Forms filled in as a browser sends them: what a page shows, with what a person changes."""

from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class FilledForm:
    """The form of a page: what a browser would send of it, with what the person changes."""

    def __init__(self, response: TestResponse, path: str = "//form[@data-editor]") -> None:
        assert response.status_code in {200, 400, 403, 409, 422, 503}, response.text
        self.page = html.fromstring(response.text)
        # What scripts make new rows of is no part of the page, which this parser does not know.
        for template in self.page.xpath("//template"):
            template.drop_tree()
        (self.form,) = self.page.xpath(path)
        self.fields = list(self.form.form_values())

    def __getitem__(self, name: str) -> str:
        return dict(self.fields)[name]

    def __contains__(self, name: str) -> bool:
        return name in dict(self.fields)

    def values(self, ending: str) -> list[str]:
        """The values of all fields whose names end so, in the order of the page."""
        return [value for name, value in self.fields if name.endswith(ending)]

    def fill(self, **values: str | None) -> "FilledForm":
        """Write into fields; None takes a field out, as unticking does."""
        for name, value in values.items():
            self.put(name.replace("__", "-"), value)
        return self

    def put(self, name: str, value: str | None) -> "FilledForm":
        known = dict(self.fields)
        if value is None:
            self.fields = [pair for pair in self.fields if pair[0] != name]
        elif name in known:
            self.fields = [(key, value if key == name else before) for key, before in self.fields]
        else:
            self.fields.append((name, value))
        return self

    def data(self, press: str = "save") -> MultiDict[str, str]:
        return MultiDict([*self.fields, ("press", press)])

    def errors(self) -> list[str]:
        return [" ".join(each.text_content().split()) for each in self.page.xpath("//p[@class='error']")]

    def buttons(self) -> list[str]:
        return self.form.xpath(".//button[@name='press']/@value")
