"""Texts made by two generators that share nothing, each with the truth about it: the reader learns from one, and is judged by the other."""
