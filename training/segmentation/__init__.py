"""Training of the weights of segmentation."""
