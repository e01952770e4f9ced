"""People who follow by mail, and the calendar of what somebody is registered for."""
