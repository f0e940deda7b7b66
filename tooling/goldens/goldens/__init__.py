"""Golden cases of Gradual: truth from mpmath, two independent formulas per function."""
