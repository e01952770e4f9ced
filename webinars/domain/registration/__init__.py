"""People register for a webinar: places, a queue, what they are asked, and what is kept of them."""
