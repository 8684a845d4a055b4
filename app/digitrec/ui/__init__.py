"""The window: the only rooms that import tkinter."""
