"""The settings of the whole site, for administrators."""
