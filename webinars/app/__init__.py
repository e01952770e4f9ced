"""Where everything is put together: the only place that knows every feature."""
