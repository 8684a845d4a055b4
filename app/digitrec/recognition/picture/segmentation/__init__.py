"""Pictures without a line network: ink and paper are told apart, and the ink is cut into digits."""
