"""Which webinar is meant: by a recap, by each video of a list. Pure: texts, names and dates in, keys out."""
