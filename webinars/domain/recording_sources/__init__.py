"""Where the recordings of an organisation appear: watched after each webinar, and what is found is proposed."""
