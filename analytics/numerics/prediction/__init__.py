"""Who will come back, who will leave: a penalised logit with its validation, its traps and its reasons."""
