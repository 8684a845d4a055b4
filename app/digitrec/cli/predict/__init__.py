"""The command `predict`: prints what is read, or writes it to a folder of parts."""
