"""What the application knows and does: one folder a feature, without a web."""
