"""`python -m training.scans`: see `training.experiments.scans`."""

from training.experiments.scans import main

if __name__ == "__main__":
    raise SystemExit(main())
