"""The words that the reader knows, by kind: all that is of a language stands in the files beside `word_lists`.

One file a language, one entry a kind of word, its words parted by commas. Whoever translates needs five marks:
`(s)` may be missing, `(a|b)` may be missing or is one of these, `[a|b]` is one of these, `*` is any letters or none,
`+` is one letter or more. A backslash before a mark means the mark itself. An apostrophe is a straight or a curly one.
An accent may be missing where a word has more than three letters.
"""

from webinars.pure.announcements.reader.words.word_lists import LANGUAGES, all_of, languages_of, one_of

__all__ = ["LANGUAGES", "all_of", "languages_of", "one_of"]
