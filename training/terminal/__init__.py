"""What a training says on the terminal: progress, damage, and none of TensorFlow's log."""
