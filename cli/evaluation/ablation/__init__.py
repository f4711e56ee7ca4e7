"""Ablation: what each rule, tie and way is worth, measured by leaving it out."""
