"""Signing in and out: passwords, codes, passkeys, the company's own provider."""
