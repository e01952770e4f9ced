"""What is done for a webinar, counted as acts: nothing here is about a person."""
