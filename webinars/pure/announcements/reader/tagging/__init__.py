"""A second voice beside the rules: which words are names, groups, titles, learned from labelled texts."""
