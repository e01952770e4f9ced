"""Mails: promised in the transaction that causes them, written when they are sent, sent by the worker."""
