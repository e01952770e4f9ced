"""The lint of a zone line: what people print about a start, what it means, and what is wrong with it.

From the text up: `times.tokens`, `printed_dates` and `printed_hours` (with the zones of `times.zone_labels`),
`mentions`,
`zone_reach`, `printed_claims` (which zone belongs to which hour), `printed_days` (the year, the weekday), `votes`
(which
labels are one zone, and what each claim can mean), `vote` (which instant most of the line supports), `checks` (what to
say about it), `read_start` (which day belongs to which hour, and all of it). Beside them `zone_sentences`: the zone of
hours printed elsewhere.
"""
