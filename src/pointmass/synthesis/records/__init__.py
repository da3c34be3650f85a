"""Programs from JSON to JSON: paths into the inputs, and templates, maps, filters and sums of their values."""
