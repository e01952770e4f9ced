"""Records that nothing needs are deleted, and two of one organisation are made one."""
