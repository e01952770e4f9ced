"""Lets a child process end when its parent dies, however it dies."""

import ctypes
import os
import signal
import sys


def end_with(parent: int) -> None:
    """Ask the kernel to send us SIGTERM when our parent, the process `parent`, is killed.

    Exits at once if it is dead already. For Linux the thread that has made us is the parent. Other systems cannot be
    asked, and there a child goes on until it notices by itself.
    """
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)
