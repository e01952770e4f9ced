"""Lists of chapters in the forms that other programs write and read. Pure."""
