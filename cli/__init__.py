"""The `casebook` command, and with it the reference client of Casebook's HTTP and WebSocket API."""
