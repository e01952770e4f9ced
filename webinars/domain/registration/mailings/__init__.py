"""What leaves to many of one webinar: news of changes, reminders, messages, the recap. When, to whom, one at a time."""
