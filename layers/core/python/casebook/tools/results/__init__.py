"""The data that tools bring back, a module a subject: an agent loads what it works with."""
