"""What is kept between runs: places, settings, the history of drawings."""
