"""Makes the program that people download out of the source tree."""
