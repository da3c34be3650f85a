"""JSON → JSON: paths into the inputs, and templates, maps, filters and sums over what they lead to."""
