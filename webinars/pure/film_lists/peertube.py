"""PeerTube: the newest films of a channel. Source: docs.joinpeertube.org/api-rest-reference (channels, captions)."""

from urllib.parse import quote

from webinars.pure.film_lists import answers
from webinars.pure.film_lists.answers import Conversation, FilmList, ListedCaptions, ListedFilm

PUBLIC, PUBLISHED = 1, 1


def look(key: str) -> Conversation[FilmList]:
    """Asks for the newest films of the channel `key`, "name@host". Raises ListRefused, NoAnswer."""
    name, _at, host = key.rpartition("@")
    answer = yield answers.ask(f"https://{host}/api/v1/video-channels/{quote(name)}/videos?sort=-publishedAt&count=25")
    films, called = [], ""
    for each in answers.rows(answers.said(answer), "data"):
        called = called or str(answers.part(each, "channel").get("displayName", ""))
        privacy, state = answers.part(each, "privacy").get("id"), answers.part(each, "state").get("id", PUBLISHED)
        # A stream that goes on, or returns, keeps its address; what was recorded of it is a film of its own.
        long, short = (f"https://{host}/w/{each.get(name)}" for name in ("uuid", "shortUUID"))
        is_film = answers.film_at(long).startswith("peertube:")
        if not is_film or privacy != PUBLIC or state != PUBLISHED or each.get("isLive"):
            continue
        films.append(
            ListedFilm(
                film=answers.film_at(long),
                also=answers.film_at(short),
                url=short if each.get("shortUUID") else long,
                title=str(each.get("name", "")),
                published_at=answers.instant(each.get("publishedAt")),
                duration_s=each["duration"] if isinstance(each.get("duration"), int) else None,
            )
        )
    return FilmList(films=tuple(films), name=called, key=key)


def captions(film: str) -> Conversation[tuple[ListedCaptions, ...]]:
    """Asks for the captions of a film, those of PeerTube's own machine too. Raises ListRefused, NoAnswer."""
    _provider, host, video = film.split(":", 2)
    answer = yield answers.ask(f"https://{host}/api/v1/videos/{quote(video)}/captions")
    return tuple(
        ListedCaptions(
            url=str(each.get("fileUrl") or f"https://{host}{each.get('captionPath', '')}"),
            language=str(answers.part(each, "language").get("id", "")),
            is_by_machine=bool(each.get("automaticallyGenerated")),
        )
        for each in answers.rows(answers.said(answer), "data")
    )
