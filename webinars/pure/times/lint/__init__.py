"""The lint of a zone line: what people print about a start, what it means, and what is wrong with it.

From the text up: `tokens`, `printed_dates` and `printed_hours` (with the zone `labels`), `mentions`, `reach`,
`printed_claims` and `claim_days` (which zone and day belong to which hour), `printed_days` (the year, the weekday),
`speakers` (which labels are one zone), `voices` and `settle` (which instant most of the line supports), `findings`
(what to say about it), `start` (all of it). Beside them `zone_sentences`: the zone of hours printed elsewhere.
"""
