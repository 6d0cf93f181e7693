"""Facts: customers, answers, orders, interactions, and the single way in for them."""
