"""Numbers → numbers, truth values and labels: small formulas, limits and remainders."""
