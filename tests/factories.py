"""Rows with boring defaults. Each function adds to the session and flushes; nothing is hidden behind it.

The cast: Olga organises, Sam speaks, Ana attends, and Oskar organises elsewhere and must see nothing of Olga's.
"""
