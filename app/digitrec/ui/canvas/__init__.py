"""The drawing area: pen, eraser, ink and the marks on it."""
