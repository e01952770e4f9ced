"""How somebody comes to look after an organisation that has no members here yet.

A host invites somebody of it by a secret link. Its reader claims the organisation, and an administrator makes them its
first owner; until then nobody gains a right.
"""
