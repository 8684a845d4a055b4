"""What goes into the bundle, and whose it is."""
