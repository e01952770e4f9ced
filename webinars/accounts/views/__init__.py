"""Signing in and out, passwords, and one's own account."""

from webinars.accounts.views import first_run, own_account, password, sign_in
from webinars.accounts.views.blueprint import bp

__all__ = ["bp", "first_run", "own_account", "password", "sign_in"]
