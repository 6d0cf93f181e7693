"""The Experience Return Model as plain functions of arrays: numpy and scipy, nothing else.

Convention: an array with a leading axis R = 1 + B holds jackknife replicates; index 0 is the full sample and
index 1 + b is the sample without group b (see `jackknife.leave_one_out`).
"""
