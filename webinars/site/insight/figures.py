"""The figures of a webinar as the desk shows them: each picture with the same in a table."""

import datetime as dt
from collections.abc import Callable, Sequence

from msgspec import Struct

from webinars.domain.insight.figures import CountRow, CountSeries
from webinars.domain.programme.zone_display import hour_style_of
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.pure.charts import FEWEST, Column, Columns, Stretch, columns
from webinars.pure.times import format_hour, wall

DAY = dt.timedelta(days=1)


class TimePicture(Struct, frozen=True):
    """Counts along a line of time."""

    drawn: Columns
    rows: Sequence[tuple[str, str]]
    """When, and how many, in words: the same as a table."""
    marks: Sequence[tuple[float, str, str]]
    """Where on the axis something is written, how it is anchored there, and what."""
    start_x: float | None
    """Where the webinar begins."""
    is_start_named_after: bool
    """Whether the word for it stands behind its line: before it stands the highest bar's figure."""
    summary: str
    """What is to be seen, in a sentence for those who do not see it."""


class RowPicture(Struct, frozen=True):
    """Counts by name, the largest first."""

    rows: Sequence[tuple[str, str, float]]
    """Name, count in words, and the length of the bar in per cent."""
    few: frozenset[str]
    """Names whose count is not told."""
    summary: str


def count_text(count: int) -> str:
    """Returns a count, or that it is too small to be told."""
    return _("fewer than %(fewest)s", fewest=FEWEST) if 0 < count < FEWEST else str(count)


def days_picture(series: CountSeries) -> TimePicture:
    return _time_picture(series, lambda at: format_date(at.date(), "d MMM"), _day_range)


def doors_picture(series: CountSeries, webinar: Webinar) -> TimePicture:
    """Hours are those of the webinar's zone. Needs `webinar.host` loaded."""
    style, zone = hour_style_of(webinar.host), webinar.timezone or webinar.host.timezone
    # It lasts that long, or was moved after somebody had come.
    has_days = len(series.begins) * series.cell >= DAY

    def hour(at: dt.datetime) -> str:
        local = wall(at, zone)
        text = format_hour(local, style)
        return _("%(hour)s on %(day)s", hour=text, day=format_date(local.date(), "d MMM")) if has_days else text

    return _time_picture(
        series,
        hour,
        lambda first, last: _("%(first)s to %(last)s", first=hour(first), last=hour(last)),
        start=webinar.starts_at,
    )


def rows_picture(rows: Sequence[CountRow]) -> RowPicture:
    most = max((row.count for row in rows), default=1)
    few = frozenset(row.name for row in rows if row.count < FEWEST)
    told = [
        (row.name, count_text(row.count), 6.0 if row.name in few else round(100 * row.count / most, 1)) for row in rows
    ]
    return RowPicture(told, few, ", ".join(f"{name} {count}" for name, count, _length in told))


def _day_range(first: dt.datetime, last: dt.datetime) -> str:
    if last - first <= DAY:
        return format_date(first.date(), "d MMMM")
    return _(
        "%(first)s to %(last)s",
        first=format_date(first.date(), "d MMM"),
        last=format_date((last - DAY).date(), "d MMM"),
    )


def _time_picture(
    series: CountSeries,
    label: Callable[[dt.datetime], str],
    span: Callable[[dt.datetime, dt.datetime], str],
    *,
    start: dt.datetime | None = None,
) -> TimePicture:
    drawn = columns(series.found)

    def words(stretch: Stretch) -> str:
        return span(series.begins[stretch.first], series.begins[stretch.last] + series.cell)

    rows = [(words(bar.stretch), count_text(bar.stretch.count)) for bar in drawn.bars]
    start_x = None
    if start is not None and series.begins and series.begins[0] <= start <= series.begins[-1] + series.cell:
        start_x = _x_of(start, series, drawn)
    is_after = start_x is not None and any(bar.is_highest and bar.x < start_x for bar in drawn.bars)
    return TimePicture(drawn, rows, _marks(series, drawn, label), start_x, is_after, _summary(rows, drawn.bars))


def _x_of(at: dt.datetime, series: CountSeries, drawn: Columns) -> float:
    share = (at - series.begins[0]) / (series.cell * len(series.begins))
    return round(drawn.left + (100 - drawn.left) * share, 2)


def _marks(series: CountSeries, drawn: Columns, label: Callable[[dt.datetime], str]) -> list[tuple[float, str, str]]:
    """The first, the middle and the last bar say when they begin."""
    if not drawn.bars:
        return []
    chosen = {0: "start", len(drawn.bars) // 2: "middle", len(drawn.bars) - 1: "end"}
    if len(drawn.bars) == 1:
        chosen = {0: "middle"}
    marks = []
    for index, anchor in sorted(chosen.items()):
        bar = drawn.bars[index]
        x = {"start": bar.x, "middle": bar.middle, "end": round(bar.x + bar.width, 2)}[anchor]
        at = series.begins[bar.stretch.last if anchor == "end" else bar.stretch.first]
        marks.append((x, anchor, label(at)))
    return marks


def _summary(rows: Sequence[tuple[str, str]], bars: Sequence[Column]) -> str:
    highest = next((index for index, bar in enumerate(bars) if bar.is_highest), None)
    if highest is None:
        return rows[0][1] if rows else ""
    when, count = rows[highest]
    stretches = ngettext("one stretch of time", "%(num)s stretches of time", len(rows))
    return _("%(count)s of them in %(when)s, the most of %(stretches)s", count=count, when=when, stretches=stretches)
