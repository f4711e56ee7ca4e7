"""Deaths at every moment, and races between everything that writes: nothing is lost or doubled."""
