"""What Prometheus is told: requests and jobs, counted as they happen, and the state of the site when it asks.

Labels are names of routes, methods, classes of status and the like: there is a known, small number of each, and nothing
of a person, an address or a webinar in any.
"""
