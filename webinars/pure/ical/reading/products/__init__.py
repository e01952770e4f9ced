"""What single products write into their calendars: who speaks, who organises, and what they put around a description.

Each is known by the PRODID of the calendar, or by the UID of the event, which other programs hand on as it is.
"""
