"""Signing in and out, passwords, and one's own account."""

from webinars.site.accounts.views import first_run, own_account, password, sign_in
from webinars.site.accounts.views.blueprint import bp

__all__ = ["bp", "first_run", "own_account", "password", "sign_in"]
