"""Kernels: the part of a function that a compiler for loops over numbers and arrays can take.

The way of a joint graph, before stores are decided: its borders are flattened (`border`), what
Python may raise is watched (`guards`), lists of numbers become arrays (`lists`), and `fit` says
whether a kernel can hold the rest. A kernel computes the regular case; in any other it gives up,
and the NumPy form of the same function is called. So exceptions and edge cases are f's own.
"""
