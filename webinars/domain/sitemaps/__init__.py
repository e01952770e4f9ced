"""What search engines are told of: every public page, and of each recording its video."""
