"""The page on which a person teaches the program their handwriting."""
