"""Places in a video as players show them."""


def playing_time(seconds: int) -> str:
    """Returns a place in a video, or its length: "1:48:20", "17:40"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
