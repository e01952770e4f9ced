"""What a speaker does on the page that nobody else has the address of, and what the desk makes of it."""
