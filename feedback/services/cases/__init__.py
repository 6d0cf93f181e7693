"""Cases: which answers open one, who has it, how long it may take, and how it ends."""
