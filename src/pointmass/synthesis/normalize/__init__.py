"""Programs that normalize texts (keys, slugs, file names, part numbers): one case, one separator."""
