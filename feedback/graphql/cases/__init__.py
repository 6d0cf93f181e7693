"""Cases as the API gives them, and the rules that open them."""
