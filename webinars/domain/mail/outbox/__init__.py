"""What must leave the house: promised in the transaction that causes it, taken, done and marked by any worker.

At least once is the honest promise. A crash between the other side's yes and the mark repeats what the worker had in
its hands; whoever receives it knows it again by its key.
"""
