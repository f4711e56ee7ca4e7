"""What AWS, software and teams call things: tables as data, each beside its loader."""
