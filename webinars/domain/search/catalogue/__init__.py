"""The public list of recordings: found by words and by facets."""
