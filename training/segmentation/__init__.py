"""The weights of segmentation, learned."""
