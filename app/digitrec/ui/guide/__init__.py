"""What shows a new person what can be done."""
