"""What a team knows of its own software, added to what Casebook knows."""
