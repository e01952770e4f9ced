"""From an empty site to its first webinar, on one page: for the administrator who has just got an account."""
