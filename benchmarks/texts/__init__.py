"""Texts made by two generators that share nothing: the reader learns from one, and is judged by the other."""
