"""Did a plan work, and what does that teach?"""
