"""Small pictures of counts: where everything lies in them, for whoever draws them."""

from webinars.pure.charts.columns import Column, Columns, columns
from webinars.pure.charts.small_counts import FEWEST, Stretch, stretches, with_rest_together
