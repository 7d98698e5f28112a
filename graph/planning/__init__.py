"""Queries written anew before the embedded engine runs them: they mean the same and are planned better.

pyoxigraph guesses how many triples a pattern has by which of its ends are bound, whatever the data is like,
and inside EXISTS it joins in the order of the text, reading each pattern as a whole. `planner` puts the
patterns of a group in an order of its own where counts of the data say that this pays, and leaves all else
as it stands, also what it does not understand for sure.

The order is forced by LATERAL {...}, which this engine knows: it evaluates a group once for each row so far.
For triple patterns and paths that is a join, whatever the rows bind: the same rows in each order. (Paths that
may take no step between two variables are an exception, for terms that are not in the data; `rewrite` says
when they may be moved.)
"""
