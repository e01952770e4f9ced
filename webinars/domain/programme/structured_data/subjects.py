"""What pages other than those of webinars and recordings say to programs: schema.org, as `structured_data` does.

The addresses in them are absolute and come from the caller.
"""

from collections.abc import Sequence

from webinars.domain.programme.structured_data.webinars import Thing, event_id
from webinars.lib.markdown import plain_text
from webinars.models import Organisation, Series, Speaker

SCHEMA = "https://schema.org"


def website(name: str, *, home: str, search: str) -> Thing:
    """Returns the whole site. `search` is the address of its search with `{words}` where what is looked for stands."""
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": name,
        "url": home,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=words",
        },
    }


def organisation(row: Organisation, *, page: str, logo: str | None = None) -> Thing:
    """Returns an organisation whose page is at `page`."""
    return _without_gaps(
        {
            "@context": SCHEMA,
            "@type": "Organization",
            "@id": f"{page}#organisation",
            "name": row.name,
            "url": page,
            "description": plain_text(row.description),
            "logo": logo,
            "sameAs": [row.url] if row.url else None,
        }
    )


def person(row: Speaker, *, page: str, image: str | None = None) -> Thing:
    """Returns a speaker whose page is at `page`."""
    return _without_gaps(
        {
            "@context": SCHEMA,
            "@type": "Person",
            "@id": f"{page}#person",
            "name": row.name,
            "url": page,
            "description": plain_text(row.bio),
            "affiliation": {"@type": "Organization", "name": row.affiliation} if row.affiliation else None,
            "image": image,
            "sameAs": row.links,
        }
    )


def series(row: Series, *, page: str, organiser: str, webinars: Sequence[str] = ()) -> Thing:
    """Returns a series whose page is at `page`, its organisation's at `organiser`. Needs `organisation` loaded.

    `webinars` are the pages of what is to come in it: by reference, for each is described in full on its own page.
    """
    return _without_gaps(
        {
            "@context": SCHEMA,
            "@type": "EventSeries",
            "@id": f"{page}#series",
            "name": row.title,
            "url": page,
            "description": plain_text(row.description),
            "organizer": {"@type": "Organization", "name": row.organisation.name, "url": organiser},
            "subEvent": [{"@id": event_id(each)} for each in webinars],
        }
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Thing:
    """Returns the way to a page: names and addresses, from the widest on. The last is the page itself."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, 1)
        ],
    }


def _without_gaps(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
