"""Normal forms of texts: keys, slugs, file names, part numbers, in one case and with one separator."""
