"""Subscriptions: a document that is answered anew with every event it is about.

An event is the root of an answer as nothing is that of a query's. So whoever follows sees in each event what they would
see when asking then: the same resolvers, policy, unit scope and field masks.
"""
