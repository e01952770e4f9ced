"""What is kept about whoever has one address: read as a whole, and erased as a whole."""
