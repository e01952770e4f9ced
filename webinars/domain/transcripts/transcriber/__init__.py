"""The operator's command that writes down what is said: what it can hear, when it begins, and how it is run."""
