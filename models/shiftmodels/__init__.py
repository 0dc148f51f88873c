"""Pure mathematics of shift scheduling: arrays in, arrays out."""
