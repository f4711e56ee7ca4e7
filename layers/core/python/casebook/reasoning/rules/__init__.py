"""Rules: each looks for one thing in the evidence and says what it means, and why that tells."""
