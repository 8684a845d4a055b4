"""`python -m training.grouping`: see `training.segmentation.stroke_weights`."""

from training.segmentation.stroke_weights import main

if __name__ == "__main__":
    raise SystemExit(main())
