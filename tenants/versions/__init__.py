"""How often each part of a company's data has changed: what kept answers are checked against."""
