"""`python -m training.marks`: see `training.segmentation.mark_weights`."""

from training.segmentation.mark_weights import main

if __name__ == "__main__":
    raise SystemExit(main())
