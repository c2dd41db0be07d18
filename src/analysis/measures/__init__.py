"""Statistics: a tidy frame in, a new tidy frame out; each module answers one question.

A notebook imports the module it needs (``from analysis.measures import nights``); nothing is imported here,
so that a report pays only for the libraries it uses.

Every measure takes the data first and the rest by keyword, ends at ``as_of`` (no later row is ever looked at)
and never raises for too little data: it returns an explicit row with ``status = "insufficient data"`` and the
minimum in ``needed``. Estimates are ``estimate, estimate_low, estimate_high, n, method``; intervals are 95 %
unless ``confidence`` says otherwise. Seeds are keyword arguments and stand in the result.
"""
