"""The front page of a site, and of an organisation: the next webinar with its people, and what is here beside it."""
