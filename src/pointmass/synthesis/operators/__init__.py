"""The operations that programs are made of, one module for each kind of value."""
