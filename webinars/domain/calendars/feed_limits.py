"""How much of a feed is shown, and which of the other entries a process holds for when these leave.

A feed of a hundred thousand entries shows a thousand of them or a megabyte. A process holds those and some to spare,
not all, and reads them anew once what it left out might have to come in.
"""

import datetime as dt
import sys
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from webinars.domain.calendars.queries import Change

FEED_LIMIT = 1_000_000
"""Octets above which a feed takes the short form of its entries: Google is said to refuse more."""
SPARE_SHARE = 0.1
"""So much more than what stands in a feed is held."""
ALL_HELD = 2_000
"""So many entries are held whatever stands in the feed."""

Place = tuple[dt.datetime, int]


class FeedWindow(Struct, frozen=True):
    """How much of what belongs into a feed stands in it."""

    past: dt.timedelta | None = None
    """How long ago an entry may have ended, or None: as long as it is kept."""
    coming: int | None = None
    """How many may be still to come, or None: all of them."""


ALL = FeedWindow()
OF_SITE = FeedWindow(past=dt.timedelta(days=61), coming=1000)
"""Nobody follows everything of a large site, and few calendars take in more."""


class FeedPiece(Struct, frozen=True):
    """An entry as a feed is joined from it."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    full_size: int
    plain: bytes
    deflated: bytes

    @property
    def place(self) -> Place:
        """Where it stands among others."""
        return self.starts_at, self.id


class Stretch(Struct, frozen=True):
    """The entries of a feed that a process holds: all, or those around what stands in it."""

    pieces: dict[int, FeedPiece] = field(default_factory=dict)
    after: Place | None = None
    """What is past and stands here or before was left out: all together was too large."""
    before: Place | None = None
    """What is to come and stands here or behind was left out: there were too many."""
    is_whole: bool = True
    """Whether nothing was left out."""

    def with_changes(
        self, changes: Iterable[Change], as_of: dt.datetime, window: FeedWindow, *, is_narrowed: bool = True
    ) -> "Stretch":
        """Returns the stretch after entries have come, changed and gone, without what is far from standing in the feed.

        In `changes` each entry is told of once. Not `is_narrowed`: with all of them.
        """
        stretch = Stretch(dict(self.pieces), self.after, self.before, self.is_whole)
        all_held = ALL_HELD if is_narrowed else sys.maxsize
        many = max(all_held, len(self.pieces)) * 2
        for id_, row in changes:
            stretch.pieces.pop(id_, None)
            if row is not None:
                stretch.pieces[id_] = FeedPiece(*row)
            if len(stretch.pieces) > many:
                stretch = stretch.narrowed(as_of, window)
                many = max(all_held, len(stretch.pieces)) * 2
        return stretch.narrowed(as_of, window) if len(stretch.pieces) > all_held else stretch

    def narrowed(self, as_of: dt.datetime, window: FeedWindow) -> "Stretch":
        """Returns the stretch without what is far from standing in the feed."""
        past, coming = self._inside(as_of, window)
        most = None if window.coming is None else int(window.coming * (1 + SPARE_SHARE))
        before = coming[most].place if most is not None and most < len(coming) else self.before
        first = _first_that_fits(past, coming[: window.coming], int(FEED_LIMIT * (1 + SPARE_SHARE)))
        after = past[first - 1].place if first else self.after
        kept = {piece.id: piece for piece in (*past[first:], *coming[:most])}
        return Stretch(kept, after, before, self.is_whole and len(kept) == len(self.pieces))

    def select(self, as_of: dt.datetime, window: FeedWindow) -> list[FeedPiece] | None:
        """Returns what stands in the feed, by its start, or None if something left out might have to stand there.

        That is what is in `window`, without the oldest past entries if all together are too large. What is past is
        judged as of the feed's latest change, not by the clock: the same state must be the same octets.
        """
        past, coming = self._inside(as_of, window)
        # Of what was left out, what begins first might be over by now, and so count as past.
        if self.before is not None and (as_of >= self.before[0] or len(coming) < (window.coming or 0)):
            return None
        coming = coming[: window.coming]
        if self.after is not None and sum(len(piece.plain) for piece in (*past, *coming)) < FEED_LIMIT:
            return None
        return sorted([*past[_first_that_fits(past, coming, FEED_LIMIT) :], *coming], key=lambda piece: piece.place)

    def _inside(self, as_of: dt.datetime, window: FeedWindow) -> tuple[list[FeedPiece], list[FeedPiece]]:
        """Returns what is past and what is to come of what is neither left out nor too long ago, each by its start."""
        first = as_of - window.past if window.past is not None else dt.datetime.min.replace(tzinfo=dt.UTC)
        past, coming = [], []
        for piece in self.pieces.values():
            if piece.ends_at >= as_of:
                if self.before is None or piece.place < self.before:
                    coming.append(piece)
            elif piece.ends_at >= first and (self.after is None or piece.place > self.after):
                past.append(piece)
        return sorted(past, key=lambda piece: piece.place), sorted(coming, key=lambda piece: piece.place)


def fitting_pieces(pieces: Iterable[FeedPiece], as_of: dt.datetime) -> list[FeedPiece]:
    """Returns the pieces by their start, without the oldest past ones if all together are too large."""
    found = Stretch({piece.id: piece for piece in pieces}).select(as_of, ALL)
    assert found is not None, "nothing was left out"
    return found


def _first_that_fits(past: Sequence[FeedPiece], coming: Sequence[FeedPiece], limit: int) -> int:
    """Returns from which place on the past fits, with all that is to come, into `limit` octets."""
    excess = sum(len(piece.plain) for piece in (*past, *coming)) - limit
    for first, piece in enumerate(past):
        if excess <= 0:
            return first
        excess -= len(piece.plain)
    return len(past)
