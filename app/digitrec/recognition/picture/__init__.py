"""Files and pixels into lines and digits."""
