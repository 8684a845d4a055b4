"""The themes of ttk's widgets: Sun Valley, light and dark and at any scale, and high contrast."""
