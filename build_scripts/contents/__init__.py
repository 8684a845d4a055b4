"""What goes into the bundle, and under which licences."""
