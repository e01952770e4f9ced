"""What HTML says of its webinars to programs: JSON-LD, microdata, microformats and the properties of Open Graph."""
