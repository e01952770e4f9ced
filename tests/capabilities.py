"""Being root without what makes root root: the modes of files count as they do for others."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION_3 = 0x20080522
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Data(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


@contextmanager
def without_overriding_modes() -> Iterator[None]:
    """Until the block ends, this thread may open what the modes of files and folders allow (capset(2))."""
    library = ctypes.CDLL(None, use_errno=True)
    header, before, data = _Header(_VERSION_3, 0), (_Data * 2)(), (_Data * 2)()
    for mine in (before, data):
        if library.capget(ctypes.byref(header), mine):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    data[0].effective &= ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    if library.capset(ctypes.byref(header), data):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    try:
        yield
    finally:
        library.capset(ctypes.byref(header), before)
