"""What was done, by kinds, and how it is taken back."""
