"""Which films a place shows, newest first: what it is asked, and what its answers say. One module a provider."""
