"""What browsers see: one folder a feature, and `web`, the glue that all of them use."""
