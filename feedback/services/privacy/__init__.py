"""What the company owes the people it keeps data of: to seal it, to show it, to let go of it, and to prove that."""
