"""What administrators choose for the whole site in the browser, where the server's environment does not say it."""
