"""A test for each kind of fault by which a diagnosis went wrong on incidents that nobody prepared.

Incidents are made by seed: names, rates, periods and moments are drawn. What must hold is said of
all of them, or where chance plays a part, of a share that is named.
"""
