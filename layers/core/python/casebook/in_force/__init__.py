"""What is set at this moment."""
