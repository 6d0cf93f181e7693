"""Contacts of customers: encrypted before they are stored, found by keyed hashes, read by whoever may."""
