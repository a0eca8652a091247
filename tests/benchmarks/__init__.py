"""How fast the system is, against a peer that does the same work in the same run.

Each benchmark is one file that has a `BENCHMARK`; `./run bench` finds it by itself.
"""
