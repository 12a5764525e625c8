"""Pure rules: no SQL, no clock, no input or output. Time and money are arguments."""
