"""Captions in: WebVTT, SubRip (SRT), SBV, and the transcript that YouTube shows beside a video, as text copied from it.

Pure, and lenient: files made by hand and by machine break the rules of their formats in ways that leave the meaning
plain (a comma for the point of a WebVTT time, a missing end, a cue that ends before it starts).
"""
