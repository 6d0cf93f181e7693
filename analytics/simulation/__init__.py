"""Synthetic companies whose true effects are known, because we planted them."""
