"""How good results are, against readings by hand."""
