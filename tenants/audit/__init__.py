"""What happened in a company: who did what, when, from where; appended, chained and never changed."""
