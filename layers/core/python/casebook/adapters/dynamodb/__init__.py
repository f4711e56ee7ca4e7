"""The stores on one DynamoDB table. keys.py is the map of what lies where."""
