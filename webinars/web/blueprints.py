"""The features, in the order they are registered."""

from flask import Flask


def register_features(app: Flask) -> None:
    """Register every feature's blueprint. Each line is a feature."""
