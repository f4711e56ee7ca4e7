"""What each function's role may do and what it must be refused, held against the template
(`tests/infra/test_roles.py`) and against AWS' own decision (`tests/stack/test_denied.py`)."""
