"""The worker processes of this site, on whatever machine each runs: what the database knows of them."""
