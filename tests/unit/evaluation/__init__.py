"""Tests of the measurements of `casebook eval`."""
