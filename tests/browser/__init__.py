"""What the browser tests of the web console run against: `python -m tests.browser`."""
