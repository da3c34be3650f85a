"""Programs from numbers to numbers, truth values and labels: small formulas, limits and remainders."""
