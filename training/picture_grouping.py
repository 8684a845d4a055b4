"""`python -m training.picture_grouping`: see `training.segmentation.picture_weights`."""

from training.segmentation.picture_weights import main

if __name__ == "__main__":
    raise SystemExit(main())
