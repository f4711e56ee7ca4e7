"""What Casebook costs: counts that repeat exactly, and ratios taken in one run. `make bench`."""
