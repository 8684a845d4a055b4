"""Recognition: reads ink and pictures. It knows no window, no user files and no clock."""
