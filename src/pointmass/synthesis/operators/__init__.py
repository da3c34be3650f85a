"""The operations that programs are made of, by the kind of value that they work on."""
