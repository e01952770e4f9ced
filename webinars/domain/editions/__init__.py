"""What a public page that is kept is compared with, to know whether it still says what is so."""
