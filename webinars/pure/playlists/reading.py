"""A list of videos as people have it: copied from a playlist, a spreadsheet or a mail, in any order. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.reader.text.html import is_html
from webinars.pure.playlists.lines import Piece, pieces_of
from webinars.pure.videos import Video, dailymotion, is_playlist, page, twitch, vimeo, youtube

MOST_VIDEOS = 200
MOST_LEFT = 50
OFTEN = 3
"""So often a line returns that it names the channel and no video."""
PARTS = (" | ", " – ", " — ", " - ")
LONGEST_TITLE = 300


class ListedVideo(Struct, frozen=True, kw_only=True):
    """One video of the list."""

    url: str
    """Plain, without what a playlist adds to it."""
    title: str = ""
    said: str = ""
    """The title with what the list puts before or after all of them: a channel's name, or the webinar's."""
    duration_s: int | None = None
    video: Video
    is_known_place: bool = True
    """Whether the address is understood as a video's. Others may be pages of any kind."""


class LeftLine(Struct, frozen=True):
    """A line that is no part of a video, with why where there is more to say than that."""

    number: int
    text: str
    reason: str = ""


class ListReading(Struct, frozen=True):
    videos: tuple[ListedVideo, ...] = ()
    left: tuple[LeftLine, ...] = ()


class _Entry(Struct):
    """A video while its words are being found."""

    piece: Piece
    titles: list[str] = field(default_factory=list)
    duration_s: int | None = None


def read_list(text: str) -> ListReading:
    """Returns the videos of a list in its order, each once, and the lines that belong to none."""
    pieces, left = _usable(pieces_of(text), is_page=is_html(text))
    entries = _once(pieces)
    texts = [piece for piece in pieces if piece.video is None and piece.text]
    untitled = {key for key, entry in entries.items() if not entry.titles}
    used = _pair(pieces, entries, untitled)
    _take_lengths(pieces, entries)
    videos = _trimmed([_listed(entry) for entry in entries.values()])
    left += [LeftLine(piece.number, piece.text) for piece in texts if piece.number not in used]
    return ListReading(tuple(videos[:MOST_VIDEOS]), tuple(_worth_telling(left, has_videos=bool(videos))[:MOST_LEFT]))


def _worth_telling(left: Iterable[LeftLine], *, has_videos: bool) -> list[LeftLine]:
    """Returns the lines that were left, each once, without the channel that stands under every video."""
    often = Counter(line.text for line in left)
    once = {line.text: line for line in sorted(left, key=lambda line: -line.number)}
    kept = [line for line in once.values() if line.reason or not has_videos or often[line.text] < OFTEN]
    return sorted(kept, key=lambda line: line.number)


def _usable(pieces: Iterable[Piece], *, is_page: bool) -> tuple[list[Piece], list[LeftLine]]:
    """Returns the pieces without the addresses that cannot be videos, and these as lines that are left.

    A page of the web links everywhere. What somebody wrote down may be a video at a place we do not know.
    """
    pieces = list(pieces)
    has_known = any(piece.video is not None and _is_known(piece.video) for piece in pieces)
    kept, left = [], []
    for piece in pieces:
        if piece.video is None or _is_known(piece.video):
            kept.append(piece)
        elif is_playlist(piece.video.url):
            reason = _("This is the address of a whole list. Open it, and copy its videos.")
            left.append(LeftLine(piece.number, f"{piece.text} {piece.video.url}".strip(), reason))
        elif has_known and is_page:
            continue
        elif _is_page_of_provider(piece.video) or (has_known and not piece.text):
            left.append(LeftLine(piece.number, f"{piece.text} {piece.video.url}".strip()))
        else:
            kept.append(piece)
    return kept, left


def _is_known(video: Video) -> bool:
    return video.provider != "link"


def _is_page_of_provider(video: Video) -> bool:
    """Returns whether it is a channel's page, say: on the host of a provider, and no video."""
    return video.host in youtube.HOSTS | vimeo.HOSTS | twitch.HOSTS | dailymotion.HOSTS


Key = tuple[str, str, str, int]


def _key(video: Video) -> Key:
    return video.provider, video.host, video.video or video.url, video.starts_s


def _once(pieces: Iterable[Piece]) -> dict[Key, _Entry]:
    """Returns each video once: a page links it by its picture, its length and its title."""
    entries: dict[Key, _Entry] = {}
    for piece in pieces:
        if piece.video is None:
            continue
        entry = entries.setdefault(_key(piece.video), _Entry(piece))
        if piece.text:
            entry.titles.append(piece.text)
        entry.duration_s = entry.duration_s or piece.duration_s
    return entries


def _pair(pieces: Sequence[Piece], entries: dict[Key, _Entry], untitled: set[Key]) -> set[int]:
    """Give the videos that stand alone on their line the words around them. Returns the lines that were used."""
    sequence: list[Piece] = []
    seen: set[Key] = set()
    for piece in pieces:
        if piece.video is not None:
            # The same address again, as a picture over a title, is not another video.
            if (key := _key(piece.video)) not in seen:
                sequence.append(piece)
            seen.add(key)
        elif piece.text:
            sequence.append(piece)
    if not untitled:
        return set()
    pairs = _by_paragraph(sequence, untitled) or _by_runs(sequence, untitled) or _by_side(sequence, untitled)
    for link, title in pairs:
        assert link.video is not None
        entries[_key(link.video)].titles.append(title.text)
    return {title.number for _link, title in pairs}


Pairs = list[tuple[Piece, Piece]]


def _is_open(piece: Piece, untitled: set[Key]) -> bool:
    return piece.video is not None and _key(piece.video) in untitled


def _by_paragraph(sequence: Sequence[Piece], untitled: set[Key]) -> Pairs:
    """Returns the pairs where blank lines part the list: in each part an address, and the first other line as title."""
    pairs: Pairs = []
    for _paragraph, group in groupby(sequence, key=lambda piece: piece.paragraph):
        parts = list(group)
        links = [piece for piece in parts if piece.video is not None]
        if len(links) > 1:
            return []
        texts = [piece for piece in parts if piece.video is None]
        if links and texts and _is_open(links[0], untitled):
            pairs.append((links[0], texts[0]))
    return pairs if len(pairs) == len(untitled) else []


def _by_runs(sequence: Sequence[Piece], untitled: set[Key]) -> Pairs:
    """Returns the pairs where all titles stand together and all addresses together, in their order."""
    links = [piece for piece in sequence if piece.video is not None]
    texts = [piece for piece in sequence if piece.video is None]
    kinds = [is_link for is_link, _group in groupby(sequence, key=lambda piece: piece.video is not None)]
    if len(kinds) != 2 or len(links) < 2 or len(texts) < len(links):  # noqa: PLR2004 - one run of each
        return []
    if not all(_is_open(link, untitled) for link in links):
        return []
    # What is too much stands on top, as a heading does.
    return list(zip(links, texts[-len(links) :] if not kinds[0] else texts[: len(links)], strict=True))


def _by_side(sequence: Sequence[Piece], untitled: set[Key]) -> Pairs:
    """Returns each address with the line above it, or the one below: whichever fits more of them."""
    above: Pairs = []
    below: Pairs = []
    for place, piece in enumerate(sequence):
        if not _is_open(piece, untitled):
            continue
        if place and sequence[place - 1].video is None:
            above.append((piece, sequence[place - 1]))
        if place + 1 < len(sequence) and sequence[place + 1].video is None:
            below.append((piece, sequence[place + 1]))
    first, last = sequence[0], sequence[-1]
    is_headed = first.video is not None or (first.is_heading and last.video is None)
    if len(below) > len(above) or (len(below) == len(above) and is_headed):
        return below
    return above


def _take_lengths(pieces: Sequence[Piece], entries: dict[Key, _Entry]) -> None:
    """Lengths on lines of their own belong to the video before them that has none, else to the next."""
    videos = [(place, piece.video) for place, piece in enumerate(pieces) if piece.video is not None]
    first = next((piece for piece in pieces if piece.video is not None or piece.duration_s is not None), None)
    # A list that begins with a length has them on top.
    is_on_top = first is not None and first.video is None
    for place, piece in enumerate(pieces):
        if piece.duration_s is None or piece.text or piece.video is not None:
            continue
        following = bisect_right(videos, place, key=lambda each: each[0])
        before, after = videos[following - 1 : following], videos[following : following + 1]
        for near in (after, before) if is_on_top else (before, after):
            entry = entries[_key(near[0][1])] if near else None
            if entry is not None and entry.duration_s is None:
                entry.duration_s = piece.duration_s
                break


def _listed(entry: _Entry) -> ListedVideo:
    video = entry.piece.video
    assert video is not None
    title = max(entry.titles, key=len, default="")[:LONGEST_TITLE]
    return ListedVideo(
        url=_plain_address(video),
        title=title,
        said=title,
        duration_s=entry.duration_s,
        video=video,
        is_known_place=_is_known(video),
    )


def _plain_address(video: Video) -> str:
    if video.provider in {"link", "video_file"} or video.ends_s is not None:
        return video.url
    return page(video, video.starts_s)


def _trimmed(videos: list[ListedVideo]) -> list[ListedVideo]:
    """Returns the titles without what a channel puts at the end, or in front, of all of them."""
    titles = [video.title for video in videos if video.title]
    if len(titles) < OFTEN:
        return videos
    for separator in PARTS:
        for ending in (True, False):
            common = {_edge(title, separator, ending=ending) for title in titles}
            name = common.pop() if len(common) == 1 else None
            if name:
                return [replace(video, title=_without(video.title, name, separator, ending=ending)) for video in videos]
    return videos


def _edge(title: str, separator: str, *, ending: bool) -> str | None:
    parts = title.split(separator)
    if len(parts) == 1:
        return None
    return parts[-1] if ending else parts[0]


def _without(title: str, name: str, separator: str, *, ending: bool) -> str:
    return title.removesuffix(separator + name) if ending else title.removeprefix(name + separator)
