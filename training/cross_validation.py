"""`python -m training.cross_validation`: see `training.experiments.cross_validation`."""

from training.experiments.cross_validation import main

if __name__ == "__main__":
    raise SystemExit(main())
