"""The whole system on the local AWS, with IAM enforced; deployed once for a run."""
