"""`python -m training.ablation`: see `training.experiments.ablation`."""

from training.experiments.ablation import main

if __name__ == "__main__":
    raise SystemExit(main())
