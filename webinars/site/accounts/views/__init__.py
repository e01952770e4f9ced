"""Signing in and out, passwords, and one's own account."""

from webinars.site.accounts.views import address, first_run, own_account, passkeys, password, proof, sign_in
from webinars.site.accounts.views.blueprint import bp

__all__ = ["address", "bp", "first_run", "own_account", "passkeys", "password", "proof", "sign_in"]
