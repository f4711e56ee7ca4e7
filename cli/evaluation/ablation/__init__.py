"""Ablation: what each rule, tie and relation is worth, measured by leaving it out."""
