"""The parts of the demo: what is computed (risk, exits), said (words), drawn (figures), laid out (page)."""
